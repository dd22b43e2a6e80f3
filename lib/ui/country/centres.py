"""The parts of the centres screen around the map."""

from __future__ import annotations

from collections.abc import Sequence

import streamlit as st

from lib.domain.places import BANGKOK_ID
from lib.domain.thai_date import format_year
from lib.domain.thai_number import format_number
from lib.export.geojson import to_geojson
from lib.export.sheets import OnlyInFile, Row
from lib.insight.country.centres import Centre, Centres
from lib.insight.source import Shown
from lib.schema.choices import CENTRE_STATES, CLUSTERS, COVERAGE, PLACE_BASIS
from lib.schema.field import label
from lib.ui.form.attached import picture_row
from lib.ui.frame.cells import year_cell
from lib.ui.frame.regions import region_name
from lib.ui.frame.safe import md
from lib.ui.frame.shell import Here, page_link
from lib.ui.frame.tables import table


def clusters(here: Here) -> dict[str, str]:
    """Clusters to filter by."""
    return {o.value: o.label(here.language) for o in CLUSTERS}


def products(here: Here, told: Centres) -> dict[str, str]:
    """Product categories to filter by."""
    return {e.value: e.name.text(here.language) for e in told.lists.get("product", ()) if not e.retired}


def years(here: Here, told: Centres) -> dict[str, str]:
    """Fiscal years in which centres began."""
    known = sorted({c.since_year for c in told.centres if c.since_year}, reverse=True)
    return {str(y): format_year(y, here.language) for y in known}


def chosen(found: Sequence[Centre], region: str, province: str, cluster: str, product: str, year: str) -> list[Centre]:
    """Centres that fit every filter."""
    return [
        c
        for c in found
        if region in ("", c.region)
        and province in ("", c.province)
        and cluster in ("", c.cluster)
        and (not product or product in c.products)
        and year in ("", str(c.since_year))
    ]


def coverage_line(here: Here, told: Centres, fits: Sequence[Centre], region: str, province: str) -> None:
    """How many centres fit, and what is known of the area's provinces, in one line: the room belongs to the map."""
    say = here.say
    if province:
        coverage = [label(COVERAGE, told.coverage[province], here.language)] if province in told.coverage else []
    else:
        coverage = [f"{o.label(here.language)} **{format_number(told.counted(o.value, region))}**" for o in COVERAGE]
    st.markdown(" · ".join([say("**{n} ศูนย์**", n=format_number(len(fits))), *coverage]))


def unresolved_list(here: Here, fits: Sequence[Centre]) -> None:
    """Centres that no map can honestly show, with the reason."""
    say = here.say
    lost = [c for c in fits if c.drawn_as == "unresolved"]
    if not lost:
        return
    with st.container(border=True):
        st.markdown(f":material/wrong_location: **{say('{n} ศูนย์ยังวางบนแผนที่ไม่ได้', n=len(lost))}**")
        for c in lost:
            st.markdown(f"**{md(c.name)}** – {md(c.place_note or say('ยังไม่ทราบพื้นที่'))}")
            page_link(
                here,
                "records",
                label=say("แก้ที่ตั้ง"),
                icon=":material/edit_location:",
                query={"kind": "incubation_centre", "record": c.id},
            )


def profile(here: Here, c: Centre) -> None:
    """Everything known about one centre; what is not known is not shown as empty boxes."""
    say = here.say
    with st.container(border=True):
        st.subheader(md(c.name), anchor=False)
        # Everybody's view: what is not published stands on the record's own page.
        picture_row(here, c.pictures)
        facts = [
            c.place.text(here.language),
            label(CLUSTERS, c.cluster, here.language),
            label(CENTRE_STATES, c.state, here.language),
            say("ตั้งแต่ปี {year}", year=format_year(c.since_year, here.language)) if c.since_year else "",
            say("สมาชิก {n} คน", n=format_number(c.members)) if c.members else "",
        ]
        st.caption(" · ".join(md(f) for f in facts if f))
        accuracy = label(PLACE_BASIS, c.basis, here.language)
        if c.accuracy_km is not None:
            accuracy += " · " + say(
                "คลาดเคลื่อนได้ราว {km} กม.", km=format_number(c.accuracy_km, 1 if c.accuracy_km < 3 else 0)
            )
        st.caption(f":material/my_location: {accuracy}")
        if c.unconfirmed:
            st.caption(f":material/help: {say('ข้อมูลยังไม่ยืนยันกับ พอช.')}")
        for title, text in (
            (say("ความสามารถหลัก"), c.abilities),
            (say("ภาคี"), c.partners),
            (say("ตลาด"), c.markets),
            (say("การเปลี่ยนแปลงที่เห็น"), c.changes),
            (say("สิ่งที่ยังขาด"), c.missing),
            (say("ทิศทางต่อไป"), c.direction),
            (say("หมายเหตุที่ตั้ง"), c.place_note),
        ):
            if text:
                st.markdown(f"**{title}** {md(text)}")
        page_link(
            here,
            "records",
            label=say("แก้ไขข้อมูลศูนย์"),
            icon=":material/edit_note:",
            query={"kind": "incubation_centre", "record": c.id},
        )


def centre_table(here: Here, shown: Shown[Centres], fits: Sequence[Centre], *filters: str) -> None:
    """The same content as the map, as a table, with GeoJSON beside Excel and CSV."""
    say, language = here.say, here.language
    names = {e.value: e.name.text(language) for e in shown.value.lists.get("product", ())}

    def build() -> list[Row]:
        return [
            {
                say("รหัสศูนย์"): OnlyInFile(c.id),
                say("รหัสพื้นที่"): OnlyInFile(c.area),
                say("รหัสจังหวัด"): OnlyInFile(c.province),
                say("ศูนย์"): c.name,
                say("พื้นที่"): c.place.text(language),
                say("ภาค"): region_name(here.language, c.region),
                say("คลัสเตอร์"): label(CLUSTERS, c.cluster, language),
                say("ผลิตภัณฑ์"): ", ".join(names.get(p, p) for p in c.products),
                say("ตั้งแต่ปี"): year_cell(c.since_year, language),
                say("ที่มาของพิกัด"): label(PLACE_BASIS, c.basis, language),
                say("ละติจูด"): OnlyInFile(c.latitude),
                say("ลองจิจูด"): OnlyInFile(c.longitude),
            }
            for c in fits
        ]

    st.subheader(say("รายชื่อ {n} ศูนย์", n=format_number(len(fits))), anchor=False)
    table(here, shown, "centres", say("ศูนย์บ่มเพาะ"), build, say("เอกสารที่เผยแพร่และบันทึกในระบบ"), *filters)
    if fits:
        st.download_button(
            "GeoJSON",
            lambda: to_geojson(fits, practice=here.source.store.is_practice),
            file_name="practice-centres.geojson" if here.practice_note else "centres.geojson",
            mime="application/geo+json",
            on_click="ignore",
            icon=":material/download:",
            type="tertiary",
            key="centres.geojson",
        )


def coverage_table(here: Here, shown: Shown[Centres], region: str, province: str) -> None:
    """What is known of each province of the area; the address may ask for those of which one thing is known."""
    say, told = here.say, shown.value
    asked = st.query_params.get("know", "")
    known = asked if asked in {o.value for o in COVERAGE} else ""
    fits = [
        p
        for p in told.provinces_of(region)
        if province in ("", p.id) and known in ("", told.coverage[p.id]) and not (known and p.id == BANGKOK_ID)
    ]

    def build() -> list[Row]:
        return [
            {
                say("รหัสจังหวัด"): OnlyInFile(p.id),
                say("ชื่อจังหวัด"): p.name.text(here.language),
                say("ภาค"): region_name(here.language, p.region),
                say("ศูนย์บ่มเพาะ"): label(COVERAGE, told.coverage[p.id], here.language),
            }
            for p in fits
        ]

    what = label(COVERAGE, known, here.language) if known else say("มีศูนย์ ยืนยันว่าไม่มี หรือยังไม่ทราบ")
    with st.expander(say("รายจังหวัด: {what} ({n})", what=what, n=format_number(len(fits))), expanded=bool(known)):
        source = say("เอกสารที่เผยแพร่และบันทึกในระบบ")
        table(here, shown, "coverage", say("ศูนย์บ่มเพาะรายจังหวัด"), build, source, region, province, known)
