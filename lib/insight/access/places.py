"""Areas that somebody in charge may choose from, and areas by name. Read for who asks, never shared."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass

from sqlalchemy import ColumnElement, or_, select

from lib.domain.thai_text import thai_sort_key
from lib.insight.bilingual_name import Name
from lib.insight.source import Source
from lib.store import containment
from lib.store.jurisdiction import Jurisdiction, lies
from lib.store.tables import table

#: The widest first.
_ORDER = {"region": 0, "province_group": 1, "province": 2}


@dataclass(frozen=True)
class ChargedPlace:
    """An area to choose; `mine`: all of it is in the charge, not only some area inside it."""

    id: str
    type: str
    name: Name
    mine: bool


def wide_places(source: Source, charge: Jurisdiction, roles: Collection[str]) -> list[ChargedPlace]:
    """Regions, province groups and provinces in which these roles may be given, in part at least; widest first."""
    rows, inside = table("area"), table("area_inside")
    mine = _within(charge, roles, rows.c.id)
    parts = select(inside.c.outer).where(_within(charge, roles, inside.c.inner))
    query = select(rows.c.id, rows.c.type, rows.c.name_th, rows.c.name_en, mine.label("mine")).where(
        rows.c.type.in_(list(_ORDER)), rows.c.withdrawn_at.is_(None), or_(mine, rows.c.id.in_(parts))
    )
    with source.store.database.reading() as connection:
        found = [
            ChargedPlace(r.id, r.type, Name(r.name_th, r.name_en or ""), bool(r.mine))
            for r in connection.execute(query)
        ]
    return sorted(found, key=lambda p: (_ORDER[p.type], thai_sort_key(p.name.th)))


def in_charge(source: Source, charge: Jurisdiction, roles: Collection[str], outer: str) -> frozenset[str]:
    """Ids of the areas inside an area in which these roles may be given."""
    inside = table("area_inside")
    query = select(inside.c.inner).where(inside.c.outer == outer, _within(charge, roles, inside.c.inner))
    with source.store.database.reading() as connection:
        return frozenset(connection.scalars(query))


def areas_of(source: Source, outers: Iterable[str]) -> frozenset[str]:
    """Ids of all areas inside some areas."""
    with source.store.database.reading() as connection:
        return containment.areas_within(connection, outers)


def _within(charge: Jurisdiction, roles: Collection[str], place: ColumnElement[str]) -> ColumnElement[bool]:
    return lies(place, [c.place for c in charge.charges if c.roles & set(roles)])


__all__ = ["ChargedPlace", "areas_of", "in_charge", "wide_places"]
