"""Why somebody may do something somewhere, or may not: the policy's own answer, with the right behind it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime

from sqlalchemy import select

from lib.access.identity import as_grant
from lib.access.policy import NO_KIND, Act, Permission, Rights, Spot
from lib.domain.errors import Problem
from lib.schema.registry import KINDS
from lib.store import accounts
from lib.store.accounts import StoredGrant
from lib.store.opening import Store
from lib.store.tables import table
from lib.store.whereabouts import Whereabouts


@dataclass(frozen=True)
class AccessQuestion:
    """May this account ('' : a reader who has not signed in) do this to such a record in this place?"""

    account: str
    act: Act
    kind: str
    place: str
    #: Whether the person recorded it oneself.
    own: bool = False
    #: The plan that it is about; '' for none.
    plan: str = ""


@dataclass(frozen=True)
class Explained:
    """The answer, and the stored right that it rests on (None for a no)."""

    permission: Permission
    grant: StoredGrant | None


def kinds_of(act: Act) -> tuple[str, ...]:
    """Kinds that an act is done to; none for an act that is about no record."""
    return () if act in (Act.IMPORT, Act.INVITE, Act.SHEETS, Act.SETTINGS) else tuple(KINDS)


def explain(store: Store, asked: AccessQuestion) -> Explained:
    """Ask the policy as every act does, with the rights that hold now."""
    now = datetime.now(UTC)
    with store.database.reading() as connection:
        person = accounts.get(connection, asked.account) if asked.account else None
        held = accounts.grants(connection, asked.account) if asked.account else []
        standing = {g.id: g for g in held if g.stands(now)}
        if person is not None and person.disabled_at is not None:
            closed = Problem("บัญชีนี้ปิดอยู่ จึงดูได้เท่าผู้อ่าน", "This account is closed, so it reads like anybody")
            return Explained(Permission(None, closed), None)
        rights = Rights(tuple(g for one in standing.values() if (g := as_grant(one)) is not None))
        kind_id = asked.kind if asked.kind in kinds_of(asked.act) else NO_KIND
        place = asked.place
        if asked.plan:
            rows = table("canvas")
            place = connection.scalar(select(rows.c.area).where(rows.c.id == asked.plan)) or place
        spot = Spot(place, asked.plan, asked.own)
        said = rights.may(asked.act, kind_id, spot, Whereabouts(connection).contains)
    return Explained(said, standing.get(said.grant.id) if said.grant else None)
