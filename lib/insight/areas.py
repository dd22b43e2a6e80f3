"""Areas for pickers and headings: provinces, and the areas inside one province."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, Connection, select

from lib.domain.thai_text import thai_sort_key
from lib.insight.bilingual_name import Name
from lib.insight.source import Source
from lib.store.tables import table

KINDS = ("area",)


@dataclass(frozen=True)
class AreaOption:
    """An area with what tells it apart from its namesakes."""

    id: str
    type: str
    name: Name
    district: Name
    province: str


def places_in(source: Source, province: str, types: tuple[str, ...] = ()) -> tuple[AreaOption, ...]:
    """Areas of a province ('' = those that lie in none), of the given types, in Thai order."""
    return source.read(f"areas:{province}:{','.join(types)}", KINDS, lambda c: _read(c, province, types)).value


def place(source: Source, area_id: str) -> AreaOption | None:
    """One area by id."""
    area = table("area")
    with source.store.database.reading() as connection:
        found = _places(connection, area.c.id == area_id)
    return found[0] if found else None


def _read(connection: Connection, province: str, types: tuple[str, ...]) -> tuple[AreaOption, ...]:
    area = table("area").alias("a")
    inside = area.c.province == province if province else area.c.province.is_(None)
    found = _places(connection, inside & (area.c.type.in_(types) if types else True), area)
    return tuple(sorted(found, key=lambda p: thai_sort_key(p.name.th)))


def _places(connection: Connection, where: ColumnElement[bool], area: Any = None) -> list[AreaOption]:
    a = table("area") if area is None else area
    d = table("area").alias("d")
    query = (
        select(
            a.c.id,
            a.c.type,
            a.c.name_th,
            a.c.name_en,
            a.c.province,
            d.c.name_th.label("district_th"),
            d.c.name_en.label("district_en"),
        )
        .outerjoin(d, (d.c.id == a.c.parent) & d.c.type.in_(("district", "bangkok_district")))
        .where(where, a.c.withdrawn_at.is_(None))
    )
    return [
        AreaOption(
            r["id"],
            r["type"],
            Name(r["name_th"], r["name_en"] or ""),
            Name(r["district_th"] or "", r["district_en"] or ""),
            r["province"] or "",
        )
        for r in connection.execute(query).mappings()
    ]


def provinces(source: Source) -> tuple[AreaOption, ...]:
    """All provinces and Bangkok, in Thai order."""

    def build(connection: Connection) -> tuple[AreaOption, ...]:
        found = _places(connection, table("area").c.type == "province")
        return tuple(sorted(found, key=lambda p: thai_sort_key(p.name.th)))

    return source.read("areas:provinces", KINDS, build).value
