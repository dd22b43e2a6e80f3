"""The centres nearest to a province, a typed point or this device: asked in the map's drawer, told there and on the map."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import streamlit as st

from lib.domain.thai_number import format_number
from lib.insight.country.centres import Centre, Centres
from lib.insight.province_shapes import centre_of
from lib.intake.pasted_position import pasted_position
from lib.ui.frame.safe import md
from lib.ui.frame.shell import Here
from lib.ui.maps.device_place import device_place

Point = tuple[float, float]
_PROVINCE, _TYPED, _DEVICE = "near_province", "near_point", "_near_device"


@dataclass(frozen=True)
class Nearby:
    """Five centres by straight line from a point, whatever the page's filters are."""

    #: Latitude, longitude (degrees).
    origin: Point
    #: How rough the distances are, in words.
    roughly: str
    #: Nearest first, with km.
    found: tuple[tuple[Centre, float], ...]

    def centres_also(self, shown: Sequence[Centre]) -> list[Centre]:
        """What is shown, and the nearest ones beside it."""
        there = {c.id for c in shown}
        return [*shown, *(c for c, _ in self.found if c.id not in there)]


def ask_from_where(here: Here, told: Centres) -> Nearby | None:
    """Three ways to say where from, behind one button; None until one of them was used."""
    say = here.say
    with st.popover(say("ใกล้ฉัน"), icon=":material/near_me:"):
        st.caption(say("ค้นจากทุกศูนย์ทั้งประเทศ ไม่ตามตัวกรองข้างบน"))
        if (device := device_place(say, "near_device")) is not None:
            _forget(device)
        names = {p.id: p.name.text(here.language) for p in told.provinces}
        province = st.selectbox(
            say("จากจังหวัด"),
            list(names),
            index=None,
            format_func=names.__getitem__,
            placeholder=say("เลือกจังหวัด"),
            key=_PROVINCE,
            on_change=_only,
            args=(_PROVINCE,),
        )
        typed = st.text_input(
            say("หรือจากพิกัด"),
            key=_TYPED,
            placeholder="13.75, 100.50",
            help=say("ละติจูด, ลองจิจูด หรือลิงก์แผนที่ คัดลอกจากโทรศัพท์ได้"),
            on_change=_only,
            args=(_TYPED,),
        )
        point, roughly = _from_where(here, province, typed or "", st.session_state.get(_DEVICE))
    return Nearby(point, roughly, tuple(told.nearest(*point))) if point else None


def nearby_part(here: Here, near: Nearby) -> None:
    """The five in the drawer, with how far each may be off, and the way to be rid of them."""
    say = here.say
    with st.container(border=True):
        st.markdown(f"**{say('ศูนย์ที่ใกล้ที่สุด')}**")
        for centre, km in near.found:
            off = ""
            if centre.accuracy_km and centre.accuracy_km >= 1:
                off = " · " + say("คลาดเคลื่อนได้ราว {km} กม.", km=format_number(centre.accuracy_km))
            st.markdown(
                f"**{kilometres(here, km)}** {md(centre.name)} :gray[{md(centre.place.text(here.language))}{off}]"
            )
        st.caption(near.roughly)
        st.button(say("เลิกวัดระยะ"), icon=":material/close:", type="tertiary", key="near_off", on_click=_forget)


def kilometres(here: Here, km: float) -> str:
    """A distance as it may be said: whole kilometres, and less than one as such."""
    return here.say("ราว {km} กม.", km=format_number(km)) if km >= 1 else here.say("ไม่ถึง 1 กม.")


def _forget(device: tuple[float, float, float] | None = None) -> None:
    """No point is said any more, but where this device is."""
    st.session_state[_PROVINCE], st.session_state[_TYPED], st.session_state[_DEVICE] = None, "", device


def _only(said: str) -> None:
    """What was said last takes the place of what was said before it in another way."""
    value = st.session_state[said]
    if value:
        _forget()
        st.session_state[said] = value


def _from_where(
    here: Here, province: str | None, typed: str, device: tuple[float, float, float] | None
) -> tuple[Point | None, str]:
    """The point that was said, one of three; and how rough it is."""
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
