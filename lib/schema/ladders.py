"""The two ladders: tambon progress and provincial network. A rung counts once it is verified."""

from __future__ import annotations

from lib.schema import choices
from lib.schema.field import field
from lib.schema.record import About
from lib.schema.verdict import Verifiable


def _members(th: str, en: str) -> int | None:
    """How many members of the network come from one sector."""
    found: int | None = field(
        th, en, section="members", ge=0, le=10_000, unit_th="คน", unit_en="people", since=6, likely=(0, 500)
    )
    return found


class LadderStep(Verifiable):
    """What both ladders record of one rung."""


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
        leaders=("area", "rung", "reached_on", "note", "status"),
        in_every_book=True,
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
        leaders=("area", "rung", "reached_on", "team_name", "team_members", "note", "status"),
        in_every_book=True,
    )

    area: str = field("จังหวัด", "Province", required=True, area_types=("province",), rank=-1)
    rung: str = field("ขั้น", "Rung", required=True, choice_list="province_rung", rank=-1, joined=True)
    team_name: str | None = field("ชื่อทีม", "Team", max_length=200)
    team_members: int | None = field(
        "จำนวนคนในทีม", "Team members", ge=0, le=10_000, likely=(3, 200), unit_th="คน", unit_en="people"
    )
    plan_title: str | None = field("ชื่อแผนเศรษฐกิจจังหวัด", "Provincial economic plan", max_length=300)
    partners: str | None = field("ภาคีร่วมงาน", "Partners", max_length=2000, long_text=True)
    vision: str | None = field(
        "วิสัยทัศน์ร่วมของจังหวัด", "Shared vision", max_length=2000, long_text=True, section="plan", since=6
    )
    plan_lines: str | None = field(
        "แผนงานของจังหวัด",
        "Lines of the provincial plan",
        max_length=6000,
        long_text=True,
        section="plan",
        since=6,
        help_th="บรรทัดละหนึ่งแผนงาน เอกสารทั้งฉบับแนบไว้ที่รายการนี้",
        help_en="One line each; the whole document is attached to this record",
    )
    from_community: int | None = _members("ภาคประชาชน", "Community movement")
    from_state: int | None = _members("ภาครัฐและท้องถิ่น", "State and local government")
    from_private: int | None = _members("ภาคเอกชน", "Private sector")
    from_academic: int | None = _members("ภาควิชาการ", "Universities and schools")
    from_civil: int | None = _members("ประชาสังคม", "Civil society")
