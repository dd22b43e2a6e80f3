"""The forums: today's first, those to come and those that were; one of them open at its desk."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

import streamlit as st

from lib.access.policy import Act
from lib.domain.thai_date import bangkok_today, format_days
from lib.domain.thai_number import format_number
from lib.insight.display_value import area_names
from lib.insight.forum.forums import ForumCard, forums
from lib.insight.forum.hall import hall
from lib.ui.forum.carrying import bring_part
from lib.ui.forum.desk import show_desk
from lib.ui.forum.making import begin_forum
from lib.ui.forum.plans_today import show_plans_today
from lib.ui.forum.summary import show_summary
from lib.ui.frame.safe import md
from lib.ui.frame.shell import Here

if TYPE_CHECKING:
    from lib.actions.acts import Acts

_PAGE = 12


def show_forums(here: Here, acts: Acts | None) -> None:
    """The forum that the address names, or all of them."""
    asked = st.query_params.get("forum", "")
    found = hall(here.source, asked) if asked else None
    if asked and found is None:
        _back(here)
    if found is not None:
        if acts is not None and here.may_to(Act.WRITE, "forum", asked):
            show_desk(here, acts, found, partial(_back, here))
        else:
            _back(here)
            show_summary(here, found)
        return
    if asked:
        st.warning(here.say("ไม่พบเวทีนี้ อาจถูกถอนหรือลิงก์ไม่ครบ"))
    cards = forums(here.source).value
    _list(here, cards)
    if acts is not None and here.may(Act.WRITE, "forum"):
        begin_forum(here, acts.forum, open_at_once=not cards)
        bring_part(here, acts.forum)
    st.subheader(here.say("แผนที่กำลังทำวันนี้"), anchor=False)
    show_plans_today(here, acts.canvas if acts is not None else None)


def open_forum(forum: str, part: str = "") -> None:
    """Put a forum into the address ('' for the list)."""
    for name, value in (("forum", forum), ("part", part)):
        if value:
            st.query_params[name] = value
        else:
            st.query_params.pop(name, None)


def _back(here: Here) -> None:
    st.button(here.say("ดูเวทีทั้งหมด"), on_click=open_forum, args=("",), type="tertiary", icon=":material/arrow_back:")


def _list(here: Here, cards: tuple[ForumCard, ...]) -> None:
    today, places = bangkok_today(), area_names(here.source)
    running = [c for c in cards if c.runs_on(today)]
    others = [c for c in cards if not c.runs_on(today)]
    if not cards:
        st.info(here.say("ยังไม่มีเวที"), icon=":material/groups:")
    pages = -(-len(others) // _PAGE)
    page = st.pagination(pages, key="forum.page", max_visible_pages=5) if pages > 1 else 1
    for card in [*running, *others[(page - 1) * _PAGE : page * _PAGE]]:
        with st.container(border=True):
            mark = f" · :green[**{here.say('วันนี้')}**]" if card in running else ""
            st.button(
                f"**{md(card.name)}**",
                key=f"forum.{card.id}",
                type="tertiary",
                icon=":material/chevron_right:",
                on_click=open_forum,
                args=(card.id,),
            )
            place = places.get(card.area)
            days = format_days(card.starts_on, card.ends_on, here.language)
            told = [days, md(card.venue), md(place.text(here.language)) if place else ""]
            told.append(here.say("{n} กลุ่ม", n=format_number(card.groups)))
            if card.heads:
                told.append(here.say("{n} คน", n=format_number(card.heads)))
            st.caption(" · ".join(t for t in told if t) + mark)
