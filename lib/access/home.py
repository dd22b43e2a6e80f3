"""Where somebody is at home: every screen begins with one's own region or province."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from sqlalchemy import select

from lib.access.actors import Actor
from lib.access.policy import COUNTRY
from lib.domain.places import province_id_of
from lib.store.opening import Store
from lib.store.tables import table


@dataclass(frozen=True)
class Home:
    """`region`: a code such as ``BE``; `province`: an area's id. '' where nobody is at home in one alone."""

    region: str = ""
    province: str = ""


def home_of(store: Store, actor: Actor) -> Home:
    """From the places of the actor's rights: the one region, the one province that they all lie in."""
    places = {grant.place for grant in actor.grants if not grant.record}
    if not actor.account or not places or COUNTRY in places:
        return Home()
    inside, areas = table("area_inside"), table("area")
    outer = select(inside.c.inner, inside.c.outer, areas.c.region, areas.c.type).join(
        areas, areas.c.id == inside.c.outer
    )
    regions: dict[str, str] = {}
    provinces = {place: province_id_of(place) or "" for place in places}
    with store.database.reading() as connection:
        for row in connection.execute(outer.where(inside.c.inner.in_(places))):
            if row.type == "region":
                regions[row.inner] = row.region or ""
            elif row.type == "province":
                provinces[row.inner] = row.outer
    return Home(_one(regions.get(place, "") for place in places), _one(provinces.values()))


def _one(found: Iterable[str]) -> str:
    told = set(found)
    return told.pop() if len(told) == 1 else ""
