"""Under a record: its evidence and the verdict on it."""

from __future__ import annotations

import streamlit as st

from lib.insight.ledger import Detail
from lib.schema.record import Record
from lib.schema.work import Evidence
from lib.ui.desk import Desk, told
from lib.ui.form_state import Form
from lib.ui.proof import evidence_line
from lib.ui.record_form import show_form
from lib.ui.safe import md
from lib.ui.said import done
from lib.ui.shell import Here


def evidence_part(here: Here, desk: Desk, opened: Detail) -> None:
    say, record = here.say, opened.stored.record
    st.divider()
    st.subheader(say("หลักฐาน ({n})", n=len(opened.evidence)), anchor=False)
    for proof in opened.evidence:
        st.markdown(f"- {evidence_line(here, proof)}")
    form_key = f"_evidence.{record.id}"
    number = st.session_state.setdefault(f"{form_key}.number", 0)
    form = st.session_state.setdefault(
        form_key, Form(f"{form_key}.{number}", Evidence, "", 0, {"type": "link"})
    )
    with st.expander(say("เพิ่มหลักฐาน"), icon=":material/attach_file:", expanded=not opened.evidence):
        show_form(
            here,
            form,
            lambda f: _keep_evidence(desk, f, record),
            frozenset({"proves_kind", "proves"}),
        )
        if st.button(say("บันทึกหลักฐาน"), key=f"{form.id}.save", icon=":material/add:"):
            with told(here) as outcome:
                desk.save(
                    "evidence", {**form.typed, "proves_kind": record.about.id, "proves": record.id}
                )
            if outcome.ok:
                draft = desk.resume(form.code) if form.code else None
                if draft is not None:
                    desk.drop_draft(draft)
                del st.session_state[form_key]
                st.session_state[f"{form_key}.number"] = number + 1
                done(here, say("บันทึกหลักฐานแล้ว"))


def _keep_evidence(desk: Desk, form: Form, record: Record) -> None:
    typed = {**form.typed, "proves_kind": record.about.id, "proves": record.id}
    form.code = desk.keep_draft(form.code, "evidence", "", 0, typed).code


def verdict_part(here: Here, desk: Desk, opened: Detail) -> None:
    """Verify or send back, in somebody's name."""
    say, record = here.say, opened.stored.record
    st.divider()
    st.subheader(say("ตรวจรับรอง"), anchor=False)
    if getattr(record, "status", "") == "verified":
        st.markdown(
            f":green[:material/verified:] {say('ตรวจรับรองโดย {who}', who=md(getattr(record, 'verified_by', '')))}"
        )
    else:
        who = st.text_input(
            say("ชื่อผู้ตรวจรับรอง"), key=f"verdict.{record.id}.who", persist_state="session"
        )
        if st.button(
            say("ตรวจรับรอง: หลักฐานยืนยันจริง"),
            type="primary",
            icon=":material/verified:",
            key=f"verdict.{record.id}.yes",
        ):
            with told(here) as outcome:
                desk.verify(record.about.id, record.id, who or "")
            if outcome.ok:
                done(here, say("ตรวจรับรองแล้ว นับรวมตั้งแต่บัดนี้"))
    reason = st.text_input(say("ถ้าส่งกลับ บอกเหตุผล"), key=f"verdict.{record.id}.why")
    if st.button(say("ส่งกลับให้แก้"), icon=":material/undo:", key=f"verdict.{record.id}.no"):
        with told(here) as outcome:
            desk.send_back(record.about.id, record.id, reason or "")
        if outcome.ok:
            done(here, say("ส่งกลับแล้ว รายการนี้ไม่ถูกนับ"))
