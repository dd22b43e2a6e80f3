"""People and what they are granted: find somebody, give and take, a lost phone, close."""

from __future__ import annotations

from typing import TYPE_CHECKING

import streamlit as st

from lib.access.policy import Role
from lib.access.role_places import FOR_ONE_PLAN
from lib.access.wishes import RightWish
from lib.domain.thai_date import format_moment
from lib.domain.thai_number import format_number
from lib.domain.thai_text import spelling
from lib.insight.access.people import HeldRight, KnownPerson, people, waiting
from lib.insight.access.places import areas_of, wide_places
from lib.ui.access.asking import asked, settled
from lib.ui.access.cards import keep_made
from lib.ui.access.inviting import pick_end, pick_role
from lib.ui.access.places import end_name, pick_plan, pick_role_place, place_name, role_name, way_name
from lib.ui.frame.filters import choose
from lib.ui.frame.layout import filter_row
from lib.ui.frame.problems import shows_problems
from lib.ui.frame.safe import md
from lib.ui.frame.shell import Here

if TYPE_CHECKING:
    from lib.actions.access.acts import AccessActs
    from lib.store.jurisdiction import Jurisdiction

_PAGE = 12


def show_people(here: Here, acts: AccessActs, charge: Jurisdiction) -> None:
    """Filters, then a card for each person; one of them is open for changes."""
    say = here.say
    everybody = people(here.source, charge)
    if not everybody:
        st.info(say("ยังไม่มีใครมีบัญชีในพื้นที่ของท่าน เริ่มที่ “ออกคำเชิญ”"), icon=":material/group:")
        return
    if charge.everywhere and (wait := waiting(here.source)):
        st.info(say("มี {n} คนเข้าสู่ระบบแล้วและรอให้สิทธิ", n=wait), icon=":material/hourglass_top:")
    found = _filtered(here, charge, everybody)
    st.caption(say("{n} คน", n=format_number(len(found))))
    pages = -(-len(found) // _PAGE)
    page = st.pagination(pages, key="people.page", max_visible_pages=5) if pages > 1 else 1
    for one in found[(page - 1) * _PAGE : page * _PAGE]:
        with st.container(border=True):
            _person(here, acts, charge, one)


def _filtered(here: Here, charge: Jurisdiction, everybody: list[KnownPerson]) -> list[KnownPerson]:
    say = here.say
    roles = {r.value: r.label(here.language) for r in Role if r.value in charge.roles}
    places = {p.id: p.name.text(here.language) for p in wide_places(here.source, charge, charge.roles) if p.mine}
    with filter_row(3) as cells:
        with cells[0]:
            role = choose(here, "role", say("บทบาท"), roles, all_label=say("ทุกบทบาท"))
        with cells[1]:
            place = choose(here, "place", say("พื้นที่"), places, all_label=say("ทุกพื้นที่ในความดูแล"))
        with cells[2]:
            word = st.text_input(say("ค้นชื่อ"), key="people.search")
    inside = areas_of(here.source, [place]) if place else frozenset[str]()
    return [
        one
        for one in everybody
        if (not role or any(r.role == role for r in one.standing))
        and (not place or any(r.place in inside for r in one.standing))
        and (not word or spelling(word) in spelling(one.name))
    ]


def _person(here: Here, acts: AccessActs, charge: Jurisdiction, one: KnownPerson) -> None:
    say = here.say
    opened = st.query_params.get("person", "") == one.id
    with st.container(horizontal=True, vertical_alignment="center", horizontal_alignment="distribute"):
        closed = f" :red-badge[{say('ปิดบัญชี')}]" if one.closed else ""
        st.markdown(f"**{md(one.name)}**{closed}", width="content")
        st.button(
            say("ปิดรายละเอียด") if opened else say("จัดการ"),
            key=f"people.open.{one.id}",
            type="tertiary",
            icon=":material/expand_less:" if opened else ":material/tune:",
            on_click=_open,
            args=("" if opened else one.id,),
        )
    held = [f":blue-badge[{md(role_name(here, r.role))}] {md(_where(here, r))}" for r in one.standing]
    st.markdown("  \n".join(held) or f":orange-badge[{say('ยังไม่มีสิทธิ')}]")
    st.caption(" · ".join(_visits(here, one)))
    if opened:
        st.divider()
        _rights(here, acts, one)
        _give(here, acts, charge, one)
        _whole(here, acts, one)


def _open(person: str) -> None:
    if person:
        st.query_params["person"] = person
    else:
        st.query_params.pop("person", None)


def _where(here: Here, right: HeldRight) -> str:
    return right.plan if right.record else place_name(here, right.place)


def _visits(here: Here, one: KnownPerson) -> list[str]:
    say = here.say
    seen = (
        say("เข้าใช้ล่าสุด {moment}", moment=format_moment(one.seen_at, here.language))
        if one.seen_at
        else say("ยังไม่เคยเข้าใช้")
    )
    ways = [way_name(here, w) for w in one.providers] + ([way_name(here, "invitation")] if one.by_link else [])
    told = [seen, say("{n} เครื่อง", n=one.devices) if one.devices else ""]
    return [t for t in (*told, say("เข้าด้วย {ways}", ways=md(", ".join(ways))) if ways else "") if t]


def _rights(here: Here, acts: AccessActs, one: KnownPerson) -> None:
    say = here.say
    for right in one.standing:
        with st.container(horizontal=True, vertical_alignment="center", horizontal_alignment="distribute"):
            given = say(
                "ให้โดย {who} {moment} · {until}",
                who=md(right.made_by),
                moment=format_moment(right.made_at, here.language),
                until=end_name(here, right.until),
            )
            st.markdown(
                f"**{md(role_name(here, right.role))}** · {md(_where(here, right))}  \n:gray[{given}]", width="content"
            )
            with asked(say("ถอนสิทธิ"), f"people.take.{right.id}", ":material/remove_moderator:"):
                st.markdown(say("ถอนแล้วมีผลทันทีที่คนนี้กดครั้งถัดไป สิ่งที่บันทึกไว้แล้วยังอยู่"))
                if st.button(say("ถอนสิทธินี้"), key=f"people.take.sure.{right.id}", type="primary"):
                    with shows_problems(here) as outcome:
                        acts.take(right.id)
                    if outcome.ok:
                        settled(here, say("ถอนสิทธิแล้ว"))
    ended = [r for r in one.rights if not r.stands]
    if ended:
        lines = [f"{role_name(here, r.role)} {_where(here, r)}" for r in ended]
        st.caption(say("เคยมีสิทธิ: {rights}", rights=md(" · ".join(lines))))


def _give(here: Here, acts: AccessActs, charge: Jurisdiction, one: KnownPerson) -> None:
    say, key = here.say, f"people.give.{one.id}"
    if one.closed:
        return
    with st.expander(say("ให้สิทธิเพิ่ม"), icon=":material/add_moderator:", expanded=not one.standing):
        role = pick_role(here, charge, f"{key}.role")
        plan = pick_plan(here, charge, key) if role in FOR_ONE_PLAN else ""
        place = "" if plan or role in FOR_ONE_PLAN else pick_role_place(here, charge, role, f"{key}.{role.value}")
        until = pick_end(here, f"{key}.ends")
        if st.button(say("ให้สิทธิ"), key=f"{key}.give", type="primary", disabled=not (plan or place)):
            with shows_problems(here) as outcome:
                acts.give(one.id, RightWish(role.value, place, plan, until))
            if outcome.ok:
                settled(here, say("ให้สิทธิแล้ว"))


def _whole(here: Here, acts: AccessActs, one: KnownPerson) -> None:
    """What is done to the whole account."""
    say = here.say
    with st.container(horizontal=True, vertical_alignment="center"):
        if not one.closed:
            _lost_phone(here, acts, one)
            _rename(here, acts, one)
            with asked(say("ออกจากระบบทุกเครื่อง"), f"people.out.{one.id}", ":material/logout:"):
                st.markdown(say("ทุกเครื่องของคนนี้ต้องเข้าใหม่ สิทธิยังอยู่"))
                if st.button(say("ออกจากระบบทุกเครื่องเดี๋ยวนี้"), key=f"people.out.sure.{one.id}", type="primary"):
                    with shows_problems(here) as outcome:
                        n = acts.end_sessions(one.id)
                    if outcome.ok:
                        settled(here, say("ออกจากระบบแล้ว {n} เครื่อง", n=n))
            with asked(say("ปิดบัญชี"), f"people.close.{one.id}", ":material/person_off:"):
                st.markdown(say("คนนี้จะเข้าไม่ได้ทันที งานที่บันทึกไว้และชื่อในประวัติยังอยู่ เปิดใหม่ได้"))
                if st.button(say("ปิดบัญชีนี้"), key=f"people.close.sure.{one.id}", type="primary"):
                    with shows_problems(here) as outcome:
                        acts.close(one.id)
                    if outcome.ok:
                        settled(here, say("ปิดบัญชีแล้ว"))
        elif st.button(say("เปิดบัญชีอีกครั้ง"), key=f"people.reopen.{one.id}", icon=":material/person_check:"):
            with shows_problems(here) as outcome:
                acts.open_again(one.id)
            if outcome.ok:
                settled(here, say("เปิดบัญชีแล้ว สิทธิเดิมกลับมา"))


def _lost_phone(here: Here, acts: AccessActs, one: KnownPerson) -> None:
    say = here.say
    with asked(say("โทรศัพท์หาย"), f"people.lost.{one.id}", ":material/phonelink_erase:"):
        st.markdown(say("เครื่องที่เข้าด้วยลิงก์จะใช้ไม่ได้ทันที คำเชิญเดิมถูกยกเลิก แล้วได้ลิงก์ใหม่ของบัญชีเดิม งานและสิทธิยังอยู่ครบ"))
        pin = st.checkbox(say("ต้องใส่รหัส PIN ด้วย"), key=f"people.lost.pin.{one.id}")
        if st.button(say("ออกลิงก์ใหม่"), key=f"people.lost.sure.{one.id}", type="primary"):
            with shows_problems(here) as outcome:
                keep_made([acts.new_phone(one.id, with_pin=pin)])
            if outcome.ok:
                settled(here, say("ปิดเครื่องเดิมแล้ว ลิงก์ใหม่อยู่บนสุดของหน้า ส่งให้เจ้าตัว"))


def _rename(here: Here, acts: AccessActs, one: KnownPerson) -> None:
    say = here.say
    with asked(say("เปลี่ยนชื่อ"), f"people.name.{one.id}", ":material/edit:"):
        name = st.text_input(say("ชื่อที่ใช้เรียก"), value=one.name, key=f"people.name.text.{one.id}")
        st.caption(say("ประวัติที่เขียนไว้แล้วใช้ชื่อเดิม"))
        if st.button(say("บันทึกชื่อ"), key=f"people.name.sure.{one.id}", type="primary"):
            with shows_problems(here) as outcome:
                acts.rename(one.id, name)
            if outcome.ok:
                settled(here, say("เปลี่ยนชื่อแล้ว"))
