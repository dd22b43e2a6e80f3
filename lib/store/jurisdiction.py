"""Where somebody looks after people, and whom: places with the roles that may be given there, as SQL."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from sqlalchemy import ColumnElement, Select, and_, false, or_, select, true

from lib.store import containment
from lib.store.tables import table


@dataclass(frozen=True)
class Charge:
    """One place with everything inside it ('': the whole country), and the roles of the people there."""

    place: str
    roles: frozenset[str]
    #: Whether who saw which private record there is shown as well.
    looks: bool


@dataclass(frozen=True)
class Jurisdiction:
    """All that somebody is in charge of; `self_id`: what one did oneself is always shown."""

    charges: tuple[Charge, ...]
    self_id: str

    @property
    def everywhere(self) -> bool:
        """Whether it is the whole country: then people without any right are shown too."""
        return any(not c.place for c in self.charges)

    @property
    def roles(self) -> frozenset[str]:
        """Every role that may be given somewhere."""
        return frozenset[str]().union(*(c.roles for c in self.charges))

    @property
    def looking(self) -> tuple[str, ...]:
        """Places where it is shown who saw private records."""
        return tuple(c.place for c in self.charges if c.looks)

    def holds(self, role: ColumnElement[str], place: ColumnElement[str]) -> ColumnElement[bool]:
        """SQL: a right or an invitation is in this charge."""
        parts = [and_(role.in_(sorted(c.roles)), lies(place, [c.place])) for c in self.charges]
        return or_(*parts) if parts else false()

    def accounts(self) -> Select[tuple[str]]:
        """Query of the ids of the accounts that have or had a right in this charge."""
        grants = table("role_grant")
        return select(grants.c.account).where(self.holds(grants.c.role, grants.c.place))


def lies(place: ColumnElement[str], places: Iterable[str]) -> ColumnElement[bool]:
    """SQL: a place lies in any of these; '' is the whole country."""
    outers = set(places)
    if "" in outers:
        return true()
    return containment.lies_in(place, outers) if outers else false()
