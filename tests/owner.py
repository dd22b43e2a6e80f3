"""Who sits at the own machine, for tests: a session begun in the store itself, and its cookie for the browser.

Every store of a test run may know the same secret, so one browser is the owner at all of them.
"""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

from sqlalchemy import update

from lib.access.identity import mark_of
from lib.access.policy import COUNTRY, Role
from lib.store import accounts, login_sessions
from lib.store.database import Database
from lib.store.key_file import digest_of
from lib.store.opening import Store
from lib.store.tables import table

#: As long and as random as a real one need not be here.
SECRET = "the-owner-of-every-machine-in-tests"


def let_the_owner_in(folder: Path, *, served: bool = False) -> str:
    """Begin a session in the store of a data folder; the name of its cookie on http.

    It is the own machine's or, where nobody is the owner by sitting at it, an administrator's.
    """
    store = Store("own", Database(f"sqlite:///{folder}/own.sqlite"), folder / "backups")
    try:
        sessions = table("login_session")
        with store.database.writing() as connection:
            if login_sessions.by_secret(connection, SECRET, datetime.now(UTC)) is None:
                account, provider = None, login_sessions.OWN_MACHINE
                if served:
                    account, provider = accounts.add(connection, "ผู้ดูแลของการทดสอบ"), login_sessions.INVITATION
                    accounts.grant(connection, account, (Role.COUNTRY, COUNTRY, ""), ("test", "test"))
                made, _secret = login_sessions.begin(connection, account, provider, "test")
                mine = sessions.c.id == made
                connection.execute(update(sessions).where(mine).values(digest=digest_of(SECRET)))
        return f"thun-{mark_of(store)}"
    finally:
        store.database.close()
