"""What was agreed with each Sheet: books, rows, earlier contents, open matters."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, delete, insert, select, update

from lib.domain.clash import Clash
from lib.schema.record import new_id
from lib.store.database import upsert
from lib.store.tables import table

NEW, OK, WAITING, STOPPED = "new", "ok", "waiting", "stopped"
CONFLICT, PROPOSAL, OVERWRITTEN = Clash.CONFLICT.value, Clash.PROPOSAL.value, Clash.OVERWRITTEN.value
#: States of a matter: to be settled, settled for the app's or the Sheet's value, no longer there.
OPEN, FOR_APP, FOR_SHEET, GONE = "open", "app", "sheet", "gone"


@dataclass(frozen=True)
class Book:
    """One connected spreadsheet. `scope`: ``country``, a region's id or a province's id."""

    key: str
    job: str
    name: str
    scope: str
    position: int
    title: str | None
    state: str
    problem_th: str | None
    problem_en: str | None
    read_at: datetime | None
    tried_at: datetime | None
    modified: str | None
    editor: str | None
    digest: str | None
    versions: dict[str, int]
    tabs: dict[str, dict[str, Any]]
    held: dict[str, dict[str, Any]]
    sent: dict[str, Any] | None
    trend: list[list[Any]]
    repairs: list[dict[str, Any]]


@dataclass
class Row:
    """One row of a tab as last agreed. `raw` and `agreed` are by field id, JSON-ready."""

    record_id: str
    kind: str
    row: int
    confirmed: bool
    revision: int
    raw: dict[str, Any]
    agreed: dict[str, Any]
    digest: str = ""
    #: (field, verdict, said, why_th, why_en, fix_th, fix_en)
    troubles: list[list[str]] = field(default_factory=list)


@dataclass(frozen=True)
class Matter:
    """Something about one field that a person settles, or should know."""

    id: str
    book: str
    sheet_id: int
    kind: str
    record_id: str
    field: str
    what: str
    said: str
    theirs: Any
    ours: Any
    seen_after: datetime | None
    seen_at: datetime
    editor: str
    state: str = OPEN
    settled_at: datetime | None = None
    settled_by: str | None = None


def books(connection: Connection) -> list[Book]:
    """All connected books, in the order of the settings."""
    rows = table("sheet_book")
    found = connection.execute(select(rows).order_by(rows.c.position, rows.c.key)).mappings()
    return [Book(**row) for row in found]


def book(connection: Connection, key: str, *, for_update: bool = False) -> Book | None:
    """One book; None when it is not connected."""
    rows = table("sheet_book")
    query = select(rows).where(rows.c.key == key)
    found = connection.execute(query.with_for_update() if for_update else query).mappings().first()
    return Book(**found) if found else None


def note_book(connection: Connection, key: str, **values: Any) -> None:
    """Write what changed of a book."""
    rows = table("sheet_book")
    connection.execute(update(rows).where(rows.c.key == key).values(**values))


def rows_of(connection: Connection, key: str, sheet_id: int) -> dict[str, Row]:
    """Rows of a tab as last agreed, by record id."""
    rows = table("sheet_row")
    query = select(rows).where(rows.c.book == key, rows.c.sheet_id == sheet_id)
    return {
        one.record_id: Row(
            one.record_id, one.kind, one.row, one.confirmed, one.revision, one.raw, one.agreed, one.digest, one.troubles
        )
        for one in connection.execute(query)
    }


def keep_rows(connection: Connection, key: str, sheet_id: int, kept: Sequence[Row]) -> None:
    """Write rows of a tab as now agreed."""
    if not kept:
        return
    rows = table("sheet_row")
    values = [{"book": key, "sheet_id": sheet_id, **vars(one)} for one in kept]
    new = upsert(connection, rows)
    names = [c.name for c in rows.c if c.name not in ("book", "sheet_id", "record_id")]
    connection.execute(
        new.on_conflict_do_update(
            index_elements=["book", "sheet_id", "record_id"], set_={name: new.excluded[name] for name in names}
        ),
        values,
    )


def move_rows(connection: Connection, key: str, sheet_id: int, at: Mapping[str, int]) -> None:
    """Note where rows stand now (sorting moves them without changing them)."""
    rows = table("sheet_row")
    for record_id, row in at.items():
        connection.execute(
            update(rows)
            .where(rows.c.book == key, rows.c.sheet_id == sheet_id, rows.c.record_id == record_id)
            .values(row=row)
        )


def drop_rows(connection: Connection, key: str, sheet_id: int, record_ids: Iterable[str]) -> None:
    """Forget rows that are no longer on a tab."""
    rows = table("sheet_row")
    for record_id in record_ids:
        connection.execute(
            delete(rows).where(rows.c.book == key, rows.c.sheet_id == sheet_id, rows.c.record_id == record_id)
        )


def keep_versions(
    connection: Connection,
    key: str,
    sheet_id: int,
    at: datetime,
    said: Iterable[tuple[str, str, int, dict[str, Any] | None]],
) -> None:
    """Put down what rows say from now on: (kind, record id, row, raw cells or None)."""
    values = [
        {"book": key, "sheet_id": sheet_id, "kind": kind_id, "record_id": record_id, "at": at, "row": row, "raw": raw}
        for kind_id, record_id, row, raw in said
    ]
    if values:
        connection.execute(insert(table("sheet_version")), values)


def last_said(connection: Connection, key: str, sheet_id: int, record_id: str) -> dict[str, Any]:
    """Raw cells of a row at the last look; empty when it was gone."""
    rows = table("sheet_version")
    query = (
        select(rows.c.raw)
        .where(rows.c.book == key, rows.c.sheet_id == sheet_id, rows.c.record_id == record_id)
        .order_by(rows.c.id.desc())
        .limit(1)
    )
    return connection.scalar(query) or {}


def open_matter(connection: Connection, matter: Matter) -> None:
    """Note something that a person settles; the same thing again only refreshes it."""
    rows = table("sheet_matter")
    same = (
        (rows.c.book == matter.book)
        & (rows.c.record_id == matter.record_id)
        & (rows.c.field == matter.field)
        & (rows.c.what == matter.what)
        & (rows.c.state == OPEN)
    )
    now = {"said": matter.said, "theirs": {"v": matter.theirs}, "ours": {"v": matter.ours}, "seen_at": matter.seen_at}
    if matter.what != OVERWRITTEN and connection.scalar(select(rows.c.id).where(same)):
        connection.execute(update(rows).where(same).values(**now))
        return
    connection.execute(insert(rows).values(**{**vars(matter), **now}))


def clashing(connection: Connection, key: str) -> set[tuple[str, str]]:
    """(record id, field) of the open conflicts of a book."""
    rows = table("sheet_matter")
    query = select(rows.c.record_id, rows.c.field).where(
        rows.c.book == key, rows.c.state == OPEN, rows.c.what == CONFLICT
    )
    return {(row.record_id, row.field) for row in connection.execute(query)}


def close_matters(connection: Connection, key: str, record_id: str, field_id: str, state: str, **values: Any) -> None:
    """Settle the open conflicts of one field of a row."""
    rows = table("sheet_matter")
    connection.execute(
        update(rows)
        .where(
            rows.c.book == key,
            rows.c.record_id == record_id,
            rows.c.field == field_id,
            rows.c.state == OPEN,
            rows.c.what == CONFLICT,
        )
        .values(state=state, **values)
    )


def matters(connection: Connection, *, key: str = "", state: str = OPEN, limit: int = 500) -> list[Matter]:
    """Matters in a state, newest first."""
    rows = table("sheet_matter")
    query = select(rows).where(rows.c.state == state)
    if key:
        query = query.where(rows.c.book == key)
    query = query.order_by(rows.c.seen_at.desc(), rows.c.id).limit(limit)
    return [_matter(row) for row in connection.execute(query).mappings()]


def matter(connection: Connection, matter_id: str) -> Matter | None:
    """One matter."""
    rows = table("sheet_matter")
    found = connection.execute(select(rows).where(rows.c.id == matter_id)).mappings().first()
    return _matter(found) if found else None


def _matter(row: Any) -> Matter:
    return Matter(
        **{
            **row,
            "theirs": row["theirs"]["v"],
            "ours": row["ours"]["v"],
            "said": row["said"] or "",
            "editor": row["editor"] or "",
        }
    )


def settle(connection: Connection, matter_id: str, state: str, by: str, at: datetime) -> None:
    """Note how a matter was settled."""
    rows = table("sheet_matter")
    connection.execute(update(rows).where(rows.c.id == matter_id).values(state=state, settled_by=by, settled_at=at))


# Wishes and the lease


def wish(connection: Connection, key: str, what: str, by: str, at: datetime, asked: Any = None) -> str:
    """Ask the poller for something (``look``, ``fill``, ``check``, ``fix``); returns the wish's id."""
    made = new_id("wish")
    connection.execute(
        insert(table("sheet_wish")).values(id=made, book=key, what=what, asked_by=by, asked_at=at, asked=asked)
    )
    return made


@dataclass(frozen=True)
class Wish:
    """Something that was asked of the poller."""

    id: str
    book: str
    what: str
    asked: Any
    asked_by: str
    asked_at: datetime
    done_at: datetime | None
    answer: Any


def open_wishes(connection: Connection) -> list[Wish]:
    """What was asked for and not done, oldest first."""
    rows = table("sheet_wish")
    query = select(rows).where(rows.c.done_at.is_(None)).order_by(rows.c.asked_at)
    return [Wish(**row) for row in connection.execute(query).mappings()]


def wishes(connection: Connection, what: str, limit: int = 20) -> list[Wish]:
    """The newest wishes of a kind."""
    rows = table("sheet_wish")
    query = select(rows).where(rows.c.what == what).order_by(rows.c.asked_at.desc()).limit(limit)
    return [Wish(**row) for row in connection.execute(query).mappings()]


def answer_wish(connection: Connection, wish_id: str, at: datetime, answer: Any) -> None:
    """Say what came of a wish."""
    rows = table("sheet_wish")
    connection.execute(update(rows).where(rows.c.id == wish_id).values(done_at=at, answer=answer))


def take_lease(connection: Connection, name: str, holder: str, now: datetime, until: datetime) -> bool:
    """Become (or stay) the one that does a job, unless somebody else's turn still runs."""
    rows = table("lease")
    new = upsert(connection, rows).values(name=name, holder=holder, until=until)
    connection.execute(
        new.on_conflict_do_update(
            index_elements=["name"],
            set_={"holder": holder, "until": until},
            where=(rows.c.holder == holder) | (rows.c.until < now),
        )
    )
    return connection.scalar(select(rows.c.holder).where(rows.c.name == name)) == holder


def give_back(connection: Connection, name: str, holder: str) -> None:
    """Let somebody else take over at once."""
    rows = table("lease")
    connection.execute(delete(rows).where(rows.c.name == name, rows.c.holder == holder))
