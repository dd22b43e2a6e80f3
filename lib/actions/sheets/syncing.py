"""A look at a Google Sheet: rows into the store, field by field, and what is to be written back.

One transaction and one change-set per look. What cannot be used changes nothing and is listed;
what both sides changed waits for a person; what only the app decides is written back.
Each tab goes its own way, see `tab`.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import asdict
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, select

from lib.access.actors import EVERYTHING, NO_VERDICTS, Actor
from lib.actions.imports.lookups import read_known
from lib.actions.records.writing import Pen, writing
from lib.actions.sheets.books import Homes
from lib.actions.sheets.identify import doubt_of, identify_rows
from lib.actions.sheets.intake import BookIntake, TabIntake
from lib.actions.sheets.rows import Tab, Taken
from lib.actions.sheets.tab import TabTaken, take_tab
from lib.domain.thai_date import BANGKOK, format_moment
from lib.intake.context import IntakeContext
from lib.schema.history_words import Verb, Way
from lib.store import imports, sheet_books, versions
from lib.store.opening import Store
from lib.store.sheet_books import Book
from lib.store.tables import table

#: How history names the way that changes on a Sheet came.
SOURCE = Way.SHEET


def sheet_actor(book: Book) -> Actor:
    """A Sheet as the author of changes: the API names no person."""
    return Actor(f"sheet:{book.key}"[:64], f"ชีต {book.name}"[:200], SOURCE, EVERYTHING, set_aside=NO_VERDICTS)


def take_in(store: Store, key: str, tabs: Sequence[Tab], at: datetime, editor: str = "", *, sure: bool = True) -> Taken:
    """Bring a complete read of a book into the store; returns what is to be written to it.

    `at`: when it was read; `editor`: who Drive says edited the file last, '' when it does not say;
    `sure`: whether what is known of merged cells is as new as the cells. Raises `MergesUnknown`,
    with nothing changed, when it is not and matters.
    """
    with store.database.reading() as connection:
        standing = sheet_books.book(connection, key)
    if standing is None:
        return Taken()
    since = standing.read_at
    seen = f"เห็นระหว่าง {format_moment(since)} กับ {format_moment(at)}" if since else "อ่านครั้งแรก"
    with writing(store, sheet_actor(standing), Verb.SHEET, f"{standing.name} · {seen}") as pen:
        book = sheet_books.book(pen.connection, key, for_update=True)
        if book is None:
            return Taken()
        homes, job = Homes(pen.connection), imports.get(pen.connection, book.job)
        intake = BookIntake(pen, book, homes, job.answers if job else {}, at, editor, sure)
        return _take_in(intake, job, f"{store.world}:{store.database.url}", tabs)


def _take_in(intake: BookIntake, job: imports.Job | None, whose: str, tabs: Sequence[Tab]) -> Taken:
    pen, book, connection = intake.pen, intake.book, intake.pen.connection
    before = versions.current(connection)
    knowing = _Knowing(pen, whose)
    held = dict(book.held)
    taken: dict[str, TabTaken] = {}
    standing_ids = _ids_by_kind(tabs)
    for tab in tabs:
        number = str(tab.sheet_id)
        others = {i for at, ids in standing_ids.get(tab.kind, {}).items() if at != tab.sheet_id for i in ids}
        rows = identify_rows(connection, book.key, tab, others, book.tabs.get(number, {}).get("columns"))
        doubted = None if held.get(number, {}).get("believed") else doubt_of(rows)
        if doubted is not None:
            held[number] = {**asdict(doubted), "title": tab.grid.tab}
            continue
        held.pop(number, None)
        taken[tab.grid.tab] = take_tab(TabIntake(intake, tab, knowing.now()), rows)
    unbelieved = tuple(t.sheet_id for t in tabs if str(t.sheet_id) in held)
    listed = [cell for one in taken.values() for cell in one.listed]
    if job is not None:
        listed += _kept_cells(connection, book.job, [t.grid.tab for t in tabs if t.sheet_id in unbelieved])
    _note(connection, intake, job, listed, held, before)
    return Taken(
        changed=len(pen.changes),
        troubles=sum(c.verdict in ("question", "rejected") for c in listed),
        cells=tuple(want for one in taken.values() for want in one.cells),
        rows=tuple(want for one in taken.values() for want in one.rows),
        held=unbelieved,
        swallowing=tuple(title for title, one in taken.items() if one.swallowing),
    )


def _ids_by_kind(tabs: Sequence[Tab]) -> dict[str, dict[int, set[str]]]:
    """Ids that stand on each tab of the kinds that have several: a row may be moved from one to another."""
    found: dict[str, dict[int, set[str]]] = {}
    for tab in tabs:
        if sum(other.kind == tab.kind for other in tabs) > 1:
            found.setdefault(tab.kind, {})[tab.sheet_id] = {row.id_text for row in tab.rows()}
    return found


class _Knowing:
    """What intake knows of the store, read anew only after something was written in this transaction."""

    def __init__(self, pen: Pen, whose: str) -> None:
        self._pen, self._whose = pen, whose
        self._at, self._known = len(pen.changes), read_known(pen.connection, whose)

    def now(self) -> IntakeContext:
        """As the store stands at this moment."""
        if len(self._pen.changes) != self._at:
            self._at, self._known = len(self._pen.changes), read_known(self._pen.connection, self._whose)
        return self._known


def _note(
    connection: Connection,
    intake: BookIntake,
    job: imports.Job | None,
    listed: Sequence[imports.UnusedCell],
    held: Mapping[str, Any],
    before: Mapping[str, int],
) -> None:
    """Put down what the look found. `before`: data versions when it began."""
    book, at = intake.book, intake.at
    imports.keep_cells(connection, book.job, listed)
    if job is not None:
        _count(connection, job, listed)
    sheet_books.note_book(
        connection,
        book.key,
        held=held,
        read_at=at,
        trend=_trend(book, at, listed),
        tried_at=at,
        versions=before,
        state=sheet_books.OK,
        # What follows from this look is settled only once it stands on the Sheet: until then it is looked at again.
        digest=None,
        problem_th=None,
        problem_en=None,
        editor=intake.editor or None,
    )


def _kept_cells(connection: Connection, job: str, tabs: Sequence[str]) -> list[imports.UnusedCell]:
    """What was listed of tabs (by title) that are held stays listed."""
    if not tabs:
        return []
    cell = table("import_cell")
    query = select(cell).where(cell.c.job == job, cell.c.tab.in_(tabs))
    return [
        imports.UnusedCell(**{k: v for k, v in row.items() if k not in ("id", "job")})
        for row in connection.execute(query).mappings()
    ]


def _count(connection: Connection, job: imports.Job, cells: Sequence[imports.UnusedCell]) -> None:
    counts: dict[str, int] = {}
    for cell in cells:
        counts[f"cell.{cell.verdict}"] = counts.get(f"cell.{cell.verdict}", 0) + 1
    if counts != {k: v for k, v in job.counts.items() if k != "cell.used"}:
        imports.note(connection, job, counts=counts)


#: Days of which the number of troubles is kept.
_TREND_DAYS = 800


def _trend(book: Book, at: datetime, cells: Sequence[imports.UnusedCell]) -> list[list[Any]]:
    """The course of troubles, one entry a day (in Thailand): the last look of the day counts."""
    day = at.astimezone(BANGKOK).date().isoformat()
    counts = [sum(c.verdict == v for c in cells) for v in ("normalised", "question", "rejected")]
    return [*(t for t in book.trend if t[0] != day), [day, *counts]][-_TREND_DAYS:]
