"""The connected spreadsheets: what each is, how its last read went, what is known of its tabs."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, select, update

from lib.schema.registry import kinds_of_a_province, synced_kinds
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
    kinds: list[str] | None
    lists: dict[str, dict[str, Any]] | None
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

    @property
    def tab_kinds(self) -> list[str]:
        """Kinds that it shall have tabs of, in their order: what its office chose, else what its scope has."""
        return chosen_kinds(self.scope, self.kinds)

    def holds(self, kind_id: str) -> bool:
        """Whether records of a kind are written here: there is a tab of them, or shall be one."""
        return kind_id in self.tab_kinds or any(t.get("kind") == kind_id for t in self.tabs.values())


def chosen_kinds(scope: str, kinds: list[str] | None) -> list[str]:
    """Kinds of a book's tabs. `kinds`: what its office chose; None: a province has few, a region and the country all."""
    if kinds is not None:
        return [k for k in synced_kinds() if k in kinds]
    return kinds_of_a_province() if scope.startswith("TH-") else synced_kinds()


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
