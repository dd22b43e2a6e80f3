"""What the screens tell of the connected Sheets. They never call Google: the poller has written it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from sqlalchemy import select

from lib.domain.a1 import address
from lib.domain.errors import Problem
from lib.insight.source import Source
from lib.schema.seeing import Audience, seen_values, sees, sees_kind
from lib.store import imports, sheet_books, sheet_matters, sheet_wishes
from lib.store.sheet_books import Book
from lib.store.sheet_matters import Matter
from lib.store.sheet_wishes import Wish
from lib.store.tables import table


@dataclass(frozen=True)
class BookState:
    """A book with what waits in it."""

    book: Book
    rows: int
    to_mend: int
    open_matters: int
    #: Tabs that nobody has said what they are.
    unconfirmed: int = 0


def books(source: Source, *, audience: Audience = Audience.READER) -> list[BookState]:
    """All connected books, in the order of the settings. Readers are not told whose account edited last."""
    cell, row = table("import_cell"), table("sheet_row")
    with source.store.database.reading() as connection:
        found = sheet_books.books(connection)
        jobs = {b.job: b.key for b in found}
        bad = Counter(
            jobs[job]
            for job in connection.scalars(
                select(cell.c.job).where(cell.c.job.in_(jobs), cell.c.verdict.in_(("question", "rejected")))
            )
        )
        rows = Counter(connection.scalars(select(row.c.book).where(row.c.row >= 0)))
        waiting = Counter(m.book for m in sheet_matters.matters(connection))
        unsure = {
            job.id: sum(bool(p["kind"]) and not p["confirmed"] for p in job.plans) for job in imports.live(connection)
        }
    told = found if audience is Audience.WRITER else [replace(b, editor=None) for b in found]
    return [BookState(b, rows[b.key], bad[b.key], waiting[b.key], unsure.get(b.job, 0)) for b in told]


def matters(source: Source, state: str = sheet_matters.OPEN, *, audience: Audience = Audience.READER) -> list[Matter]:
    """What a person has to settle (or has settled), newest first; for readers what concerns public fields, by nobody."""
    with source.store.database.reading() as connection:
        found = sheet_matters.matters(connection, state=state)
    if audience is Audience.WRITER:
        return found
    rows = [m for m in found if (sees(audience, m.kind, m.field) if m.field else sees_kind(audience, m.kind))]
    unsigned = [replace(m, editor="", settled_by=None) for m in rows]
    # A matter of a whole row may quote any of its cells.
    return [m if m.field else replace(m, said="", theirs=None, ours=None) for m in unsigned]


def book_of_job(source: Source, job_id: str) -> Book | None:
    """The book behind a standing import; None for a file's."""
    with source.store.database.reading() as connection:
        return next((b for b in sheet_books.books(connection) if b.job == job_id), None)


@dataclass(frozen=True)
class CheckLine:
    """One thing that has to be right for the connection. `state`: good, warn or bad; `book`: '' for all."""

    state: str
    book: str
    th: str
    en: str

    def text(self, language: str) -> str:
        """How it is, and what to press."""
        return self.en if language == "en" else self.th


@dataclass(frozen=True)
class LastCheck:
    """When the doctor looked last (None: never), what it found, and whether it was asked again since."""

    at: datetime | None
    lines: tuple[CheckLine, ...]
    waits: bool


def last_check(source: Source) -> LastCheck:
    """What the doctor found last."""
    with source.store.database.reading() as connection:
        found = sheet_wishes.wishes(connection, "check", 5)
    done = next((w for w in found if w.done_at), None)
    answer = done.answer if done and isinstance(done.answer, list) else []
    waits = bool(found) and found[0].done_at is None
    return LastCheck(done.done_at if done else None, tuple(CheckLine(*line) for line in answer), waits)


def last_of(source: Source, what: str, key: str) -> Wish | None:
    """The newest wish of a kind for a book."""
    with source.store.database.reading() as connection:
        found = sheet_wishes.wishes(connection, what, 50)
    return next((w for w in found if w.book == key), None)


@dataclass(frozen=True)
class LastFilling:
    """The newest filling in of a book's template: what it did, or why it could not."""

    waits: bool
    lines: tuple[Problem, ...] = ()
    problem: Problem | None = None


def last_filling(source: Source, key: str) -> LastFilling | None:
    """The newest filling in of a book's template; None when nobody asked for one lately."""
    wish = last_of(source, "fill", key)
    if wish is None:
        return None
    answer = wish.answer
    if isinstance(answer, dict) and answer.get("problem"):
        return LastFilling(False, problem=Problem(*answer["problem"]))
    lines = tuple(Problem(*pair) for pair in answer) if isinstance(answer, list) else ()
    return LastFilling(wish.done_at is None, lines)


def corrections(source: Source, key: str) -> list[Wish]:
    """The last corrections that were written into a book."""
    with source.store.database.reading() as connection:
        found = sheet_wishes.wishes(connection, "fix", 50)
    return [w for w in found if w.book == key and w.done_at is not None][:5]


def link(book: Book, tab: str, row: int, column: int) -> str:
    """Address that opens exactly this cell in Google Sheets."""
    gid = next((k for k, t in book.tabs.items() if t.get("title") == tab), "0")
    where = address(row, column)
    return f"https://docs.google.com/spreadsheets/d/{book.key}/edit#gid={gid}&range={where}"


@dataclass(frozen=True)
class RowThen:
    """A row as it stood on a tab at a moment. `raw`: cells by field."""

    record_id: str
    row: int
    raw: dict[str, Any]
    at: datetime


def tabs_of(book: Book, *, audience: Audience = Audience.READER) -> dict[int, tuple[str, str]]:
    """Sheet id → (title, kind) of the tabs that are read and seen, those with most rows first."""
    order = sorted(book.tabs.items(), key=lambda one: -int(one[1].get("rows", 0)))
    tabs = {int(k): (str(t.get("title", "")), str(t.get("kind", ""))) for k, t in order}
    return {k: tab for k, tab in tabs.items() if sees_kind(audience, tab[1])}


def tab_at(
    source: Source, key: str, sheet_id: int, moment: datetime, *, kind_id: str, audience: Audience
) -> list[RowThen]:
    """What a tab of records of a kind said at the last completed look up to a moment, by row; hidden fields left out."""
    if not sees_kind(audience, kind_id):
        return []
    rows = table("sheet_version")
    query = (
        select(rows.c.record_id, rows.c.row, rows.c.raw, rows.c.at)
        .where(rows.c.book == key, rows.c.sheet_id == sheet_id, rows.c.at <= moment)
        .order_by(rows.c.id)
    )
    last: dict[str, RowThen] = {}
    with source.store.database.reading() as connection:
        for record_id, row, raw, at in connection.execute(query):
            last.pop(record_id, None)
            if raw is not None:
                last[record_id] = RowThen(record_id, row, raw, at)
    return [replace(s, raw=seen_values(audience, kind_id, s.raw)) for s in sorted(last.values(), key=lambda s: s.row)]


def looks_of(source: Source, key: str, sheet_id: int, limit: int = 200) -> list[datetime]:
    """Moments at which a tab said something new, newest first."""
    rows = table("sheet_version")
    query = (
        select(rows.c.at)
        .where(rows.c.book == key, rows.c.sheet_id == sheet_id)
        .distinct()
        .order_by(rows.c.at.desc())
        .limit(limit)
    )
    with source.store.database.reading() as connection:
        return list(connection.scalars(query))


def line_message(book: Book, cells: Sequence[Any]) -> str:
    """A message to paste into LINE for whoever fills the tab in: which cells, why, what to write."""
    lines = [f"{book.name}: ช่วยแก้ {len(cells)} ช่องในชีตหน่อยนะ"]
    for cell in list(cells)[:15]:
        said = f" (เขียนว่า “{cell.said}”)" if cell.said else ""
        lines.append(f"• {cell.tab} {address(cell.row, cell.column)}{said}: {cell.why('th')}")
    if len(cells) > 15:
        lines.append(f"…และอีก {len(cells) - 15} ช่อง")
    if cells:
        lines.append(link(book, cells[0].tab, cells[0].row, cells[0].column))
    return "\n".join(lines)


def title_of(source: Source, kind_id: str, record_id: str) -> str:
    """What names a record: its title, a rung's place, or its id."""
    from lib.insight.records.ledger import detail

    found = detail(source, kind_id, record_id, audience=Audience.WRITER)
    return found.title.th if found is not None else record_id


__all__ = [
    "BookState",
    "CheckLine",
    "LastCheck",
    "LastFilling",
    "RowThen",
    "book_of_job",
    "books",
    "corrections",
    "last_check",
    "last_filling",
    "last_of",
    "line_message",
    "link",
    "looks_of",
    "matters",
    "tab_at",
    "tabs_of",
    "title_of",
]
