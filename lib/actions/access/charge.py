"""What every act on people asks first: is this role in this place, is this whole account, in the actor's charge?"""

from __future__ import annotations

from collections.abc import Collection
from datetime import UTC, datetime

from sqlalchemy import Connection, select

from lib.access.actors import Actor, require
from lib.access.identity import as_grant
from lib.access.policy import COUNTRY, Act, Grant, Rights, Role, may_invite
from lib.access.role_places import FOR_ONE_PLAN, fits
from lib.domain.errors import BadInput, NotAllowed, NotFound, Problem
from lib.domain.thai_text import clean_text
from lib.store import accounts
from lib.store.accounts import Account
from lib.store.tables import table
from lib.store.whereabouts import Whereabouts


class Inviter:
    """What one actor may decide about other people, within one transaction."""

    def __init__(self, connection: Connection, actor: Actor) -> None:
        require(actor, Act.INVITE)
        self.connection, self.actor = connection, actor
        self.where = Whereabouts(connection)

    @property
    def by(self) -> tuple[str, str]:
        """Who does it, for what is written: id and label."""
        return (self.actor.id, self.actor.label)

    def require_right(self, role: Role, place: str) -> None:
        """Raise `NotAllowed` unless the actor may give this role in this place, and so take it back."""
        said = may_invite(self.actor.rights, role, place, self.where.contains)
        if not said.allowed:
            raise NotAllowed(said.why)

    def lasting(self, role: Role, place: str, until: datetime | None) -> datetime | None:
        """Until when a right may be given: at the latest as long as the actor's own that gives it.

        Else somebody whose right ends would give it to a friend, or to oneself, for good.
        """
        ends = [g.until for g in self.actor.rights.places(Act.INVITE) if self._gives(g, role, place)]
        own = None if None in ends else max((e for e in ends if e is not None), default=None)
        return min((e for e in (own, until) if e is not None), default=None)

    def settled(self, role_id: str, place: str, record: str) -> tuple[Role, str]:
        """The role, and where it will hold; raises `BadInput` for what does not go together, `NotAllowed`."""
        role = Role.stored(role_id)
        if role is None:
            raise BadInput(Problem("เลือกบทบาทก่อน", "Choose a role first", "role"))
        if role in FOR_ONE_PLAN:
            place = self._place_of_plan(record)
        elif record:
            raise BadInput(Problem(f"{role.th}ไม่ผูกกับแผนใดแผนหนึ่ง", f"{role.en} is not for one plan", "record"))
        if not place:
            raise BadInput(Problem("เลือกพื้นที่ก่อน", "Choose a place first", "place"))
        self.require_right(role, place)
        if not fits(role, place, self._type(place)):
            raise BadInput(
                Problem(
                    f"{role.th}ถือสิทธิในพื้นที่แบบนี้ไม่ได้ เลือกพื้นที่อื่น",
                    f"{role.en} is not held in such a place; choose another",
                    "place",
                )
            )
        return role, place

    def account(self, account_id: str) -> Account:
        """An account; raises `NotFound`."""
        found = accounts.get(self.connection, account_id)
        if found is None:
            raise NotFound(Problem("ไม่พบบัญชีนี้", "There is no such account"))
        return found

    def require_over(self, account_id: str) -> Account:
        """The account, when all its rights are in the actor's charge; raises `NotAllowed`, `NotFound`.

        What is done to a whole account touches each of its rights: one that lies outside is enough for a no.
        """
        found, rights = self.account(account_id), accounts.grants(self.connection, account_id)
        if self.actor.rights.everywhere(Act.INVITE) or account_id == self.actor.account:
            return found
        now = datetime.now(UTC)
        counted = [r for r in rights if r.stands(now)] or rights
        held = [g for r in counted if (g := as_grant(r)) is not None]
        if held and all(self._may_give(g) for g in held):
            return found
        raise NotAllowed(
            Problem(
                "บัญชีนี้มีสิทธินอกพื้นที่หรือนอกหน้าที่ของท่าน ผู้ดูแลระบบเท่านั้นที่ทำได้",
                "This account has rights outside your place or your task; only an administrator may do that",
            )
        )

    def require_an_administrator_left(self, ending: Collection[str]) -> None:
        """Raise `NotAllowed` when ending these grants would leave nobody who looks after the system.

        The rows are locked: two administrators who end each other's right at once do not both succeed.
        """
        grants, people, now = table("role_grant"), table("account"), datetime.now(UTC)
        mine = (grants.c.role == Role.COUNTRY.value) & (grants.c.place == COUNTRY) & grants.c.revoked_at.is_(None)
        query = select(grants.c.id, grants.c.until).join(people, people.c.id == grants.c.account)
        rows = self.connection.execute(query.where(mine, people.c.disabled_at.is_(None)).with_for_update()).all()
        standing = {row.id for row in rows if row.until is None or row.until > now}
        if standing & set(ending) and not standing - set(ending):
            raise NotAllowed(
                Problem(
                    "นี่คือผู้ดูแลระบบคนสุดท้าย ให้สิทธิผู้ดูแลระบบแก่คนอื่นก่อน",
                    "This is the last administrator; make somebody else one first",
                )
            )

    def _gives(self, own: Grant, role: Role, place: str) -> bool:
        return may_invite(Rights((own,)), role, place, self.where.contains).allowed

    def _may_give(self, grant: Grant) -> bool:
        return may_invite(self.actor.rights, grant.role, grant.place, self.where.contains).allowed

    def _place_of_plan(self, record: str) -> str:
        rows = table("canvas")
        found = self.connection.scalar(select(rows.c.area).where(rows.c.id == record, rows.c.withdrawn_at.is_(None)))
        if not record or found is None:
            raise BadInput(Problem("เลือกแผนที่จะให้กรอกก่อน", "Choose the plan that is to be filled in", "record"))
        return str(found)

    def _type(self, place: str) -> str:
        if place == COUNTRY:
            return ""
        rows = table("area")
        found = self.connection.scalar(select(rows.c.type).where(rows.c.id == place, rows.c.withdrawn_at.is_(None)))
        if found is None:
            raise BadInput(Problem("ไม่พบพื้นที่นี้", "There is no such place", "place"))
        return str(found)


def one_line(text: str) -> str:
    """What a person calls somebody or something: tidy, on one line."""
    return " ".join(clean_text(text).split())
