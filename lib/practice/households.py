"""Invented household surveys: debts, refusals, gaps and families that do not consent."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta
from decimal import Decimal
from typing import Any

from lib.practice.places import Dice, Place, of_type
from lib.schema.choices import INFORMAL_LENDERS, LENDERS, OCCUPATIONS
from lib.schema.field import NoAnswer
from lib.schema.household import Debt, HouseholdSurvey
from lib.schema.record import Record

TAMBONS, HOUSEHOLDS, VILLAGES = 2, 60, 6
#: Question → how many of 100 decline it, and how many do not know.
DECLINES = {
    "income_per_month": (5, 4),
    "expense_per_month": (2, 7),
    "savings": (11, 3),
    "has_debt": (4, 0),
}
PURPOSES = ("ลงทุนเพาะปลูก", "ค่าเล่าเรียนลูก", "ซ่อมบ้าน", "ค่ารักษาพยาบาล", "ซื้อรถกระบะ", "ใช้หนี้เดิม")


def households(places: Sequence[Place], dice: Dice) -> list[Record]:
    """A hundred and twenty surveys in two tambons."""
    made: list[Record] = []
    for place in dice.random.sample(of_type(places, "tambon"), TAMBONS):
        made += [_household(place, number, dice) for number in range(1, HOUSEHOLDS + 1)]
    return made


def _household(place: Place, number: int, dice: Dice) -> HouseholdSurvey:
    village = (number - 1) % VILLAGES + 1
    consents = dice.chance(0.93)
    return HouseholdSurvey(
        id=f"hh-practice{place.id.removeprefix('TH-')}x{number:03d}",
        household_code=f"{village:02d}-{number:03d}",
        area=place.id,
        village=village,
        surveyed_on=dice.last_day - timedelta(days=120 - number // 3),
        consent="yes" if consents else "no",
        **(_answers(place, number, dice) if consents else {}),
    )


def _answers(place: Place, number: int, dice: Dice) -> dict[str, Any]:
    """Answers of a family that consents."""
    income = max(25, round(dice.random.lognormvariate(4.85, 0.5))) * 100
    main = dice.pick(OCCUPATIONS).value
    answers: dict[str, Any] = {
        "people": dice.pick((1, 2, 3, 4, 5, 6, 7), (8, 18, 24, 24, 14, 8, 4)),
        "main_occupation": main,
        "second_occupations": [
            o.value for o in dice.some(OCCUPATIONS, 0, 2) if o.value not in (main, "none")
        ],
        "income_per_month": Decimal(income),
        "expense_per_month": Decimal(round(income * dice.random.uniform(0.6, 1.2), -2)),
        "savings": Decimal(dice.pick((0, dice.random.randint(5, 900) * 100), (3, 7))),
        "has_debt": "yes" if dice.chance(0.7) else "no",
    }
    declined = _declined(dice)
    answers = {name: value for name, value in answers.items() if name not in declined}
    if dice.chance(0.06):  # the interviewer was called away
        answers.pop("savings", None)
    if answers.get("has_debt") == "yes":
        many = dice.pick((1, 2, 3), (6, 3, 1))
        answers["debts"] = [_debt(place, number, n, dice) for n in range(1, many + 1)]
    return {**answers, "no_answer": declined}


def _declined(dice: Dice) -> dict[str, NoAnswer]:
    found = {}
    for name, (refuses, unknown) in DECLINES.items():
        weights = (100 - refuses - unknown, refuses, unknown)
        why = dice.pick((None, NoAnswer.REFUSED, NoAnswer.UNKNOWN), weights)
        if why:
            found[name] = why
    return found


def _debt(place: Place, household: int, number: int, dice: Dice) -> Debt:
    lender = dice.pick(LENDERS).value
    informal = lender in INFORMAL_LENDERS
    refuses = dice.chance(0.08)
    rates = (0.0, 24.0, 36.0, 60.0, 120.0) if informal else (4.0, 6.0, 7.0, 12.0, 15.0)
    return Debt(
        id=f"row-practice{place.id.removeprefix('TH-')}x{household:03d}x{number}",
        lender=lender,
        balance=None
        if refuses
        else Decimal(dice.random.randint(10, 200 if informal else 2500) * 100),
        interest_per_year=dice.pick(rates) if dice.chance(0.85) else None,
        purpose=dice.pick(PURPOSES) if dice.chance(0.7) else None,
        no_answer={"balance": NoAnswer.REFUSED} if refuses else {},
    )
