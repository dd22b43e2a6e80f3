"""Invented progress of about 900 tambons, mistakes included."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date, timedelta
from itertools import count

from lib.domain.ladders import Status
from lib.domain.thai_date import fiscal_year_bounds
from lib.practice.invented_sentences import TAMBON_NOTES
from lib.practice.places import START, Dice, InventedPlace, of_type
from lib.practice.proofs import evidence, verdict
from lib.schema.choices import COUNCIL_AREAS
from lib.schema.ladders import TambonProgress
from lib.schema.record import Record

RUNGS = ("trained", "plan", "in_use", "spread", "concrete")
#: Tambons of each region that take part: practice is as uneven as life.
TAMBONS = {"N": 250, "NE": 230, "S": 180, "BE": 130, "CW": 110}
#: How much further than others a region's tambons get, in the same unit as chance (0 to 1).
AHEAD = {"N": 0.22, "NE": 0.05, "S": 0.12, "BE": 0.0, "CW": -0.25}
#: Of 100 tambons, how many end on which rung.
ENDS_ON = {"concrete": 48, "spread": 11, "in_use": 14, "plan": 15, "trained": 12}
#: Of 100 on the concrete rung: verified, reported, returned, verified although proof is missing.
CONCRETE = {"verified": 83, "reported": 12, "returned": 3, "unproven": 2}
#: Fiscal years (B.E.) and how many of 100 reach their last rung in them.
ARRIVES = {2564: 6, 2565: 12, 2566: 19, 2567: 23, 2568: 22, 2569: 18}
SHORTEST_CLIMB = timedelta(days=150)
SILENT_PROVINCES, FUTURE_DAYS, TYPED_TWICE = 4, 3, 6


def tambon_steps(places: Sequence[InventedPlace], dice: Dice) -> list[Record]:
    """Rungs of about 900 tambons with their evidence, and the mistakes that people make."""
    numbers = count(1)
    made: list[Record] = []
    climbed = _ranked(_taking_part(places, dice), dice)
    for place, top, fate in _fates(climbed, dice):
        made += _climb(place, top, fate, dice, numbers)
    return made + _mistakes(made, {p.id: p for p in climbed}, dice, numbers)


def _taking_part(places: Sequence[InventedPlace], dice: Dice) -> list[InventedPlace]:
    """Tambons drawn province by province, some provinces far busier than others."""
    provinces = of_type(places, "province")
    silent = {p.id for p in dice.random.sample(provinces, SILENT_PROVINCES)}
    pools: dict[str, list[InventedPlace]] = {p.id: [] for p in provinces if p.id not in silent}
    for place in dice.shuffled(of_type(places, *COUNCIL_AREAS)):
        if place.province in pools:
            pools[place.province].append(place)
    drawn: list[InventedPlace] = []
    for region, wanted in TAMBONS.items():
        busy = {p.id: dice.random.lognormvariate(0, 0.8) for p in provinces if p.region == region and pools.get(p.id)}
        for _ in range(wanted):
            open_to = [p for p in busy if pools[p]]
            drawn.append(pools[dice.pick(open_to, [busy[p] for p in open_to])].pop())
    return drawn


def _ranked(places: list[InventedPlace], dice: Dice) -> list[InventedPlace]:
    """The furthest first."""
    luck = {p.id: dice.random.random() + AHEAD.get(p.region, 0) for p in places}
    return sorted(places, key=lambda p: -luck[p.id])


def _fates(ranked: list[InventedPlace], dice: Dice) -> Iterator[tuple[InventedPlace, str, str]]:
    """Each tambon with its last rung and what became of the report on it."""
    tops = _shares(ENDS_ON, len(ranked))
    concrete = dice.shuffled(_shares(CONCRETE, tops.count("concrete")))
    for place, top in zip(ranked, tops, strict=True):
        if top == "concrete":
            yield place, top, concrete.pop()
        else:
            yield place, top, dice.pick(("verified", "reported", "returned"), (64, 29, 7))


def _shares(parts: dict[str, int], whole: int) -> list[str]:
    """`whole` names in proportion; rounding goes to the first."""
    counts = {name: whole * share // 100 for name, share in parts.items()}
    first = next(iter(parts))
    counts[first] += whole - sum(counts.values())
    return [name for name, number in counts.items() for _ in range(number)]


def _climb(place: InventedPlace, top: str, fate: str, dice: Dice, numbers: Iterator[int]) -> list[Record]:
    rungs = RUNGS[: RUNGS.index(top) + 1]
    made: list[Record] = []
    for rung, day in zip(rungs, _days(len(rungs), dice), strict=True):
        if rung == top:
            here = fate
        elif dice.chance(0.05):  # nobody wrote this rung down
            continue
        else:
            here = dice.pick(("verified", "reported", "returned"), (84, 13, 3))
        step = _step(place, rung, here, day, dice, numbers)
        made.append(step)
        made += [] if here == "unproven" else evidence(dice, step)
    return made


def _days(rungs: int, dice: Dice) -> list[date]:
    """One rising day per rung; the last in a year of `ARRIVES`, none after the last known day."""
    first, last = fiscal_year_bounds(dice.pick(list(ARRIVES), list(ARRIVES.values())))
    earliest = START + SHORTEST_CLIMB
    arrival = dice.day(max(first, earliest), last)
    if arrival > dice.last_day:
        arrival = dice.day(earliest, dice.last_day)
    room = (arrival - START).days
    span = min(room, sum(dice.random.randint(60, 330) for _ in range(rungs - 1)))
    between = sorted(dice.random.sample(range(1, max(span, rungs)), max(rungs - 2, 0)))
    back = [span, *(span - days for days in between), 0][-rungs:]
    return [arrival - timedelta(days=days) for days in back]


def _step(place: InventedPlace, rung: str, fate: str, day: date, dice: Dice, numbers: Iterator[int]) -> TambonProgress:
    status = Status.VERIFIED if fate == "unproven" else Status(fate)
    return TambonProgress(
        id=f"tp-practice{next(numbers):05d}",
        area=place.id,
        rung=rung,
        reached_on=day,
        note=dice.pick(TAMBON_NOTES[rung]) if dice.chance(0.4) else None,
        **verdict(dice, status, day, place.region),
    )


def _mistakes(made: list[Record], places: dict[str, InventedPlace], dice: Dice, numbers: Iterator[int]) -> list[Record]:
    """Days that have not come (one of them even verified), and rungs typed twice."""
    steps = [s for s in made if isinstance(s, TambonProgress)]
    last = {s.area: s for s in steps}
    unfinished = [s for s in last.values() if s.rung == "plan"]
    wrong: list[Record] = []
    for index, step in enumerate(dice.random.sample(unfinished, FUTURE_DAYS)):
        day = dice.today + timedelta(days=dice.random.randint(20, 400))
        fate = "reported" if index else "verified"
        ahead = _step(places[step.area], "in_use", fate, day, dice, numbers)
        wrong += [ahead, *evidence(dice, ahead)]
    proved = [s for s in steps if s.rung == "concrete" and s.status == Status.VERIFIED]
    for step in dice.random.sample(proved, TYPED_TWICE):
        day = min(step.reached_on + timedelta(days=7), dice.last_day)
        wrong.append(_step(places[step.area], step.rung, "reported", day, dice, numbers))
    return wrong
