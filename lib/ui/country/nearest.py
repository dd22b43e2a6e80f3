"""The centres nearest to a province, a typed point or this device, with the accuracy said."""

from __future__ import annotations

import streamlit as st

from lib.domain.thai_number import format_number
from lib.insight.country.centres import Centres
from lib.insight.province_shapes import centre_of
from lib.intake.pasted_position import pasted_position
from lib.ui.frame.shell import Here
from lib.ui.frame.tables import draw_rows
from lib.ui.maps.device_place import device_place

Point = tuple[float, float]


@st.fragment
def nearest_fragment(here: Here, told: Centres) -> None:
    """Three ways to say where from; five centres by straight line, whatever is filtered above."""
    say = here.say
    st.subheader(say("ศูนย์ที่ใกล้ที่สุด"), anchor=False)
    st.caption(say("ค้นจากทุกศูนย์ทั้งประเทศ ไม่ตามตัวกรองข้างบน"))
    names = {p.id: p.name.text(here.language) for p in told.provinces}
    left, middle, right = st.columns(3, vertical_alignment="bottom")
    with left:
        province = st.selectbox(
            say("จากจังหวัด"),
            list(names),
            index=None,
            format_func=names.__getitem__,
            placeholder=say("เลือกจังหวัด"),
            key="near_province",
        )
    with middle:
        typed = st.text_input(
            say("หรือจากพิกัด"),
            key="near_point",
            placeholder="13.75, 100.50",
            help=say("ละติจูด, ลองจิจูด หรือลิงก์แผนที่ คัดลอกจากโทรศัพท์ได้"),
        )
    with right:
        device = device_place(say, "near_device")
    if device:
        st.session_state["_near_device"] = device
    point, roughly = _from_where(here, province, typed or "", st.session_state.get("_near_device"))
    if point is None:
        return
    rows = [
        {
            say("ศูนย์"): c.name,
            say("พื้นที่"): c.place.text(here.language),
            say("ระยะทางตรง (กม.)"): say("ราว {km}", km=format_number(km)),
            say("พิกัดศูนย์คลาดเคลื่อนได้ (กม.)"): format_number(c.accuracy_km),
        }
        for c, km in told.nearest(*point)
    ]
    draw_rows(rows, say("ศูนย์ที่ใกล้ที่สุด"))
    st.caption(roughly)


def _from_where(
    here: Here, province: str | None, typed: str, device: tuple[float, float, float] | None
) -> tuple[Point | None, str]:
    """The point that was said last in this order: typed, province, device; and how rough it is."""
    say = here.say
    if typed.strip():
        point = pasted_position(typed)
        if point is None:
            st.warning(say("อ่านพิกัดไม่ได้ หรืออยู่นอกประเทศไทย เขียนเช่น 13.75, 100.50"))
            return None, ""
        return point, say("ระยะเส้นตรงจากพิกัดที่พิมพ์ ไม่ใช่ระยะทางถนน")
    if province:
        return centre_of(province), say("วัดจากกึ่งกลางจังหวัดเป็นเส้นตรง จึงเป็นระยะโดยประมาณ")
    if device:
        return device[:2], say("ระยะเส้นตรงจากเครื่องนี้ ตำแหน่งคลาดเคลื่อนได้ราว {m} เมตร", m=format_number(device[2]))
    return None, ""
