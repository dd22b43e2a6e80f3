"""Areas: from region to tambon, with the areas that are no tambons."""

from __future__ import annotations

from lib.schema import choices
from lib.schema.field import Sync, field
from lib.schema.record import About, Record


class Area(Record):
    """A place. DOPA places come from the gazetteer with ids ``TH-`` + code."""

    about = About(
        id="area",
        prefix="area",
        th="พื้นที่",
        en="Area",
        title="name_th",
        place="id",
        key=("name_th", "province", "type"),
        sync=Sync.NONE,
        order=9,
        help_th="จังหวัด อำเภอ ตำบล มาจากทะเบียนแล้ว เพิ่มเองได้เมื่อเป็นเทศบาลหรือกลุ่มจังหวัด",
        help_en="Provinces, districts and tambons are there already; add municipalities or province groups.",
    )

    name_th: str = field("ชื่อ", "Name (Thai)", required=True, max_length=200, example="เขาไม้แก้ว")
    name_en: str | None = field("ชื่ออังกฤษ", "Name (English)", max_length=200)
    type: str = field("ประเภทพื้นที่", "Type of area", required=True, options=choices.AREA_TYPES)
    code: str | None = field(
        "รหัสกรมการปกครอง",
        "DOPA code",
        pattern=r"^\d{2}(\d{2}){0,2}$",
        max_length=6,
        format="code",
        help_th="2 หลัก = จังหวัด 4 หลัก = อำเภอ 6 หลัก = ตำบล",
        help_en="2 digits = province, 4 = district, 6 = tambon",
        example="250213",
    )
    parent: str | None = field("อยู่ใน", "Lies in", refers_to="area", joined=True)
    province: str | None = field("จังหวัด", "Province", area_types=("province",), joined=True)
    region: str | None = field(
        "ภาคของ พอช.",
        "CODI region",
        options=choices.REGIONS,
        help_th="กำหนดที่จังหวัด ตำบลใช้ตามจังหวัด",
        help_en="Set on the province; its tambons follow",
    )
    unconfirmed: bool = field("ข้อมูลยังไม่ยืนยันกับ พอช.", "Not confirmed with CODI", default=False)
    centre_coverage: str | None = field(
        "มีศูนย์บ่มเพาะหรือไม่",
        "Incubation centre",
        options=choices.COVERAGE,
        help_th="กรอกเฉพาะจังหวัด เมื่อรู้แน่ว่ายังไม่มีศูนย์ ถ้าไม่รู้ให้เว้นว่าง",
        help_en="Provinces only, when it is certain that there is none; leave empty when unknown",
    )
    members: list[str] = field("จังหวัดในกลุ่ม", "Provinces of the group", default=[], area_types=("province",))
