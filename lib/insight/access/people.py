"""People who may come in: their rights, their last visit, by what they came. Read anew each time, never shared.

What is shown is in somebody's charge (`lib.store.jurisdiction`): rights elsewhere are not told.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from datetime import UTC, datetime

from sqlalchemy import Connection, func, select, true

from lib.insight.source import Source
from lib.store.jurisdiction import Jurisdiction
from lib.store.login_sessions import INVITATION
from lib.store.tables import table


@dataclass(frozen=True)
class HeldRight:
    """One right of a person. `record`: the plan it is for ('' for all of the place), `plan`: its name."""

    id: str
    role: str
    place: str
    record: str
    plan: str
    made_at: datetime
    made_by: str
    until: datetime | None
    revoked_at: datetime | None

    @property
    def stands(self) -> bool:
        """Whether it holds now."""
        return self.revoked_at is None and (self.until is None or self.until > datetime.now(UTC))


@dataclass(frozen=True)
class KnownPerson:
    """One account as who is in charge sees it. `devices`: browsers signed in now."""

    id: str
    name: str
    made_at: datetime
    closed: bool
    rights: tuple[HeldRight, ...]
    seen_at: datetime | None
    devices: int
    providers: tuple[str, ...]
    by_link: bool

    @property
    def standing(self) -> tuple[HeldRight, ...]:
        """The rights that hold now."""
        return tuple(r for r in self.rights if r.stands)


def people(source: Source, charge: Jurisdiction) -> list[KnownPerson]:
    """Everybody in the charge by name; people without any right only for the whole country's charge."""
    accounts = table("account")
    with source.store.database.reading() as connection:
        rights, visits = _rights(connection, charge), _visits(connection)
        providers = _providers(connection)
        mine = true() if charge.everywhere else accounts.c.id.in_(charge.accounts())
        rows = connection.execute(select(accounts).where(mine).order_by(accounts.c.name, accounts.c.id)).all()
    nobody: tuple[datetime | None, int, bool] = (None, 0, False)
    return [
        KnownPerson(
            row.id,
            row.name,
            row.made_at,
            row.disabled_at is not None,
            tuple(rights.get(row.id, ())),
            visits.get(row.id, nobody)[0],
            visits.get(row.id, nobody)[1],
            tuple(providers.get(row.id, ())),
            visits.get(row.id, nobody)[2],
        )
        for row in rows
    ]


def waiting(source: Source) -> int:
    """How many signed in and have no right yet: they wait for an administrator."""
    accounts, grants = table("account"), table("role_grant")
    query = select(func.count()).where(
        accounts.c.disabled_at.is_(None), accounts.c.id.not_in(select(grants.c.account).distinct())
    )
    with source.store.database.reading() as connection:
        return int(connection.scalar(query) or 0)


def _rights(connection: Connection, charge: Jurisdiction) -> dict[str, list[HeldRight]]:
    grants, canvas = table("role_grant"), table("canvas")
    query = (
        select(grants, canvas.c.name.label("plan"))
        .outerjoin(canvas, canvas.c.id == grants.c.record)
        .order_by(grants.c.made_at, grants.c.id)
    )
    if not charge.everywhere:
        query = query.where(charge.holds(grants.c.role, grants.c.place))
    found: dict[str, list[HeldRight]] = defaultdict(list)
    for r in connection.execute(query).mappings():
        told = (r["made_at"], r["made_by_label"], r["until"], r["revoked_at"])
        found[r["account"]].append(HeldRight(r["id"], r["role"], r["place"], r["record"], r["plan"] or "", *told))
    return found


def _visits(connection: Connection) -> dict[str, tuple[datetime | None, int, bool]]:
    """Account → last visit, devices signed in now, whether it ever came by a link."""
    rows, now = table("login_session"), datetime.now(UTC)
    query = select(
        rows.c.account, rows.c.seen_at, rows.c.provider, rows.c.ended_at, rows.c.idle_until, rows.c.until
    ).where(rows.c.account.is_not(None))
    found: dict[str, tuple[datetime | None, int, bool]] = {}
    for row in connection.execute(query):
        seen, devices, by_link = found.get(row.account, (None, 0, False))
        stands = row.ended_at is None and now < row.idle_until and now < row.until
        seen = row.seen_at if seen is None or row.seen_at > seen else seen
        found[row.account] = (seen, devices + stands, by_link or row.provider == INVITATION)
    return found


def _providers(connection: Connection) -> dict[str, list[str]]:
    rows = table("login")
    found: dict[str, list[str]] = defaultdict(list)
    for account, provider in connection.execute(select(rows.c.account, rows.c.provider).order_by(rows.c.made_at)):
        found[account].append(provider)
    return found


__all__ = ["HeldRight", "KnownPerson", "people", "waiting"]
