"""A look at a Google Sheet: rows into the store, field by field, and what is to be written back.

One transaction and one change-set per look. What cannot be used changes nothing and is listed;
what both sides changed waits for a person; what only the app decides is written back.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import select

from lib.access.actors import Actor
from lib.actions.records.writing import writing
from lib.actions.sheets.books import Homes
from lib.actions.sheets.rows import CellWant, RowWant, Tab, Taken, digest
from lib.actions.sheets.tab import TabLook
from lib.domain.thai_date import BANGKOK, format_moment
from lib.schema.history_words import Verb, Way
from lib.schema.record import new_id
from lib.store import imports, sheet_state, versions
from lib.store.opening import Store
from lib.store.sheet_state import Book, Matter, Row
from lib.store.tables import table

#: How history names the way that changes on a Sheet came.
SOURCE = Way.SHEET


def sheet_actor(book: Book) -> Actor:
    """A Sheet as the author of changes: the API names no person."""
    return Actor(f"sheet:{book.key}"[:64], f"ชีต {book.name}"[:200], SOURCE, may_write=True)


def take_in(store: Store, key: str, tabs: Sequence[Tab], at: datetime, editor: str = "") -> Taken:
    """Bring a complete read of a book into the store; returns what is to be written to it.

    `at`: when it was read; `editor`: who Drive says edited the file last, '' when it does not say.
    """
    with store.database.reading() as connection:
        standing = sheet_state.book(connection, key)
    if standing is None:
        return Taken()
    since = standing.read_at
    seen = f"เห็นระหว่าง {format_moment(since)} กับ {format_moment(at)}" if since else "อ่านครั้งแรก"
    made = Taken()
    with writing(store, sheet_actor(standing), Verb.SHEET, f"{standing.name} · {seen}") as pen:
        connection = pen.connection
        book = sheet_state.book(connection, key, for_update=True)
        if book is None:
            return made
        before = versions.current(connection)
        cells: list[imports.Cell] = []
        job = imports.get(connection, book.job)
        answers = job.answers if job else {}
        homes, held = Homes(connection), dict(book.held)
        whose = f"{store.world}:{store.database.url}"
        for tab in tabs:
            look = TabLook(pen, book, homes, whose, tab, answers, at, editor)
            why = look.collapse(believed=bool(held.get(str(tab.sheet_id), {}).get("believed")))
            if why:
                held[str(tab.sheet_id)] = {**why, "title": tab.grid.tab}
                made.held.append(tab.sheet_id)
                continue
            held.pop(str(tab.sheet_id), None)
            look.take(made, cells)
        if made.held and job is not None:
            cells += _kept_cells(connection, book.job, {t.sheet_id: t.grid.tab for t in tabs}, made.held)
        imports.keep_cells(connection, book.job, cells)
        if job is not None:
            _count(connection, job, cells)
        sheet_state.note_book(
            connection,
            key,
            held=held,
            read_at=at,
            trend=_trend(book, at, cells),
            tried_at=at,
            versions=before,
            state=sheet_state.OK,
            problem_th=None,
            problem_en=None,
            editor=editor or None,
        )
        made.changed = len(pen.changes)
        made.troubles = sum(c.verdict in ("question", "rejected") for c in cells)
    return made


def _kept_cells(connection: Any, job: str, titles: Mapping[int, str], held: Sequence[int]) -> list[imports.Cell]:
    """What was listed of tabs that are held stays listed."""
    cell = table("import_cell")
    query = select(cell).where(cell.c.job == job, cell.c.tab.in_([titles[h] for h in held]))
    return [
        imports.Cell(**{k: v for k, v in row.items() if k not in ("id", "job")})
        for row in connection.execute(query).mappings()
    ]


def _count(connection: Any, job: imports.Job, cells: Sequence[imports.Cell]) -> None:
    counts: dict[str, int] = {}
    for cell in cells:
        counts[f"cell.{cell.verdict}"] = counts.get(f"cell.{cell.verdict}", 0) + 1
    if counts != {k: v for k, v in job.counts.items() if k != "cell.used"}:
        imports.note(connection, job, counts=counts)


#: Days of which the number of troubles is kept.
_TREND_DAYS = 800


def _trend(book: Book, at: datetime, cells: Sequence[imports.Cell]) -> list[list[Any]]:
    """The course of troubles, one entry a day (in Thailand): the last look of the day counts."""
    day = at.astimezone(BANGKOK).date().isoformat()
    counts = [sum(c.verdict == v for c in cells) for v in ("normalised", "question", "rejected")]
    return [*(t for t in book.trend if t[0] != day), [day, *counts]][-_TREND_DAYS:]


@dataclass(frozen=True)
class Written:
    """What stood around a cell at the moment when the app wrote into it."""

    want: CellWant
    #: Whether the row was the one that was meant, and the cell's own content just before.
    meant: bool
    before: Any


def note_written(
    store: Store, key: str, cells: Sequence[Written], rows: Mapping[str, tuple[RowWant, int]], at: datetime
) -> None:
    """Note what stands on the Sheet now. `rows`: record id → the row that was added, and where.

    A person's words that were overwritten within the same moment are kept as a conflict.
    """
    with store.database.writing() as connection:
        book = sheet_state.book(connection, key)
        standing: dict[int, dict[str, Row]] = {}
        touched: dict[int, dict[str, Row]] = {}
        for one in cells:
            want = one.want
            if want.sheet_id not in standing:
                standing[want.sheet_id] = sheet_state.rows_of(connection, key, want.sheet_id)
            row = standing[want.sheet_id].get(want.record_id)
            if row is None or not one.meant:
                continue
            if want.field == "id":
                row.confirmed = True
            elif want.field != "_state":
                if one.before != want.expected:
                    sheet_state.open_matter(connection, _overwritten(key, row, one, book, at))
                row.raw[want.field], row.agreed[want.field] = want.value, want.agreed
            row.digest = ""
            touched.setdefault(want.sheet_id, {})[row.record_id] = row
        for record_id, (want_row, number) in rows.items():
            row = Row(
                record_id,
                want_row.kind,
                number,
                True,
                want_row.revision,
                want_row.raw,
                want_row.agreed,
                digest(want_row.raw),
            )
            touched.setdefault(want_row.sheet_id, {})[record_id] = row
            said = [(want_row.kind, record_id, number, want_row.raw)]
            sheet_state.keep_versions(connection, key, want_row.sheet_id, at, said)
        for sheet_id, kept in touched.items():
            sheet_state.keep_rows(connection, key, sheet_id, list(kept.values()))


def _overwritten(key: str, row: Row, one: Written, book: Book | None, at: datetime) -> Matter:
    """Somebody typed between our look and our writing: their words are kept beside."""
    return Matter(
        new_id("m"),
        key,
        one.want.sheet_id,
        row.kind,
        row.record_id,
        one.want.field,
        sheet_state.OVERWRITTEN,
        str(one.before),
        one.before,
        one.want.agreed,
        book.read_at if book else None,
        at,
        "",
    )


def note_trouble(store: Store, key: str, at: datetime, state: str, th: str, en: str) -> None:
    """Note why a book could not be read; its last good data stays in use."""
    with store.database.writing() as connection:
        sheet_state.note_book(connection, key, tried_at=at, state=state, problem_th=th, problem_en=en)
