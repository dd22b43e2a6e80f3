"""The facilitator's desk: one forum, its door and its parts, each a tab that the address names."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

import streamlit as st

from lib.domain.thai_date import format_days
from lib.domain.thai_number import format_number
from lib.insight.forum.hall import Hall
from lib.ui.forum.ballots import show_ballots
from lib.ui.forum.doing import ButtonLook, DeskPen
from lib.ui.forum.ideas import show_ideas
from lib.ui.forum.papers import show_papers
from lib.ui.forum.people import show_people
from lib.ui.forum.running import show_running
from lib.ui.forum.setting import show_decisions, show_setting
from lib.ui.frame.light import light_below
from lib.ui.frame.parts import choose_part
from lib.ui.frame.safe import md
from lib.ui.frame.shell import Here

if TYPE_CHECKING:
    from lib.actions.acts import Acts

_DRAWN = {
    "run": show_running,
    "ideas": show_ideas,
    "ballots": show_ballots,
    "people": show_people,
    "decisions": show_decisions,
    "setting": show_setting,
    "papers": show_papers,
}


def show_desk(here: Here, acts: Acts, found: Hall, back: Callable[[], None]) -> None:
    """The desk of a forum, for who runs it; `back` draws the way to the others."""
    pen = DeskPen(here, acts, found)
    _head(pen, back)
    part = _part(here)
    _DRAWN[part](pen)


def _head(pen: DeskPen, back: Callable[[], None]) -> None:
    here, forum = pen.here, pen.hall.forum
    st.subheader(md(forum.name), anchor=False)
    days = format_days(forum.starts_on, forum.ends_on, here.language)
    told = [days, md(forum.venue or ""), here.say("มาแล้ว {n} คน", n=format_number(pen.hall.plenum.heads))]
    st.caption(" · ".join(t for t in told if t))
    with st.container(horizontal=True, vertical_alignment="center"):
        wall = f"{light_below(practice=bool(here.practice_note))}/wall/{forum.id}"
        st.link_button(
            here.say("เปิดจอหน้าห้อง"),
            wall + ("?lang=en" if here.language == "en" else ""),
            icon=":material/fit_screen:",
            type="primary",
        )
        if pen.hall.code:
            st.markdown(here.say("รหัสเข้าเวที") + f" **`{pen.hall.code}`**", width="content")
            pen.button(
                here.say("ปิดรับ"), lambda: pen.acts.shut_door(forum.id), "door", ButtonLook(":material/door_front:")
            )
        else:
            pen.button(
                here.say("เปิดรับคนเข้าเวที"),
                lambda: pen.acts.open_door(forum.id),
                "door",
                ButtonLook(":material/door_open:", sort="secondary"),
            )
        back()


def _part(here: Here) -> str:
    say = here.say
    parts = {
        "run": say("ดำเนินเวที"),
        "ideas": say("ความคิด"),
        "ballots": say("ลงคะแนน"),
        "people": say("คน"),
        "decisions": say("มติและงาน"),
        "setting": say("กำหนดการและกลุ่ม"),
        "papers": say("พิมพ์และบันทึก"),
    }
    return choose_part(say("ส่วนของเวที"), "forum.part", parts, "run")
