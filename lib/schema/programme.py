"""The programme's own data: editable lists, targets, published results, strategy goals."""

from __future__ import annotations

from datetime import date

from lib.schema import choices
from lib.schema.field import Sync, field
from lib.schema.record import About, Record


class StrategyYear(Record):
    """What was aimed at and reached of one of the 4 × 3 goals in one year, in its own unit."""

    about = About(
        id="strategy_year",
        prefix="sgy",
        th="ผลรายปีของเป้าประสงค์",
        en="A year of a strategy goal",
        title="year",
        key=("goal", "year"),
        sync=Sync.NONE,
        order=48,
        since=7,
        help_th="เป้าและผลของแต่ละปี พร้อมหน่วยและแหล่งที่มา ทศนิยมได้",
        help_en="Target and result of each year with unit and source; decimals allowed",
    )

    goal: str = field("เป้าประสงค์", "Strategy goal", required=True, refers_to="strategy_goal", rank=-2)
    year: int = field(
        "ปีงบประมาณ (พ.ศ.)", "Fiscal year (B.E.)", required=True, ge=2540, le=2700, format="be_year", rank=-1
    )
    unit: str | None = field("หน่วย", "Unit", max_length=60, example="ร้อยละ")
    target: float | None = field("ค่าเป้าหมายของปี", "Target of the year", ge=0)
    actual: float | None = field("ผลจริงของปี", "Actual of the year", ge=0)
    as_of: date | None = field("ข้อมูล ณ วันที่", "As of")
    source: str = field("แหล่งที่มา", "Source", required=True, max_length=500)


class ListItem(Record):
    """An entry of an editable list: a rung of a ladder, a product category, a cohort."""

    about = About(
        id="list_item",
        prefix="li",
        th="รายการตัวเลือก",
        en="List entry",
        title="label_th",
        key=("list", "value"),
        sync=Sync.NONE,
        order=13,
        help_th="ตัวเลือกที่แก้ไขได้ รวมถึงขั้นบันไดของตำบลและจังหวัด",
        help_en="Choices that can be edited, the rungs of both ladders among them",
    )

    list: str = field("รายการ", "List", required=True, options=choices.CHOICE_LISTS)
    value: str = field("รหัส", "Value", required=True, max_length=60, pattern=r"^[a-z0-9_]+$")
    label_th: str = field("ชื่อไทย", "Label (Thai)", required=True, max_length=200)
    label_en: str = field("ชื่ออังกฤษ", "Label (English)", required=True, max_length=200)
    order: int = field("ลำดับ", "Order", default=0, ge=0, le=10_000)
    counts: bool = field(
        "นับเข้าเป้าหมาย",
        "Counts towards the goal",
        default=False,
        help_th="ขั้นที่ใช้นับ มีได้ขั้นเดียวต่อบันได",
        help_en="The rung that is counted; one per ladder",
    )
    retired: bool = field("เลิกใช้", "Retired", default=False)
    unconfirmed: bool = field("ยังไม่ยืนยันกับ พอช.", "Not confirmed with CODI", default=False)


class Target(Record):
    """What is to be reached, where, how many and by when."""

    about = About(
        id="target",
        prefix="tgt",
        th="เป้าหมาย",
        en="Target",
        title="name_th",
        key=("name_th",),
        sync=Sync.NONE,
        order=10,
        help_th="อะไร เท่าไร ที่ไหน ภายในเมื่อไร จากแหล่งใด",
        help_en="What, how many, where, by when, from which source",
    )

    name_th: str = field("เป้าหมาย", "Target (Thai)", required=True, max_length=300)
    name_en: str = field("เป้าหมาย (อังกฤษ)", "Target (English)", required=True, max_length=300)
    metric: str = field("นับอะไร", "Metric", required=True, options=choices.METRICS)
    amount: int = field("จำนวน", "Amount", required=True, ge=1, le=100_000_000)
    starts_on: date = field("เริ่ม", "Starts on", required=True)
    due_on: date = field("ครบกำหนด", "Due on", required=True)
    region: str | None = field("ภาค (ว่าง = ทั้งประเทศ)", "Region (empty = country)", options=choices.REGIONS)
    province: str | None = field(
        "จังหวัด (เป้าของจังหวัดเดียว)",
        "Province (a target of one province)",
        refers_to="area",
        area_types=("province",),
        since=5,
    )
    agreed_on: date | None = field(
        "ตกลงเมื่อ",
        "Agreed on",
        since=5,
        help_th="ข้อตกลงภายในภาคหรือจังหวัด เว้นว่างถ้าเป็นเป้าที่เผยแพร่",
        help_en="An agreement inside a region or province; empty for a published target",
    )
    source: str = field("แหล่งที่มา", "Source", required=True, max_length=500)
    unconfirmed: bool = field("ยังไม่ยืนยันกับ พอช.", "Not confirmed with CODI", default=False)


class PublishedResult(Record):
    """A figure that somebody published. It never becomes one of our own counts."""

    about = About(
        id="published_result",
        prefix="pub",
        th="ผลที่เผยแพร่",
        en="Published result",
        title="label_th",
        key=("series", "year", "region", "mode"),
        sync=Sync.NONE,
        order=11,
        help_th="ตัวเลขจากเอกสารที่เผยแพร่ แสดงคู่กับแหล่งที่มา ไม่รวมกับข้อมูลที่บันทึกเอง",
        help_en="Figures from published documents, shown with their source, never mixed with own records",
    )

    series: str = field("ชุดตัวเลข", "Series", required=True, max_length=60, pattern=r"^[a-z0-9_]+$")
    label_th: str = field("เรื่อง", "Label (Thai)", required=True, max_length=300)
    label_en: str = field("เรื่อง (อังกฤษ)", "Label (English)", required=True, max_length=300)
    metric: str = field("นับอะไร", "Metric", required=True, options=choices.METRICS)
    value: int = field("ตัวเลข", "Value", required=True, ge=0)
    year: int | None = field("ปี (พ.ศ.)", "Year (B.E.)", ge=2500, le=2700, format="be_year")
    region: str | None = field("ภาค", "Region", options=choices.REGIONS)
    mode: str | None = field("รูปแบบ", "Mode", options=choices.MODES)
    source: str = field("แหล่งที่มา", "Source", required=True, max_length=500)
    caveat_th: str | None = field("ข้อควรระวัง", "Caveat (Thai)", max_length=1000, long_text=True)
    caveat_en: str | None = field("ข้อควรระวัง (อังกฤษ)", "Caveat (English)", max_length=1000, long_text=True)
    unconfirmed: bool = field("ยังไม่ยืนยันกับ พอช.", "Not confirmed with CODI", default=False)


class StrategyGoal(Record):
    """One of the 4 × 3 five-year goals, with what one can count of it."""

    about = About(
        id="strategy_goal",
        prefix="goal",
        th="เป้าประสงค์ยุทธศาสตร์",
        en="Strategy goal",
        title="name_th",
        key=("number",),
        order=12,
        help_th="4 ยุทธศาสตร์ × 3 เป้าประสงค์ ตัวชี้วัด ค่าเป้าหมาย ผลจริง",
        help_en="4 strategies × 3 goals: indicator, target, actual",
    )

    number: str = field("ข้อ", "Number", required=True, pattern=r"^[1-4]\.[1-3]$", max_length=3)
    strategy_th: str = field("ยุทธศาสตร์", "Strategy (Thai)", required=True, max_length=300)
    strategy_en: str = field("ยุทธศาสตร์ (อังกฤษ)", "Strategy (English)", required=True, max_length=300)
    name_th: str = field("เป้าประสงค์", "Goal (Thai)", required=True, max_length=500)
    name_en: str = field("เป้าประสงค์ (อังกฤษ)", "Goal (English)", required=True, max_length=500)
    indicator: str | None = field("ตัวชี้วัด", "Indicator", max_length=500)
    target: int | None = field("ค่าเป้าหมาย", "Target", ge=0)
    actual: int | None = field("ผลจริง", "Actual", ge=0)
    as_of: date | None = field("ข้อมูล ณ วันที่", "As of")
    source: str = field("แหล่งที่มา", "Source", required=True, max_length=500)
