"""Invitations that were made: what became of each, taken back, given a new link."""

from __future__ import annotations

from typing import TYPE_CHECKING

import streamlit as st

from lib.domain.thai_date import format_moment
from lib.domain.thai_number import format_number
from lib.insight.access.invited import InvitationState, SentInvitation, invitations
from lib.ui.access.asking import asked, settled
from lib.ui.access.cards import keep_made
from lib.ui.access.places import place_name, role_name
from lib.ui.frame.filters import choose
from lib.ui.frame.layout import filter_row
from lib.ui.frame.problems import shows_problems
from lib.ui.frame.safe import md
from lib.ui.frame.shell import Here

if TYPE_CHECKING:
    from lib.actions.access.acts import AccessActs
    from lib.store.jurisdiction import Jurisdiction

_PAGE = 12
_COLOURS = {InvitationState.OPEN: "green", InvitationState.USED: "blue", InvitationState.REVOKED: "red"}
#: As many links are made anew at once.
_SHEET = 100


def show_sent(here: Here, acts: AccessActs, charge: Jurisdiction) -> None:
    """Filters, the flagged ones first, and new links for all that nobody used."""
    say = here.say
    every = invitations(here.source, charge)
    if not every:
        st.info(say("ยังไม่มีคำเชิญในพื้นที่ของท่าน"), icon=":material/mail:")
        return
    states = {s.value: s.words(here.language) for s in InvitationState}
    roles = {i.role: role_name(here, i.role) for i in every}
    with filter_row(2) as cells:
        with cells[0]:
            state = choose(here, "state", say("สถานะ"), states, all_label=say("ทุกสถานะ"))
        with cells[1]:
            role = choose(here, "role", say("บทบาท"), roles, all_label=say("ทุกบทบาท"))
    found = [i for i in every if state in ("", i.state.value) and role in ("", i.role)]
    found.sort(key=lambda i: not i.suspicious)
    st.caption(say("{n} คำเชิญ", n=format_number(len(found))))
    _again(here, acts, [i for i in found if i.state is InvitationState.OPEN and not i.uses])
    pages = -(-len(found) // _PAGE)
    page = st.pagination(pages, key="people.sent.page", max_visible_pages=5) if pages > 1 else 1
    for one in found[(page - 1) * _PAGE : page * _PAGE]:
        with st.container(border=True):
            _invitation(here, acts, one)


def _again(here: Here, acts: AccessActs, unused: list[SentInvitation]) -> None:
    say, chosen = here.say, unused[:_SHEET]
    if not chosen:
        return
    title = say("พิมพ์บัตรใหม่ {n} ใบที่ยังไม่มีใครใช้", n=len(chosen))
    with asked(title, "people.reprint", ":material/print:"):
        st.markdown(say("ระบบไม่ได้เก็บลิงก์ไว้ จึงออกลิงก์ใหม่ทุกใบ **ลิงก์และ QR เดิมใช้ไม่ได้ทันที**"))
        if st.button(say("ออกลิงก์ใหม่ทั้งหมดนี้"), key="people.reprint.sure", type="primary"):
            _reprint(here, acts, [i.id for i in chosen])


def _reprint(here: Here, acts: AccessActs, chosen: list[str]) -> None:
    with shows_problems(here) as outcome:
        keep_made(acts.reprint(chosen))
    if outcome.ok:
        settled(here, here.say("ออกลิงก์ใหม่แล้ว อยู่บนสุดของหน้า ลิงก์เดิมใช้ไม่ได้"))


def _invitation(here: Here, acts: AccessActs, one: SentInvitation) -> None:
    say = here.say
    badge = f":{_COLOURS.get(one.state, 'gray')}-badge[{one.state.words(here.language)}]"
    pin = f" :gray-badge[{say('มี PIN')}]" if one.pin else ""
    lost = f" :orange-badge[{say('แทนโทรศัพท์ที่หาย')}]" if one.for_lost_phone else ""
    where = one.plan if one.record else place_name(here, one.place)
    st.markdown(
        f"**{md(one.purpose) or say('ผู้ดูแลระบบคนแรก')}** {badge}{pin}{lost}  \n{md(role_name(here, one.role))} · {md(where)}"
    )
    st.caption(
        say(
            "ใช้แล้ว {uses} จาก {most} · {devices} เครื่อง · ออกโดย {who} {made} · ถึง {until}",
            uses=one.uses,
            most=one.most_uses,
            devices=one.devices,
            who=md(one.made_by),
            made=format_moment(one.made_at, here.language),
            until=format_moment(one.until, here.language),
        )
    )
    if one.suspicious:
        st.warning(
            say("ลิงก์นี้ถูกเปิดจากหลายเครื่องผิดปกติ อาจถูกส่งต่อ ถามเจ้าตัว แล้วยกเลิกและออกใหม่ถ้าไม่ใช่"), icon=":material/devices:"
        )
    with st.container(horizontal=True):
        if one.state is InvitationState.OPEN:
            with asked(say("ลิงก์ใหม่"), f"people.anew.{one.id}", ":material/qr_code_2:"):
                st.markdown(say("ลิงก์และ QR เดิมของใบนี้ใช้ไม่ได้ทันที"))
                if st.button(say("ออกลิงก์ใหม่ของใบนี้"), key=f"people.anew.sure.{one.id}", type="primary"):
                    _reprint(here, acts, [one.id])
        if one.state is InvitationState.OPEN or one.people:
            _revoke(here, acts, one)


def _revoke(here: Here, acts: AccessActs, one: SentInvitation) -> None:
    say = here.say
    with asked(say("ยกเลิกคำเชิญ"), f"people.revoke.{one.id}", ":material/block:"):
        st.markdown(say("ไม่มีใครเข้าด้วยลิงก์นี้ได้อีก"))
        too = (
            st.checkbox(say("ถอนสิทธิและปิดเครื่องของ {n} คนที่เข้ามาแล้วด้วย", n=one.people), key=f"people.too.{one.id}")
            if one.people
            else False
        )
        if st.button(say("ยกเลิกใบนี้"), key=f"people.revoke.sure.{one.id}", type="primary"):
            with shows_problems(here) as outcome:
                acts.revoke(one.id, rights_too=too)
            if outcome.ok:
                settled(here, say("ยกเลิกคำเชิญแล้ว"))
