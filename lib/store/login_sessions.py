"""Sessions of people who signed in: one table for Streamlit's pages and plain routes alike.

The cookie holds a random secret, the store its digest. A session ends when it was idle too long, at
its last moment, when its person leaves, and as soon as somebody takes it back.
"""

from __future__ import annotations

import secrets
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from functools import cache

from sqlalchemy import ColumnElement, Connection, Select, bindparam, insert, select, update

from lib.config import forgettable
from lib.schema.record import new_id
from lib.store.key_file import digest_of
from lib.store.tables import table

#: Provider of the browser that opened the link of the own machine's start.
OWN_MACHINE = "own-machine"
#: Provider of who came by an invitation.
INVITATION = "invitation"
#: How long a session is kept without a visit, and at most (OWASP ASVS 5.0, 7.3).
IDLE, LONGEST = timedelta(days=14), timedelta(days=90)
#: A visit is noted at most this often.
_NOTED = timedelta(minutes=5)
#: Longest description of a device that is kept.
_DEVICE = 80


@dataclass(frozen=True)
class LoginSession:
    """One signed-in browser."""

    id: str
    account: str | None
    invitation: str | None
    provider: str
    device: str
    made_at: datetime
    seen_at: datetime
    idle_until: datetime
    until: datetime
    ended_at: datetime | None

    def stands(self, now: datetime) -> bool:
        """Whether it counts now."""
        return self.ended_at is None and now < self.idle_until and now < self.until


def begin(
    connection: Connection, account: str | None, provider: str, device: str, *, invitation: str | None = None
) -> tuple[str, str]:
    """A new session; its id, and the secret for the cookie (256 bits), which stands nowhere else."""
    made, secret, now = new_id("ses"), secrets.token_urlsafe(32), datetime.now(UTC)
    who = {"id": made, "digest": digest_of(secret), "account": account, "invitation": invitation}
    when = {"made_at": now, "seen_at": now, "idle_until": now + IDLE, "until": now + LONGEST}
    new = {**who, **when, "provider": provider, "device": device[:_DEVICE]}
    connection.execute(insert(table("login_session")).values(**new))
    return made, secret


def by_secret(connection: Connection, secret: str, now: datetime) -> LoginSession | None:
    """The session of a cookie; None when it is over or was never one."""
    return _one(connection, "digest", digest_of(secret), now)


def by_id(connection: Connection, session_id: str, now: datetime) -> LoginSession | None:
    """The same by its id, for who was looked at by the cookie already."""
    return _one(connection, "id", session_id, now)


def note_visit(connection: Connection, session: LoginSession, now: datetime) -> None:
    """It was used: its idle time begins anew."""
    rows = table("login_session")
    values = {"seen_at": now, "idle_until": min(now + IDLE, session.until)}
    connection.execute(update(rows).where(rows.c.id == session.id).values(**values))


def worth_noting(session: LoginSession, now: datetime) -> bool:
    """Whether a visit is noted: not at each click."""
    return now - session.seen_at >= _NOTED


def end(connection: Connection, condition: ColumnElement[bool]) -> int:
    """End sessions at once; how many stood."""
    rows = table("login_session")
    ended = update(rows).where(condition, rows.c.ended_at.is_(None)).values(ended_at=datetime.now(UTC))
    return connection.execute(ended).rowcount


def of_account(connection: Connection, account: str | None) -> list[LoginSession]:
    """The devices of an account (None: of the own machine), the last seen first; ended ones too."""
    rows = table("login_session")
    mine = rows.c.account.is_(None) if account is None else rows.c.account == account
    query = _columns().where(mine).order_by(rows.c.seen_at.desc())
    return [LoginSession(**row) for row in connection.execute(query).mappings()]


def _one(connection: Connection, name: str, value: str, now: datetime) -> LoginSession | None:
    found = connection.execute(_by(name), {"value": value}).mappings().first()
    session = LoginSession(**found) if found else None
    return session if session is not None and session.stands(now) else None


@forgettable
@cache
def _by(name: str) -> Select[tuple[object, ...]]:
    """Made once: it is asked at each click."""
    return _columns().where(table("login_session").c[name] == bindparam("value"))


def _columns() -> Select[tuple[object, ...]]:
    rows = table("login_session")
    return select(*(c for c in rows.c if c.name != "digest"))
