"""One open record: its form, and what stands under it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import streamlit as st

from lib.domain.errors import Conflict
from lib.domain.thai_date import format_moment
from lib.insight.records.ledger import Detail, detail
from lib.schema.choices import STATUS
from lib.schema.record import Record, nested_fields, only_typable, specs, typable
from lib.schema.registry import kind
from lib.schema.work import Evidence
from lib.ui.form.line_form import begun, settle
from lib.ui.form.proof import evidence_line
from lib.ui.form.questions import show_form, show_question
from lib.ui.form.state import Form, typed_of
from lib.ui.frame.flash import done
from lib.ui.frame.problems import shows_problems
from lib.ui.frame.safe import md
from lib.ui.frame.shell import Here
from lib.ui.records.history import history_part
from lib.ui.records.list import open_record
from lib.ui.records.verdict import evidence_part, verdict_part

if TYPE_CHECKING:
    from lib.actions.records.acts import RecordActs

#: Kinds whose records are proved by evidence.
_WITH_EVIDENCE = {"tambon_progress", "provincial_network", "strategy_goal", "incubation_centre", "project"}


def show_editor(here: Here, acts: RecordActs, kind_id: str, record_id: str, code: str) -> None:
    """One record: form, evidence, verdict, history."""
    say = here.say
    opened = None if record_id == "new" else detail(here.source, kind_id, record_id)
    st.button(
        say("กลับไปที่รายการ"), on_click=open_record, args=(kind_id, ""), icon=":material/arrow_back:", type="tertiary"
    )
    if opened is None and record_id != "new":
        st.warning(say("ไม่พบรายการนี้ อาจถูกลบหรือลิงก์ไม่ครบ"))
        return
    model = kind(kind_id)
    if model.about.private and opened:
        note_look(acts, kind_id, opened)
    title = opened.title.text(here.language) if opened else say("เพิ่ม {kind}", kind=model.about.label(here.language))
    st.subheader(md(title), anchor=False)
    if opened:
        _state_line(here, opened)
    form = _form(here, acts, model, opened, code)
    # Its place is kept before the draft exists: nothing below moves under the typing hand.
    with st.container():
        if form.code:
            st.caption(f":material/cloud_done: {say('เก็บร่างไว้ที่เครื่องนี้แล้ว รหัสกู้คืน {code}', code=form.code)}")
    pointed = _pointed_at(here, acts, form)
    show_form(here, form, lambda f: _keep(acts, f), _hidden(model, form) | pointed)
    _save_buttons(here, acts, form, opened)
    if opened and kind_id in _WITH_EVIDENCE:
        evidence_part(here, acts, opened)
    if opened and model.about.verifiable and not opened.stored.withdrawn:
        verdict_part(here, acts, opened)
    if opened:
        history_part(here, acts, opened)


def note_list(acts: RecordActs, kind_id: str) -> None:
    """Who opened a list of private records is noted, once a session."""
    seen = st.session_state.setdefault("_records_seen", set())
    if kind(kind_id).about.private and kind_id not in seen:
        seen.add(kind_id)
        acts.note_view("list", kind_id, [""])


def note_look(acts: RecordActs, kind_id: str, opened: Detail) -> None:
    """Who opened a private record is noted, once a session."""
    seen = st.session_state.setdefault("_records_seen", set())
    record = opened.stored.record
    if record.id not in seen:
        seen.add(record.id)
        place = str(getattr(record, record.about.place, "") or "") if record.about.place else ""
        acts.note_view("open", kind_id, [record.id], place)


def _state_line(here: Here, opened: Detail) -> None:
    say, stored = here.say, opened.stored
    status = getattr(stored.record, "status", None)
    parts = [next((o.label(here.language) for o in STATUS if o.value == status), "")]
    reason = getattr(stored.record, "returned_reason", None)
    if reason and status not in ("returned", "rejected"):
        parts.append(say("เหตุที่ส่งกลับ: {reason}", reason=md(reason)))
    if stored.withdrawn:
        parts.append(say("ถอนแล้ว ไม่ถูกนับ"))
    if stored.origin == "published":
        parts.append(say("จากเอกสารที่เผยแพร่ แก้ไขแล้วในระบบ") if stored.edited else say("จากเอกสารที่เผยแพร่"))
    parts.append(say("ฉบับที่ {n} · {moment}", n=stored.revision, moment=format_moment(stored.updated_at, here.language)))
    st.caption(" · ".join(p for p in parts if p))


def _form(here: Here, acts: RecordActs, model: type[Record], opened: Detail | None, code: str) -> Form:
    """This session's form of the open record: what was typed survives reruns and reloads."""
    record_id = opened.stored.record.id if opened else ""
    form_id = f"form.{model.about.id}.{record_id or 'new'}"
    held = st.session_state.get("_form")
    if isinstance(held, Form) and held.id.startswith(form_id) and (not code or held.code == code):
        return held
    number = st.session_state["_forms"] = st.session_state.get("_forms", 0) + 1
    draft = acts.resume(code) if code else None
    if draft is not None and draft.kind == model.about.id:
        form = Form(f"{form_id}.{number}", model, draft.record_id, draft.base_revision, draft.typed, draft.code)
    else:
        typed = typed_of(opened.stored.record, here.language) if opened else begun(model.about.id, {})
        form = Form(f"{form_id}.{number}", model, record_id, opened.stored.revision if opened else 0, typed)
    st.session_state["_form"] = form
    return form


def _pointed_at(here: Here, acts: RecordActs, form: Form) -> frozenset[str]:
    """The field that a verifier's comment opens stands first, in a frame of its own."""
    name = st.query_params.get("field", "")
    if name not in typable(form.model):
        return frozenset()
    with st.container(border=True, key="pointed_at"):
        st.markdown(f":orange[:material/edit_location:] **{here.say('ช่องที่ให้แก้')}**")
        if name in nested_fields(form.model):
            others = frozenset(specs(form.model)) - {name}
            show_form(here, form, lambda f: _keep(acts, f), others)
        else:
            show_question(here, form, name, lambda f: _keep(acts, f))
    return frozenset({name})


def _hidden(model: type[Record], form: Form) -> frozenset[str]:
    """Evidence is added under what it proves; its two pointers are not typed by hand."""
    return frozenset({"proves_kind", "proves"}) if model is Evidence else frozenset()


def _keep(acts: RecordActs, form: Form) -> None:
    draft = acts.keep_draft(form.code, form.model.about.id, form.record_id, form.base_revision, form.typed)
    form.code = draft.code
    st.query_params["draft"] = draft.code


def _save_buttons(here: Here, acts: RecordActs, form: Form, opened: Detail | None) -> None:
    say = here.say
    with st.container(horizontal=True):
        save = st.button(say("บันทึก"), type="primary", icon=":material/save:", key=f"{form.id}.save")
        discard = form.code and st.button(say("ทิ้งร่าง"), type="tertiary", key=f"{form.id}.discard")
    if discard:
        draft = acts.resume(form.code)
        if draft is not None:
            acts.drop_draft(draft)
        open_record(form.model.about.id, form.record_id or "")
        st.rerun()
    if save:
        _save(here, acts, form)
    if form.theirs:
        settle(here, form, opened.stored if opened else None)


def _save(here: Here, acts: RecordActs, form: Form) -> None:
    typed = only_typable(form.model, form.typed)
    saved = None
    with shows_problems(here):
        try:
            saved = acts.save(form.model.about.id, typed, record_id=form.record_id, base_revision=form.base_revision)
        except Conflict as clash:
            form.theirs = clash.theirs
            raise
    if saved is None:
        return
    draft = acts.resume(form.code) if form.code else None
    if draft is not None:
        acts.drop_draft(draft)
    open_record(form.model.about.id, saved.record.id)
    message = here.say("บันทึกแล้วที่เครื่องนี้ ฉบับที่ {n}", n=saved.revision)
    if saved.reopened:
        message += " · " + here.say("เนื้อหาเปลี่ยน จึงต้องตรวจรับรองใหม่")
    elif form.model.about.verifiable and saved.created:
        message += " · " + here.say("ต่อไป: เพิ่มหลักฐานด้านล่าง แล้วให้ผู้ตรวจรับรอง")
    done(here, message)


def show_reading(here: Here, kind_id: str, record_id: str) -> None:
    """One public record for somebody who only reads."""
    from lib.schema.field import Privacy

    opened = detail(here.source, kind_id, record_id)
    st.button(
        here.say("กลับไปที่รายการ"),
        on_click=open_record,
        args=(kind_id, ""),
        icon=":material/arrow_back:",
        type="tertiary",
    )
    if opened is None:
        st.warning(here.say("ไม่พบรายการนี้ อาจถูกลบหรือลิงก์ไม่ครบ"))
        return
    st.subheader(md(opened.title.text(here.language)), anchor=False)
    _state_line(here, opened)
    typed = typed_of(opened.stored.record, here.language)
    for name, spec in specs(type(opened.stored.record)).items():
        if typed.get(name) not in (None, "", []) and spec.privacy is Privacy.PUBLIC:
            st.markdown(f"**{md(spec.label(here.language))}** {md(typed[name])}")
    for proof in opened.evidence:
        st.markdown(f"- {evidence_line(here, proof)}")
