"""The tambon survey (step 2, 2.1.1–2.1.4): context, economy, capital, what comes from outside."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

from lib.schema import survey_choices
from lib.schema.field import field
from lib.schema.money import baht
from lib.schema.record import About
from lib.schema.tambon_work import WorkPart

_LONG: dict[str, Any] = {"max_length": 3000, "long_text": True}
_BAHT = baht(10_000_000_000)
_HOUSEHOLD: dict[str, Any] = {**_BAHT, "may_decline": True, "section": "economy"}


class TambonSurvey(WorkPart):
    """What a tambon knows of itself, answered together; what households told is counted apart."""

    about = About(
        id="tambon_survey",
        prefix="ty",
        th="แบบสำรวจตำบล",
        en="Tambon survey",
        title="location",
        within="work",
        key=("work",),
        order=27,
        since=3,
        help_th="บริบท เศรษฐกิจ และปัจจัยภายนอกของตำบล (2.1.1–2.1.4)",
        help_en="Context, economy and outside factors of the tambon (2.1.1–2.1.4)",
        leaders=("work", "population", "households", "occupations", "mean_income", "mean_expense", "opportunities"),
    )

    location: str | None = field("ที่ตั้งและอาณาเขต", "Location and boundaries", section="context", **_LONG)
    population: int | None = field(
        "ประชากร",
        "Population",
        ge=0,
        le=500_000,
        likely=(300, 60_000),
        unit_th="คน",
        unit_en="people",
        may_decline=True,
        section="context",
    )
    households: int | None = field(
        "ครัวเรือนทั้งหมด",
        "Households",
        ge=0,
        le=200_000,
        likely=(80, 20_000),
        unit_th="ครัวเรือน",
        unit_en="households",
        may_decline=True,
        section="context",
    )
    villages: int | None = field(
        "จำนวนหมู่บ้าน", "Villages", ge=0, le=99, likely=(1, 30), may_decline=True, section="context"
    )
    terrain: str | None = field(
        "ดิน น้ำ ภูมิอากาศ การเดินทาง", "Soil, water, climate, transport", section="context", **_LONG
    )
    history: str | None = field(
        "ประวัติ ชาติพันธุ์ วัฒนธรรม ศาสนา",
        "History, ethnicity, culture, religion",
        section="context",
        help_th="เล่าถึงตำบลโดยรวม ไม่ระบุตัวบุคคล",
        help_en="Of the tambon as a whole, no single person",
        **_LONG,
    )
    groups: str | None = field("กลุ่มและเครือข่าย", "Groups and networks", section="context", **_LONG)
    sages: str | None = field(
        "ผู้นำและปราชญ์ชุมชน",
        "Leaders and local sages",
        section="context",
        help_th="ระบุความรู้ที่มี ชื่อบุคคลบันทึกที่หน้า “บันทึก › บุคคล”",
        help_en="Which knowledge there is; names belong to Records › People",
        **_LONG,
    )
    occupations: list[str] = field(
        "อาชีพหลักของตำบล", "Main occupations", default=[], options=survey_choices.OCCUPATIONS, section="economy"
    )
    second_occupations: list[str] = field(
        "อาชีพเสริมของตำบล", "Second occupations", default=[], options=survey_choices.OCCUPATIONS, section="economy"
    )
    mean_income: Decimal | None = field(
        "รายได้เฉลี่ยต่อครัวเรือนต่อเดือน", "Mean household income a month", likely=(1_000, 200_000), **_HOUSEHOLD
    )
    mean_expense: Decimal | None = field(
        "รายจ่ายเฉลี่ยต่อครัวเรือนต่อเดือน", "Mean household expense a month", likely=(1_000, 200_000), **_HOUSEHOLD
    )
    debt_inside: Decimal | None = field(
        "หนี้ในระบบเฉลี่ยต่อครัวเรือน", "Mean debt inside the system", likely=(0, 2_000_000), **_HOUSEHOLD
    )
    debt_outside: Decimal | None = field(
        "หนี้นอกระบบเฉลี่ยต่อครัวเรือน", "Mean debt outside the system", likely=(0, 1_000_000), **_HOUSEHOLD
    )
    mean_savings: Decimal | None = field(
        "เงินออมเฉลี่ยต่อครัวเรือนต่อเดือน", "Mean household savings a month", likely=(0, 100_000), **_HOUSEHOLD
    )
    policy: str | None = field("นโยบายและโครงการรัฐที่มีผล", "State policy and projects", section="outside", **_LONG)
    law: str | None = field("กฎหมายและภาษี", "Law and tax", section="outside", **_LONG)
    energy: str | None = field("ราคาน้ำมันและก๊าซหุงต้ม", "Oil and cooking-gas price", section="outside", **_LONG)
    disasters: str | None = field("ภัยธรรมชาติ", "Natural disasters", section="outside", **_LONG)
    opportunities: str | None = field("โอกาสที่เห็น", "Opportunities seen", section="outside", **_LONG)
    forum_on: date | None = field(
        "เวทีชี้แจงแบบสำรวจเมื่อ", "Forum that explained the survey", section="round", since=6, past=True
    )
    forum_people: int | None = field(
        "ผู้เข้าร่วมเวที", "People at the forum", ge=0, le=100_000, unit_th="คน", unit_en="people", section="round", since=6
    )
    rehearsed_on: date | None = field("ซ้อมเก็บข้อมูลเมื่อ", "Rehearsed on", section="round", since=6, past=True)
    deadline: date | None = field("เก็บข้อมูลให้เสร็จภายใน", "To be collected by", section="round", since=6)


class LocalProduct(WorkPart):
    """An important produce or product, and who holds which part of its way (2.1.2, 6–10)."""

    about = About(
        id="local_product",
        prefix="lp",
        th="ผลผลิตสำคัญของตำบล",
        en="Important product",
        title="text",
        within="work",
        key=("work", "text"),
        order=28,
        since=3,
        help_th="ผลผลิต ใครเป็นเจ้าของวัตถุดิบ การผลิต ราคา และใครใช้",
        help_en="A product: who owns inputs and production, who sets the price, who uses it",
        leaders=("work", "text", "category", "price", "value"),
    )

    text: str = field("ผลผลิต/ผลิตภัณฑ์", "Product", required=True, max_length=200, example="ข้าวเม่า")
    category: str | None = field("ประเภทผลิตภัณฑ์", "Category", choice_list="product")
    inputs: str | None = field("เจ้าของวัตถุดิบ", "Who owns the inputs", options=survey_choices.INPUT_OWNERS)
    production: str | None = field("เจ้าของการผลิต", "Who owns the production", options=survey_choices.PRODUCTION_OWNERS)
    price: str | None = field("ใครกำหนดราคา", "Who sets the price", options=survey_choices.PRICE_SETTERS)
    sold_to: str | None = field("ขายให้ใคร", "Sold to", options=survey_choices.BUYERS)
    consumers: str | None = field("ใครกินใครใช้", "Who consumes", options=survey_choices.CONSUMERS)
    value: Decimal | None = field("มูลค่าต่อปี", "Value a year", likely=(1_000, 500_000_000), **_BAHT)
    decides: str | None = field(
        "ใครตัดสินใจว่าผลิตอะไร เท่าไร", "Who decides what is made, and how much", options=survey_choices.DECIDERS, since=6
    )
    channels: list[str] = field(
        "ขายผ่านทางไหนบ้าง",
        "By which ways it is sold",
        default=[],
        options=survey_choices.BUYERS,
        since=6,
        help_th="เลือกได้หลายทาง",
        help_en="Several may hold",
    )
    bargaining: list[str] = field(
        "ต่อรองได้เพราะอะไร",
        "What bargaining rests on",
        default=[],
        options=survey_choices.BARGAINING,
        since=6,
        help_th="เลือกได้หลายข้อ",
        help_en="Several may hold",
    )
    note: str | None = field("หมายเหตุ", "Note", max_length=1000, long_text=True)


class CommunityCapital(WorkPart):
    """One piece of the community's capital (2.1.3): money or not, whose, how much."""

    about = About(
        id="community_capital",
        prefix="cx",
        th="ทุนชุมชน",
        en="Community capital",
        title="text",
        within="work",
        key=("work", "capital", "text"),
        order=29,
        since=3,
        help_th="ทุนมนุษย์ สังคม กายภาพ ธรรมชาติ การเงิน",
        help_en="Human, social, physical, natural, financial",
        leaders=("work", "capital", "text", "members", "used_for"),
    )

    capital: str = field("ประเภททุน", "Kind of capital", required=True, options=survey_choices.CAPITALS, rank=-1)
    text: str = field("คืออะไร", "What it is", required=True, max_length=200, example="กลุ่มออมทรัพย์บ้านนาขา")
    founded_by: str | None = field(
        "ใครตั้ง", "Founded by", options=survey_choices.FOUNDERS, ask_if=("capital", ("financial", "social"))
    )
    fund: Decimal | None = field(
        "เงินกองทุน", "Fund", likely=(1_000, 100_000_000), ask_if=("capital", ("financial",)), **_BAHT
    )
    members: int | None = field(
        "สมาชิก",
        "Members",
        ge=0,
        le=1_000_000,
        unit_th="คน",
        unit_en="people",
        ask_if=("capital", ("financial", "social")),
    )
    supported_by: str | None = field("หน่วยงานที่หนุน", "Supported by", max_length=300)
    supporters: list[str] = field(
        "หน่วยงานและธนาคารในทะเบียน",
        "Registered agencies and banks",
        default=[],
        refers_to="organisation",
        since=6,
        help_th="เลือกจากองค์กรที่บันทึกไว้ เพื่อรู้ว่าใครหนุนตำบลใดบ้าง",
        help_en="From the recorded organisations: who supports which tambons",
    )
    able_people: int | None = field(
        "คนที่มีความสามารถนี้",
        "People who are able",
        ge=0,
        le=100_000,
        unit_th="คน",
        unit_en="people",
        ask_if=("capital", ("human",)),
        since=6,
        help_th="จำนวนคนที่พบ ชื่อบันทึกที่หน้า “บันทึก › บุคคล”",
        help_en="How many were found; names belong to Records › People",
    )
    used_for: str | None = field(
        "ใช้ทำอะไรอยู่ หรือน่าจะใช้ทำอะไรได้", "What it is or could be used for", max_length=600, long_text=True
    )
