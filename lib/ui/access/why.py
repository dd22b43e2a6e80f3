"""“Why can I, why can't I?”: the policy's answer for a person, an act, a kind and a place, in words."""

from __future__ import annotations

from typing import TYPE_CHECKING

import streamlit as st

from lib.access.explaining import AccessQuestion, explain, kinds_of
from lib.access.policy import Act
from lib.domain.thai_date import format_moment
from lib.insight.access.people import KnownPerson, people
from lib.schema.choices import AREA_TYPES
from lib.schema.registry import KINDS
from lib.ui.access.places import end_name, pick_place, place_name, role_name
from lib.ui.frame.safe import md
from lib.ui.frame.shell import Here

if TYPE_CHECKING:
    from lib.store.jurisdiction import Jurisdiction

_KEY = "people.why"


def show_why(here: Here, charge: Jurisdiction) -> None:
    """Choose, and read the answer."""
    say = here.say
    found = {p.id: p for p in people(here.source, charge)}
    names = {**{i: p.name for i, p in found.items()}, "": say("ผู้อ่านที่ไม่ได้เข้าสู่ระบบ")}
    left, right = st.columns(2)
    with left:
        who: str = st.selectbox(
            say("คน"),
            list(names),
            format_func=lambda i: f"{names.get(i, i)}{_told_apart(here, found.get(i))}",
            key=f"{_KEY}.who",
        )
    with right:
        acts = [Act.WRITE, *(a for a in Act if a is not Act.WRITE)]
        act = st.selectbox(say("จะทำอะไร"), acts, format_func=lambda a: a.label(here.language), key=f"{_KEY}.act")
    kind_id, own = "", False
    if kinds_of(act):
        kinds = {k: KINDS[k].about.label(here.language) for k in kinds_of(act)}
        with left:
            kind_id = st.selectbox(say("กับข้อมูล"), list(kinds), format_func=kinds.__getitem__, key=f"{_KEY}.kind")
        with right:
            own = st.checkbox(say("รายการที่คนนี้บันทึกเอง"), key=f"{_KEY}.own")
    place = pick_place(here, charge, charge.roles, [o.value for o in AREA_TYPES], f"{_KEY}.place", title=say("ที่ไหน"))
    if not place:
        st.caption(say("เลือกพื้นที่เพื่อดูคำตอบ"))
        return
    _answer(here, AccessQuestion(who, act, kind_id, place, own))


def _answer(here: Here, asked: AccessQuestion) -> None:
    say, told = here.say, explain(here.source.store, asked)
    answer = say("คำตอบที่คนนี้เห็น: “{words}”", words=md(told.permission.why.text(here.language)))
    if not told.permission.allowed:
        st.error(f"**{say('ทำไม่ได้')}** {answer}", icon=":material/block:")
        return
    st.success(f"**{say('ทำได้')}** {answer}", icon=":material/check_circle:")
    if told.grant is not None:
        st.markdown(
            say(
                "ผ่านสิทธิ **{role}** ที่ {place} ให้โดย {who} เมื่อ {moment} · {until}",
                role=md(role_name(here, told.grant.role)),
                place=md(place_name(here, told.grant.place)),
                who=md(told.grant.made_by_label),
                moment=format_moment(told.grant.made_at, here.language),
                until=end_name(here, told.grant.until),
            )
        )


def _told_apart(here: Here, person: KnownPerson | None) -> str:
    """Two people of one name are told apart by what they are."""
    first = person.standing[0] if person and person.standing else None
    return f" · {role_name(here, first.role)} {place_name(here, first.place)}" if first else ""
