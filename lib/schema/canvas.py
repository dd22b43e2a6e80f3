"""The Community Business Model Canvas (แผนธุรกิจเพื่อชุมชน): nine steps of a group's plan.

A canvas is a record; what stands in its boxes are records of their own that point at it, so that
two people who fill different boxes – or different fields of one line – never get in each other's
way. Steps 1–5 hold items, step 6 activities; steps 7–9 are answers *about* the activities of
step 6: how they are done, with whom, for what money. Step contents: source 002, CBMC.
"""

from __future__ import annotations

from datetime import date

from lib.schema import canvas_choices, choices
from lib.schema.field import Authority, field
from lib.schema.record import About, Record


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
        leaders=("name", "organisation", "area", "year", "products", "households", "note"),
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
    apart: list[str] = field(
        "ข้อที่ไม่ใช่เรื่องเดียวกัน",
        "Lines that are not the same",
        default=[],
        authority=Authority.APP,
        since=6,
        help_th="คู่ข้อของแผนกลุ่มที่คนบอกว่าไม่ใช่เรื่องเดียวกัน (รหัส+รหัส) ระบบไม่จับคู่ให้อีก",
        help_en="Pairs of groups' lines (id+id) that somebody said are not the same: never proposed together again",
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
