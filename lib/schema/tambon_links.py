"""Who does a tambon's work, and with which other tambons: teams with members, links, agreements with agencies."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

from lib.schema import choices, tambon_choices
from lib.schema.field import Privacy, Sync, field
from lib.schema.money import baht
from lib.schema.record import About, Record
from lib.schema.tambon_work import WorkPart


class WorkTeam(WorkPart):
    """One team of a workspace: who operates, follows up, advises, looks after the money."""

    about = About(
        id="work_team",
        prefix="wt",
        th="คณะทำงานตำบล",
        en="Team of the work",
        title="name",
        within="work",
        key=("work", "name"),
        order=39,
        since=6,
        sync=Sync.NONE,
        help_th="ทีมปฏิบัติการ ติดตาม ที่ปรึกษา การเงิน และสมาชิก",
        help_en="Teams that operate, follow up, advise, look after the money; and their members",
    )

    duty: str = field("หน้าที่", "Duty", required=True, options=tambon_choices.TEAM_DUTIES, rank=-1)
    name: str = field("ชื่อคณะทำงาน", "Name", required=True, max_length=200, example="คณะทำงานติดตามแผน")
    people: int | None = field("จำนวนคน", "People", ge=0, le=1_000, unit_th="คน", unit_en="people")
    members: list[str] = field(
        "สมาชิกในทะเบียน", "Members on record", default=[], refers_to="person", privacy=Privacy.PERSONAL
    )
    meets: str | None = field("ประชุมเมื่อไร", "When it meets", max_length=200, example="ทุกวันที่ 5 ของเดือน")
    note: str | None = field("หมายเหตุ", "Note", max_length=1000, long_text=True)


class TambonLink(WorkPart):
    """A tambon that this one works together with."""

    about = About(
        id="tambon_link",
        prefix="tk",
        th="ความร่วมมือกับตำบลอื่น",
        en="Link with another tambon",
        title="text",
        within="work",
        key=("work", "other", "text"),
        order=40,
        since=6,
        help_th="ทำอะไรร่วมกับตำบลใด ตั้งแต่เมื่อไร",
        help_en="What is done together with which tambon, since when",
        leaders=("work", "other", "text", "since_day"),
    )

    other: str = field("กับตำบล/เทศบาล/เขต", "With", required=True, area_types=choices.COUNCIL_AREAS, rank=-1)
    text: str = field("ทำอะไรร่วมกัน", "What is done together", required=True, max_length=300)
    since_day: date | None = field("ตั้งแต่", "Since")
    note: str | None = field("ผลที่เกิด", "What came of it", max_length=1000, long_text=True)


class Agreement(Record):
    """A written agreement with agencies, companies or other places."""

    about = About(
        id="agreement",
        prefix="ag",
        th="ข้อตกลงกับภาคี",
        en="Agreement with partners",
        title="name",
        place="area",
        key=("name", "area"),
        order=41,
        since=6,
        help_th="บันทึกความร่วมมือกับหน่วยงาน บริษัท มหาวิทยาลัย แนบเอกสารได้",
        help_en="Memoranda with agencies, companies, universities; the paper can be attached",
        leaders=("name", "area", "signed_on", "until", "what"),
    )

    name: str = field("ชื่อข้อตกลง", "Name", required=True, max_length=300, example="บันทึกความร่วมมือขายผลผลิตชุมชน")
    area: str | None = field("พื้นที่", "Area", refers_to="area")
    partners: list[str] = field("ภาคีในทะเบียน", "Partners on record", default=[], refers_to="organisation")
    signed_on: date | None = field("ลงนามเมื่อ", "Signed on", past=True)
    until: date | None = field("ถึงเมื่อ", "Until")
    what: str | None = field("ตกลงทำอะไร", "What is agreed", max_length=4000, long_text=True)
    money: Decimal | None = field("วงเงิน", "Money", likely=(1_000, 50_000_000), **baht(10_000_000_000))
    result: str | None = field("ผลที่เกิด", "What came of it", max_length=4000, long_text=True)
