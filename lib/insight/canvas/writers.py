"""Who wrote the lines of a plan last, as people call themselves."""

from __future__ import annotations

from collections.abc import Mapping

from sqlalchemy import Connection, func, select

from lib.insight.source import Source
from lib.schema.registry import KINDS
from lib.store import canvas_rows
from lib.store.tables import table

_PARTS = tuple(k for k, m in KINDS.items() if m.about.within == "canvas")


def writers(source: Source, canvas: str) -> Mapping[str, str]:
    """Record id of a line → the name that its last writer goes by. For people who may write on the plan."""

    def build(connection: Connection) -> dict[str, str]:
        change, sets = table("change"), table("change_set")
        found: dict[str, str] = {}
        for kind_id in _PARTS:
            mine = select(table(kind_id).c.id).where(table(kind_id).c.canvas == canvas)
            last = (
                select(change.c.record_id, func.max(change.c.change_set).label("number"))
                .where(change.c.kind == kind_id, change.c.record_id.in_(mine))
                .group_by(change.c.record_id)
                .subquery()
            )
            query = select(last.c.record_id, sets.c.actor_label).join(sets, sets.c.number == last.c.number)
            found |= {row.record_id: row.actor_label for row in connection.execute(query)}
        return found

    return source.read(
        f"writers:{canvas}", _PARTS, build, every=2.0, stamp=lambda c: canvas_rows.stamp(c, canvas)
    ).value
