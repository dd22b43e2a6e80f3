"""What was asked of the poller, and what came of it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, insert, select, update

from lib.schema.record import new_id
from lib.store.tables import table


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
