"""From a session to the actor behind it, looked up anew on every run: who lost a right has lost it.

Identity is the installation's: sessions, accounts and grants stand in the own store, whichever world
a screen shows.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, datetime
from functools import cache

from sqlalchemy import Row, Select, bindparam, select

from lib.access.actors import EVERYTHING, OWN_MACHINE, READER, Actor
from lib.access.policy import Grant, Role
from lib.config import forgettable, settings
from lib.schema.history_words import Way
from lib.store import facts, login_sessions
from lib.store.accounts import StoredGrant
from lib.store.opening import Store, opened
from lib.store.tables import table


def actor_of(store: Store, session_id: str, now: datetime | None = None) -> Actor:
    """The actor of a session by its id; a reader when it is over, closed, or was never one."""
    if not session_id:
        return READER
    moment = now or datetime.now(UTC)
    with store.database.reading() as connection:
        rows = connection.execute(_who(), {"session": session_id, "now": moment}).all()
    return _actor(rows, moment) if rows else READER


def as_of_now(actor: Actor) -> Actor:
    """The actor with the rights that one has by now; who came by no session stays as one is."""
    if not actor.session:
        return actor
    now = actor_of(opened(), actor.session)
    return replace(now, canvas=actor.canvas, set_aside=actor.set_aside, sending=actor.sending)


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


@forgettable
@cache
def _who() -> Select[tuple[object, ...]]:
    """The standing session with its account, once for each right that was not taken back. Made once: it is asked each run."""
    sessions, accounts, grants = table("login_session"), table("account"), table("role_grant")
    now = bindparam("now", type_=sessions.c.until.type)
    mine = sessions.outerjoin(accounts, accounts.c.id == sessions.c.account).outerjoin(
        grants, (grants.c.account == accounts.c.id) & grants.c.revoked_at.is_(None)
    )
    return (
        select(
            sessions.c.id.label("session"),
            sessions.c.account,
            sessions.c.invitation,
            sessions.c.provider,
            accounts.c.name,
            grants.c.id.label("grant"),
            grants.c.role,
            grants.c.place,
            grants.c.record,
            grants.c.until,
        )
        .select_from(mine)
        .where(
            sessions.c.id == bindparam("session"),
            sessions.c.ended_at.is_(None),
            sessions.c.idle_until > now,
            sessions.c.until > now,
            accounts.c.disabled_at.is_(None),
        )
        .order_by(grants.c.made_at, grants.c.id)
    )


def _actor(rows: Sequence[Row[tuple[object, ...]]], now: datetime) -> Actor:
    first = rows[0]
    if first.account is None:
        # On a served app nobody is the owner by having sat at it once.
        if first.provider != login_sessions.OWN_MACHINE or settings().served:
            return READER
        return Actor(OWN_MACHINE.id, OWN_MACHINE.label, Way.FORM, EVERYTHING, session=first.session)
    standing = [
        Grant(role, row.place, row.record, row.until, row.grant)
        for row in rows
        if row.grant and (role := Role.stored(row.role)) is not None and (row.until is None or row.until > now)
    ]
    return Actor(
        first.account,
        first.name,
        Way.FORM,
        tuple(standing),
        account=first.account,
        session=first.session,
        invitation=first.invitation or "",
    )


def as_grant(stored: StoredGrant) -> Grant | None:
    """A stored right as the policy knows it; None for a role that is no longer known."""
    role = Role.stored(stored.role)
    return Grant(role, stored.place, stored.record, stored.until, stored.id) if role else None
