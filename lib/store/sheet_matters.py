"""What a person has to settle between the app and a Sheet, or should know."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, insert, select, update

from lib.domain.clash import Clash
from lib.store.tables import table

CONFLICT, PROPOSAL, OVERWRITTEN = Clash.CONFLICT.value, Clash.PROPOSAL.value, Clash.OVERWRITTEN.value
#: States of a matter: to be settled, settled for the app's or the Sheet's value, no longer there.
OPEN, FOR_APP, FOR_SHEET, GONE = "open", "app", "sheet", "gone"


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
