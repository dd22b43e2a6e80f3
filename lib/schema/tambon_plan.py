"""Deciding together (step 3) and what becomes of it (steps 4–5): problems, causes, SWOT, plan, follow-up."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

from lib.schema import tambon_choices
from lib.schema.field import Privacy, Sync, field
from lib.schema.money import baht
from lib.schema.record import About
from lib.schema.tambon_work import WorkPart

_BAHT = baht(10_000_000_000)


class TambonProblem(WorkPart):
    """A finding of the analysis that the forum ranks: most votes first."""

    about = About(
        id="tambon_problem",
        prefix="tq",
        th="ประเด็นปัญหา",
        en="Problem",
        title="text",
        within="work",
        key=("work", "text"),
        order=30,
        since=3,
        sync=Sync.NONE,
        help_th="ปัญหาหรือโอกาสที่เวทีจัดลำดับ",
        help_en="Problems or chances that the forum ranks",
    )

    text: str = field("ปัญหาหรือประเด็น", "Problem or issue", required=True, max_length=300)
    category: str | None = field("หมวด", "Category", options=tambon_choices.FINDING_CATEGORIES)
    votes: int | None = field(
        "คะแนนโหวต",
        "Votes",
        ge=0,
        le=100_000,
        unit_th="คะแนน",
        unit_en="votes",
        help_th="นับมือหรือสติกเกอร์",
        help_en="Hands or dots",
    )
    solvable: str | None = field("ใครแก้ได้", "Who can solve it", options=tambon_choices.SOLVABLE)
    chosen: bool = field("เลือกทำปีนี้", "Chosen for this year", default=False)


class ProblemCause(WorkPart):
    """One cause in the tree under a problem; a cause of a cause lies deeper."""

    about = About(
        id="problem_cause",
        prefix="tc",
        th="สาเหตุของปัญหา",
        en="Cause of a problem",
        title="text",
        within="work",
        key=("work", "problem", "text"),
        order=31,
        since=3,
        sync=Sync.NONE,
        help_th="ถามว่า “เพราะอะไร” ลงไปจนถึงราก",
        help_en="Ask “why?” down to the root",
    )

    problem: str = field("ของปัญหา", "Of the problem", required=True, refers_to="tambon_problem", rank=-2)
    because_of: str | None = field(
        "เป็นสาเหตุของ",
        "Lies behind",
        refers_to="problem_cause",
        rank=-1,
        help_th="เว้นว่างถ้าเป็นสาเหตุโดยตรงของปัญหา",
        help_en="Empty for a direct cause of the problem",
    )
    text: str = field("เพราะอะไร", "Because", required=True, max_length=300)
    root: bool = field("เป็นรากของปัญหา", "A root cause", default=False)


class SwotLine(WorkPart):
    """A line in one of the four fields of the SWOT."""

    about = About(
        id="swot_line",
        prefix="sw",
        th="ข้อใน SWOT",
        en="SWOT line",
        title="text",
        within="work",
        key=("work", "side", "text"),
        order=32,
        since=3,
        sync=Sync.NONE,
        help_th="จุดแข็ง จุดอ่อน โอกาส ภัยคุกคาม",
        help_en="Strengths, weaknesses, opportunities, threats",
    )

    side: str = field("ด้าน", "Side", required=True, options=tambon_choices.SWOT_SIDES, rank=-1)
    text: str = field("ข้อความ", "What", required=True, max_length=300)


class PlanLine(WorkPart):
    """One line of the tambon's plan: what, measured how, from what to what, by whom, for how much."""

    about = About(
        id="plan_line",
        prefix="pl",
        th="แผนงานของตำบล",
        en="Line of the tambon plan",
        title="text",
        within="work",
        key=("work", "text"),
        order=33,
        since=3,
        help_th="แผนงาน ตัวชี้วัด ค่าตั้งต้น เป้า วิธี เวลา งบ ผู้รับผิดชอบ",
        help_en="Work, indicator, baseline, target, method, period, budget, owner",
        leaders=("work", "text", "level", "indicator", "target", "from_day", "to_day", "budget", "owner"),
    )

    text: str = field("แผนงาน", "Plan", required=True, max_length=300, aliases=("ชื่อแผนงาน", "โครงการ"))
    problem: str | None = field("แก้ปัญหา", "Answers the problem", refers_to="tambon_problem")
    level: str | None = field("เป้าหมายระดับ", "Level of the goal", options=tambon_choices.GOAL_LEVELS)
    canvas: str | None = field("แผนธุรกิจที่เกี่ยวข้อง", "Related business plan", refers_to="canvas", joined=True)
    indicator: str | None = field("ตัวชี้วัด", "Indicator", max_length=300, example="หนี้นอกระบบเฉลี่ยต่อครัวเรือน")
    unit: str | None = field("หน่วยของตัวชี้วัด", "Unit", max_length=60, example="บาท")
    better: str = field("ดีขึ้นเมื่อ", "Better when", default="up", options=tambon_choices.DIRECTIONS)
    baseline: float | None = field("ค่าตั้งต้น", "Baseline", may_decline=True)
    target: float | None = field("เป้า", "Target")
    method: str | None = field("วิธีทำ", "Method", max_length=2000, long_text=True)
    from_day: date | None = field("ตั้งแต่", "From")
    to_day: date | None = field("ถึง", "To")
    budget: Decimal | None = field("งบประมาณ", "Budget", likely=(0, 20_000_000), **_BAHT)
    source: str | None = field("แหล่งงบ", "Source of money", max_length=200)
    owner: str | None = field("ผู้รับผิดชอบ", "Owner", max_length=200, privacy=Privacy.INTERNAL, aliases=("ใครดูแล",))


class PlanFollowUp(WorkPart):
    """What a plan line had reached on one day (steps 4 and 5)."""

    about = About(
        id="plan_follow_up",
        prefix="pf",
        th="ติดตามแผนตำบล",
        en="Follow-up of the tambon plan",
        title="on_day",
        within="work",
        key=("work", "line", "on_day"),
        order=34,
        since=3,
        help_th="วันที่ ค่าตัวชี้วัด เงินที่ใช้ ปัญหา และการปรับแผน",
        help_en="Day, value of the indicator, money spent, problems, changes to the plan",
        leaders=("work", "line", "on_day", "state", "value", "spent", "note"),
    )

    line: str = field("แผนงาน", "Plan line", required=True, refers_to="plan_line", rank=-2)
    on_day: date = field("วันที่ติดตาม", "Followed up on", required=True, rank=-1)
    state: str | None = field("เดินถึงไหน", "How it goes", options=tambon_choices.FOLLOW_UP_STATES)
    value: float | None = field("ค่าตัวชี้วัดวันนี้", "Value of the indicator", may_decline=True)
    spent: Decimal | None = field("เงินที่ใช้แล้ว", "Spent so far", **_BAHT)
    note: str | None = field("ปัญหาและวิธีแก้ที่ช่วยกันหา", "Problems and answers found", max_length=2000, long_text=True)
    change: str | None = field("ปรับแผนอย่างไร", "How the plan changes", max_length=1000, long_text=True)
    interviewed: int | None = field(
        "สัมภาษณ์สมาชิก", "Members interviewed", ge=0, le=100_000, unit_th="คน", unit_en="people", since=7
    )
    heard: str | None = field(
        "สมาชิกเล่าว่าอะไรเปลี่ยน",
        "What members say has changed",
        max_length=2000,
        long_text=True,
        since=7,
        help_th="คำบอกเล่าข้างตัวเลข ไม่ใส่ชื่อหรือเรื่องส่วนตัว",
        help_en="What was told, beside the figure; no names and nothing private",
    )
    event: str | None = field("จากเวทีประเมินผล", "From the evaluation forum", refers_to="event", since=7)
