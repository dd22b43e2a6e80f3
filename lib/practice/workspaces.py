"""Invented workspaces of tambons: some just begun, some stuck, some with a certified plan at work."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta
from typing import Any

from lib.domain.thai_date import fiscal_year
from lib.practice import tambon_plans, tambon_surveys
from lib.practice.households import VILLAGES
from lib.practice.places import Dice, InventedPlace, of_type
from lib.schema.record import Record
from lib.schema.tambon_change import PolicyProposal
from lib.schema.tambon_choices import SEVEN_STEPS
from lib.schema.tambon_work import SurveyVillage, TambonStep, TambonTask, TambonWork
from lib.schema.work import Evidence

OTHERS = 9
_BLOCKERS = ("รอแบบสำรวจจากสองหมู่บ้าน", "ผู้นำติดฤดูเก็บเกี่ยว", "ยังนัดประชุมสภาไม่ได้")
_TASKS = {
    "1": "นัดผู้นำ 12 หมู่บ้านคุยเป้าหมาย",
    "2": "ซ้อมทีมเก็บข้อมูลหนึ่งหมู่บ้าน",
    "3": "เวทีจัดลำดับปัญหา",
    "4": "ประชุมติดตามรายเดือน",
    "5": "เก็บตัวเลขตัวชี้วัดซ้ำ",
    "6": "รับคณะดูงานจากตำบลข้างเคียง",
    "7": "รวบรวมข้อเสนอส่งจังหวัด",
}


def workspaces(places: Sequence[InventedPlace], surveyed: Sequence[InventedPlace], dice: Dice) -> list[Record]:
    """A workspace for each surveyed tambon, and some elsewhere at every step."""
    made: list[Record] = []
    known = {p.id for p in surveyed}
    rest = [p for p in of_type(places, "tambon") if p.id not in known]
    for number, place in enumerate([*surveyed, *dice.random.sample(rest, OTHERS)], start=1):
        reached = 7 if number == 1 else 4 if number <= len(surveyed) else dice.random.randint(1, 6)
        made += _work(number, place, reached, dice, number <= len(surveyed))
    made.append(
        PolicyProposal(
            id="po-practice01",
            area=surveyed[0].province,
            text="ให้ อบต. ซื้อผักของกลุ่มเข้าโครงการอาหารกลางวัน (ฝึกหัด)",
            because="ตำบลฝึกหัดลดรายจ่ายค่าอาหารได้จริง",
            works=["tw-practice01"],
            state="handed_in",
            addressed_to="คณะกรรมการพัฒนาจังหวัด (ฝึกหัด)",
        )
    )
    return made


def _work(number: int, place: InventedPlace, reached: int, dice: Dice, surveyed: bool) -> list[Record]:
    day = dice.last_day
    year = fiscal_year(day - timedelta(days=120))
    key = f"practice{number:02d}"
    certified = reached > 3
    head = TambonWork(
        id=f"tw-{key}",
        area=place.id,
        year=year,
        name=f"{place.name_th} {year}",
        coordinator="ผู้ประสานฝึกหัด",
        contact="ที่ทำการสภาองค์กรชุมชนตำบล (ฝึกหัด)",
        plan_state="certified" if certified else "draft",
        certified_on=day - timedelta(days=60) if certified else None,
        certified_by="ประชาคมตำบล (ฝึกหัด)" if certified else None,
        attendance=86 if certified else None,
        in_favour=83 if certified else None,
        minutes="เห็นชอบแผนและแบ่งงานตามรายชื่อ" if certified else None,
    )
    made: list[Record] = [head, *_steps(head, key, reached, dice)]
    for village in range(1, VILLAGES + 1):
        made.append(
            SurveyVillage(
                id=f"sv-{key}x{village}", work=head.id, number=village, name=f"บ้านฝึกหัด {village}", households=20
            )
        )
    if surveyed:
        made += [*tambon_surveys.survey(head, key), *tambon_plans.decided(head, key)]
    if surveyed and certified:
        made += tambon_plans.acted(head, key, reached, dice)
    return made


def _steps(head: TambonWork, key: str, reached: int, dice: Dice) -> list[Record]:
    made: list[Record] = []
    for step in SEVEN_STEPS:
        n = int(step.value)
        state = "done" if n < reached else "todo"
        if n == reached:
            state = dice.pick(("doing", "blocked"), (3, 2)) if reached < 7 else "doing"
        due = dice.today + timedelta(days=30 * (n - reached) + dice.random.randint(-12, 40))
        told: dict[str, Any] = {}
        if state == "blocked":
            told = {
                "blocker": dice.pick(_BLOCKERS),
                "blocked_on": dice.last_day - timedelta(days=dice.random.randint(5, 70)),
            }
        if state == "done":
            due = min(due, dice.last_day)
            told = {"done_on": due - timedelta(days=6), "result": "ได้ผลตามที่ตั้งไว้ (ฝึกหัด)"}
        made.append(
            TambonStep(
                id=f"ts-{key}x{n}",
                work=head.id,
                step=step.value,
                state=state,
                owner="ทีมตำบลฝึกหัด",
                due=due,
                next_action=None if state == "done" else _TASKS[step.value],
                **told,
            )
        )
        if state == "done":
            made.append(
                Evidence(
                    id=f"ev-{key}x{n}",
                    name=f"รายงานการประชุมขั้น {n} (ฝึกหัด)",
                    proves_kind="tambon_step",
                    proves=f"ts-{key}x{n}",
                    type="file",
                    where_kept="แฟ้มฝึกหัด",
                    dated=due - timedelta(days=6),
                )
            )
        made.append(
            TambonTask(
                id=f"tt-{key}x{n}",
                work=head.id,
                step=step.value,
                text=_TASKS[step.value],
                owner="ทีมตำบลฝึกหัด",
                due=due,
                done_on=due if state == "done" else None,
            )
        )
    return made
