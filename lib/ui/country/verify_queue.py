"""Reported rungs one after another, each with its evidence beside it: verify, return, next."""

from __future__ import annotations

from typing import TYPE_CHECKING

import streamlit as st

from lib.access.policy import Act
from lib.domain.thai_date import format_date
from lib.domain.thai_number import format_number
from lib.insight.country.to_do import ToDo, WaitingStep
from lib.insight.records.needs import needs_of
from lib.ui.country.place_words import place_words, province_names_of
from lib.ui.country.verify_many import verify_many
from lib.ui.form.needs import in_spite_box, show_needs
from lib.ui.form.proof import evidence_line
from lib.ui.frame.flash import done
from lib.ui.frame.problems import shows_problems
from lib.ui.frame.safe import md
from lib.ui.frame.shell import Here, page_link

if TYPE_CHECKING:
    from lib.actions.records.acts import RecordActs

_PASSED = "area.passed"


def verify_queue(here: Here, acts: RecordActs | None, todo: ToDo) -> None:
    """The first that waits; those that were passed over come last."""
    say = here.say
    if not todo.waiting:
        st.success(say("ไม่มีรายการรอตรวจรับรอง"), icon=":material/task_alt:")
        return
    passed: list[str] = st.session_state.setdefault(_PASSED, [])
    order = sorted(todo.waiting, key=lambda w: passed.index(w.record_id) + 1 if w.record_id in passed else 0)
    step = order[0]
    st.subheader(say("รอตรวจรับรอง {n} รายการ", n=format_number(len(todo.waiting))), anchor=False)
    if (
        acts is not None
        and len(order) > 1
        and here.may(Act.VERIFY, step.kind)
        and st.toggle(say("ตรวจหลายรายการพร้อมกัน"), key="area.many")
    ):
        verify_many(here, acts, order)
        return
    with st.container(border=True):
        left, right = st.columns([1, 1], gap="large")
        with left:
            _what(here, step)
        with right:
            if acts is None or not here.may_to(Act.VERIFY, step.kind, step.record_id):
                st.caption(say("การตรวจรับรองเป็นหน้าที่ของเจ้าหน้าที่ภาค"))
            else:
                _verdict(here, acts, step)
            if st.button(say("ข้ามไปรายการถัดไป"), icon=":material/skip_next:", type="tertiary", disabled=len(order) < 2):
                st.session_state[_PASSED] = [i for i in passed if i != step.record_id] + [step.record_id]
                st.rerun()


def _what(here: Here, step: WaitingStep) -> None:
    say = here.say
    counts = f" · {say('นับเข้าเป้าหมาย')}" if step.counts else ""
    place = place_words(here, province_names_of(here), step.place)
    st.markdown(f"**{md(place)}** · {md(step.rung.text(here.language))}{counts}")
    st.caption(say("ถึงขั้นนี้ {day}", day=format_date(step.reached_on, here.language)))
    if step.note:
        st.markdown(md(step.note))
    if step.evidence:
        st.markdown("\n".join(f"- {evidence_line(here, e)}" for e in step.evidence))
    else:
        st.markdown(f":red[{say('ยังไม่มีหลักฐาน')}]")
    query = {"kind": step.kind, "record": step.record_id}
    page_link(here, "records", say("เปิดรายการนี้"), ":material/edit_note:", query)


def _verdict(here: Here, acts: RecordActs, step: WaitingStep) -> None:
    say, who = here.say, here.actor.label
    if here.actor.account:
        st.caption(say("ตรวจรับรองในนาม {who}", who=md(who)))
    else:
        who = st.text_input(say("ชื่อผู้ตรวจรับรอง"), key="area.verifier", persist_state="session") or ""
    needs = needs_of(here.source, step.place.id, step.rung_id) if step.kind == "tambon_progress" else None
    if needs is not None:
        show_needs(here, needs)
    in_spite = in_spite_box(here, needs, f"queue.{step.record_id}.in_spite")
    if st.button(
        say("ตรวจรับรอง: หลักฐานยืนยันจริง"),
        type="primary",
        icon=":material/verified:",
        disabled=not any(e.weighs for e in step.evidence),
        key=f"queue.{step.record_id}.yes",
    ):
        with shows_problems(here) as outcome:
            acts.verify(step.kind, step.record_id, who, in_spite)
        if outcome.ok:
            done(here, say("ตรวจรับรองแล้ว นับรวมตั้งแต่บัดนี้"))
    reason = st.text_input(say("ถ้าส่งกลับ บอกเหตุผล"), key=f"queue.{step.record_id}.why")
    if st.button(say("ส่งกลับให้แก้"), icon=":material/undo:", key=f"queue.{step.record_id}.no"):
        with shows_problems(here) as outcome:
            acts.send_back(step.kind, step.record_id, reason or "")
        if outcome.ok:
            done(here, say("ส่งกลับแล้ว รายการนี้ไม่ถูกนับ"))
