"""How the map of centres is looked at, and a new centre put where somebody presses or pastes."""

from __future__ import annotations

from dataclasses import dataclass

import streamlit as st

from lib.access.policy import Act
from lib.insight.country.centres import Centres
from lib.insight.province_shapes import province_at
from lib.intake.pasted_position import is_short_link, pasted_position
from lib.ui.country.nearest import Nearby, ask_from_where
from lib.ui.frame.safe import md
from lib.ui.frame.shell import Here, page_link
from lib.ui.maps import assets

KIND = "incubation_centre"
_DRAWN, _TILES, _ADDS = "centres.drawn", "centres.tiles", "centres.adds"


@dataclass(frozen=True)
class MapWay:
    """How the map is shown."""

    #: As a drawing, without the map's own files.
    drawn: bool
    #: With streets from the internet beneath it.
    tiles: bool
    #: A press puts a new centre there instead of opening one.
    adds: bool


def map_way(here: Here) -> MapWay:
    """As it was chosen in the drawer; the drawn one where there is nothing to make another of."""
    state = st.session_state
    drawn = assets.mode() == "drawn" or bool(state.get(_DRAWN))
    return MapWay(drawn, not drawn and bool(state.get(_TILES)), bool(state.get(_ADDS)) and here.may(Act.WRITE, KIND))


def ways_part(here: Here, told: Centres, way: MapWay) -> Nearby | None:
    """The switches; returns what is near to where somebody asked from, if anybody did."""
    say = here.say
    with st.container(horizontal=True):
        near = ask_from_where(here, told)
        if assets.mode() != "drawn":
            with st.popover(say("แผนที่"), icon=":material/layers:"):
                st.toggle(say("แผนที่แบบวาด"), key=_DRAWN)
                st.toggle(say("พื้นถนนและชื่อเมือง (ต้องใช้อินเทอร์เน็ต)"), key=_TILES, disabled=way.drawn)
        if here.may(Act.WRITE, KIND):
            st.toggle(say("เพิ่มศูนย์บนแผนที่"), key=_ADDS)
    return near


def adding_part(here: Here, told: Centres, pressed: tuple[float, float] | None) -> None:
    """Where the new centre is to lie: what was pasted, else where the map was pressed; and the way to its form."""
    say = here.say
    with st.container(border=True):
        typed = st.text_input(say("แตะบนแผนที่ หรือวางพิกัด/ลิงก์แผนที่"), key="centres.paste", placeholder="13.75, 100.50")
        point = pasted_position(typed) if typed else pressed
        if typed and point is None:
            words = (
                say("ลิงก์สั้นไม่บอกพิกัด เปิดลิงก์นั้น แล้วคัดลอกที่อยู่เต็มจากแถบบนสุด หรือกดค้างที่หมุดแล้วคัดลอกตัวเลข")
                if is_short_link(typed)
                else say("อ่านพิกัดไม่ได้ หรืออยู่นอกประเทศไทย เขียนเช่น 13.75, 100.50")
            )
            st.warning(words)
        if point is None:
            return
        province = province_at(*point)
        name = next((p.name.text(here.language) for p in told.provinces if p.id == province), "")
        if not name:
            st.warning(say("จุดนี้อยู่นอกประเทศไทย"))
            return
        at = f"{point[0]:.6f},{point[1]:.6f}"
        st.markdown(f":material/add_location: **{at.replace(',', ', ')}** · {md(name)}")
        query = {"kind": KIND, "record": "new", "at": at}
        page_link(here, "records", say("กรอกข้อมูลศูนย์ตรงนี้"), ":material/arrow_forward:", query)
