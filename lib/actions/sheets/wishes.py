"""What the app wants to write to a tab: cells of rows that stand there, and rows that do not yet."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from typing import Any

from sqlalchemy import literal, select

from lib.actions.imports.comparing import load
from lib.actions.sheets.identify import IdentifiedRows
from lib.actions.sheets.intake import TabIntake
from lib.actions.sheets.merge import MergedRow
from lib.actions.sheets.rows import CellWant, RowWant, Tab, is_empty, values_of, written
from lib.actions.sheets.state_words import state_words
from lib.actions.sheets.take import TakenRows
from lib.actions.sheets.take_row import TakenRow
from lib.domain.places import province_id_of
from lib.intake.identity import SheetRow
from lib.intake.targets import ID, STATE
from lib.schema.field import Sync
from lib.store.records import Stored
from lib.store.tables import table
from lib.store.whereabouts import place_of


def cell_wishes(tab: Tab, taken: TakenRows) -> dict[str, list[CellWant]]:
    """Cells to be written of rows that stand on the tab, by record id ('' for rows without one)."""
    by_record = {row.record_id: list(_of_row(tab, row)) for row in taken.taken}
    waiting = [
        want for row in taken.waiting for want in _state(tab, row.found, "", MergedRow(troubles=row.troubles), "")
    ]
    return {**by_record, "": waiting}


def stray_ids(tab: Tab, rows: IdentifiedRows) -> list[CellWant]:
    """Ids that were filled down over rows in which nothing stands: they are taken away again."""
    at = tab.id_column
    if at is None:
        return []
    strays = [f for f in rows.found if f.row in rows.identity.doubled and f.row not in rows.identity.ids]
    empty = [f for f in strays if all(map(is_empty, f.raw.values()))]
    return [CellWant(tab.sheet_id, "", f.row, at, ID, written(tab.grid.at(f.row, at)), "") for f in empty]


def _of_row(tab: Tab, row: TakenRow) -> Iterator[CellWant]:
    """What the app has to say in a row: values, how the row fares, and its id."""
    found = row.found
    for name, value in row.merged.pushes.items():
        at = tab.column_of(name)
        if at is not None:
            now = row.now.get(name)
            yield CellWant(tab.sheet_id, row.record_id, found.row, at, name, found.raw[name], value, now, row.revision)
    for want in _state(tab, found, row.record_id, row.merged, row.note):
        yield replace(want, revision=row.revision)
    if tab.id_column is not None and found.id_text != row.record_id:
        # An id that was not this row's own is put right as well.
        was = written(tab.grid.at(found.row, tab.id_column))
        yield CellWant(
            tab.sheet_id, row.record_id, found.row, tab.id_column, ID, was, row.record_id, None, row.revision
        )


def _state(tab: Tab, found: SheetRow, record_id: str, merged: MergedRow, note: str) -> Iterator[CellWant]:
    """Tell on the row itself how it fares, when that is not what stands there."""
    at, stands = tab.state_column, tab.state_said(found.row)
    words = state_words(tab, merged, note)
    if at is not None and stands != words:
        yield CellWant(tab.sheet_id, record_id, found.row, at, STATE, stands, words)


def row_wishes(intake: TabIntake, there: Iterable[str], unseen: Mapping[str, int]) -> list[RowWant]:
    """Rows of records that belong on the tab and are not there.

    `there`: records that are there, or may be; `unseen`: how often a row was added and did not show.
    """
    tab = intake.tab
    if tab.id_column is None or tab.model.about.sync is not Sync.BOTH:
        return []
    wanted = _missing(intake, set(there))
    stored = load(intake.pen.connection, tab.kind, wanted)
    order = sorted(wanted, key=lambda i: (stored[i].created_at, i))
    wants = [_row_want(intake, tab.id_column, stored[record_id]) for record_id in order]
    return [replace(want, unseen=unseen.get(want.record_id, 0)) for want in wants]


def _missing(intake: TabIntake, there: set[str]) -> set[str]:
    """Standing records of the tab's kind that belong on it; `there`: those that need no new row."""
    kept, place = table(intake.tab.kind), place_of(intake.tab.kind)
    query = select(kept.c.id, literal("") if place is None else place).where(kept.c.withdrawn_at.is_(None))
    wanted, nowhere = set(), set()
    for record_id, where in intake.pen.connection.execute(query):
        if record_id in there:
            continue
        province = (province_id_of(where) or "") if isinstance(where, str) else ""
        if _belongs(intake, province):
            wanted.add(record_id)
        elif not province:
            nowhere.add(record_id)
    return wanted | _were_here(intake, nowhere)


def _belongs(intake: TabIntake, province: str) -> bool:
    homes, book = intake.whole.homes, intake.whole.book
    return homes.covers(book.scope, province) and (bool(province) or homes.home_of("", intake.tab.kind) == book.key)


def _were_here(intake: TabIntake, nowhere: set[str]) -> set[str]:
    """What lies in no province belongs where it was written, whatever became of its tab."""
    if not nowhere:
        return set()
    old = table("sheet_version")
    query = select(old.c.record_id).where(old.c.book == intake.whole.book.key, old.c.kind == intake.tab.kind)
    return nowhere & set(intake.pen.connection.scalars(query.distinct()))


def _row_want(intake: TabIntake, id_column: int, stored: Stored) -> RowWant:
    tab, now = intake.tab, values_of(stored.record)
    columns = {name: at for name in tab.columns if (at := tab.column_of(name)) is not None}
    words = {name: intake.merger.words(name, now.get(name)) for name in columns}
    cells: dict[int, Any] = {id_column: stored.record.id, **{columns[name]: words[name] for name in columns}}
    if tab.state_column is not None:
        cells[tab.state_column] = state_words(tab, MergedRow(), intake.copy_note(stored.record))
    agreed = {name: now.get(name) for name in columns}
    return RowWant(tab.sheet_id, tab.kind, stored.record.id, stored.revision, cells, words, agreed)
