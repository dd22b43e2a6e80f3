"""The connected spreadsheets: what each is, how its last read went, what is known of its tabs."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, select, update

from lib.store.tables import table

NEW, OK, WAITING, STOPPED = "new", "ok", "waiting", "stopped"


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
