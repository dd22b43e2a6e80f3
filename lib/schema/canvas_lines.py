"""What stands in the boxes of a canvas: lines of steps 1–5, activities of step 6, their partners (8) and their money (9)."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from lib.domain.canvas_months import LONGEST
from lib.schema import canvas_choices
from lib.schema.canvas import CanvasPart
from lib.schema.field import Privacy, field
from lib.schema.money import baht
from lib.schema.record import About

_MONEY = baht()
_RANGE_TH, _RANGE_EN = "เว้นว่างถ้าแน่ใจแล้ว", "Leave empty when you are sure"
_GAIN: dict[str, Any] = {"ask_if": ("step", ("5",)), "section": "gain"}


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
        leaders=("canvas", "step", "text", "unit", "units", "price", "unit_cost", "months"),
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
        leaders=("canvas", "text", "from_month", "to_month", "owner", "own_means"),
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
        leaders=("canvas", "text", "gives", "gets"),
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
        leaders=("canvas", "text", "amount", "why", "source"),
    )

    activity: str | None = field("กิจกรรม", "Activity", refers_to="canvas_activity", rank=-1)
    text: str = field("ค่าอะไร", "For what", required=True, max_length=200, aliases=("รายการ",), example="ถุงสุญญากาศ")
    amount: Decimal | None = field("จำนวนเงินทั้งปี", "Amount in the year", likely=(1, 5_000_000), **_MONEY)
    amount_high: Decimal | None = field(
        "อย่างมากทั้งปี", "At most in the year", help_th=_RANGE_TH, help_en=_RANGE_EN, **_MONEY
    )
    why: str | None = field("ทำไมจำเป็น", "Why it is necessary", max_length=500, aliases=("เหตุผลที่จำเป็น",))
    source: str | None = field("เงินจากไหน", "Source of money", options=canvas_choices.MONEY_SOURCES)
