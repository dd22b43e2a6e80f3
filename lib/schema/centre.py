"""Incubation centres (ศูนย์บ่มเพาะเศรษฐกิจและทุนชุมชน)."""

from __future__ import annotations

from lib.domain.places import LAT_RANGE, LON_RANGE
from lib.schema import choices
from lib.schema.field import Privacy, field
from lib.schema.record import About, Record


class IncubationCentre(Record):
    """A shared learning place; its place may be a point, an area, or not resolved yet."""

    about = About(
        id="incubation_centre",
        prefix="ctr",
        th="ศูนย์บ่มเพาะ",
        en="Incubation centre",
        title="name",
        place="area",
        key=("name",),
        order=7,
        help_th="ศูนย์บ่มเพาะเศรษฐกิจและทุนชุมชน ที่ตั้ง ความสามารถ ผลิตภัณฑ์",
        help_en="Incubation centres: place, ability, products",
        leaders=("name", "area", "basis", "state", "products", "contact", "missing"),
        in_every_book=True,
    )

    name: str = field(
        "ชื่อศูนย์", "Name", required=True, max_length=200, section="place", aliases=("ศูนย์บ่มเพาะ", "ชื่อศูนย์บ่มเพาะ", "ศูนย์")
    )
    area: str | None = field(
        "พื้นที่",
        "Area",
        refers_to="area",
        section="place",
        help_th="ตำบล เขต หรือทั้งจังหวัดก็ได้ เว้นว่างถ้ายังหาไม่พบ",
        help_en="A tambon, a district or a whole province; empty when not located",
    )
    basis: str = field(
        "ที่มาของพิกัด", "Basis of the position", required=True, options=choices.PLACE_BASIS, section="place"
    )
    latitude: float | None = field(
        "ละติจูด", "Latitude", ge=LAT_RANGE[0], le=LAT_RANGE[1], unit_th="องศา", unit_en="degrees", section="place"
    )
    longitude: float | None = field(
        "ลองจิจูด", "Longitude", ge=LON_RANGE[0], le=LON_RANGE[1], unit_th="องศา", unit_en="degrees", section="place"
    )
    accuracy_km: float | None = field(
        "คลาดเคลื่อนได้", "Accuracy", ge=0, le=500, unit_th="กม.", unit_en="km", section="place"
    )
    place_note: str | None = field("หมายเหตุที่ตั้ง", "Note on the place", max_length=1000, section="place")
    born_from: str | None = field(
        "เกิดจากงานของตำบล",
        "Born from the work of",
        area_types=choices.COUNCIL_AREAS,
        section="centre",
        since=6,
        help_th="ตำบลที่งานเศรษฐกิจชุมชนเติบโตจนเป็นศูนย์",
        help_en="The tambon whose work grew into this centre",
    )
    state: str = field("สถานะ", "State", default="active", options=choices.CENTRE_STATES, section="centre")
    since_year: int | None = field(
        "เริ่มปีงบประมาณ (พ.ศ.)", "Since fiscal year (B.E.)", ge=2540, le=2700, format="be_year", section="centre"
    )
    cluster: str | None = field("คลัสเตอร์", "Cluster", options=choices.CLUSTERS, section="centre")
    products: list[str] = field("ผลิตภัณฑ์เด่น", "Leading products", default=[], choice_list="product", section="centre")
    abilities: str | None = field(
        "ความสามารถหลัก/หลักสูตร", "Core ability, curricula", max_length=2000, long_text=True, section="centre"
    )
    target_groups: list[str] = field(
        "กลุ่มเป้าหมาย", "Target groups", default=[], choice_list="target_group", section="centre"
    )
    members: int | None = field(
        "สมาชิก", "Members", ge=0, le=1_000_000, likely=(5, 5_000), unit_th="คน", unit_en="people", section="centre"
    )
    partners: str | None = field("ภาคี", "Partners", max_length=2000, long_text=True, section="centre")
    markets: str | None = field("ตลาด", "Markets", max_length=2000, long_text=True, section="centre")
    changes: str | None = field("การเปลี่ยนแปลงที่เห็น", "Changes seen", max_length=4000, long_text=True, section="next")
    missing: str | None = field("สิ่งที่ยังขาด", "What is missing", max_length=4000, long_text=True, section="next")
    direction: str | None = field("ทิศทางต่อไป", "Next direction", max_length=4000, long_text=True, section="next")
    contact: str | None = field("ผู้ประสานงาน", "Contact", refers_to="person", privacy=Privacy.PERSONAL, section="next")
    unconfirmed: bool = field("ข้อมูลยังไม่ยืนยันกับ พอช.", "Not confirmed with CODI", default=False, section="next")
