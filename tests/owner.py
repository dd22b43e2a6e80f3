"""Who sits at the own machine, for tests: a session begun in the store itself, and its cookie for the browser.

Every store of a test run may know the same secret, so one browser is the owner at all of them.
"""

from __future__ import annotations

from pathlib import Path

from sqlalchemy import update

from lib.access.identity import mark_of
from lib.store import login_sessions
from lib.store.database import Database
from lib.store.key_file import digest_of
from lib.store.opening import Store
from lib.store.tables import table

#: As long and as random as a real one need not be here.
SECRET = "the-owner-of-every-machine-in-tests"


def let_the_owner_in(folder: Path) -> str:
    """Begin an own-machine session in the store of a data folder; the name of its cookie on http."""
    store = Store("own", Database(f"sqlite:///{folder}/own.sqlite"), folder / "backups")
    try:
        sessions = table("login_session")
        with store.database.writing() as connection:
            if login_sessions.of_account(connection, None) == []:
                made, _secret = login_sessions.begin(connection, None, login_sessions.OWN_MACHINE, "test")
                owners = sessions.c.id == made
                connection.execute(update(sessions).where(owners).values(digest=digest_of(SECRET)))
        return f"thun-{mark_of(store)}"
    finally:
        store.database.close()
