"""A look at a Google Sheet: rows into the store, field by field, and what is to be written back.

One transaction and one change-set per look. What cannot be used changes nothing and is listed;
what both sides changed waits for a person; what only the app decides is written back.
Each tab goes its own way, see `tab`.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass, field, replace
from datetime import datetime
from typing import Any

from sqlalchemy import Connection

from lib.access.actors import EVERYTHING, NO_VERDICTS, Actor
from lib.actions.imports.lookups import knowing
from lib.actions.records.writing import Pen, writing
from lib.actions.sheets.books import Homes
from lib.actions.sheets.identify import IdentifiedRows, doubt_of, identify_rows, identify_some
from lib.actions.sheets.intake import BookIntake, Finders, TabIntake
from lib.actions.sheets.rows import Since, Tab, Taken
from lib.actions.sheets.tab import TabTaken, take_tab
from lib.domain.thai_date import BANGKOK, format_moment
from lib.intake.context import IntakeContext
from lib.schema.history_words import Verb, Way
from lib.store import imports, sheet_books, sheet_rows, versions
from lib.store.opening import Store
from lib.store.sheet_books import Book


class SliceRefused(Exception):
    """Rows of a slice turn out to hang together with others: the tab is taken in as a whole."""


#: How history names the way that changes on a Sheet came.
SOURCE = Way.SHEET


def sheet_actor(book: Book) -> Actor:
    """A Sheet as the author of changes: the API names no person."""
    return Actor(f"sheet:{book.key}"[:64], f"ชีต {book.name}"[:200], SOURCE, EVERYTHING, set_aside=NO_VERDICTS)


@dataclass(frozen=True)
class BookRead:
    """A complete read of a book."""

    tabs: Sequence[Tab]
    #: When it was read, and who Drive says edited the file last ('' when it does not say).
    at: datetime
    editor: str = ""
    #: Whether what is known of merged cells is as new as the cells.
    sure: bool = True
    #: Tabs of which only a part has to be looked at.
    since: Mapping[int, Since] = field(default_factory=dict)


@dataclass(frozen=True)
class Slice:
    """The only tab of a read that is taken in now, a part of its changes at a time, and what the slices share."""

    sheet_id: int
    finders: Finders


def take_in(store: Store, key: str, read: BookRead, part: Slice | None = None) -> Taken:
    """Bring a read of a book into the store; returns what is to be written to it.

    Raises, with nothing changed, `MergesUnknown` when merges are not known and matter, and
    `SliceRefused` when rows of a slice hang together with others.
    """
    with store.database.reading() as connection:
        standing = sheet_books.book(connection, key)
    if standing is None:
        return Taken()
    last, at = standing.read_at, read.at
    seen = f"เห็นระหว่าง {format_moment(last)} กับ {format_moment(at)}" if last else "อ่านครั้งแรก"
    with writing(store, sheet_actor(standing), Verb.SHEET, f"{standing.name} · {seen}") as pen:
        book = sheet_books.book(pen.connection, key, for_update=True)
        if book is None:
            return Taken()
        homes, job = Homes(pen.connection), imports.get(pen.connection, book.job)
        finders = part.finders if part else Finders()
        intake = BookIntake(pen, book, homes, job.answers if job else {}, at, read.editor, read.sure, finders)
        return _take_in(intake, job, f"{store.world}:{store.database.url}", read, part.sheet_id if part else None)


def _take_in(intake: BookIntake, job: imports.Job | None, whose: str, read: BookRead, slice_of: int | None) -> Taken:
    pen, book, connection = intake.pen, intake.book, intake.pen.connection
    tabs, since = read.tabs, read.since
    provinces = intake.homes.provinces_of(book.scope)
    before = versions.within(versions.by_place(connection), provinces)
    context, changed = _Knowing(pen, whose), _Changed(connection, book, before)
    held = dict(book.held)
    taken: dict[str, TabTaken] = {}
    standing_ids = _ids_by_kind(tabs) if slice_of is None else {}
    for tab in tabs:
        if slice_of not in (None, tab.sheet_id):
            continue
        number = str(tab.sheet_id)
        rows = None
        if tab.sheet_id in since and number not in held:
            here = [] if slice_of is not None else changed.records(tab)
            rows = _some_rows(connection, tab, since[tab.sheet_id], changed, here)
        if rows is None and slice_of is not None:
            raise SliceRefused
        if rows is None:
            others = {i for at, ids in standing_ids.get(tab.kind, {}).items() if at != tab.sheet_id for i in ids}
            rows = identify_rows(connection, book.key, tab, others, book.tabs.get(number, {}).get("columns"))
        doubted = None if held.get(number, {}).get("believed") else doubt_of(rows)
        if doubted is not None:
            held[number] = {**asdict(doubted), "title": tab.grid.tab}
            continue
        held.pop(number, None)
        unsent = slice_of is None and (rows.since is None or changed.any_of(tab.kind))
        taken[tab.grid.tab] = take_tab(TabIntake(intake, tab, context.now()), rows, changed_here=unsent)
    unbelieved = tuple(t.sheet_id for t in tabs if str(t.sheet_id) in held)
    _list(connection, book.job, tabs, taken)
    counts = imports.counts_of_cells(connection, book.job)
    if job is not None:
        imports.note_counts(connection, job, counts)
    # After a slice other tabs, and what changed in the store, have not been looked at.
    stands = book.versions if slice_of is not None else _versions_after(pen, before, provinces, taken.values())
    _note(intake, counts, held, stands)
    intake.finders.note(pen, [record for one in taken.values() for record in one.new])
    return Taken(
        changed=len(pen.changes),
        troubles=counts.get("question", 0) + counts.get("rejected", 0),
        cells=tuple(want for one in taken.values() for want in one.cells),
        rows=tuple(want for one in taken.values() for want in one.rows),
        held=unbelieved,
        swallowing=tuple(title for title, one in taken.items() if one.swallowing),
        ids={t.sheet_id: taken[t.grid.tab].ids for t in tabs if t.grid.tab in taken},
        waiting={t.sheet_id: taken[t.grid.tab].waiting for t in tabs if t.grid.tab in taken},
    )


@dataclass(frozen=True)
class _Changed:
    """What changed in the store since a book was looked at last. `before`: versions now."""

    connection: Connection
    book: Book
    before: Mapping[str, int]

    @property
    def anything(self) -> bool:
        """Whether a row that could not be used may be usable now."""
        return self.before != self.book.versions

    def any_of(self, kind_id: str) -> bool:
        """Whether records of a kind changed, or not everything that followed from it is on the Sheet."""
        return self.book.digest is None or self.before.get(kind_id) != self.book.versions.get(kind_id)

    def records(self, tab: Tab) -> list[str]:
        """Records of a tab's rows that have to be looked at."""
        if not self.any_of(tab.kind):
            return []
        return sheet_rows.to_look_at(self.connection, self.book.key, tab.sheet_id, tab.kind)


def _some_rows(
    connection: Connection, tab: Tab, since: Since, changed: _Changed, here: Sequence[str]
) -> IdentifiedRows | None:
    if here or changed.anything:
        since = replace(since, rows=since.rows | since.waiting)
    return identify_some(connection, changed.book.key, tab, since, here)


def may_be_sliced(store: Store, key: str, tab: Tab, since: Since) -> bool:
    """Whether the changed rows of a tab are plain edits and new rows, so that each can be taken in by itself."""
    with store.database.reading() as connection:
        if not since.ids and sheet_rows.has_rows(connection, key, tab.sheet_id):
            return False
        rows = identify_some(connection, key, tab, since, [])
    return rows is not None and all(since.ids.get(row, i) == i for row, i in rows.identity.ids.items())


def _versions_after(
    pen: Pen, before: Mapping[str, int], provinces: frozenset[str] | None, taken: Iterable[TabTaken]
) -> Mapping[str, int]:
    """Versions that the book stands for once this transaction is done.

    Its own changes need no second look, unless something else followed from them: a verdict that
    fell, a part that went with its whole. What others commit meanwhile makes the versions differ.
    """
    settled = {record_id for one in taken for record_id in one.settled}
    if any(record_id not in settled for _, record_id, _, _ in pen.changes):
        return before
    own = versions.within(dict.fromkeys(pen.touched, 1), provinces)
    return {kind_id: before.get(kind_id, 0) + own.get(kind_id, 0) for kind_id in {*before, *own}}


def _ids_by_kind(tabs: Sequence[Tab]) -> dict[str, dict[int, set[str]]]:
    """Ids that stand on each tab of the kinds that have several: a row may be moved from one to another."""
    found: dict[str, dict[int, set[str]]] = {}
    for tab in tabs:
        if sum(other.kind == tab.kind for other in tabs) > 1:
            found.setdefault(tab.kind, {})[tab.sheet_id] = {row.id_text for row in tab.rows()}
    return found


class _Knowing:
    """What intake knows of the store, made anew only after something was written in this transaction."""

    def __init__(self, pen: Pen, whose: str) -> None:
        self._pen, self._whose = pen, whose
        self._at, self._known = len(pen.changes), knowing(pen.connection, whose)

    def now(self) -> IntakeContext:
        """As the store stands at this moment."""
        if len(self._pen.changes) != self._at:
            changed = {kind_id for kind_id, _, _, _ in self._pen.changes}
            self._at, self._known = len(self._pen.changes), knowing(self._pen.connection, self._whose, changed)
        return self._known


def _list(connection: Connection, job: str, tabs: Sequence[Tab], taken: Mapping[str, TabTaken]) -> None:
    """Put down the cells that are not used as they stand; of tabs that are held what was listed stays."""
    imports.drop_cells_beside(connection, job, [t.grid.tab for t in tabs])
    for title, one in taken.items():
        imports.keep_cells_of(connection, job, title, one.looked_at, one.listed)


def _note(intake: BookIntake, counts: Mapping[str, int], held: Mapping[str, Any], stands: Mapping[str, int]) -> None:
    """Put down what the look found. `stands`: data versions that the book is in line with."""
    book, at = intake.book, intake.at
    sheet_books.note_book(
        intake.pen.connection,
        book.key,
        held=held,
        read_at=at,
        trend=_trend(book, at, counts),
        tried_at=at,
        versions=stands,
        state=sheet_books.OK,
        # What follows from this look is settled only once it stands on the Sheet: until then it is looked at again.
        digest=None,
        problem_th=None,
        problem_en=None,
        editor=intake.editor or None,
    )


#: Days of which the number of troubles is kept.
_TREND_DAYS = 800


def _trend(book: Book, at: datetime, counts: Mapping[str, int]) -> list[list[Any]]:
    """The course of troubles, one entry a day (in Thailand): the last look of the day counts."""
    day = at.astimezone(BANGKOK).date().isoformat()
    told = [counts.get(verdict, 0) for verdict in ("normalised", "question", "rejected")]
    return [*(t for t in book.trend if t[0] != day), [day, *told]][-_TREND_DAYS:]
