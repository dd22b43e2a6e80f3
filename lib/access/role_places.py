"""In which kinds of area a role is held: nobody is given a wider place than the work needs."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from lib.access.policy import COUNTRY, Role
from lib.schema.choices import COUNCIL_AREAS

#: Areas that hold other areas, the widest first.
WIDE_AREAS: Final = ("region", "province_group", "province")
_NARROW = (*COUNCIL_AREAS, "district")

#: Role → types of area; the administrator's place is the country, and the country is nobody else's.
HELD_IN: Final[Mapping[Role, frozenset[str]]] = {
    Role.FILLER: frozenset({*WIDE_AREAS, *_NARROW}),
    Role.LEADER: frozenset(COUNCIL_AREAS),
    Role.ENUMERATOR: frozenset(COUNCIL_AREAS),
    Role.TEAM: frozenset(COUNCIL_AREAS),
    Role.NETWORK: frozenset({"province"}),
    Role.FACILITATOR: frozenset({*WIDE_AREAS, *_NARROW}),
    Role.OFFICER: frozenset(WIDE_AREAS),
    Role.COUNTRY: frozenset(),
}
#: Roles for one record only: a plan.
FOR_ONE_PLAN: Final = frozenset({Role.FILLER})


def fits(role: Role, place: str, area_type: str) -> bool:
    """Whether a role may be held in a place of a type."""
    if role is Role.COUNTRY:
        return place == COUNTRY
    return area_type in HELD_IN.get(role, frozenset())
