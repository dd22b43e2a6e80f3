"""Invitations just made: each with its QR, its link and its PIN, and all of them as a sheet to print.

What is shown here is known to this window only, until it is closed: the store keeps neither link nor PIN.
"""

from __future__ import annotations

from datetime import UTC, datetime
from functools import partial
from typing import TYPE_CHECKING

import streamlit as st

from lib.domain.thai_date import BANGKOK, format_date
from lib.export.invitation_paper import InvitationCard, cards
from lib.ui.access.places import place_name, role_name
from lib.ui.frame.safe import md
from lib.ui.frame.share import app_address, only_here, show_qr
from lib.ui.frame.shell import Here

if TYPE_CHECKING:
    from lib.actions.access.acts import Invited

_MADE, _PAGE = "people.made", 6


def keep_made(made: list[Invited]) -> None:
    """Show these from the next run on."""
    st.session_state[_MADE] = made


def show_made(here: Here) -> bool:
    """The invitations that were just made, when there are any; whether there are."""
    made: list[Invited] = st.session_state.get(_MADE, [])
    if not made:
        return False
    say = here.say
    with st.container(border=True):
        st.subheader(say("ออกคำเชิญแล้ว {n} ใบ", n=len(made)), anchor=False)
        st.warning(
            say("ลิงก์และรหัส PIN แสดงครั้งนี้ครั้งเดียว ระบบไม่ได้เก็บไว้ พิมพ์หรือส่งให้ครบก่อนกด “ส่งครบแล้ว”"),
            icon=":material/visibility:",
        )
        if only_here(_link("")):
            st.caption(
                say(
                    "ตอนนี้ลิงก์เปิดได้เฉพาะเครื่องนี้ จะให้โทรศัพท์ใน Wi-Fi เดียวกันเปิดได้ เปิดระบบด้วย `python3 run.py -- --server.address 0.0.0.0`"
                )
            )
        with st.container(horizontal=True):
            st.download_button(
                say("พิมพ์บัตร QR (PDF)"),
                partial(cards, _paper_cards(here, made), say, here.language, datetime.now(UTC)),
                "invitations.pdf",
                "application/pdf",
                icon=":material/print:",
                key="people.sheet",
                on_click="ignore",
                type="primary",
            )
            if st.button(say("ส่งครบแล้ว"), key="people.made.done", icon=":material/done_all:"):
                st.session_state.pop(_MADE)
                st.rerun()
        if any(one.pin for one in made):
            st.caption(say("รหัส PIN ไม่อยู่บนบัตร บอกเจ้าตัวทางอื่น เช่น โทรศัพท์ ไม่ส่งไปพร้อมลิงก์"))
        pages = -(-len(made) // _PAGE)
        page = st.pagination(pages, key="people.made.page", max_visible_pages=5) if pages > 1 else 1
        for one in made[(page - 1) * _PAGE : page * _PAGE]:
            _card(here, one)
    return True


def _card(here: Here, one: Invited) -> None:
    say, link = here.say, _link(one.secret)
    with st.container(border=True, key=f"people.card.{one.id}"):
        picture, words = st.columns([1, 2.4], vertical_alignment="center")
        with picture:
            show_qr(say, link, width=200)
        with words:
            st.markdown(f"**{md(one.purpose)}** · {md(role_name(here, one.role))} · {md(place_name(here, one.place))}")
            told = [say("ใช้ได้ถึง {day}", day=_day(here, one.until)), say("ใช้ได้ {n} ครั้ง", n=one.uses)]
            st.caption(" · ".join(told))
            if one.pin:
                st.markdown(f"{say('รหัส PIN')} **{one.pin[:3]} {one.pin[3:]}**")
            st.code(_message(here, one, link), language=None, wrap_lines=True)


def _message(here: Here, one: Invited, link: str) -> str:
    return here.say(
        "คุณได้รับเชิญเป็น{role} {place} เปิดลิงก์นี้ภายใน {day}",
        role=role_name(here, one.role),
        place=place_name(here, one.place),
        day=_day(here, one.until),
    ) + (f"\n{link}")


def _paper_cards(here: Here, made: list[Invited]) -> list[InvitationCard]:
    """What stands on each card; links are put together here, where the browser's address is known."""
    return [
        InvitationCard(
            one.purpose,
            role_name(here, one.role),
            place_name(here, one.place),
            here.say("ใช้ได้ถึง {day}", day=_day(here, one.until)),
            _link(one.secret),
            bool(one.pin),
        )
        for one in made
    ]


def _day(here: Here, moment: datetime) -> str:
    return format_date(moment.astimezone(BANGKOK).date(), here.language)


def _link(secret: str) -> str:
    """The secret stands behind the sign that no browser sends: it is in no log on the way."""
    return f"{app_address('s/invite')}#{secret}"
