"""What intake has to know of the store: places, lists, titles of records to point at."""

from __future__ import annotations

from functools import cache

from sqlalchemy import Connection, select

from lib.domain.places import place_id
from lib.intake.gazetteer import Former, Gazetteer, Place
from lib.store.tables import table


@cache
def former_places() -> tuple[Former, ...]:
    """Abolished tambons and districts with their successors (DOPA, through geothai)."""
    from geothai.abolished import abolished_areas

    return tuple(
        Former(
            place_id(one.code), one.name_th, place_id(one.code[:2]),
            tuple(place_id(code) for code in one.successors),
        )
        for one in abolished_areas()
    )  # fmt: skip


def read_gazetteer(connection: Connection) -> Gazetteer:
    """All standing areas by name."""
    areas = table("area")
    query = select(
        areas.c.id, areas.c.type, areas.c.name_th, areas.c.name_en, areas.c.parent, areas.c.province
    ).where(areas.c.withdrawn_at.is_(None))
    return Gazetteer(
        (
            Place(i, t, th, en or "", up or "", pv or "")
            for i, t, th, en, up, pv in connection.execute(query)
        ),
        former_places(),
    )
