"""Whether this process can serve people, and how old what it serves is: for whoever watches the server.

Numbers and states only: no name, no place, no word that anybody typed.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime

from sqlalchemy import Connection, func, select

from lib.config import Settings, program_version, settings
from lib.domain.errors import StorageProblem
from lib.domain.worlds import OWN
from lib.insight.source import source
from lib.store import migrate, sheet_books
from lib.store.keeping import backup_state
from lib.store.tables import table


@dataclass(frozen=True)
class Readiness:
    """`ready`: people may be sent here. `told`: why, and what else is known, as JSON has it."""

    ready: bool
    told: dict[str, object]


def readiness(now: datetime | None = None) -> Readiness:
    """Ask the store; never raises. A store that did not open before is tried again."""
    chosen, moment = settings(), now or datetime.now(UTC)
    wanted = migrate.head()
    head = {"version": program_version(), "process": chosen.process, "processes": chosen.processes}
    store: dict[str, object] = {"kind": "postgresql" if chosen.database_url else "sqlite", "expected_schema": wanted}
    try:
        with source(OWN).store.database.reading() as connection:
            store |= {"reachable": True, "schema": migrate.revision_of(connection)}
            ready = store["schema"] == wanted
            # Tables of another version are nobody's business here.
            data = _data(connection, moment) if ready else {}
            sheets = _sheets(connection, moment) if ready else {}
    except StorageProblem as problem:
        store |= {"reachable": False, "schema": None, "problem": type(problem).__name__}
        ready, data, sheets = False, {}, {}
    told = {"ready": ready, **head, "store": store, "data": data, "sheets": sheets, "backups": _backups(chosen, moment)}
    return Readiness(ready, told)


def _data(connection: Connection, now: datetime) -> dict[str, object]:
    """When somebody, or a Sheet, last changed anything."""
    latest = connection.scalar(select(func.max(table("change_set").c.at)))
    return {"changed_at": _moment(latest), "age_seconds": _age(latest, now)}


def _sheets(connection: Connection, now: datetime) -> dict[str, object]:
    books = sheet_books.books(connection)
    looks = [book.read_at for book in books if book.read_at]
    troubled = sum(book.state not in (sheet_books.OK, sheet_books.NEW) for book in books)
    return {"connected": len(books), "troubled": troubled, "oldest_look_seconds": _age(min(looks, default=None), now)}


def _backups(chosen: Settings, now: datetime) -> dict[str, object]:
    state = backup_state(chosen.backup_dir / OWN)
    return {
        "count": state.count,
        "newest_at": _moment(state.newest),
        "age_seconds": _age(state.newest, now),
        "proved_at": _moment(state.proved_at),
        "copied_at": _moment(state.copied_at),
        "trouble": state.trouble is not None,
    }


def _moment(at: datetime | None) -> str | None:
    return at.isoformat(timespec="seconds") if at else None


def _age(at: datetime | None, now: datetime) -> int | None:
    return max(0, round((now - at).total_seconds())) if at else None
