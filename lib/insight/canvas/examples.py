"""What other groups wrote in the same step: near ones first, for a group that does not know how to begin."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import Connection, case, select

from lib.insight.source import Source
from lib.store.tables import table

KINDS = ("canvas", "canvas_item", "canvas_activity", "canvas_partner", "canvas_cost", "organisation")
MOST = 5
_TABLES = {6: "canvas_activity", 7: "canvas_activity", 8: "canvas_partner", 9: "canvas_cost"}


@dataclass(frozen=True)
class Example:
    """One line of another group's plan."""

    canvas: str
    text: str
    group: str


def examples(source: Source, canvas: str, step: int) -> tuple[Example, ...]:
    """At most `MOST` lines of a step from other groups: same cluster and region first."""

    def build(connection: Connection) -> tuple[Example, ...]:
        return _read(connection, canvas, step)

    return source.read(f"examples:{canvas}:{step}", KINDS, build).value


def _read(connection: Connection, canvas: str, step: int) -> tuple[Example, ...]:
    head, group, area = table("canvas"), table("organisation"), table("area")
    whole = area.alias("whole_province")
    mine = connection.execute(
        select(head.c.cluster, head.c.organisation, whole.c.region)
        .join(area, area.c.id == head.c.area)
        .outerjoin(whole, whole.c.id == area.c.province)
        .where(head.c.id == canvas)
    ).first()
    if mine is None:
        return ()
    rows = table(_TABLES.get(step, "canvas_item"))
    near = case((whole.c.region == mine.region, 1), else_=0) + case((head.c.cluster == mine.cluster, 1), else_=0)
    query = (
        select(head.c.id, rows.c.text, group.c.name)
        .join(head, head.c.id == rows.c.canvas)
        .join(group, group.c.id == head.c.organisation)
        .outerjoin(area, area.c.id == head.c.area)
        .outerjoin(whole, whole.c.id == area.c.province)
        .where(
            rows.c.withdrawn_at.is_(None),
            head.c.withdrawn_at.is_(None),
            head.c.id != canvas,
            head.c.organisation != mine.organisation,
        )
        .order_by(near.desc(), head.c.updated_at.desc(), rows.c.id)
        .limit(MOST)
    )
    if step <= 5:
        query = query.where(rows.c.step == str(step))
    return tuple(Example(row.id, row.text, row.name) for row in connection.execute(query))
