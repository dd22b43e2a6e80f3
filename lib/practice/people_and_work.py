"""Invented centres, organisations, events, projects, people and households."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta
from decimal import Decimal

from lib.practice.ladder_steps import START
from lib.practice.places import MARK, Dice, Place, of_type
from lib.schema.centre import IncubationCentre
from lib.schema.choices import INFORMAL_LENDERS, LENDERS, OCCUPATIONS
from lib.schema.field import NoAnswer
from lib.schema.household import Debt, HouseholdSurvey
from lib.schema.people import Organisation, Person
from lib.schema.record import Record
from lib.schema.work import Event, Project

CENTRES = 58 - 12  # the twelve published ones stand beside them
PRODUCTS = (
    ("production", "organic", "เกษตรอินทรีย์"), ("production", "rice", "ข้าวพื้นเมือง"), ("processing", "textile", "ทอผ้าย้อมสีธรรมชาติ"),
    ("processing", "food", "น้ำพริกและอาหารแปรรูป"), ("processing", "herb", "สมุนไพรและสบู่"), ("processing", "craft", "จักสาน"),
    ("production", "cocoa_coffee", "โกโก้และกาแฟ"), ("service", "tourism", "ท่องเที่ยวโดยชุมชน"), ("production", "fish", "ปลาน้ำจืด"),
)  # fmt: skip
GROUPS = ("low_income", "elderly", "disabled", "youth", "women", "farmer")


def centres(
    places: Sequence[Place], points: dict[str, tuple[float, float]], dice: Dice
) -> list[Record]:
    """Centres near the middles of their provinces; some are areas, some not located."""
    made: list[Record] = []
    pool = [p for p in of_type(places, "tambon") if p.province in points]
    for number, place in enumerate(dice.random.sample(pool, CENTRES), start=1):
        cluster, product, words = dice.random.choice(PRODUCTS)
        lat, lon = points[place.province]
        basis = "area" if number % 15 == 0 else "unresolved" if number % 20 == 0 else "office"
        located = basis != "unresolved"
        made.append(
            IncubationCentre(
                id=f"ctr-practice{number:03d}", name=f"ศูนย์บ่มเพาะ{words}ตำบล{place.name_th} {MARK}",
                area=(place.province if basis == "area" else place.id) if located else None, basis=basis,
                latitude=round(lat + dice.random.uniform(-0.22, 0.22), 4) if basis == "office" else None,
                longitude=round(lon + dice.random.uniform(-0.22, 0.22), 4) if basis == "office" else None,
                accuracy_km={"office": 25.0, "area": 40.0, "unresolved": None}[basis],
                place_note=None if located else "ชื่อตำบลในเอกสารไม่ตรงกับทะเบียน",
                since_year=dice.random.randint(2563, 2568), cluster=cluster, products=[product],
                target_groups=sorted(dice.random.sample(GROUPS, 2)), members=dice.random.randint(12, 240),
                abilities=f"หลักสูตร{words} รับคนมาเรียนรู้และฝึกทำจริง",
                partners="สภาองค์กรชุมชนตำบล พัฒนาชุมชน มหาวิทยาลัยในพื้นที่",
                markets="ตลาดในตำบล ตลาดนัดองค์กรชุมชน และสั่งทางออนไลน์",
                missing=dice.random.choice(("คนรุ่นใหม่ทำตลาดออนไลน์", "เครื่องบรรจุ", "มาตรฐานสินค้า")),
            )
        )  # fmt: skip
    return made


def organisations(places: Sequence[Place], dice: Dice) -> list[Record]:
    """Sixty groups and councils."""
    tambons = dice.random.sample(of_type(places, "tambon"), 60)
    made: list[Record] = []
    for number, place in enumerate(tambons, start=1):
        cluster, _, words = dice.random.choice(PRODUCTS)
        council = number % 4 == 0
        name = f"สภาองค์กรชุมชนตำบล{place.name_th}" if council else f"กลุ่ม{words}{place.name_th}"
        made.append(
            Organisation(
                id=f"org-practice{number:03d}", name=f"{name} {MARK}", type="council" if council else "group",
                area=place.id, cluster=None if council else cluster, members=dice.random.randint(9, 160),
            )
        )  # fmt: skip
    return made


def events_and_projects(places: Sequence[Place], dice: Dice) -> list[Record]:
    """Forty events, twenty-five projects."""
    tambons = of_type(places, "tambon")
    made: list[Record] = []
    for number in range(1, 41):
        place, day = dice.random.choice(tambons), dice.day(START, dice.today)
        made.append(
            Event(
                id=f"event-practice{number:03d}", name=f"เวทีเรียนรู้แผนธุรกิจเพื่อชุมชน ครั้งที่ {number} {MARK}",
                type=dice.random.choice(("training", "forum", "visit")), mode="online" if number % 5 == 0 else "onsite",
                area=place.id, starts_on=day, ends_on=day + timedelta(days=dice.random.randint(0, 5)),
                people=dice.random.randint(15, 220),
            )
        )  # fmt: skip
    for number in range(1, 26):
        chosen = dice.random.sample(tambons, dice.random.randint(1, 5))
        made.append(
            Project(
                id=f"prj-practice{number:03d}", name=f"โครงการพัฒนาคุณภาพชีวิต {number} {MARK}",
                fiscal_year=dice.random.randint(2564, 2569), area=chosen[0].province, tambons=sorted(p.id for p in chosen),
                budget=Decimal(dice.random.randint(20, 120) * 1000), stage=dice.random.choice(("crawl", "walk", "run")),
            )
        )  # fmt: skip
    return made


def people(places: Sequence[Place], dice: Dice) -> list[Record]:
    """Eight contacts with names that nobody bears."""
    provinces = of_type(places, "province")
    return [
        Person(
            id=f"person-practice{n:02d}",
            name=f"ผู้ประสานงานฝึกหัด {n}",
            role="ผู้ประสานงาน",
            area=dice.random.choice(provinces).id,
        )
        for n in range(1, 9)
    ]


def households(places: Sequence[Place], dice: Dice) -> list[Record]:
    """A hundred and twenty surveys in two tambons, refusals and refused consent included."""
    made: list[Record] = []
    for place in of_type(places, "tambon")[100:102]:
        for number in range(1, 61):
            made.append(_household(place, number, dice))
    return made


def _household(place: Place, number: int, dice: Dice) -> HouseholdSurvey:
    code = f"{(number - 1) // 10 + 1:02d}-{number:03d}"
    fixed = {
        "id": f"hh-practice{place.id[3:]}{number:03d}", "household_code": code, "area": place.id,
        "village": (number - 1) // 10 + 1, "surveyed_on": date(2025, 2, 1) + timedelta(days=number // 4),
    }  # fmt: skip
    if dice.chance(0.05):
        return HouseholdSurvey(consent="no", **fixed)  # type: ignore[arg-type]
    declined: dict[str, NoAnswer] = {}
    if dice.chance(0.12):
        declined["savings"] = NoAnswer.REFUSED
    if dice.chance(0.06):
        declined["income_per_month"] = NoAnswer.UNKNOWN
    income = dice.random.randint(60, 420) * 100
    in_debt = dice.chance(0.7)
    return HouseholdSurvey(
        consent="yes", people=dice.random.randint(1, 7), main_occupation=dice.random.choice(OCCUPATIONS).value,
        income_per_month=None if "income_per_month" in declined else Decimal(income),
        expense_per_month=Decimal(round(income * dice.random.uniform(0.6, 1.2), -2)),
        savings=None if "savings" in declined else Decimal(dice.random.randint(0, 800) * 100),
        has_debt="yes" if in_debt else "no", debts=[_debt(n, place, number, dice) for n in range(dice.random.randint(1, 3))] if in_debt else [],
        no_answer=declined, **fixed,  # type: ignore[arg-type]
    )  # fmt: skip


def _debt(position: int, place: Place, number: int, dice: Dice) -> Debt:
    lender = dice.random.choice(LENDERS).value
    informal = lender in INFORMAL_LENDERS
    return Debt(
        id=f"row-practice{place.id[3:]}{number:03d}{position}", lender=lender,
        balance=Decimal(dice.random.randint(20, 900 if not informal else 200) * 100),
        interest_per_year=float(dice.random.choice((24, 36, 60, 120)) if informal else dice.random.choice((4, 6, 7, 12))),
    )  # fmt: skip
