"""What a region decided for itself; without a word of it the stricter way holds."""

from __future__ import annotations

from typing import Final

from sqlalchemy import Connection, select

from lib.store.database import upsert
from lib.store.tables import table

#: Who reported a rung may verify it as well: an office of one officer.
OWN_REPORT: Final = "verify_own_report"
_YES = "yes"


def allows(connection: Connection, place: str, rule: str) -> bool:
    """Whether a region that a place lies in allows something."""
    rules, inside = table("region_rule"), table("area_inside")
    outer = select(inside.c.outer).where(inside.c.inner == place)
    query = select(rules.c.value).where(rules.c.rule == rule, rules.c.region.in_(outer))
    return _YES in connection.scalars(query).all()


def decide(connection: Connection, region: str, rule: str, *, allowed: bool) -> None:
    """Note what a region decided."""
    rows = table("region_rule")
    new = upsert(connection, rows).values(region=region, rule=rule, value=_YES if allowed else "no")
    connection.execute(new.on_conflict_do_update(index_elements=["region", "rule"], set_={"value": new.excluded.value}))


def allowing(connection: Connection, rule: str) -> list[str]:
    """The regions that allow something."""
    rows = table("region_rule")
    return list(
        connection.scalars(
            select(rows.c.region).where(rows.c.rule == rule, rows.c.value == _YES).order_by(rows.c.region)
        )
    )
