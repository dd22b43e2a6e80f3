"""Accounts, how they sign in, and what they are granted. Nothing is deleted: it ends."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime

from sqlalchemy import ColumnElement, Connection, insert, select, update

from lib.schema.record import new_id
from lib.store.tables import table


@dataclass(frozen=True)
class Account:
    """A person who may come in. `name`: what the person goes by."""

    id: str
    name: str
    made_at: datetime
    disabled_at: datetime | None


@dataclass(frozen=True)
class StoredGrant:
    """One right as stored; it holds until `until`, or until it is revoked."""

    id: str
    account: str
    role: str
    place: str
    record: str
    invitation: str | None
    made_at: datetime
    made_by: str
    made_by_label: str
    until: datetime | None
    revoked_at: datetime | None

    def stands(self, now: datetime) -> bool:
        """Whether it holds now."""
        return self.revoked_at is None and (self.until is None or self.until > now)


@dataclass(frozen=True)
class Login:
    """How an account signs in: a provider and the person's lasting number there."""

    provider: str
    subject: str
    account: str
    email: str | None
    made_at: datetime


def add(connection: Connection, name: str) -> str:
    """A new account; its id."""
    made = new_id("acc")
    connection.execute(insert(table("account")).values(id=made, name=name, made_at=datetime.now(UTC)))
    return made


def get(connection: Connection, account: str) -> Account | None:
    """One account; None when there is none."""
    rows = table("account")
    found = connection.execute(select(rows).where(rows.c.id == account)).mappings().first()
    return Account(**found) if found else None


def everybody(connection: Connection) -> list[Account]:
    """All accounts by name, those that were closed too."""
    rows = table("account")
    return [Account(**row) for row in connection.execute(select(rows).order_by(rows.c.name, rows.c.id)).mappings()]


def rename(connection: Connection, account: str, name: str) -> None:
    """Call somebody by another name from now on; what was written under the former one stays."""
    rows = table("account")
    connection.execute(update(rows).where(rows.c.id == account).values(name=name))


def disable(connection: Connection, account: str, *, closed: bool = True) -> None:
    """Close an account (or open it again): no session of it counts, whatever it is granted."""
    rows = table("account")
    connection.execute(
        update(rows).where(rows.c.id == account).values(disabled_at=datetime.now(UTC) if closed else None)
    )


def by_login(connection: Connection, provider: str, subject: str) -> Account | None:
    """Whose login this is; None when nobody's."""
    logins, rows = table("login"), table("account")
    query = select(rows).join(logins, logins.c.account == rows.c.id)
    mine = (logins.c.provider == provider) & (logins.c.subject == subject)
    found = connection.execute(query.where(mine)).mappings().first()
    return Account(**found) if found else None


def add_login(connection: Connection, account: str, provider: str, subject: str, email: str | None) -> None:
    """Let an account sign in by a provider as well."""
    new = {"provider": provider, "subject": subject, "account": account, "email": email}
    connection.execute(insert(table("login")).values(**new, made_at=datetime.now(UTC)))


def logins_of(connection: Connection, account: str) -> list[Login]:
    """By which providers an account signs in."""
    rows = table("login")
    query = select(rows).where(rows.c.account == account).order_by(rows.c.made_at)
    return [Login(**row) for row in connection.execute(query).mappings()]


def grant(
    connection: Connection,
    account: str,
    right: tuple[str, str, str],
    by: tuple[str, str],
    *,
    until: datetime | None = None,
    invitation: str | None = None,
) -> str:
    """Give an account a right (role, place, record), by somebody (id, label); the id of the grant."""
    made = new_id("gr")
    role, place, record = right
    new = {"id": made, "account": account, "role": role, "place": place, "record": record, "until": until}
    told = {"made_at": datetime.now(UTC), "made_by": by[0], "made_by_label": by[1], "invitation": invitation}
    connection.execute(insert(table("role_grant")).values(**new, **told))
    return made


def end_grants(connection: Connection, condition: ColumnElement[bool]) -> int:
    """Take rights back; how many stood."""
    rows = table("role_grant")
    now = datetime.now(UTC)
    ended = connection.execute(update(rows).where(condition, rows.c.revoked_at.is_(None)).values(revoked_at=now))
    return ended.rowcount


def grants(connection: Connection, *accounts: str) -> list[StoredGrant]:
    """Rights of some accounts (of all, when none is named), the oldest first; ended ones too."""
    rows = table("role_grant")
    query = select(rows).order_by(rows.c.made_at, rows.c.id)
    if accounts:
        query = query.where(rows.c.account.in_(accounts))
    return [StoredGrant(**row) for row in connection.execute(query).mappings()]


def given_by(connection: Connection, invitation: str) -> list[StoredGrant]:
    """Rights that an invitation gave; ended ones too."""
    rows = table("role_grant")
    query = select(rows).where(rows.c.invitation == invitation)
    return [StoredGrant(**row) for row in connection.execute(query).mappings()]


def grant_by_id(connection: Connection, grant_id: str) -> StoredGrant | None:
    """One right; None when there is none."""
    rows = table("role_grant")
    found = connection.execute(select(rows).where(rows.c.id == grant_id)).mappings().first()
    return StoredGrant(**found) if found else None
