"""Whom to ask in a province of which nothing is heard: people recorded there, for whoever may know them."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass

from sqlalchemy import func, select

from lib.insight.source import Source
from lib.store.tables import table

#: People that are told of a province.
MOST = 2


@dataclass(frozen=True)
class Contact:
    """A person as one reaches them; '' for what is not known."""

    name: str
    role: str
    phone: str


def contacts(source: Source, provinces: Collection[str]) -> dict[str, tuple[Contact, ...]]:
    """Province → people recorded in it, its own before those of its tambons. Personal: never kept, never shared.

    The caller answers for who asks: only provinces whose people the actor may know.
    """
    person, area = table("person"), table("area")
    province = func.coalesce(area.c.province, area.c.id).label("province")
    query = (
        select(person.c.name, person.c.role, person.c.phone, person.c.area, province)
        .join(area, area.c.id == person.c.area)
        .where(person.c.withdrawn_at.is_(None), province.in_(sorted(provinces)))
        # A province's own, those with a telephone, those with a role.
        .order_by(person.c.area != province, person.c.phone.is_(None), person.c.role.is_(None), person.c.id)
    )
    found: dict[str, list[Contact]] = {}
    with source.store.database.reading() as connection:
        for row in connection.execute(query):
            several = found.setdefault(row.province, [])
            if len(several) < MOST:
                several.append(Contact(row.name, row.role or "", row.phone or ""))
    return {place: tuple(several) for place, several in found.items()}
