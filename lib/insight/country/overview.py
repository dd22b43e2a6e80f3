"""The two goals of the country, and what is missing in a part of it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from lib.domain.gaps import Lack
from lib.domain.goals import Standing, standing
from lib.domain.places import BANGKOK_ID
from lib.domain.thai_date import bangkok_today
from lib.insight.country.area_state import AreaState
from lib.insight.country.centres import Centres
from lib.insight.country.doings import LastWord, quiet
from lib.insight.country.networks import networks
from lib.insight.country.progress import Progress, progress
from lib.insight.country.published import Goal, published
from lib.insight.country.to_do import Amiss
from lib.insight.source import Shown, Source

#: In an address: everything that cannot be right but what lacks evidence.
OTHERWISE = "otherwise"


@dataclass(frozen=True)
class Gap:
    """Something missing or wrong: what, how many, and the page and filters that list it."""

    lack: Lack
    count: int
    page: str
    query: dict[str, str]


@dataclass(frozen=True)
class Overview:
    """The country's two goals with where they stand (None: no target), and its tambons."""

    tambons: tuple[Goal, Standing] | None
    provinces: tuple[Goal, Standing] | None
    progress: Progress


def overview(source: Source, *, fresh: bool = False) -> Shown[Overview]:
    """The goals; they change with the ladders and with the published facts."""
    told, teams = progress(source, fresh=fresh), networks(source, fresh=fresh)
    facts = published(source, fresh=fresh)
    tambons = goal_standing(
        facts.value.target("concrete_tambons"), told.value.proved, told.value.reported_beside, told.value.any_record
    )
    provinces = goal_standing(
        facts.value.target("provinces_with_team"),
        teams.value.proved,
        teams.value.reported_beside,
        teams.value.any_record,
    )
    version = f"{told.version} {teams.version} {facts.version}"
    return Shown(Overview(tambons, provinces, told.value), version, told.as_of)


def goal_standing(goal: Goal | None, proved: int, reported: int, any_record: bool) -> tuple[Goal, Standing] | None:
    """A target with where it stands today; None when there is no target."""
    if goal is None:
        return None
    return goal, standing(goal.amount, proved, reported, goal.due_on, bangkok_today(), any_record=any_record)


def gaps(state: AreaState, places: Centres, words: Sequence[LastWord]) -> tuple[Gap, ...]:
    """What waits or is missing in an area as of today, the most first; each figure is that of the list it leads to."""
    region, province, todo = state.region, state.province, state.todo
    unknown = sum(
        places.coverage[p.id] == "unknown"
        for p in places.provinces_of(region)
        if province in ("", p.id) and p.id != BANGKOK_ID
    )
    lost = [c for c in places.centres if c.drawn_as == "unresolved"]
    lost = [c for c in lost if region in ("", c.region) and province in ("", c.province)]
    unproved = todo.count(Amiss.NO_EVIDENCE)
    found = [
        Gap(Lack.VERDICTS_WAITING, len(todo.waiting), "area", {"todo": "waiting"}),
        Gap(Lack.TAMBONS_WAITING, state.tambons.reported, "progress", {"show": "reported"}),
        Gap(Lack.PROVINCES_WITHOUT_TEAM, state.teamless, "networks", {"show": "no_team"}),
        Gap(Lack.PROVINCES_WITHOUT_TAMBON, state.silent_count, "progress", {"show": "silent"}),
        Gap(Lack.PROVINCES_QUIET, len(quiet(words, region, province)), "progress", {"show": "quiet"}),
        Gap(Lack.COVERAGE_UNKNOWN, unknown, "centres", {"know": "unknown"}),
        Gap(Lack.CENTRES_UNRESOLVED, len(lost), "centres", {"know": "unresolved"}),
        Gap(Lack.VERIFIED_WITHOUT_EVIDENCE, unproved, "area", {"todo": "amiss", "what": Amiss.NO_EVIDENCE.value}),
        Gap(Lack.AMISS, len(todo.amiss) - unproved, "area", {"todo": "amiss", "what": OTHERWISE}),
    ]
    return tuple(sorted((g for g in found if g.count), key=lambda g: -g.count))
