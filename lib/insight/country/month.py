"""What became of the two ladders in a month, place by place: who came, who went, who moved, and why."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import UTC, datetime

from sqlalchemy import Connection, select

from lib.domain.ladder_changes import AreaChange, LadderThen, What, changes
from lib.domain.months import Month
from lib.domain.reports import ReportNumber, number_of_part
from lib.insight.bilingual_name import Name
from lib.insight.source import Shown, Source
from lib.store import closed_months
from lib.store.closed_months import ClosedMonth
from lib.store.ladder_then import LADDERS, ladder_then
from lib.store.tables import table

KINDS = ("tambon_progress", "provincial_network", "evidence", "list_item", "area", "closed_month")


@dataclass(frozen=True)
class LadderPlace:
    """A place of a ladder, and where it lies."""

    id: str
    name: Name
    #: Ids; the region as a code such as ``N``.
    province: str
    region: str

    def within(self, region: str, province: str) -> bool:
        """Whether it lies in a region or province ('' = anywhere)."""
        return region in ("", self.region) and province in ("", self.province)


@dataclass(frozen=True)
class PlaceChange:
    """What became of one place, and where it lies."""

    kind: str
    place: LadderPlace
    change: AreaChange


@dataclass(frozen=True)
class LadderMonth:
    """One ladder in a month. `counted_then`, `counted_now`: places that counted before it and at its end."""

    kind: str
    changes: tuple[PlaceChange, ...]
    counted_then: tuple[LadderPlace, ...]
    counted_now: tuple[LadderPlace, ...]
    #: What was closed and is otherwise today: corrections that a report of the month has to tell.
    corrections: tuple[PlaceChange, ...] = ()

    def only(self, region: str, province: str) -> LadderMonth:
        """The same for one region or province."""

        def told(found: Iterable[PlaceChange]) -> tuple[PlaceChange, ...]:
            return tuple(c for c in found if c.place.within(region, province))

        def inside(found: Iterable[LadderPlace]) -> tuple[LadderPlace, ...]:
            return tuple(p for p in found if p.within(region, province))

        return replace(
            self,
            changes=told(self.changes),
            counted_then=inside(self.counted_then),
            counted_now=inside(self.counted_now),
            corrections=told(self.corrections),
        )

    def count(self, what: What) -> int:
        """How many places came, went or moved."""
        return sum(c.change.what is what for c in self.changes)

    @property
    def grown(self) -> int:
        """By how many the counted ones became more; fewer is negative."""
        return len(self.counted_now) - len(self.counted_then)


@dataclass(frozen=True)
class MonthShown:
    """A month against the one (or the moment) before. `number`: of the closed month; '' while it is open.

    In the state of an area it is the number of that area's report.
    """

    month: Month
    since: Month
    until: datetime
    number: str
    tambons: LadderMonth
    provinces: LadderMonth

    @property
    def is_over(self) -> bool:
        """Whether nothing more can happen in it; its figures are worked out from history until it is closed."""
        return self.until == self.month.end

    @property
    def against_the_month_before(self) -> bool:
        """Whether what it brought is what happened in it alone."""
        return self.since == self.month.plus(-1)

    def only(self, region: str = "", province: str = "") -> MonthShown:
        """The same for one region or province."""
        if not region and not province:
            return self
        parts = (self.tambons.only(region, province), self.provinces.only(region, province))
        return replace(self, tambons=parts[0], provinces=parts[1])


def month_shown(source: Source, month: Month, since: Month | None = None, *, fresh: bool = False) -> Shown[MonthShown]:
    """A month (up to now while it lasts) against the end of another; of the one before it, without `since`."""
    before = since or month.plus(-1)
    name = f"month.{month.id}.{before.id}"
    return source.read(name, KINDS, lambda c: _build(source, c, month, before), fresh=fresh)


def ladder_places(source: Source, connection: Connection) -> Mapping[str, LadderPlace]:
    """Every area of a ladder by id, for a model that is built on a connection: read once for all that tell of them."""
    return source.part(connection, "ladder_places", ("area",), _read_places)


def at_end(source: Source, connection: Connection, kind_id: str, month: Month) -> LadderThen:
    """A ladder as it was at a month's end, or is by now: the same whatever the month is held against."""

    def build(connection: Connection) -> LadderThen:
        kept = closed_months.closed(connection, month)
        return kept.ladders[kind_id] if kept else ladder_then(connection, kind_id, min(month.end, datetime.now(UTC)))

    return source.part(connection, f"ladder.{kind_id}.{month.id}", KINDS, build)


def number_stands(source: Source, number: str) -> bool:
    """Whether a report's number is that of a closed month whose figures nobody has touched since.

    One that tells an area is that area's and no other's; those from before told the month alone.
    """
    asked = ReportNumber.read(number)
    if asked is None:
        return False
    with source.store.database.reading() as connection:
        kept = closed_months.closed(connection, asked.month)
        if kept is None or not closed_months.is_untouched(connection, kept.number):
            return False
    return str(asked) == (number_of_part(kept.number, asked.place) if asked.place else kept.number)


def _build(source: Source, connection: Connection, month: Month, since: Month) -> MonthShown:
    now = datetime.now(UTC)
    kept, places = closed_months.closed(connection, month), ladder_places(source, connection)
    parts = {}
    for kind_id in LADDERS:
        then, now_there = (at_end(source, connection, kind_id, m) for m in (since, month))
        corrected = _corrections(connection, kind_id, kept, now) if kept else []
        parts[kind_id] = LadderMonth(
            kind_id,
            _told(kind_id, changes(then, now_there), places),
            _counted(then, places),
            _counted(now_there, places),
            _told(kind_id, corrected, places),
        )
    number, until = kept.number if kept else "", min(month.end, now)
    return MonthShown(month, since, until, number, parts["tambon_progress"], parts["provincial_network"])


def _corrections(connection: Connection, kind_id: str, kept: ClosedMonth, now: datetime) -> list[AreaChange]:
    """What a closed month said and today's store says no longer, of the same day."""
    today = ladder_then(connection, kind_id, now, kept.ladders[kind_id].day)
    then = kept.ladders[kind_id]
    return [c for c in changes(then, today) if c.what in (What.LOST, What.DOWN) or _was_proved(today, c, kept.month)]


def _was_proved(today: LadderThen, change: AreaChange, month: Month) -> bool:
    """Whether it had been verified before the month was over, and only its proof came later."""
    step = next((s for s in today.steps[change.area] if s.id == change.record_id), None)
    return step is not None and step.verified_at is not None and step.verified_at < month.end


def _told(kind_id: str, found: Iterable[AreaChange], places: Mapping[str, LadderPlace]) -> tuple[PlaceChange, ...]:
    return tuple(PlaceChange(kind_id, places[c.area], c) for c in found if c.area in places)


def _counted(ladder: LadderThen, places: Mapping[str, LadderPlace]) -> tuple[LadderPlace, ...]:
    return tuple(places[area] for area in sorted(ladder.counted()) if area in places)


def _read_places(connection: Connection) -> dict[str, LadderPlace]:
    """Every area of a ladder by id; a province lies in itself."""
    area, province = (table("area").alias(n) for n in ("a", "p"))
    home = province.c.id == area.c.province
    query = select(
        area.c.id,
        area.c.name_th,
        area.c.name_en,
        area.c.type,
        area.c.region,
        area.c.province,
        province.c.region.label("of"),
    )
    found = {}
    for row in connection.execute(query.outerjoin(province, home)):
        is_province = row.type == "province"
        region = row.region if is_province else row.of
        lies = row.id if is_province else row.province
        found[row.id] = LadderPlace(row.id, Name(row.name_th, row.name_en or ""), lies or "", region or "")
    return found
