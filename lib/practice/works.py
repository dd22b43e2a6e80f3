"""Invented workspaces of tambons: some just begun, some stuck, some with a certified plan at work."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta
from decimal import Decimal
from typing import Any

from lib.domain.thai_date import fiscal_year
from lib.practice.households import VILLAGES
from lib.practice.places import Dice, InventedPlace, of_type
from lib.schema.record import Record
from lib.schema.tambon_change import Assessment, Lesson, PolicyProposal
from lib.schema.tambon_choices import CHARACTERISTICS, DIMENSIONS, GOALS_REACHED, SEVEN_STEPS
from lib.schema.tambon_plan import PlanFollowUp, PlanLine, ProblemCause, SwotLine, TambonProblem
from lib.schema.tambon_survey import CommunityCapital, LocalProduct, TambonSurvey
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
_PROBLEMS = (
    ("หนี้นอกระบบดอกเบี้ยสูง", "problem", 64, "we", True),
    ("ปุ๋ยและอาหารสัตว์ซื้อจากนอกตำบลทั้งหมด", "economy", 51, "we", True),
    ("ขายผ่านพ่อค้าคนกลาง ต่อรองราคาไม่ได้", "economy", 47, "we", False),
    ("น้ำไม่พอหน้าแล้ง", "problem", 38, "others", False),
    ("ลูกหลานไม่กลับมาทำเกษตร", "context", 22, "we", False),
    ("มีตลาดนัดองค์กรชุมชนใกล้ตำบล", "chance", 17, "we", False),
)
_SWOT = {
    "s": ("กลุ่มออมทรัพย์เข้มแข็ง", "มีที่ดินทำกินเป็นส่วนใหญ่"),
    "w": ("บัญชีครัวเรือนทำไม่ต่อเนื่อง", "ผลผลิตออกพร้อมกัน"),
    "o": ("ตลาดอาหารปลอดภัยโตขึ้น", "ลูกหลานช่วยขายออนไลน์"),
    "t": ("ฝนทิ้งช่วง", "ราคาปุ๋ยขึ้น"),
}


def works(places: Sequence[InventedPlace], surveyed: Sequence[InventedPlace], dice: Dice) -> list[Record]:
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
        made += [*_survey(head, key), *_decided(head, key)]
    if surveyed and certified:
        made += _acted(head, key, reached, dice)
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


#: Kind of capital, what it is, and what else is told of it.
_CAPITAL: tuple[tuple[str, str, dict[str, Any]], ...] = (
    ("human", "ปราชญ์ปุ๋ยหมัก 3 คน", {}),
    ("social", "กองทุนสวัสดิการชุมชน", {"founded_by": "self", "members": 640}),
    ("physical", "โรงสีชุมชน", {}),
    ("natural", "ป่าชุมชน 320 ไร่", {}),
    ("financial", "กลุ่มออมทรัพย์ตำบล", {"founded_by": "self", "fund": Decimal(2_350_000), "members": 410}),
    ("financial", "กองทุนหมู่บ้าน", {"founded_by": "others", "fund": Decimal(4_000_000)}),
)


def _survey(head: TambonWork, key: str) -> list[Record]:
    return [
        TambonSurvey(
            id=f"ty-{key}",
            work=head.id,
            location="ที่ราบริมน้ำ (ฝึกหัด)",
            population=4200,
            households=1180,
            villages=VILLAGES,
            occupations=["rice", "livestock"],
            policy="โครงการแหล่งน้ำขนาดเล็ก",
            disasters="น้ำท่วมปลายฝนทุกสองสามปี",
        ),
        LocalProduct(
            id=f"lp-{key}x1",
            work=head.id,
            text="ข้าวเหนียวพันธุ์พื้นเมือง (ฝึกหัด)",
            inputs="own",
            production="self",
            price="buyer",
            sold_to="middleman_out",
            consumers="outside",
            value=Decimal(4_800_000),
        ),
        LocalProduct(
            id=f"lp-{key}x2",
            work=head.id,
            text="ผักปลอดสาร (ฝึกหัด)",
            inputs="community",
            production="group",
            price="self",
            sold_to="group",
            consumers="inside",
            value=Decimal(900_000),
        ),
        *(
            CommunityCapital(id=f"cx-{key}x{n}", work=head.id, capital=capital, text=text, **told)
            for n, (capital, text, told) in enumerate(_CAPITAL)
        ),
    ]


def _decided(head: TambonWork, key: str) -> list[Record]:
    made: list[Record] = [
        TambonProblem(
            id=f"tq-{key}x{n}",
            work=head.id,
            text=text,
            category=category,
            votes=votes,
            solvable=solvable,
            chosen=chosen,
        )
        for n, (text, category, votes, solvable, chosen) in enumerate(_PROBLEMS)
    ]
    causes = (
        ("ลงทุนเพาะปลูกด้วยเงินกู้", "", False),
        ("ไม่มีเงินสำรองก่อนเก็บเกี่ยว", "0", False),
        ("ไม่ทำบัญชีครัวเรือน จึงไม่รู้ว่าเงินรั่วที่ไหน", "1", True),
    )
    for n, (text, above, root) in enumerate(causes):
        made.append(
            ProblemCause(
                id=f"tc-{key}x{n}",
                work=head.id,
                problem=f"tq-{key}x0",
                text=text,
                root=root,
                because_of=f"tc-{key}x{above}" if above else None,
            )
        )
    for side, texts in _SWOT.items():
        made += [SwotLine(id=f"sw-{key}{side}{n}", work=head.id, side=side, text=t) for n, t in enumerate(texts)]
    return made


def _acted(head: TambonWork, key: str, reached: int, dice: Dice) -> list[Record]:
    begun = head.certified_on or dice.last_day
    lines = (
        (
            "ตั้งวงเงินกู้ดอกต่ำจากกลุ่มออมทรัพย์แทนหนี้นอกระบบ",
            "tq",
            0,
            "หนี้นอกระบบเฉลี่ยต่อครัวเรือน",
            "บาท",
            "down",
            18_500,
            12_000,
            30_000,
        ),
        ("ทำปุ๋ยหมักใช้เองทั้งตำบล", "tq", 1, "ค่าปุ๋ยต่อครัวเรือนต่อปี", "บาท", "down", 9_600, 5_000, 45_000),
    )
    made: list[Record] = []
    for n, (text, _, problem, indicator, unit, better, baseline, target, budget) in enumerate(lines):
        line = PlanLine(
            id=f"pl-{key}x{n}",
            work=head.id,
            text=text,
            problem=f"tq-{key}x{problem}",
            level="family",
            indicator=indicator,
            unit=unit,
            better=better,
            baseline=baseline,
            target=target,
            method="กลุ่มย่อยรายหมู่บ้าน ประชุมเดือนละครั้ง",
            from_day=begun,
            to_day=begun + timedelta(days=300),
            budget=Decimal(budget),
            source="กองทุนของกลุ่ม",
            owner="คณะทำงานฝึกหัด",
        )
        made.append(line)
        if reached > 4:
            made.append(
                PlanFollowUp(
                    id=f"pf-{key}x{n}",
                    work=head.id,
                    line=line.id,
                    on_day=begun + timedelta(days=45),
                    state="on_track",
                    value=round(baseline * (0.8 if n == 0 else 0.92)),
                    spent=Decimal(budget // 3),
                    note="เริ่มเห็นผลในสองหมู่บ้าน",
                )
            )
    if reached > 5:
        made += [
            Lesson(id=f"le-{key}x1", work=head.id, type="lesson", text="รวมกันซื้อถูกกว่าต่างคนต่างซื้อ", on_day=begun),
            Lesson(
                id=f"le-{key}x2", work=head.id, type="visit", text="ตำบลข้างเคียงมาดูงานปุ๋ยหมัก", people=34, on_day=begun
            ),
        ]
        for view in ("self", "verifier"):
            for item in (*CHARACTERISTICS, *GOALS_REACHED, *DIMENSIONS[:4]):
                level = str(min(4, max(1, dice.random.randint(2, 4) - (view == "verifier" and dice.chance(0.4)))))
                made.append(
                    Assessment(
                        id=f"as-{key}{view[0]}{item.value}",
                        work=head.id,
                        view=view,
                        item=item.value,
                        level=level,
                        because="ดูจากบันทึกและการลงพื้นที่ (ฝึกหัด)",
                        assessed_on=begun,
                    )
                )
    return made
