"""People at the desk: who has come, somebody without a phone is added, a wrong one is taken out."""

from __future__ import annotations

from collections import Counter
from functools import partial

import streamlit as st

from lib.domain.forum_wishes import SeatWish
from lib.domain.thai_date import format_time
from lib.domain.thai_number import format_number
from lib.insight.forum.seats import Participant, participants
from lib.schema.field import label
from lib.schema.forum_choices import SEAT_WAYS
from lib.ui.forum.doing import ButtonLook, DeskPen
from lib.ui.frame.safe import md

_PAGE = 50


def show_people(pen: DeskPen) -> None:
    """The box for a name, then the list by group."""
    say = pen.here.say
    groups = {g.id: g.name for g in pen.hall.plenum.groups}
    form = pen.form("person")
    with st.form(form, border=True):
        st.markdown(f"**{say('เพิ่มคนที่ไม่มีโทรศัพท์')}**")
        left, middle, right = st.columns([3, 3, 1])
        name = left.text_input(say("ชื่อ"), max_chars=80, key=f"{form}.name")
        none = say("ยังไม่มีกลุ่ม")
        group = middle.selectbox(
            say("กลุ่ม"), ["", *groups], format_func=lambda v: groups.get(v, none), key=f"{form}.group"
        )
        number = right.number_input(say("เลขบัตร"), 1, 100_000, value=None, placeholder="–", key=f"{form}.number")
        pressed = st.form_submit_button(say("เพิ่ม"), icon=":material/person_add:")
    if pressed:
        wish = SeatWish(name or "", group or "", None if number is None else int(number))
        pen.do(lambda: pen.acts.add_person(pen.forum, wish), "person")
    found = participants(pen.here.source, pen.forum)
    ways = Counter(p.sits.way for p in found)
    told = [f"{label(SEAT_WAYS, way, pen.here.language)} {format_number(n)}" for way, n in ways.items()]
    st.caption(" · ".join([say("{n} คน", n=format_number(len(found))), *told]))
    pages = -(-len(found) // _PAGE)
    page = st.pagination(pages, key="forum.people.page", max_visible_pages=5) if pages > 1 else 1
    for one in found[(page - 1) * _PAGE : page * _PAGE]:
        _person(pen, one, groups)


def _person(pen: DeskPen, one: Participant, groups: dict[str, str]) -> None:
    say, sits = pen.here.say, one.sits
    with st.container(horizontal=True, vertical_alignment="center"):
        number = f"{sits.number} · " if sits.number else ""
        told = [md(groups.get(sits.group or "", "")), format_time(one.at, pen.here.language)]
        st.markdown(f"{number}**{md(sits.name)}** · {' · '.join(t for t in told if t)}", width="stretch")
        away = partial(pen.acts.withdraw, "forum_seat", one.id, say("เอาออกจากเวที"))
        pen.button(say("เอาออก"), away, f"away.{one.id}", ButtonLook(":material/person_remove:"))
