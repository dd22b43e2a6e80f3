"""The two ladders: tambon progress and provincial network. A rung counts once it is verified."""

from __future__ import annotations

from datetime import date, datetime

from lib.schema import choices
from lib.schema.field import Authority, Privacy, field
from lib.schema.record import About, Record


class LadderStep(Record):
    """What both ladders record of one rung: the day, and the verdict (the app's to give)."""

    reached_on: date = field(
        "ถึงขั้นนี้เมื่อ",
        "Reached on",
        required=True,
        aliases=("วันที่ถึงขั้น", "ถึงขั้นเมื่อ", "วันที่", "เมื่อวันที่", "วันที่ผ่าน"),
        help_th="วันที่ตามหลักฐาน",
        help_en="The day the evidence shows",
    )
    note: str | None = field("เล่าสั้น ๆ", "In short", max_length=4000, long_text=True, aliases=("หมายเหตุ", "รายละเอียด"))
    status: str = field("สถานะ", "Status", default="reported", options=choices.STATUS, authority=Authority.APP)
    verified_by: str | None = field(
        "ผู้ตรวจรับรอง", "Verified by", max_length=200, authority=Authority.APP, privacy=Privacy.INTERNAL
    )
    verified_at: datetime | None = field("ตรวจเมื่อ", "Verified at", authority=Authority.APP)
    returned_reason: str | None = field("เหตุที่ส่งกลับ", "Reason for return", max_length=1000, authority=Authority.APP)
    returned_to: str | None = field(
        "ช่องที่ให้แก้",
        "Field to correct",
        max_length=200,
        authority=Authority.APP,
        since=3,
        help_th="ประเภท/รายการ/ช่อง ที่ความเห็นชี้ไป",
        help_en="kind/record/field that the comment points at",
    )


class TambonProgress(LadderStep):
    """One rung that one tambon (or municipality, Bangkok district) reached."""

    about = About(
        id="tambon_progress",
        prefix="tp",
        th="ความก้าวหน้าตำบล",
        en="Tambon progress",
        title="area",
        place="area",
        key=("area", "rung"),
        verifiable=True,
        order=1,
        help_th="ตำบลหนึ่งถึงขั้นหนึ่ง พร้อมหลักฐาน นับเข้า 500 เมื่อขั้นสุดท้ายตรวจรับรองแล้ว",
        help_en="One tambon reaching one rung, with evidence; the last rung counts once verified",
    )

    area: str = field(
        "ตำบล/เทศบาล/เขต", "Tambon, municipality or district", required=True, area_types=choices.COUNCIL_AREAS, rank=-1
    )
    rung: str = field(
        "ขั้น",
        "Rung",
        required=True,
        choice_list="tambon_rung",
        rank=-1,
        joined=True,
        aliases=("ขั้นบันได", "ระดับ", "สถานะตำบล"),
    )


class ProvincialNetwork(LadderStep):
    """One rung that one province reached, with the team and partners behind it."""

    about = About(
        id="provincial_network",
        prefix="pn",
        th="เครือข่ายจังหวัด",
        en="Provincial network",
        title="area",
        place="area",
        key=("area", "rung"),
        verifiable=True,
        order=2,
        help_th="จังหวัดหนึ่งถึงขั้นหนึ่ง ทีม สมาชิก แผน ภาคี นับเข้า 76 เมื่อทีมตรวจรับรองแล้ว",
        help_en="One province reaching one rung: team, plan, partners; a verified team counts to the 76",
    )

    area: str = field("จังหวัด", "Province", required=True, area_types=("province",), rank=-1)
    rung: str = field("ขั้น", "Rung", required=True, choice_list="province_rung", rank=-1, joined=True)
    team_name: str | None = field("ชื่อทีม", "Team", max_length=200)
    team_members: int | None = field(
        "จำนวนคนในทีม", "Team members", ge=0, le=10_000, likely=(3, 200), unit_th="คน", unit_en="people"
    )
    plan_title: str | None = field("ชื่อแผนเศรษฐกิจจังหวัด", "Provincial economic plan", max_length=300)
    partners: str | None = field("ภาคีร่วมงาน", "Partners", max_length=2000, long_text=True)
