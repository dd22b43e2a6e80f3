"""A region, a province or the country at a glance: the figures of its page, its deck and its report."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime
from statistics import median

from lib.domain.ladder_changes import What
from lib.domain.months import Month, months_until
from lib.domain.places import BANGKOK_ID, id_of_part
from lib.domain.reports import number_of_part
from lib.insight.bilingual_name import Name
from lib.insight.country.month import LadderPlace, MonthShown
from lib.insight.country.networks import Networks
from lib.insight.country.progress import Progress, Province
from lib.insight.country.published import Goal, Published
from lib.insight.country.to_do import ToDo

#: Months of the line beside a figure.
SPARK = 12


@dataclass(frozen=True)
class Tile:
    """One figure: how many, of how many (None: nobody has set it), what the month brought, what was reported beside."""

    count: int
    of: int | None
    gained: int
    lost: int
    reported: int
    #: Counted at each month's end, the oldest first; by the day of the verdict.
    spark: tuple[int, ...]
    #: The country's, for a part of it; None for the country itself.
    country: int | None = None
    #: The middle one of the country's provinces (of a region: of its regions); None for the country itself.
    middle: float | None = None

    @property
    def grown(self) -> int:
        """What the month brought, less what it took."""
        return self.gained - self.lost


@dataclass(frozen=True)
class UnitRow:
    """A province (or, of one province, a district): what was proved there at the month's end, and what it brought."""

    id: str
    name: Name
    proved: int
    reported: int
    grown: int
    #: Tambons of it of which anything was ever recorded.
    recorded: int
    #: The area's id (``TH-50``, ``TH-5001``); '' where a district has none. `id` of a district is its Thai name.
    code: str = ""

    @property
    def heard(self) -> bool:
        """Whether any tambon of it was ever recorded."""
        return self.recorded > 0


@dataclass(frozen=True)
class AreaState:
    """Everything that answers at a glance."""

    region: str
    province: str
    name: Name
    month: MonthShown
    tambons: Tile
    provinces: Tile
    rows: tuple[UnitRow, ...]
    todo: ToDo
    goal: Goal | None
    #: Of the provinces with a driving team.
    team_goal: Goal | None = None
    #: Provinces of the area (the province itself, of one) without a proved team, and without any record.
    teamless: int = 0
    silent_count: int = 0
    #: The middle one of the country's provinces or regions, as in `Tile`: verdicts waiting, and what cannot be right
    #: (of a region: provinces without any record).
    waiting_middle: float | None = None
    amiss_middle: float | None = None
    silent_middle: float | None = None

    @property
    def any_record(self) -> bool:
        """Whether any tambon of the area was ever recorded; if not, there is no figure, not a zero."""
        return any(r.heard for r in self.rows)

    @property
    def any_team(self) -> bool:
        """Whether any province of the area ever said that it has a team."""
        return bool(self.provinces.count or self.provinces.reported or self.provinces.lost)

    @property
    def silent(self) -> tuple[UnitRow, ...]:
        """Provinces nobody has recorded anything of; Bangkok is not one of the 76."""
        return tuple(r for r in self.rows if not r.heard and r.id != BANGKOK_ID)


@dataclass(frozen=True)
class Told:
    """What a state is put together of, all of the whole country."""

    progress: Progress
    networks: Networks
    month: MonthShown
    todo: ToDo
    published: Published


def area_state(told: Told, name: Name, region: str = "", province: str = "") -> AreaState:
    """The state of a part of the country ('' and '': of all of it) in a month."""
    part = told.progress.only(region, province)
    month = told.month.only(region, province)
    month = replace(month, number=number_of_part(month.number, id_of_part(region, province)))
    teams = [n for n in told.networks.provinces if region in ("", n.region) and province in ("", n.province)]
    whole = not region and not province
    goal = _goal(told.published, "concrete_tambons", region, province)
    team_goal = _goal(told.published, "provinces_with_team", region, province)
    ends = months_until(month.month, SPARK)
    units = _units(told.progress, region, province)
    tambons = Tile(
        len(month.tambons.counted_now),
        goal.amount if goal else None,
        month.tambons.count(What.NEW),
        month.tambons.count(What.LOST),
        part.reported_beside,
        _by_month([t.verified_on for t in part.tambons], ends),
        None if whole else len(told.month.tambons.counted_now),
        units.middle(told.month.tambons.counted_now),
    )
    provinces = Tile(
        len(month.provinces.counted_now),
        team_goal.amount if team_goal else (len(teams) or None),
        month.provinces.count(What.NEW),
        month.provinces.count(What.LOST),
        sum(n.team_reported and n.team_proved_on is None for n in teams),
        _by_month([n.team_verified_on for n in teams], ends),
        None if whole else len(told.month.provinces.counted_now),
        None if province else units.middle(told.month.provinces.counted_now),
    )
    rows = _districts(part, month) if province else _provinces(part, month)
    todo = told.todo.only(region, province)
    teamless = sum(n.team_proved_on is None for n in teams)
    return AreaState(
        region,
        province,
        name,
        month,
        tambons,
        provinces,
        rows,
        todo,
        goal,
        team_goal,
        teamless=teamless,
        silent_count=len(part.silent),
        waiting_middle=units.middle([w.place for w in told.todo.waiting]),
        amiss_middle=units.middle([a.place for a in told.todo.amiss]),
        silent_middle=None if province else units.middle([_lies(p) for p in told.progress.silent]),
    )


@dataclass(frozen=True)
class _Units:
    """What an area is held against: every province, or every region; none for the country."""

    ids: tuple[str, ...]
    by_province: bool

    def middle(self, found: Iterable[LadderPlace]) -> float | None:
        """The middle of how many lie in each; those with none count as well."""
        counts = Counter(p.province if self.by_province else p.region for p in found)
        return median(counts[one] for one in self.ids) if self.ids else None


def _units(told: Progress, region: str, province: str) -> _Units:
    provinces = [p for p in told.provinces if p.id != BANGKOK_ID]
    if province:
        return _Units(tuple(p.id for p in provinces), by_province=True)
    return _Units(tuple(sorted({p.region for p in provinces})) if region else (), by_province=False)


def _lies(one: Province) -> LadderPlace:
    return LadderPlace(one.id, one.name, one.id, one.region)


def _goal(facts: Published, metric: str, region: str, province: str) -> Goal | None:
    """The country's published target, or what was agreed for the part (latest first)."""
    if not region and not province:
        return facts.target(metric)
    fits = [
        t
        for t in facts.targets
        if t.metric == metric and (t.province == province if province else t.region == region and not t.province)
    ]
    return max(fits, key=lambda t: (t.due_on, t.id), default=None)


def _by_month(days: list[datetime | None], ends: tuple[Month, ...]) -> tuple[int, ...]:
    return tuple(sum(d is not None and d < month.end for d in days) for month in ends)


def _grown(month: MonthShown, key: dict[str, str]) -> Counter[str]:
    found: Counter[str] = Counter()
    for one in month.tambons.changes:
        step = {What.NEW: 1, What.LOST: -1}.get(one.change.what, 0)
        found[key.get(one.place.id, one.place.province)] += step
    return found


def _provinces(part: Progress, month: MonthShown) -> tuple[UnitRow, ...]:
    # As of the month's end, like every figure beside them.
    proved = Counter(place.province for place in month.tambons.counted_now)
    reported, recorded = Counter[str](), Counter[str]()
    for one in part.tambons:
        reported[one.province] += one.reported_beside
        recorded[one.province] += 1
    grown = _grown(month, {})
    rows = [
        UnitRow(p.id, p.name, proved[p.id], reported[p.id], grown[p.id], recorded[p.id], p.id) for p in part.provinces
    ]
    return tuple(sorted(rows, key=lambda r: (-r.proved, -r.reported, r.id)))


def _districts(part: Progress, month: MonthShown) -> tuple[UnitRow, ...]:
    names = {t.area: t.district for t in part.tambons}
    proved = Counter(names[p.id].th for p in month.tambons.counted_now if p.id in names)
    reported, recorded = Counter[str](), Counter[str]()
    for one in part.tambons:
        reported[one.district.th] += one.reported_beside
        recorded[one.district.th] += 1
    grown = _grown(month, {area: name.th for area, name in names.items()})
    by_name = {name.th: name for name in names.values()}
    codes = {one.district.th: one.district_id for one in part.tambons if one.district_id}
    rows = [
        UnitRow(th, name, proved[th], reported[th], grown[th], recorded[th], codes.get(th, ""))
        for th, name in by_name.items()
    ]
    return tuple(sorted(rows, key=lambda r: (-r.proved, -r.reported, r.id)))
