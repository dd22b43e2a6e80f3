"""The parts of the about screen."""

from __future__ import annotations

import streamlit as st

from lib.access.policy import Act
from lib.config import settings
from lib.export.sheets import OnlyInFile, Row
from lib.insight.country.office import BAD, GOOD, WARN, office_status
from lib.insight.country.published import Published
from lib.insight.lists import Lists
from lib.insight.source import Shown
from lib.schema.choices import METRICS
from lib.schema.dictionary import rows
from lib.schema.field import label
from lib.schema.registry import KINDS, kind
from lib.ui.frame.cells import year_cell
from lib.ui.frame.filters import choose
from lib.ui.frame.regions import region_name
from lib.ui.frame.replay import replay
from lib.ui.frame.safe import md
from lib.ui.frame.shell import Here
from lib.ui.frame.tables import draw_rows, table


def definitions(here: Here, entries: Lists) -> None:
    """What the big words mean, and the two ladders as they stand now."""
    say = here.say
    st.subheader(say("คำที่ใช้"), anchor=False)
    st.markdown(
        "\n".join(
            f"- {line}"
            for line in (
                say("**พิสูจน์แล้ว** มีผู้ตรวจรับรอง และมีหลักฐานที่ยังอยู่ เท่านั้นจึงนับเข้าเป้าหมาย"),
                say("**รายงานแล้ว** มีผู้บันทึก แต่ยังไม่ตรวจรับรอง แสดงข้าง ๆ ไม่รวมในจำนวน"),
                say("**ยังไม่มีตัวเลขเผยแพร่** ไม่มีแหล่งใดบอกและยังไม่มีใครบันทึก ไม่ใช่ศูนย์"),
                say("**76 จังหวัด** ทุกจังหวัดยกเว้นกรุงเทพมหานคร"),
                say("**ปีงบประมาณ** เริ่ม 1 ตุลาคม สิ้นสุด 30 กันยายน ตัวเลขปีเป็น พ.ศ."),
            )
        )
    )
    for column, (title, name) in zip(
        st.columns(2), ((say("ขั้นบันไดตำบล"), "tambon_rung"), (say("ขั้นบันไดจังหวัด"), "province_rung")), strict=True
    ):
        with column, st.container(border=True, height="stretch"):
            st.markdown(f"**{title}**")
            lines = []
            for n, e in enumerate((e for e in entries.get(name, ()) if not e.retired), start=1):
                goal = f" · :green[{say('นับเข้าเป้าหมาย')}]" if e.counts else ""
                check = f" · :gray[{say('ยังไม่ยืนยันกับ พอช.')}]" if e.unconfirmed else ""
                lines.append(f"{n}. {md(e.name.text(here.language))}{goal}{check}")
            st.markdown("\n".join(lines))
    st.caption(say("แก้ขั้นบันไดและตัวเลือกได้ที่หน้า “บันทึก” ประเภท “รายการตัวเลือก”"))


def office(here: Here) -> None:
    """How the installation is, for who looks after it; looked at only when asked, for it reads the whole store."""
    if not here.may(Act.SETTINGS):
        return
    say = here.say
    with st.container(border=True):
        st.subheader(say("สภาพของระบบ"), anchor=False)
        if not st.toggle(say("ดูรุ่น ที่เก็บข้อมูล แฟ้มสำรอง และความผิดพลาด"), key="office_status"):
            return
        icons = {GOOD: ":material/check_circle:", WARN: ":material/info:", BAD: ":material/error:"}
        for line in office_status(settings()):
            text = f"{icons[line.state]} **{md(line.label(here.language))}** {md(line.text(here.language))}"
            st.markdown(text)
        st.caption(say("คำสั่งเดียวกันในหน้าต่างคำสั่ง: python3 run.py status"))


def sources(here: Here, facts: Shown[Published]) -> None:
    """Every published figure with its source and what to beware of."""
    say = here.say
    st.subheader(say("ตัวเลขที่เผยแพร่และแหล่งที่มา"), anchor=False)

    def build() -> list[Row]:
        return [
            {
                say("รหัส"): OnlyInFile(r.id),
                say("เรื่อง"): r.label.text(here.language),
                say("นับอะไร"): label(METRICS, r.metric, here.language),
                say("ตัวเลข"): r.value,
                say("ปี"): year_cell(r.year, here.language, say("ไม่ระบุปี")),
                say("ภาค"): region_name(here.language, r.region),
                say("สถานะ"): say("ยังไม่ยืนยันกับ พอช.") if r.unconfirmed else "",
                say("ข้อควรระวัง"): r.caveat.text(here.language),
                say("แหล่งที่มา"): r.source,
            }
            for r in facts.value.results
        ]

    table(here, facts, "sources", say("ตัวเลขที่เผยแพร่"), build, say("เอกสารที่เผยแพร่"))


def dictionary(here: Here, shown: Shown[object]) -> None:
    """The data dictionary of one kind, straight from its declaration."""
    say = here.say
    st.subheader(say("พจนานุกรมข้อมูล"), anchor=False)
    names = {k: m.about.label(here.language) for k, m in KINDS.items()}
    chosen = choose(here, "dictionary", say("ประเภทข้อมูล"), names)
    st.caption(kind(chosen).about.help(here.language))

    def draw() -> None:
        draw_rows(rows(kind(chosen), here.language, coded=False), names[chosen])

    replay(here, shown, "dictionary", draw, chosen)
    st.caption(say("รหัสของช่องและตัวเลือก สำหรับผู้เขียนโปรแกรม อยู่ใน docs/data-dictionary.md"))


def settings_and_credits(here: Here) -> None:
    """Licences and where the rest is written."""
    st.subheader(here.say("สัญญาอนุญาตและที่มาของส่วนประกอบ"), anchor=False)
    st.markdown(
        here.say(
            "โปรแกรมนี้ใช้สัญญาอนุญาต Apache-2.0 · ขอบเขตจังหวัด Natural Earth (สาธารณสมบัติ) · "
            "ทะเบียนตำบล geothai (CC-BY-4.0) · ตัวอักษร Sarabun (OFL) · แผนที่ Leaflet (BSD-2) · "
            "รายละเอียดใน docs/attributions.md"
        )
    )
