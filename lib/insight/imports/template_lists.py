"""What a template's dropdowns offer: places by province, editable lists, names to point at."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import Connection, select

from lib.domain.thai_text import thai_sort_key
from lib.insight.choices import choices_of
from lib.insight.lists import lists
from lib.insight.source import Source
from lib.schema.record import specs
from lib.schema.registry import kind
from lib.store.tables import table


@dataclass(frozen=True)
class TemplateLists:
    """`places`: (province, district, tambon) names, sorted; `lists`: labels by list name;
    `titles`: names by record kind."""

    places: tuple[tuple[str, str, str], ...]
    lists: dict[str, tuple[str, ...]]
    titles: dict[str, tuple[str, ...]]


def template_lists(source: Source, kinds: tuple[str, ...], province: str = "") -> TemplateLists:
    """Lists for the tabs of some kinds; `province`: id, when the office has only one."""
    pointed = {
        spec.refers_to
        for kind_id in kinds
        for spec in specs(kind(kind_id)).values()
        if spec.refers_to and spec.refers_to != "area"
    }
    titles = {k: tuple(sorted(choices_of(source, k).values(), key=thai_sort_key)) for k in pointed}
    named = {name: tuple(e.name.th for e in entries if not e.retired) for name, entries in lists(source).value.items()}
    with source.store.database.reading() as connection:
        return TemplateLists(_places(connection, province), named, titles)


def _places(connection: Connection, province: str) -> tuple[tuple[str, str, str], ...]:
    area, district, whole = table("area"), table("area").alias("d"), table("area").alias("p")
    query = (
        select(whole.c.name_th, district.c.name_th, area.c.name_th)
        .select_from(area)
        .join(whole, whole.c.id == area.c.province)
        .outerjoin(district, district.c.id == area.c.parent)
        .where(area.c.type.in_(("tambon", "khwaeng", "municipality")), area.c.withdrawn_at.is_(None))
    )
    if province:
        query = query.where(area.c.province == province)
    found = [(p, d or "", t) for p, d, t in connection.execute(query)]
    return tuple(sorted(found, key=lambda row: tuple(thai_sort_key(part) for part in row)))
