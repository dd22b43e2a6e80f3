"""The owner's browser: visitors of a bench come with its session, as who works at the machine does."""

from __future__ import annotations

from pathlib import Path

from lib.access.identity import mark_of
from lib.store import login_sessions
from lib.store.database import Database
from lib.store.opening import Store


def cookie_of(folder: Path) -> str:
    """Begin a session in the store of a running server's data folder; the cookie it goes by."""
    store = Store("own", Database(f"sqlite:///{folder}/own.sqlite"), folder / "backups")
    try:
        with store.database.writing() as connection:
            _session, secret = login_sessions.begin(connection, None, login_sessions.OWN_MACHINE, "bench")
        return f"thun-{mark_of(store)}={secret}"
    finally:
        store.database.close()
