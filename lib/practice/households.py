"""Invented household surveys: debts, leaks, refusals, gaps and families that do not consent."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta
from decimal import Decimal
from typing import Any

from lib.domain.thai_date import fiscal_year
from lib.practice.answers import invented
from lib.practice.places import Dice, InventedPlace, of_type
from lib.schema.field import NoAnswer
from lib.schema.household import CONSENT_VERSION, HouseholdSurvey
from lib.schema.household_economy import Debt, Expense, Produce
from lib.schema.record import Record
from lib.schema.survey_choices import (
    BUYERS,
    ENOUGH_FOOD,
    EXPENSE_ITEMS,
    INFORMAL_LENDERS,
    INPUT_OWNERS,
    LAND_HELD,
    LENDERS,
    OCCUPATIONS,
    PRICE_SETTERS,
    PRODUCTION_OWNERS,
    STEADY_INCOME,
)

TAMBONS, HOUSEHOLDS, VILLAGES = 5, 72, 4
CROPS = ("ข้าวเหนียว", "มันสำปะหลัง", "ผักปลอดสาร", "ปลาในกระชัง", "ไก่พื้นเมือง", "ผ้าทอ")
#: Question → how many of 100 decline it, and how many do not know.
DECLINES = {"income_per_month": (5, 4), "expense_per_month": (2, 7), "savings": (11, 3), "has_debt": (4, 0)}
#: How many of 100 live by each occupation, in the list's order.
_AT_WORK = (34, 5, 4, 3, 17, 3, 12, 2, 14, 2, 1, 1, 1, 1)
#: How many of 100 debts are owed to each lender, in the list's order.
_LENT = (34, 22, 14, 5, 8, 3, 11, 2, 1)
#: What the visit itself says, answered for every household.
_OF_THE_VISIT = ("household_code", "area", "village", "surveyed_on", "year", "consent", "consent_channel")
PURPOSES = ("ลงทุนเพาะปลูก", "ค่าเล่าเรียนลูก", "ซ่อมบ้าน", "ค่ารักษาพยาบาล", "ซื้อรถกระบะ", "ใช้หนี้เดิม")


def households(places: Sequence[InventedPlace], dice: Dice) -> list[Record]:
    """Surveys of five tambons of one province in the last round, of the first also the year before."""
    made: list[Record] = []
    tambons = surveyed(places, dice)
    for place in tambons:
        made += [_household(place, number, dice, 0) for number in range(1, HOUSEHOLDS + 1)]
    made += [_household(tambons[0], number, dice, 1) for number in range(1, HOUSEHOLDS - 5)]
    return made


def surveyed(places: Sequence[InventedPlace], dice: Dice) -> list[InventedPlace]:
    """The tambons whose households were asked; the same for the same dice."""
    first = dice.random.sample(of_type(places, "tambon"), 1)[0]
    near = [p for p in of_type(places, "tambon") if p.province == first.province and p != first]
    return [first, *dice.random.sample(near, TAMBONS - 1)]


def _household(place: InventedPlace, number: int, dice: Dice, years_ago: int) -> HouseholdSurvey:
    village = (number - 1) % VILLAGES + 1
    consents = dice.chance(0.95)
    day = dice.last_day - timedelta(days=120 + 365 * years_ago - number // 3)
    checked = consents and dice.chance(0.93)
    return HouseholdSurvey(
        id=f"hh-practice{place.id.removeprefix('TH-')}x{number:03d}{'z' * years_ago}",
        household_code=f"{village:02d}-{number:03d}",
        area=place.id,
        village=village,
        surveyed_on=day,
        year=fiscal_year(dice.last_day - timedelta(days=120)) - years_ago,
        consent="yes" if consents else "no",
        consent_channel="paper" if consents else None,
        consent_version=CONSENT_VERSION if consents else None,
        consented_on=day if consents else None,
        keep_until=day + timedelta(days=3 * 365),
        checked_on=day + timedelta(days=4) if checked else None,
        checked_by="ทีมตรวจแบบฝึกหัด" if checked else None,
        **(_answers(place, number, dice, years_ago) if consents else {}),
    )


def _answers(place: InventedPlace, number: int, dice: Dice, years_ago: int) -> dict[str, Any]:
    """Answers of a family that consents."""
    income = max(25, round(dice.random.lognormvariate(4.85, 0.5))) * 100
    main = dice.pick(OCCUPATIONS, _AT_WORK).value
    answers: dict[str, Any] = {
        "people": dice.pick((1, 2, 3, 4, 5, 6, 7), (8, 18, 24, 24, 14, 8, 4)),
        "main_occupation": main,
        "second_occupations": [o.value for o in dice.some(OCCUPATIONS, 0, 2) if o.value not in (main, "none")],
        "income_per_month": Decimal(income),
        "expense_per_month": Decimal(round(income * dice.random.uniform(0.6, 1.2), -2)),
        "savings": Decimal(dice.pick((0, dice.random.randint(5, 900) * 100), (3, 7))),
        "has_debt": "yes" if dice.chance(0.7) else "no",
        "enough_food": dice.pick(ENOUGH_FOOD, (6, 3, 1)).value,
        "land_held": dice.pick(LAND_HELD, (5, 3, 1, 1)).value,
        "steady_income": dice.pick(STEADY_INCOME, (3, 4, 3)).value,
    }
    by_hand = {*_OF_THE_VISIT, *answers}
    declined = _declined(dice)
    answers = {name: value for name, value in answers.items() if name not in declined}
    if dice.chance(0.06):  # the interviewer was called away
        answers.pop("savings", None)
    if answers.get("has_debt") == "yes":
        many = dice.pick((1, 2, 3), (6, 3, 1))
        key = f"{number:03d}{'z' * years_ago}"
        answers["debts"] = [_debt(place, key, n, dice) for n in range(1, many + 1)]
    row = f"row-practice{place.id.removeprefix('TH-')}x{number:03d}{'z' * years_ago}"
    answers["expenses"] = _expenses(row, dice)
    answers["produce"] = _produce(row, dice) if dice.chance(0.7) else []
    more, refused = invented(HouseholdSurvey, {**answers, "consent": "yes"}, by_hand, dice)
    return {**answers, **more, "no_answer": {**declined, **refused}}


def _expenses(row: str, dice: Dice) -> list[Expense]:
    items = dice.some([o.value for o in EXPENSE_ITEMS[:8]], 2, 4)
    made = []
    for number, item in enumerate(items):
        outside = dice.chance(0.7)
        made.append(
            Expense(
                id=f"{row}e{number}",
                item=item,
                amount=Decimal(dice.random.randint(2, 30) * 100),
                bought="outside" if outside else "inside",
                could_make=("yes" if item in ("food", "household", "farm_inputs") else "no") if outside else None,
            )
        )
    return made


def _produce(row: str, dice: Dice) -> list[Produce]:
    made = []
    for number, crop in enumerate(dice.some(CROPS, 1, 2)):
        sold = dice.random.randint(5, 120) * 1000
        made.append(
            Produce(
                id=f"{row}p{number}",
                what=crop,
                sold_per_year=Decimal(sold),
                input_cost=Decimal(round(sold * dice.random.uniform(0.2, 0.5), -2)),
                inputs=dice.pick(INPUT_OWNERS, (3, 2, 4, 1)).value,
                production=dice.pick(PRODUCTION_OWNERS, (7, 2, 1)).value,
                price=dice.pick(PRICE_SETTERS, (2, 3, 5)).value,
                sold_to=dice.pick(BUYERS, (2, 2, 2, 4, 1)).value,
                consumers="outside" if dice.chance(0.6) else "inside",
            )
        )
    return made


def _declined(dice: Dice) -> dict[str, NoAnswer]:
    found = {}
    for name, (refuses, unknown) in DECLINES.items():
        weights = (100 - refuses - unknown, refuses, unknown)
        why = dice.pick((None, NoAnswer.REFUSED, NoAnswer.UNKNOWN), weights)
        if why:
            found[name] = why
    return found


def _debt(place: InventedPlace, household: str, number: int, dice: Dice) -> Debt:
    lender = dice.pick(LENDERS, _LENT).value
    informal = lender in INFORMAL_LENDERS
    refuses = dice.chance(0.08)
    rates = (0.0, 24.0, 36.0, 60.0, 120.0) if informal else (4.0, 6.0, 7.0, 12.0, 15.0)
    return Debt(
        id=f"row-practice{place.id.removeprefix('TH-')}x{household}x{number}",
        lender=lender,
        balance=None if refuses else Decimal(dice.random.randint(10, 200 if informal else 2500) * 100),
        interest_per_year=dice.pick(rates) if dice.chance(0.85) else None,
        purpose=dice.pick(PURPOSES) if dice.chance(0.7) else None,
        no_answer={"balance": NoAnswer.REFUSED} if refuses else {},
    )
