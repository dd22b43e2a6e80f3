"""What becomes of a canvas: what each quarter brought, and which steps of the KSNB processes were done with the group."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

from lib.schema import canvas_choices
from lib.schema.canvas import CanvasPart
from lib.schema.field import Privacy, Sync, field
from lib.schema.money import baht
from lib.schema.record import About

_MONEY = baht()


class CanvasFollowUp(CanvasPart):
    """What became of a plan in one quarter."""

    about = About(
        id="canvas_follow_up",
        prefix="cf",
        th="ติดตามแผนรายไตรมาส",
        en="Quarterly follow-up",
        title="quarter",
        within="canvas",
        key=("canvas", "year", "quarter"),
        order=20,
        since=2,
        help_th="รายได้ รายจ่ายที่ลด เงินที่ใช้จริง กิจกรรมที่ทำแล้ว และบทเรียน",
        help_en="Actual income, savings, spending, activities done, the quarter's lesson",
        leaders=("canvas", "year", "quarter", "income", "saving", "spending", "lesson"),
    )

    year: int = field(
        "ปีงบประมาณ (พ.ศ.)", "Fiscal year (B.E.)", required=True, ge=2540, le=2700, format="be_year", rank=-1
    )
    quarter: str = field("ไตรมาส", "Quarter", required=True, options=canvas_choices.QUARTERS, rank=-1)
    income: Decimal | None = field("รายได้จริง", "Actual income", **_MONEY)
    saving: Decimal | None = field("รายจ่ายที่ลดได้จริง", "Actual savings", **_MONEY)
    spending: Decimal | None = field("เงินที่ใช้จริง", "Actual spending", **_MONEY)
    activities_done: list[str] = field("กิจกรรมที่ทำแล้ว", "Activities done", default=[], refers_to="canvas_activity")
    reason: str | None = field(
        "ต่างจากแผนเพราะ",
        "Why it differs from the plan",
        max_length=2000,
        long_text=True,
        since=6,
        help_th="มากหรือน้อยกว่าแผนเพราะอะไร",
        help_en="Why it came out higher or lower than planned",
    )
    lesson: str | None = field("บทเรียนของไตรมาส", "Lesson", max_length=2000, long_text=True)
    next_change: str | None = field(
        "ไตรมาสหน้าจะเปลี่ยนอะไร", "What changes next quarter", max_length=2000, long_text=True, since=6
    )


class CanvasLineResult(CanvasPart):
    """What one line of a plan brought in one quarter."""

    about = About(
        id="canvas_line_result",
        prefix="cr",
        th="ผลรายข้อของไตรมาส",
        en="Quarter's result of a line",
        title="quarter",
        within="canvas",
        key=("canvas", "item", "year", "quarter"),
        sync=Sync.NONE,
        order=47,
        since=7,
        help_th="รายได้จริง หรือรายจ่ายที่ลดได้จริง ของแต่ละข้อในแผน",
        help_en="What each line of the plan really earned or saved",
    )

    item: str = field("ข้อในแผน", "Line of the plan", required=True, refers_to="canvas_item", rank=-2)
    year: int = field(
        "ปีงบประมาณ (พ.ศ.)", "Fiscal year (B.E.)", required=True, ge=2540, le=2700, format="be_year", rank=-1
    )
    quarter: str = field("ไตรมาส", "Quarter", required=True, options=canvas_choices.QUARTERS, rank=-1)
    amount: Decimal = field("ได้จริง", "Really came", required=True, **_MONEY)


class CanvasCheck(CanvasPart):
    """One step of the two KSNB processes, done with one group."""

    about = About(
        id="canvas_check",
        prefix="ck",
        th="ขั้นกระบวนการ KSNB",
        en="KSNB process step",
        title="step",
        within="canvas",
        key=("canvas", "step"),
        order=21,
        since=2,
        help_th="2 กระบวนการ 11 ขั้น ติ๊กเมื่อทำกับกลุ่มแล้ว (ชื่อขั้นยังไม่ยืนยัน)",
        help_en="Two processes, eleven steps, ticked once done with the group (labels unconfirmed)",
    )

    step: str = field("ขั้น", "Step", required=True, choice_list="ksnb_step", rank=-1)
    done_on: date | None = field("ทำเมื่อ", "Done on")
    who: str | None = field("ใครพาทำ", "Who led it", max_length=200, privacy=Privacy.INTERNAL, since=7)
    note: str | None = field("บันทึก", "Note", max_length=1000, long_text=True)
