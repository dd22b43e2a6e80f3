"""Who recorded how much in a month, by province, and since when nobody has: public records only."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import cache

from sqlalchemy import Connection, Select, bindparam, func, literal, select, union_all

from lib.config import forgettable
from lib.domain.months import Month
from lib.domain.thai_date import BANGKOK
from lib.insight.country.month import LadderPlace, ladder_places
from lib.insight.source import Shown, Source
from lib.schema.registry import KINDS
from lib.store.columns import Moment
from lib.store.records import OWN
from lib.store.tables import table


@dataclass(frozen=True)
class Doing:
    """How many records of a kind were written in a province in a month; `who`: by whom, a name or a way ('' = anybody)."""

    province: LadderPlace
    who: str
    kind: str
    count: int


@dataclass(frozen=True)
class MonthDone:
    """What was written in a month, the most first. A record that two people wrote counts for each of them, and once."""

    by_kind: tuple[Doing, ...]
    #: Names people: for those who write themselves.
    by_person: tuple[Doing, ...]


def _public() -> tuple[str, ...]:
    """Kinds that lie somewhere and are nobody's private matter."""
    return tuple(k for k, model in KINDS.items() if not model.about.private and "area" in table(k).c)


def doings(source: Source, month: Month, *, fresh: bool = False) -> Shown[MonthDone]:
    """Everything that was written in a month; anew as well when a name that stands in history is erased."""
    kinds = (*_public(), "area", "forum_seat")
    name = f"doings.{month.id}"
    return source.read(name, kinds, lambda c: _build(c, month, ladder_places(source, c)), fresh=fresh)


def _build(connection: Connection, month: Month, places: Mapping[str, LadderPlace]) -> MonthDone:
    span = {"start": month.plus(-1).end, "end": month.end}

    def told(query: Select[str, str, str, int]) -> tuple[Doing, ...]:
        rows = connection.execute(query, span)
        found = [Doing(places[r.province], r.who, r.kind, r.n) for r in rows if r.province in places]
        return tuple(sorted(found, key=lambda d: (-d.count, d.province.id, d.who, d.kind)))

    by_person, by_kind = _written()
    return MonthDone(told(by_kind), told(by_person))


#: A province of which nobody has written anything for so many months is quiet.
QUIET_MONTHS = 3


@dataclass(frozen=True)
class LastWord:
    """A province, and when anybody last wrote a public record of it (aware)."""

    province: LadderPlace
    at: datetime

    def months_until(self, now: datetime) -> int:
        """Whole months that have passed since."""
        then, today = self.at.astimezone(BANGKOK), now.astimezone(BANGKOK)
        months = (today.year - then.year) * 12 + today.month - then.month
        return months - (today.day < then.day)


def quiet(found: Sequence[LastWord], region: str = "", province: str = "") -> list[LastWord]:
    """Those of an area that have been silent too long, the longest first."""
    now = datetime.now(UTC)
    mine = (one for one in found if one.province.within(region, province))
    return [one for one in mine if one.months_until(now) >= QUIET_MONTHS]


def last_words(source: Source, *, fresh: bool = False) -> Shown[tuple[LastWord, ...]]:
    """Every province of which something was ever recorded, the longest silent first."""
    kinds = (*_public(), "area")
    return source.read("last_words", kinds, lambda c: _last_words(c, ladder_places(source, c)), fresh=fresh)


def _last_words(connection: Connection, places: Mapping[str, LadderPlace]) -> tuple[LastWord, ...]:
    area, parts = table("area"), []
    for kind_id in _public():
        rows = table(kind_id)
        province = func.coalesce(area.c.province, area.c.id).label("province")
        # What came with the program is nobody's word.
        query = select(province, func.max(rows.c.updated_at).label("at")).join(area, area.c.id == rows.c.area)
        parts.append(query.where(rows.c.origin == OWN).group_by(province))
    every = union_all(*parts).subquery()
    query = select(every.c.province, func.max(every.c.at, type_=Moment).label("at")).group_by(every.c.province)
    found = [LastWord(places[r.province], r.at) for r in connection.execute(query) if r.province in places]
    return tuple(sorted(found, key=lambda one: (one.at, one.province.id)))


@forgettable
@cache
def _written() -> tuple[Select[str, str, str, int], Select[str, str, str, int]]:
    """Made once: by person, and by kind. Change-sets of a month are found by their index, then where their records lie."""
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
    every = union_all(*parts).subquery()
    counted, nobody = func.count(func.distinct(every.c.record_id)).label("n"), literal("").label("who")
    by_person = (every.c.province, every.c.who, every.c.kind)
    return (
        select(*by_person, counted).group_by(*by_person),
        select(every.c.province, nobody, every.c.kind, counted).group_by(every.c.province, every.c.kind),
    )
