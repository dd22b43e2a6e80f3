"""Invented organisations, contacts, events, projects, and notes on the strategy's goals."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta
from decimal import Decimal

from lib.domain.thai_date import fiscal_year
from lib.practice.invented_sentences import EVENT_NOTES, PROJECT_NOTES
from lib.practice.places import MARK, START, Dice, InventedPlace, of_type
from lib.practice.trades import TRADES
from lib.schema.people import Organisation, Person
from lib.schema.record import Record
from lib.schema.work import Event, Evidence, Project

GROUPS, PEOPLE, EVENTS, PROJECTS = 34, 8, 40, 25
#: Organisations that are no groups: type, name before the place, how many, type of their area.
OTHERS = (
    ("council", "สภาองค์กรชุมชนตำบล", 12, "tambon"),
    ("network", "เครือข่ายเศรษฐกิจและทุนชุมชนจังหวัด", 6, "province"),
    ("agency", "สำนักงานส่งเสริมอาชีพจังหวัด", 3, "province"),
    ("university", "วิทยาลัยชุมชนฝึกหัดจังหวัด", 3, "province"),
    ("company", "บริษัทรับซื้อผลผลิตจังหวัด", 2, "province"),
)
EVENT_NAMES = {
    "training": "อบรมแผนธุรกิจเพื่อชุมชน รุ่นฝึกหัด",
    "forum": "เวทีแลกเปลี่ยนเศรษฐกิจและทุนชุมชน ครั้งที่",
    "meeting": "ประชุมทีมจังหวัด ครั้งที่",
    "visit": "ศึกษาดูงานศูนย์บ่มเพาะ ครั้งที่",
}
#: Goals of the strategy (data/reference/strategy_goal.csv) on which somebody left a note.
GOAL_NOTES = {
    "1.2": "รายชื่อผู้นำที่เรียนจบและกลับไปสอนต่อ",
    "2.1": "บัญชีสินค้าและบริการของ 12 ตำบล",
    "3.1": "สรุปการซื้อขายแลกเปลี่ยนระหว่างเครือข่าย",
    "4.1": "รายการพื้นที่เรียนรู้ที่เปิดรับผู้มาเยือน",
}


def organisations(places: Sequence[InventedPlace], dice: Dice) -> list[Record]:
    """Sixty organisations, most of them groups."""
    made: list[Record] = []
    for place in dice.random.sample(of_type(places, "tambon"), GROUPS):
        trade = dice.pick(TRADES)
        made.append(
            Organisation(
                id=f"org-practice{len(made) + 1:03d}",
                name=f"กลุ่ม{trade.words}ตำบล{place.name_th} {MARK}",
                type="group",
                area=place.id,
                cluster=trade.cluster,
                members=dice.random.randint(9, 140),
            )
        )
    for kind, name, many, area_type in OTHERS:
        for place in dice.random.sample(of_type(places, area_type), many):
            made.append(
                Organisation(
                    id=f"org-practice{len(made) + 1:03d}",
                    name=f"{name}{place.name_th} {MARK}",
                    type=kind,
                    area=place.id,
                    members=dice.random.randint(20, 400) if kind in ("council", "network") else None,
                )
            )
    return made


def people(places: Sequence[InventedPlace], known: Sequence[Record], dice: Dice) -> list[Record]:
    """Contacts with names that nobody bears, and no telephone that could ring."""
    provinces = dice.random.sample(of_type(places, "province"), PEOPLE)
    return [
        Person(
            id=f"person-practice{number:02d}",
            name=f"ผู้ประสานงานฝึกหัด {number}",
            role="ผู้ประสานงานจังหวัด",
            area=place.id,
            organisation=dice.pick(known).id,
        )
        for number, place in enumerate(provinces, start=1)
    ]


def events(places: Sequence[InventedPlace], dice: Dice) -> list[Record]:
    """Forty trainings, forums, meetings and visits."""
    tambons = of_type(places, "tambon")
    return [_event(number, dice.pick(tambons), tambons, dice) for number in range(1, EVENTS + 1)]


def _event(number: int, place: InventedPlace, tambons: list[InventedPlace], dice: Dice) -> Event:
    kind = dice.pick(tuple(EVENT_NAMES), (4, 3, 2, 2))
    online = kind in ("training", "meeting") and dice.chance(0.35)
    near = [p for p in tambons if p.province == place.province]
    first = dice.day(START, dice.last_day)
    cohort = dice.pick(("online_1", "online_2", "online_3")) if online else "onsite"
    return Event(
        id=f"event-practice{number:03d}",
        name=f"{EVENT_NAMES[kind]} {number} {MARK}",
        type=kind,
        mode="online" if online else "onsite",
        cohort=cohort if kind == "training" else None,
        area=place.id if dice.chance(0.6) else place.province,
        starts_on=first,
        ends_on=first + timedelta(days=5 if kind == "training" else dice.random.randint(0, 2)),
        people=dice.random.randint(12, 240),
        tambons=[p.id for p in dice.some(near, min(3, len(near)), 18)],
        note=dice.pick(EVENT_NOTES) if dice.chance(0.6) else None,
    )


def projects(places: Sequence[InventedPlace], known: Sequence[Record], dice: Dice) -> list[Record]:
    """Twenty-five funded projects, most of them small."""
    tambons = of_type(places, "tambon")
    return [_project(number, dice.pick(tambons), tambons, known, dice) for number in range(1, PROJECTS + 1)]


def _project(
    number: int, place: InventedPlace, tambons: list[InventedPlace], known: Sequence[Record], dice: Dice
) -> Project:
    near = [p for p in tambons if p.province == place.province]
    trade = dice.pick(TRADES)
    return Project(
        id=f"prj-practice{number:03d}",
        name=f"พัฒนาคุณภาพชีวิตด้วย{trade.words}ตำบล{place.name_th} {MARK}",
        fiscal_year=fiscal_year(dice.day(START, dice.last_day)),
        area=place.province,
        tambons=sorted({place.id, *(p.id for p in dice.some(near, 0, 4))}),
        organisation=dice.pick(known).id,
        budget=Decimal(dice.random.randint(15, 180) * 1000) if dice.chance(0.92) else None,
        stage=dice.pick(("crawl", "walk", "run"), (4, 4, 2)),
        note=dice.pick(PROJECT_NOTES) if dice.chance(0.5) else None,
    )


def goal_notes(dice: Dice) -> list[Record]:
    """What somebody filed as evidence of a strategy goal."""
    return [
        Evidence(
            id=f"ev-practice-goal{number:02d}",
            name=f"{name} {MARK}",
            proves_kind="strategy_goal",
            proves=f"goal-{goal}",
            type="file",
            where_kept="แฟ้มฝึกหัดของสำนักงานภาค",
            dated=dice.day(START, dice.last_day),
        )
        for number, (goal, name) in enumerate(GOAL_NOTES.items(), start=1)
    ]
