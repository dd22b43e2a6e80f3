"""Who recorded how much in a month, by province: public records only."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

from sqlalchemy import Connection, Select, bindparam, func, select, union_all

from lib.config import forgettable
from lib.domain.months import Month
from lib.insight.country.month import LadderPlace, read_places
from lib.insight.source import Shown, Source
from lib.schema.registry import KINDS
from lib.store.columns import Moment
from lib.store.tables import table


@dataclass(frozen=True)
class Doing:
    """How many records of a kind somebody wrote in a province in a month; `who` is a person's name or a way."""

    province: LadderPlace
    who: str
    kind: str
    count: int


def _public() -> tuple[str, ...]:
    """Kinds that lie somewhere and are nobody's private matter."""
    return tuple(k for k, model in KINDS.items() if not model.about.private and "area" in table(k).c)


def doings(source: Source, month: Month, *, fresh: bool = False) -> Shown[tuple[Doing, ...]]:
    """Everything that was written in a month, the most first. Names are for those who write themselves."""
    return source.read(f"doings.{month.id}", _public(), lambda c: _build(c, month), fresh=fresh)


def _build(connection: Connection, month: Month) -> tuple[Doing, ...]:
    places = read_places(connection)
    rows = connection.execute(_written(), {"start": month.plus(-1).end, "end": month.end})
    found = [Doing(places[r.province], r.who, r.kind, r.n) for r in rows if r.province in places]
    return tuple(sorted(found, key=lambda d: (-d.count, d.province.id, d.who, d.kind)))


@forgettable
@cache
def _written() -> Select[str, str, str, int]:
    """Made once. The change-sets of a month are found by their index, then their changes, then where they lie."""
    change, sets, area = table("change"), table("change_set"), table("area")
    within = (
        select(change.c.kind, change.c.record_id, sets.c.actor_label.label("who"))
        .join(sets, sets.c.number == change.c.change_set)
        .where(sets.c.at >= bindparam("start", type_=Moment), sets.c.at < bindparam("end", type_=Moment))
        .cte("within")
    )
    parts = []
    for kind_id in _public():
        rows = table(kind_id)
        province = func.coalesce(area.c.province, area.c.id).label("province")
        joined = within.join(rows, (within.c.kind == kind_id) & (rows.c.id == within.c.record_id))
        parts.append(
            select(province, within.c.who, within.c.kind, within.c.record_id).select_from(
                joined.join(area, area.c.id == rows.c.area)
            )
        )
    all_ = union_all(*parts).subquery()
    counted = func.count(func.distinct(all_.c.record_id)).label("n")
    return select(all_.c.province, all_.c.who, all_.c.kind, counted).group_by(all_.c.province, all_.c.who, all_.c.kind)
