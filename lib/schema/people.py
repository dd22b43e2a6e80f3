"""Organisations and people of the movement."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

from lib.schema import choices
from lib.schema.field import Privacy, Sync, field
from lib.schema.money import baht
from lib.schema.record import About, Record


class Organisation(Record):
    """A group, council, network, agency or company."""

    about = About(
        id="organisation",
        prefix="org",
        th="องค์กร",
        en="Organisation",
        title="name",
        place="area",
        key=("name", "area"),
        order=4,
        help_th="กลุ่ม สภาองค์กรชุมชน เครือข่าย หน่วยงาน บริษัท",
        help_en="Groups, councils, networks, agencies, companies",
        leaders=("name", "type", "area", "members", "note"),
        in_every_book=True,
    )

    name: str = field(
        "ชื่อองค์กร",
        "Name",
        required=True,
        max_length=200,
        example="กลุ่มทอผ้าบ้านนาขา",
        aliases=("ชื่อกลุ่ม", "กลุ่ม/องค์กร", "ชื่อวิสาหกิจชุมชน"),
    )
    type: str = field(
        "ประเภทองค์กร", "Type", required=True, aliases=("ประเภท", "ประเภทกลุ่ม"), options=choices.ORGANISATION_TYPES
    )
    area: str | None = field("ตั้งอยู่ที่", "Place", refers_to="area")
    cluster: str | None = field("คลัสเตอร์", "Cluster", options=choices.CLUSTERS)
    members: int | None = field(
        "จำนวนสมาชิก", "Members", ge=0, le=10_000_000, likely=(3, 20_000), unit_th="คน", unit_en="people"
    )
    registration: str | None = field(
        "รหัสทะเบียนวิสาหกิจชุมชน", "Community-enterprise code", max_length=30, format="code", example="4-41-05-04/1-0027"
    )
    note: str | None = field("หมายเหตุ", "Note", max_length=4000, long_text=True)
    income: Decimal | None = field(
        "รายได้ของกลุ่มต่อปี",
        "The group's income a year",
        likely=(1_000, 500_000_000),
        privacy=Privacy.INTERNAL,
        ask_if=("type", ("group",)),
        since=6,
        help_th="รายได้รวมของกลุ่ม ไม่ใช่ของครัวเรือน",
        help_en="The group's own, not its households'",
        **baht(10_000_000_000),
    )


class Person(Record):
    """A leader or contact: only what is needed to reach them about this work."""

    about = About(
        id="person",
        prefix="person",
        th="บุคคล",
        en="Person",
        title="name",
        place="area",
        key=("name", "area"),
        sync=Sync.NONE,
        private=True,
        order=8,
        help_th="ผู้นำหรือผู้ประสานงาน เก็บเท่าที่จำเป็น ไม่เก็บเลขบัตรประชาชน",
        help_en="Leaders and contacts; only what is necessary, no citizen id",
    )

    name: str = field(
        "ชื่อ–นามสกุล",
        "Name",
        required=True,
        max_length=200,
        privacy=Privacy.PERSONAL,
        aliases=("ชื่อ", "ชื่อสกุล", "ชื่อ สกุล", "ชื่อผู้ประสานงาน"),
    )
    role: str | None = field("บทบาท", "Role", aliases=("ตำแหน่ง",), max_length=200, privacy=Privacy.INTERNAL)
    organisation: str | None = field("องค์กร", "Organisation", refers_to="organisation", privacy=Privacy.INTERNAL)
    area: str | None = field("พื้นที่", "Area", refers_to="area", privacy=Privacy.INTERNAL)
    phone: str | None = field(
        "โทรศัพท์",
        "Phone",
        format="phone",
        aliases=("เบอร์โทร", "เบอร์โทรศัพท์", "มือถือ", "โทร"),
        pattern=r"^0\d{8,9}$",
        max_length=10,
        example="0812345678",
        privacy=Privacy.PERSONAL,
    )


class Learning(Record):
    """What one leader took home from one training round: knowledge, skill, network (KSNB)."""

    about = About(
        id="learning",
        prefix="kn",
        th="การเรียนรู้ของผู้นำ (KSNB)",
        en="What a leader learned (KSNB)",
        title="event",
        key=("person", "event"),
        lies_with=("event",),
        sync=Sync.NONE,
        private=True,
        order=22,
        since=2,
        help_th="ใครเรียนรู้อะไรจากรอบไหน ความรู้ ทักษะ เครือข่าย",
        help_en="Who learned what in which round: knowledge, skill, network",
    )

    person: str = field("ผู้นำ", "Leader", required=True, refers_to="person", privacy=Privacy.PERSONAL)
    event: str = field("รอบอบรม", "Training round", required=True, refers_to="event", privacy=Privacy.INTERNAL)
    canvas: str | None = field("แผนที่ทำ", "Plan worked on", refers_to="canvas", joined=True, privacy=Privacy.INTERNAL)
    learned_on: date | None = field("เรียนเมื่อ", "Learned on", privacy=Privacy.INTERNAL)
    knowledge: str | None = field(
        "ความรู้ (K)", "Knowledge (K)", max_length=1000, long_text=True, privacy=Privacy.INTERNAL
    )
    skill: str | None = field("ทักษะ (S)", "Skill (S)", max_length=1000, long_text=True, privacy=Privacy.INTERNAL)
    network: str | None = field("เครือข่าย (N)", "Network (N)", max_length=1000, long_text=True, privacy=Privacy.INTERNAL)
    mindset_before: str | None = field(
        "วิธีคิดก่อนเรียน", "Mindset before", options=choices.MINDSETS, privacy=Privacy.INTERNAL, since=6
    )
    mindset_after: str | None = field(
        "วิธีคิดหลังเรียน", "Mindset after", options=choices.MINDSETS, privacy=Privacy.INTERNAL, since=6
    )
