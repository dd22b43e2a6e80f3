"""From a session to the actor behind it, looked up anew on every run: who lost a right has lost it.

Identity is the installation's: sessions, accounts and grants stand in the own store, whichever world
a screen shows.
"""

from __future__ import annotations

from datetime import UTC, datetime

from sqlalchemy import Connection, select

from lib.access.actors import EVERYTHING, OWN_MACHINE, READER, Actor
from lib.access.policy import Grant, Role
from lib.config import settings
from lib.schema.history_words import Way
from lib.store import facts, login_sessions
from lib.store.accounts import StoredGrant
from lib.store.login_sessions import LoginSession
from lib.store.opening import Store
from lib.store.tables import table


def actor_of(store: Store, session_id: str, now: datetime | None = None) -> Actor:
    """The actor of a session by its id; a reader when it is over, closed, or was never one."""
    if not session_id:
        return READER
    with store.database.reading() as connection:
        session = login_sessions.by_id(connection, session_id, now or datetime.now(UTC))
        return _actor(connection, session, now or datetime.now(UTC))


def session_of(store: Store, secret: str, now: datetime | None = None) -> str:
    """Id of the session that a cookie's secret belongs to, '' for none; its visit is noted now and then."""
    moment = now or datetime.now(UTC)
    if not secret:
        return ""
    with store.database.reading() as connection:
        session = login_sessions.by_secret(connection, secret, moment)
    if session is not None and login_sessions.worth_noting(session, moment):
        with store.database.writing() as connection:
            login_sessions.note_visit(connection, session, moment)
    return session.id if session is not None else ""


def mark_of(store: Store) -> str:
    """What tells this store from another on the same host: the end of its cookies' names."""
    with store.database.reading() as connection:
        return facts.read(connection, facts.IDENTITY) or ""


def _actor(connection: Connection, session: LoginSession | None, now: datetime) -> Actor:
    if session is None:
        return READER
    if session.account is None:
        if session.provider != login_sessions.OWN_MACHINE or settings().served:
            return READER
        return Actor(OWN_MACHINE.id, OWN_MACHINE.label, Way.FORM, EVERYTHING, session=session.id)
    accounts, grants = table("account"), table("role_grant")
    joined = accounts.outerjoin(grants, (grants.c.account == accounts.c.id) & grants.c.revoked_at.is_(None))
    query = (
        select(accounts.c.name, grants.c.id, grants.c.role, grants.c.place, grants.c.record, grants.c.until)
        .select_from(joined)
        .where(accounts.c.id == session.account, accounts.c.disabled_at.is_(None))
        .order_by(grants.c.made_at, grants.c.id)
    )
    rows = connection.execute(query).all()
    if not rows:
        return READER
    standing = [
        Grant(role, row.place, row.record, row.until, row.id)
        for row in rows
        if row.id and (role := Role.stored(row.role)) is not None and (row.until is None or row.until > now)
    ]
    return Actor(
        session.account,
        rows[0].name,
        Way.FORM,
        tuple(standing),
        account=session.account,
        session=session.id,
        invitation=session.invitation or "",
    )


def as_grant(stored: StoredGrant) -> Grant | None:
    """A stored right as the policy knows it; None for a role that is no longer known."""
    role = Role.stored(stored.role)
    return Grant(role, stored.place, stored.record, stored.until, stored.id) if role else None
