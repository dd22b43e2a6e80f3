"""Who wrote the lines of a plan last, as people call themselves."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache

from sqlalchemy import Connection, Select, String, bindparam, func, select, union_all

from lib.config import forgettable
from lib.insight.source import Source
from lib.schema.registry import KINDS
from lib.store import canvas_rows
from lib.store.tables import table

_PARTS = tuple(k for k, m in KINDS.items() if m.about.within == "canvas")


def writers(source: Source, canvas: str) -> Mapping[str, str]:
    """Record id of a line → the name that its last writer goes by. For people who may write on the plan."""

    def build(connection: Connection) -> dict[str, str]:
        return {row.record_id: row.actor_label for row in connection.execute(_last(), {"canvas": canvas})}

    return source.read(
        f"writers:{canvas}", _PARTS, build, every=0.0, stamp=lambda c: canvas_rows.stamp(c, canvas)
    ).value


@forgettable
@cache
def _last() -> Select[str, str]:
    """Each line with the name of its last writer. Made once: it is asked after each line that is written."""
    wanted, change, sets = bindparam("canvas", type_=String), table("change"), table("change_set")
    lines = [
        select(change.c.record_id, func.max(change.c.change_set).label("number"))
        .where(change.c.kind == kind_id, change.c.record_id.in_(select(rows.c.id).where(rows.c.canvas == wanted)))
        .group_by(change.c.record_id)
        for kind_id in _PARTS
        for rows in (table(kind_id),)
    ]
    last = union_all(*lines).subquery()
    return select(last.c.record_id, sets.c.actor_label).join(sets, sets.c.number == last.c.number)
