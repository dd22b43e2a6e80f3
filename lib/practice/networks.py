"""Invented provincial networks: about 70 provinces on their ladder, the others silent."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date, timedelta
from itertools import count

from lib.domain.ladders import Status
from lib.domain.places import BANGKOK_ID
from lib.practice.invented_sentences import PROVINCE_NOTES, PROVINCE_PARTNERS
from lib.practice.places import MARK, START, Dice, InventedPlace, of_type
from lib.practice.proofs import evidence, verdict
from lib.schema.ladders import ProvincialNetwork
from lib.schema.record import Record

RUNGS = ("team", "vision", "plan", "in_province_plan", "policy_centres")
SILENT = 6
#: How many of 100 provinces stop on each rung.
STOPS = (14, 22, 30, 22, 12)
#: A mistake: verified, yet the evidence is gone.
UNPROVEN = 2


def province_steps(places: Sequence[InventedPlace], dice: Dice) -> list[Record]:
    """Rungs of every province but a few, with evidence. Bangkok is not one of the 76."""
    provinces = [p for p in of_type(places, "province") if p.id != BANGKOK_ID]
    heard = dice.random.sample(provinces, max(len(provinces) - SILENT, 0))
    unproven = {p.id for p in heard[:UNPROVEN]}
    numbers = count(1)
    made: list[Record] = []
    for place in sorted(heard, key=lambda p: p.id):
        for step in _climb(place, dice, numbers, verified=place.id in unproven):
            made.append(step)
            if not (step.rung == "team" and place.id in unproven):
                made += evidence(dice, step)
    return made


def _climb(place: InventedPlace, dice: Dice, numbers: Iterator[int], *, verified: bool) -> Iterator[ProvincialNetwork]:
    day = dice.day(START + timedelta(days=60), date(2022, 9, 30))
    for rung in RUNGS[: dice.pick(range(1, len(RUNGS) + 1), STOPS)]:
        if day > dice.last_day:
            return
        weights = (84, 12, 4) if rung == "team" else (70, 24, 6)
        status = dice.pick((Status.VERIFIED, Status.REPORTED, Status.RETURNED), weights)
        if verified and rung == "team":
            status = Status.VERIFIED
        yield _step(place, rung, status, day, dice, next(numbers))
        day += timedelta(days=dice.random.randint(90, 460))


def _step(place: InventedPlace, rung: str, status: Status, day: date, dice: Dice, number: int) -> ProvincialNetwork:
    team, plan = rung == "team", rung == "plan"
    return ProvincialNetwork(
        id=f"pn-practice{number:05d}",
        area=place.id,
        rung=rung,
        reached_on=day,
        team_name=f"ทีมขับเคลื่อนแผนธุรกิจเพื่อชุมชนจังหวัด{place.name_th} {MARK}" if team else None,
        team_members=dice.random.randint(7, 32) if team or dice.chance(0.2) else None,
        plan_title=f"แผนเศรษฐกิจและทุนชุมชนจังหวัด{place.name_th} {MARK}" if plan else None,
        partners=dice.pick(PROVINCE_PARTNERS) if team or dice.chance(0.6) else None,
        note=dice.pick(PROVINCE_NOTES[rung]) if dice.chance(0.5) else None,
        **verdict(dice, status, day, place.region),
    )
