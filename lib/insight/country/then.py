"""The two ladders as a month that is over left them, in the shape of today's read models.

What is said in words (a team's name, a plan's title, partners) is today's: a month keeps its steps only.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date, datetime

from lib.domain.ladder_changes import LadderThen, StepThen
from lib.domain.ladders import Status, Step, highest, lacking
from lib.domain.thai_date import fiscal_year
from lib.insight.bilingual_name import Name
from lib.insight.country.month import LadderPlace
from lib.insight.country.networks import Network, Networks
from lib.insight.country.progress import Progress, Tambon, YearCount

_NOWHERE = Name("", "")


def progress_then(today: Progress, ladder: LadderThen, places: Mapping[str, LadderPlace]) -> Progress:
    """The tambons as they stood at a month's end. `places`: of areas whose records were all withdrawn since."""
    known = {t.area: t for t in today.tambons}
    areas = sorted(area for area, steps in ladder.steps.items() if steps and (area in known or area in places))
    tambons = tuple(_tambon(area, ladder, known.get(area), places.get(area)) for area in areas)
    return replace(today, tambons=tambons, years=_years(tambons, ladder))


def _tambon(area: str, ladder: LadderThen, known: Tambon | None, place: LadderPlace | None) -> Tambon:
    orders, steps = {r.id: r.order for r in ladder.rungs}, ladder.steps[area]
    counting = [s for s in steps if s.rung == ladder.counting]
    proved = [s for s in counting if s.proved(ladder.day)]
    lies = known or place
    assert lies is not None, "only places that one of the two knows are asked for"
    return Tambon(
        area,
        lies.name,
        known.district if known else _NOWHERE,
        lies.province,
        lies.region,
        max((orders[r] for r in ladder.proved(area)), default=0),
        max((orders[r] for r in ladder.reported(area)), default=0),
        _first_day(proved),
        _first_day([s for s in counting if s.reported(ladder.day)]),
        # A month that was closed before verdicts' days were kept: today's, if it still stands.
        _first_verdict(proved) or (known.verified_on if known and proved else None),
        district_id=known.district_id if known else "",
        proved_at=frozenset(orders[r] for r in ladder.proved(area)),
        said_at=frozenset(orders[r] for r in ladder.reported(area)),
    )


def _first_day(steps: Sequence[StepThen]) -> date | None:
    return min((s.reached_on for s in steps if s.reached_on is not None), default=None)


def _first_verdict(steps: Sequence[StepThen]) -> datetime | None:
    return min((s.verified_at for s in steps if s.verified_at is not None), default=None)


def _years(tambons: Sequence[Tambon], ladder: LadderThen) -> tuple[YearCount, ...]:
    """Distinct tambons that had reached each rung by then, by fiscal year (B.E.)."""
    rungs = {r.id for r in ladder.rungs}
    said: dict[tuple[str, str, str, int], tuple[set[str], set[str]]] = defaultdict(lambda: (set(), set()))
    for one in tambons:
        for step in ladder.steps[one.area]:
            if step.rung not in rungs or step.reached_on is None:
                continue
            proved, reported = said[one.region, one.province, step.rung, fiscal_year(step.reached_on)]
            if step.proved(ladder.day):
                proved.add(one.area)
            if step.reported(ladder.day):
                reported.add(one.area)
    found = (YearCount(*key, len(proved), len(reported)) for key, (proved, reported) in said.items())
    return tuple(sorted(found, key=lambda y: (y.year, y.region, y.province, y.rung)))


def networks_then(today: Networks, ladder: LadderThen) -> Networks:
    """The provinces as they stood at a month's end."""
    provinces = tuple(_network(one, ladder.steps.get(one.province, ()), ladder) for one in today.provinces)
    return replace(today, provinces=provinces)


def _network(one: Network, steps: Sequence[StepThen], ladder: LadderThen) -> Network:
    came = [s for s in steps if s.reported(ladder.day)]
    standing = [Step(s.rung, Status(s.status), s.has_evidence) for s in came]
    team = [s for s in steps if s.rung == ladder.counting]
    proved = [s for s in team if s.proved(ladder.day)]
    return replace(
        one,
        proved=highest(ladder.rungs, standing, proved=True),
        reported=highest(ladder.rungs, standing, proved=False),
        lacks=tuple(r.id for r in lacking(ladder.rungs, standing)),
        team_proved_on=_first_day(proved),
        team_reported=any(s.reported(ladder.day) for s in team),
        team_verified_on=_first_verdict(proved) or (one.team_verified_on if proved else None),
        said=frozenset(s.rung for s in came),
    )
