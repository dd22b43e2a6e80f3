"""What was written to a Sheet, and why a Sheet could not be read, put down in the store."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from sqlalchemy import Connection

from lib.actions.sheets.rows import CellWant, RowWant, digest
from lib.intake.grid import Cell
from lib.intake.targets import ID, STATE
from lib.schema.record import new_id
from lib.store import sheet_books, sheet_matters, sheet_rows
from lib.store.opening import Store
from lib.store.sheet_books import Book
from lib.store.sheet_matters import Matter
from lib.store.sheet_rows import AgreedRow, RowVersion


@dataclass(frozen=True)
class Written:
    """What stood around a cell at the moment when the app wrote into it."""

    want: CellWant
    #: Whether the row was the one that was meant, and the cell's own content just before.
    meant: bool
    before: Cell
    #: Of the row as it stands now; '' when somebody may have typed into it meanwhile.
    digest: str = ""


def note_written(
    store: Store, key: str, cells: Sequence[Written], rows: Mapping[str, tuple[RowWant, int]], at: datetime
) -> None:
    """Note what stands on the Sheet now. `rows`: record id → the row that was added, and where.

    A person's words that were overwritten within the same moment are kept as a conflict.
    """
    by_tab: dict[int, list[Written]] = defaultdict(list)
    for one in cells:
        by_tab[one.want.sheet_id].append(one)
    with store.database.writing() as connection:
        book = sheet_books.book(connection, key)
        for sheet_id, several in by_tab.items():
            _note_cells(connection, key, sheet_id, several, book, at)
        new: dict[int, list[tuple[RowWant, int]]] = defaultdict(list)
        for want, number in rows.values():
            new[want.sheet_id].append((want, number))
        for sheet_id, added in new.items():
            said = [RowVersion(want.kind, want.record_id, number, want.raw) for want, number in added]
            sheet_rows.keep_versions(connection, key, sheet_id, at, said)
            sheet_rows.keep_rows(connection, key, sheet_id, [_new_row(want) for want, _ in added])


def note_trouble(store: Store, key: str, at: datetime, state: str, th: str, en: str) -> None:
    """Note why a book could not be read; its last good data stays in use."""
    with store.database.writing() as connection:
        sheet_books.note_book(connection, key, tried_at=at, state=state, problem_th=th, problem_en=en)


def _note_cells(
    connection: Connection, key: str, sheet_id: int, cells: Sequence[Written], book: Book | None, at: datetime
) -> None:
    standing = sheet_rows.rows_of(connection, key, sheet_id, {one.want.record_id for one in cells})
    touched: dict[str, AgreedRow] = {}
    for one in cells:
        row = touched.get(one.want.record_id) or standing.get(one.want.record_id)
        if row is None or not one.meant:
            continue
        if one.want.field not in (ID, STATE) and one.before != one.want.expected:
            sheet_matters.open_matter(connection, _overwritten(key, row, one, book, at))
        touched[row.record_id] = _with_cell(row, one.want, one.digest)
    sheet_rows.keep_rows(connection, key, sheet_id, list(touched.values()))


def _with_cell(row: AgreedRow, want: CellWant, told: str) -> AgreedRow:
    """A row as agreed once a cell of it was written. `told`: its digest, when it is known exactly."""
    settled = replace(row, digest=told, revision=want.revision if told else row.revision)
    if want.field == ID:
        return replace(settled, confirmed=True)
    if want.field == STATE:
        return settled
    return replace(settled, raw={**row.raw, want.field: want.value}, agreed={**row.agreed, want.field: want.agreed})


def _new_row(want: RowWant) -> AgreedRow:
    """A row as it was added. Until it is seen once it is the app's: Google has been known to swallow some."""
    place = sheet_rows.ADDED - want.unseen
    return AgreedRow(want.record_id, want.kind, place, False, want.revision, want.raw, want.agreed, digest(want.raw))


def _overwritten(key: str, row: AgreedRow, one: Written, book: Book | None, at: datetime) -> Matter:
    """Somebody typed between our look and our writing: their words are kept beside."""
    return Matter(
        new_id("m"),
        key,
        one.want.sheet_id,
        row.kind,
        row.record_id,
        one.want.field,
        sheet_matters.OVERWRITTEN,
        str(one.before),
        one.before,
        one.want.agreed,
        book.read_at if book else None,
        at,
        "",
    )
