"""From an actor's rights to the people that one looks after."""

from __future__ import annotations

from lib.access.actors import Actor
from lib.access.policy import COUNTRY, INVITES, Act, Extent, Role, extent_of
from lib.store.jurisdiction import Charge, Jurisdiction


def jurisdiction_of(actor: Actor) -> Jurisdiction:
    """The places in which the actor invites, with the roles that one may give there."""
    charges = [
        Charge(
            "" if grant.place == COUNTRY else grant.place,
            frozenset(role.value for role in INVITES.get(grant.role, frozenset())),
            _sees_looks(grant.role),
        )
        for grant in actor.rights.places(Act.INVITE)
    ]
    return Jurisdiction(tuple(dict.fromkeys(charges)), actor.id)


def _sees_looks(role: Role) -> bool:
    """Who may see every household form of a place may see who saw them."""
    return extent_of(role, Act.READ, "household_survey") is Extent.PLACE
