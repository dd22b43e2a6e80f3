"""The Community Business Model Canvas (แผนธุรกิจเพื่อชุมชน): nine steps of a group's plan.

A canvas is a record; what stands in its boxes are records of their own that point at it, so that
two people who fill different boxes – or different fields of one line – never get in each other's
way. Steps 1–5 hold items, step 6 activities; steps 7–9 are answers *about* the activities of
step 6: how they are done, with whom, for what money. Step contents: source 002, CBMC.
"""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

from lib.domain.canvas_months import LONGEST
from lib.schema import canvas_choices, choices
from lib.schema.field import Authority, Privacy, field
from lib.schema.record import About, Record

_MONEY: dict[str, Any] = {"ge": 0, "le": 1_000_000_000, "decimal_places": 2, "unit_th": "บาท", "unit_en": "baht"}
_RANGE_TH, _RANGE_EN = "เว้นว่างถ้าแน่ใจแล้ว", "Leave empty when you are sure"
_GAIN: dict[str, Any] = {"ask_if": ("step", ("5",)), "section": "gain"}


class Canvas(Record):
    """A plan of one group (or, rolled up, of one tambon) for one year."""

    about = About(
        id="canvas",
        prefix="cv",
        th="แผนธุรกิจเพื่อชุมชน",
        en="Community business plan",
        title="name",
        place="area",
        key=("name", "area", "year"),
        order=15,
        since=2,
        help_th="แผน 9 ขั้นของกลุ่มหนึ่งในหนึ่งปี ทำที่หน้า “แผนธุรกิจ”",
        help_en="A group's nine-step plan for one year; made on the page “Business plans”",
    )

    name: str = field(
        "ชื่อแผน",
        "Name of the plan",
        required=True,
        max_length=200,
        example="ปลาแดดเดียวบ้านท่าอาจ",
        aliases=("ชื่อแผนธุรกิจ", "แผนธุรกิจ"),
    )
    organisation: str = field(
        "กลุ่มเจ้าของแผน", "Group", required=True, refers_to="organisation", aliases=("กลุ่ม", "ชื่อกลุ่ม")
    )
    area: str = field(
        "ตำบล/เทศบาล/เขต", "Tambon, municipality or district", required=True, area_types=choices.COUNCIL_AREAS
    )
    year: int = field(
        "ปีงบประมาณ (พ.ศ.)",
        "Fiscal year (B.E.)",
        required=True,
        ge=2540,
        le=2700,
        example="2570",
        format="be_year",
        aliases=("ปี", "ปีงบ"),
    )
    level: str = field(
        "ระดับแผน",
        "Level",
        default="group",
        options=canvas_choices.CANVAS_LEVELS,
        help_th="แผนตำบลรวมจากแผนของหลายกลุ่ม (TBMC)",
        help_en="A tambon plan is put together from groups' plans (TBMC)",
    )
    cluster: str | None = field("คลัสเตอร์", "Cluster", options=choices.CLUSTERS)
    products: list[str] = field("ประเภทผลิตภัณฑ์", "Products", default=[], choice_list="product")
    households: int | None = field(
        "ครัวเรือนที่ร่วม",
        "Households taking part",
        ge=1,
        le=100_000,
        likely=(2, 500),
        unit_th="ครัวเรือน",
        unit_en="households",
        aliases=("จำนวนครัวเรือน",),
    )
    first_month: date | None = field(
        "เดือนแรกของแผน",
        "First month",
        help_th="วันที่ 1 ของเดือนที่เริ่ม ถ้าเว้นไว้ นับจากเดือนตุลาคมต้นปีงบประมาณ",
        help_en="The first day of the month; when empty, October of the fiscal year",
    )
    parts: list[str] = field(
        "รวมจากแผนของกลุ่ม", "Put together from", default=[], refers_to="canvas", ask_if=("level", ("tambon",))
    )
    copied_from: str | None = field(
        "ต่อยอดจากแผน",
        "Started from",
        refers_to="canvas",
        help_th="แผนที่คัดลอกมาเป็นจุดเริ่ม ให้เครดิตเจ้าของ",
        help_en="The plan that was copied as a start, credited",
    )
    note: str | None = field("หมายเหตุ", "Note", max_length=4000, long_text=True)
    state: str = field(
        "สถานะแผน", "State", default="draft", options=canvas_choices.CANVAS_STATES, authority=Authority.APP
    )
    presented_on: date | None = field("นำเสนอเมื่อ", "Presented on", authority=Authority.APP)
    certified_on: date | None = field("รับรองเมื่อ", "Certified on", authority=Authority.APP)
    certified_by: str | None = field("ที่ประชุมที่รับรอง", "Certified by", max_length=300, authority=Authority.APP)
    attendance: int | None = field(
        "ผู้เข้าร่วมประชุม", "Attendance", ge=1, le=100_000, unit_th="คน", unit_en="people", authority=Authority.APP
    )
    certified_version: int | None = field(
        "ฉบับที่รับรอง",
        "Certified version",
        ge=1,
        authority=Authority.APP,
        help_th="เลขชุดการบันทึกที่ที่ประชุมเห็น",
        help_en="Number of the change-set that the meeting saw",
    )


class CanvasPart(Record):
    """What stands on one canvas: it lies where its canvas lies."""

    canvas: str = field("แผน", "Plan", required=True, refers_to="canvas", rank=-2, aliases=("ชื่อแผน", "แผนธุรกิจ"))
    #: Ids of what it was put together from, on a tambon's canvas: items, partners or costs.
    made_from: list[str] = field(
        "รวมจาก",
        "Put together from",
        default=[],
        authority=Authority.APP,
        rank=9,
        help_th="รหัสข้อของแผนกลุ่มที่รวมมา",
        help_en="Ids of the groups' lines behind this one",
    )
    order: int = field("ลำดับ", "Order", default=0, ge=0, le=100_000, rank=9)


class CanvasItem(CanvasPart):
    """A line in one of the boxes 1–5; in box 5 it says what it earns or saves."""

    about = About(
        id="canvas_item",
        prefix="ci",
        th="ข้อในแผน (ขั้น 1–5)",
        en="Plan item (steps 1–5)",
        title="text",
        within="canvas",
        key=("canvas", "step", "text"),
        order=16,
        since=2,
        help_th="จุดขาย ลูกค้า การสื่อสาร ปิดการขาย และรายได้–รายจ่ายของแผน",
        help_en="Selling points, customers, marketing, closing the sale, income and savings",
    )

    step: str = field("ขั้น", "Step", required=True, options=canvas_choices.ITEM_STEPS, rank=-1)
    text: str = field("ข้อความ", "What", required=True, max_length=300, aliases=("รายการ", "เรื่อง"))
    detail: str | None = field("ขยายความ", "More about it", max_length=1000, long_text=True)
    gain: str | None = field("ได้อย่างไร", "Kind of gain", options=canvas_choices.GAINS, **_GAIN)
    unit: str | None = field("หน่วยนับ", "Unit", max_length=60, example="กิโลกรัม", **_GAIN)
    units: float | None = field(
        "จำนวนต่อเดือน",
        "Units a month",
        ge=0,
        le=100_000_000,
        likely=(0.1, 100_000),
        help_th="ขายหรือประหยัดได้เดือนละเท่าไร",
        help_en="Sold or saved each month",
        **_GAIN,
    )
    units_high: float | None = field(
        "จำนวนอย่างมากต่อเดือน",
        "Units a month at most",
        ge=0,
        le=100_000_000,
        help_th=_RANGE_TH,
        help_en=_RANGE_EN,
        **_GAIN,
    )
    price: Decimal | None = field("ราคาต่อหน่วย", "Price a unit", likely=(0.25, 100_000), **_GAIN, **_MONEY)
    price_high: Decimal | None = field(
        "ราคาอย่างสูงต่อหน่วย", "Price a unit at most", help_th=_RANGE_TH, help_en=_RANGE_EN, **_GAIN, **_MONEY
    )
    unit_cost: Decimal | None = field(
        "ต้นทุนต่อหน่วย",
        "Cost a unit",
        likely=(0.25, 100_000),
        help_th="ของและค่าแรงที่ใช้ทำหนึ่งหน่วย ไม่รวมเงินลงทุนในขั้น 9",
        help_en="What making one unit takes; money of step 9 is not in it",
        ask_if=("gain", ("income",)),
        section="gain",
        **_MONEY,
    )
    months: int | None = field(
        "กี่เดือนในหนึ่งปี", "Months in a year", ge=1, le=12, unit_th="เดือน", unit_en="months", **_GAIN
    )
    from_month: int | None = field(
        "เริ่มได้ในเดือนที่",
        "From month",
        ge=1,
        le=LONGEST,
        help_th="นับจากเดือนแรกของแผน",
        help_en="Counted from the plan's first month",
        **_GAIN,
    )
    capacity: float | None = field(
        "กลุ่มทำได้ต่อเดือน",
        "The group can make a month",
        ge=0,
        le=100_000_000,
        help_th="กำลังผลิตในหน่วยเดียวกัน ถ้าจะขายเกินกว่านี้ ระบบจะเตือน",
        help_en="Capacity in the same unit; selling more is pointed out",
        ask_if=("gain", ("income",)),
        section="gain",
    )


class CanvasActivity(CanvasPart):
    """What is to be done (6), what it serves (1–5), and how: ourselves (7), with partners (8)."""

    about = About(
        id="canvas_activity",
        prefix="ca",
        th="กิจกรรมในแผน (ขั้น 6–8)",
        en="Plan activity (steps 6–8)",
        title="text",
        within="canvas",
        key=("canvas", "text"),
        order=17,
        since=2,
        help_th="กิจกรรมหลัก ทำเพื่อข้อใด เมื่อไร ใครทำ ทำเองหรือร่วมมือ",
        help_en="Main activities: what they serve, when, who, by ourselves or with partners",
    )

    text: str = field("กิจกรรม", "Activity", required=True, max_length=300, aliases=("ชื่อกิจกรรม", "กิจกรรมหลัก"))
    serves: list[str] = field(
        "ทำเพื่อข้อใด",
        "What it serves",
        default=[],
        refers_to="canvas_item",
        help_th="เลือกจากข้อ 1–5 อย่างน้อยหนึ่งข้อ",
        help_en="At least one line of 1–5",
    )
    from_month: int | None = field(
        "เริ่มเดือนที่",
        "From month",
        ge=1,
        le=LONGEST,
        help_th="นับจากเดือนแรกของแผน",
        help_en="Counted from the plan's first month",
    )
    to_month: int | None = field("ถึงเดือนที่", "To month", ge=1, le=LONGEST)
    owner: str | None = field(
        "ใครดูแล", "Who looks after it", max_length=200, privacy=Privacy.INTERNAL, aliases=("ผู้รับผิดชอบ",)
    )
    ways: list[str] = field(
        "ทำอย่างไร",
        "How",
        default=[],
        options=canvas_choices.WAYS,
        help_th="ทำเอง (ขั้น 7) ร่วมมือ (ขั้น 8) หรือทั้งสอง",
        help_en="By ourselves (step 7), with partners (step 8), or both",
    )
    own_means: str | None = field(
        "ใช้ทุนอะไรที่มีอยู่",
        "What we already have for it",
        max_length=1000,
        long_text=True,
        ask_if=("ways", ("self",)),
        example="คน ของ ความรู้",
    )


class CanvasPartner(CanvasPart):
    """A partner in one activity (8): what they give, what we give."""

    about = About(
        id="canvas_partner",
        prefix="cp",
        th="ภาคีในแผน (ขั้น 8)",
        en="Plan partner (step 8)",
        title="text",
        within="canvas",
        key=("canvas", "activity", "text"),
        order=18,
        since=2,
        help_th="ร่วมมือกับใคร เขาให้อะไร เราให้อะไร",
        help_en="With whom, what they give, what we give",
    )

    activity: str | None = field("กิจกรรม", "Activity", refers_to="canvas_activity", rank=-1)
    text: str = field(
        "ภาคี", "Partner", required=True, max_length=200, aliases=("ชื่อภาคี", "หน่วยงาน"), example="สำนักงานประมงจังหวัด"
    )
    organisation: str | None = field("องค์กรในทะเบียน", "Registered organisation", refers_to="organisation")
    gives: str | None = field("เขาให้อะไร", "What they give", max_length=1000, long_text=True)
    gets: str | None = field("เราให้อะไร", "What we give", max_length=1000, long_text=True)


class CanvasCost(CanvasPart):
    """Money that one activity cannot do without (9)."""

    about = About(
        id="canvas_cost",
        prefix="cc",
        th="เงินที่จำเป็น (ขั้น 9)",
        en="Necessary money (step 9)",
        title="text",
        within="canvas",
        key=("canvas", "activity", "text"),
        order=19,
        since=2,
        help_th="ใช้เงินเท่าไร ทำไมจำเป็น จากแหล่งใด",
        help_en="How much, why it is necessary, from where",
    )

    activity: str | None = field("กิจกรรม", "Activity", refers_to="canvas_activity", rank=-1)
    text: str = field("ค่าอะไร", "For what", required=True, max_length=200, aliases=("รายการ",), example="ถุงสุญญากาศ")
    amount: Decimal | None = field("จำนวนเงินทั้งปี", "Amount in the year", likely=(1, 5_000_000), **_MONEY)
    amount_high: Decimal | None = field(
        "อย่างมากทั้งปี", "At most in the year", help_th=_RANGE_TH, help_en=_RANGE_EN, **_MONEY
    )
    why: str | None = field("ทำไมจำเป็น", "Why it is necessary", max_length=500, aliases=("เหตุผลที่จำเป็น",))
    source: str | None = field("เงินจากไหน", "Source of money", options=canvas_choices.MONEY_SOURCES)


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
    )

    year: int = field(
        "ปีงบประมาณ (พ.ศ.)", "Fiscal year (B.E.)", required=True, ge=2540, le=2700, format="be_year", rank=-1
    )
    quarter: str = field("ไตรมาส", "Quarter", required=True, options=canvas_choices.QUARTERS, rank=-1)
    income: Decimal | None = field("รายได้จริง", "Actual income", **_MONEY)
    saving: Decimal | None = field("รายจ่ายที่ลดได้จริง", "Actual savings", **_MONEY)
    spending: Decimal | None = field("เงินที่ใช้จริง", "Actual spending", **_MONEY)
    activities_done: list[str] = field("กิจกรรมที่ทำแล้ว", "Activities done", default=[], refers_to="canvas_activity")
    lesson: str | None = field("บทเรียนของไตรมาส", "Lesson", max_length=2000, long_text=True)


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
    note: str | None = field("บันทึก", "Note", max_length=1000, long_text=True)
