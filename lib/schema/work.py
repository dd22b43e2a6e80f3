"""The work itself: events, projects, and the evidence that proves things."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

from lib.schema import choices
from lib.schema.field import Authority, Sync, field
from lib.schema.record import About, Record


class Event(Record):
    """A training, forum, meeting or visit."""

    about = About(
        id="event",
        prefix="event",
        th="กิจกรรม",
        en="Event",
        title="name",
        place="area",
        order=5,
        key=("name", "starts_on"),
        help_th="อบรม เวที ประชุม ศึกษาดูงาน",
        help_en="Trainings, forums, meetings, visits",
        leaders=("name", "type", "area", "starts_on", "people", "note"),
        in_every_book=True,
    )

    name: str = field("ชื่อกิจกรรม", "Name", required=True, max_length=200)
    type: str = field("ประเภท", "Type", required=True, options=choices.EVENT_TYPES)
    mode: str | None = field("รูปแบบ", "Mode", options=choices.MODES)
    cohort: str | None = field("รุ่น", "Cohort", choice_list="training_cohort")
    area: str | None = field("จัดที่", "Place", refers_to="area")
    starts_on: date | None = field("วันเริ่ม", "First day")
    ends_on: date | None = field("วันสุดท้าย", "Last day")
    people: int | None = field(
        "ผู้เข้าร่วม", "Participants", ge=0, le=1_000_000, likely=(1, 2_000), unit_th="คน", unit_en="people"
    )
    tambons: list[str] = field("ตำบลที่เข้าร่วม", "Tambons taking part", default=[], area_types=choices.COUNCIL_AREAS)
    trainer: str | None = field(
        "วิทยากรหรือทีมที่สอน",
        "Trainer or team",
        max_length=200,
        ask_if=("type", ("training",)),
        since=6,
        help_th="หน่วยงานหรือทีม ไม่ต้องใส่ชื่อบุคคล",
        help_en="An agency or team rather than a person's name",
    )
    note: str | None = field("สรุปผล", "Outcome", max_length=4000, long_text=True)


class Evidence(Record):
    """A link, file or note that proves another record."""

    about = About(
        id="evidence",
        prefix="ev",
        th="หลักฐาน",
        en="Evidence",
        title="name",
        order=3,
        key=("proves", "name"),
        lies_with=("proves_kind", "proves"),
        sync=Sync.NONE,
        help_th="ลิงก์ ภาพ รายงานการประชุม ที่ยืนยันรายการอื่น",
        help_en="Links, pictures, minutes that prove another record",
    )

    name: str = field(
        "หลักฐานคืออะไร", "What it is", required=True, max_length=200, example="รายงานการประชุมสภาองค์กรชุมชน 12 พ.ค. 2567"
    )
    proves_kind: str = field("ยืนยันรายการประเภท", "Proves a record of kind", required=True, options=())
    proves: str = field("ยืนยันรายการ", "Proves record", required=True, max_length=64, joined=True)
    type: str = field("ประเภทหลักฐาน", "Type", required=True, options=choices.EVIDENCE_TYPES)
    link: str | None = field(
        "ลิงก์", "Link", max_length=1000, pattern=r"^https?://\S+$", ask_if=("type", ("link",)), example="https://…"
    )
    where_kept: str | None = field(
        "เก็บไว้ที่ไหน", "Where it is kept", max_length=300, ask_if=("type", ("file",)), example="แฟ้มสภาองค์กรชุมชน ตู้ 2"
    )
    text: str | None = field("ข้อความ", "Text", max_length=4000, long_text=True, ask_if=("type", ("note",)))
    dated: date | None = field("ลงวันที่", "Dated")
    made_from: str | None = field(
        "ระบบบันทึกจาก",
        "Noted by the app from",
        max_length=64,
        authority=Authority.APP,
        since=6,
        help_th="รหัสแผนหรือพื้นที่ทำงานที่ระบบบันทึกมาให้ บันทึกเช่นนี้อย่างเดียวไม่พอให้ตรวจรับรอง",
        help_en="Id of the plan or workspace that the app made this note of; such a note alone proves nothing",
    )


class Project(Record):
    """A funded piece of work with its tambons and stage."""

    about = About(
        id="project",
        prefix="prj",
        th="โครงการ",
        en="Project",
        title="name",
        place="area",
        order=6,
        key=("name", "fiscal_year"),
        help_th="โครงการที่ได้รับงบ พื้นที่ และขั้นหัดเดิน/เดินได้/วิ่งได้",
        help_en="Funded projects, their tambons and stage",
        leaders=("name", "fiscal_year", "area", "budget", "stage", "note"),
    )

    name: str = field("ชื่อโครงการ", "Name", required=True, max_length=300)
    fiscal_year: int | None = field(
        "ปีงบประมาณ (พ.ศ.)",
        "Fiscal year (B.E.)",
        ge=2540,
        le=2700,
        example="2567",
        format="be_year",
        aliases=("ปีงบ", "ปี", "ปีงบประมาณ"),
    )
    area: str | None = field("จังหวัดหรือพื้นที่หลัก", "Main area", refers_to="area")
    tambons: list[str] = field("ตำบลในโครงการ", "Tambons", default=[], area_types=choices.COUNCIL_AREAS)
    organisation: str | None = field("องค์กรเจ้าของ", "Owner", refers_to="organisation")
    budget: Decimal | None = field(
        "งบประมาณ",
        "Budget",
        aliases=("วงเงิน", "งบประมาณที่ได้รับ"),
        ge=0,
        le=10_000_000_000,
        decimal_places=2,
        likely=(1_000, 20_000_000),
        unit_th="บาท",
        unit_en="baht",
    )
    stage: str | None = field(
        "ขั้น",
        "Stage",
        options=choices.PROJECT_STAGES,
        help_th="ขั้นของชุมชนในโครงการ ไม่ใช่ของจังหวัด",
        help_en="Stage of the communities, not of the province",
    )
    note: str | None = field("ผลที่เกิด", "Results", max_length=4000, long_text=True)
