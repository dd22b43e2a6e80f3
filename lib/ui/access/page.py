"""People and rights: who may come in and do what, for whoever looks after people somewhere."""

from __future__ import annotations

from typing import TYPE_CHECKING

import streamlit as st

from lib.access.charge import jurisdiction_of
from lib.domain.worlds import OWN
from lib.ui.access.cards import show_made
from lib.ui.access.inviting import show_inviting
from lib.ui.access.logs import show_events, show_looks
from lib.ui.access.people import show_people
from lib.ui.access.places import place_name
from lib.ui.access.rules import may_decide_rules, show_rules
from lib.ui.access.sent import show_sent
from lib.ui.access.why import show_why
from lib.ui.frame.parts import choose_part
from lib.ui.frame.safe import md
from lib.ui.frame.session_choices import enter_world
from lib.ui.frame.share import app_address
from lib.ui.frame.shell import Here

if TYPE_CHECKING:
    from lib.actions.access.acts import AccessActs
    from lib.store.jurisdiction import Jurisdiction


def show_page(here: Here, acts: AccessActs | None) -> None:
    """The parts that there are for who asks."""
    say = here.say
    if here.practice_note:
        st.info(say("คน สิทธิ และคำเชิญเป็นของจริงเสมอ จึงไม่อยู่ในข้อมูลฝึกหัด"), icon=":material/group:")
        st.button(say("ไปที่ข้อมูลจริง"), on_click=enter_world, args=(OWN,), icon=":material/logout:")
        return
    if acts is None:
        st.info(
            say("หน้านี้เป็นของผู้ที่เชิญคนได้ คือเจ้าหน้าที่ภาค ผู้ดูแลเวที และผู้ดูแลระบบ ถ้าต้องการสิทธิ ขอคำเชิญจากเจ้าหน้าที่ภาค"),
            icon=":material/lock:",
        )
        _own_devices(here)
        return
    charge = jurisdiction_of(here.actor)
    _scope(here, charge)
    made = show_made(here)
    part = _part(here, charge)
    if part == "people":
        show_people(here, acts, charge)
    elif part == "invite":
        if made:
            st.caption(say("กด “ส่งครบแล้ว” ก่อนออกคำเชิญถัดไป"))
        else:
            show_inviting(here, acts, charge)
    elif part == "sent":
        show_sent(here, acts, charge)
    elif part == "looks":
        show_looks(here, charge)
    elif part == "events":
        show_events(here, charge)
    elif part == "rules":
        show_rules(here, acts, charge)
    else:
        show_why(here, charge)


def _scope(here: Here, charge: Jurisdiction) -> None:
    """Where the one who asks looks after people."""
    places = [here.say("ทั้งประเทศ") if not c.place else place_name(here, c.place) for c in charge.charges]
    with st.container(horizontal=True, vertical_alignment="center", horizontal_alignment="distribute"):
        st.caption(here.say("ดูแลคนใน {places}", places=md(" · ".join(dict.fromkeys(places)))), width="content")
        _own_devices(here)


def _own_devices(here: Here) -> None:
    """Where one sees and ends the own sessions: a plain page that works without this one."""
    address = app_address("s/devices")
    if here.actor.session and address:
        st.link_button(here.say("เครื่องที่ฉันใช้อยู่"), address, icon=":material/devices:", type="tertiary")


def _part(here: Here, charge: Jurisdiction) -> str:
    """The part that is looked at, kept in the address."""
    say = here.say
    parts = {"people": say("คน"), "invite": say("ออกคำเชิญ"), "sent": say("คำเชิญที่ออกแล้ว")}
    if charge.looking:
        parts["looks"] = say("ใครดูอะไร")
    parts |= {"events": say("บันทึกเหตุการณ์"), "why": say("ทำไมทำได้/ไม่ได้")}
    if may_decide_rules(here, charge):
        parts["rules"] = say("กติกาของภาค")
    return choose_part(say("เรื่อง"), "people.part", parts, "people")
