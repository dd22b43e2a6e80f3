"""What invented tambons decided and did: problems with their causes, a plan, its follow-up, lessons, an assessment."""

from __future__ import annotations

from datetime import timedelta
from decimal import Decimal

from lib.practice.places import Dice
from lib.schema.record import Record
from lib.schema.tambon_change import Assessment, Lesson
from lib.schema.tambon_choices import CHARACTERISTICS, DIMENSIONS, GOALS_REACHED
from lib.schema.tambon_plan import PlanFollowUp, PlanLine, ProblemCause, SwotLine, TambonProblem
from lib.schema.tambon_work import TambonWork

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


def decided(head: TambonWork, key: str) -> list[Record]:
    """What the forum of one workspace found and chose. `key`: what its ids end with."""
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


def acted(head: TambonWork, key: str, reached: int, dice: Dice) -> list[Record]:
    """The plan of one workspace and what came of it up to the step that it `reached` (1–7)."""
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
