"""One open record: its form, and what stands under it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import streamlit as st

from lib.domain.thai_date import format_moment
from lib.insight.display_value import DisplayValues
from lib.insight.records.ledger import Detail, detail
from lib.schema.attachments import ATTACHABLE
from lib.schema.choices import STATUS
from lib.schema.record import Record, specs, typable
from lib.schema.registry import kind
from lib.schema.seeing import Audience
from lib.schema.work import Evidence
from lib.ui.form.attached import files_of, files_part, picture_row, proof_pictures
from lib.ui.form.engine import FormPlace, OpenForm, open_form
from lib.ui.form.line_form import save_part, show_code
from lib.ui.form.position import begins_at, position_is_meant
from lib.ui.form.proof import evidence_line
from lib.ui.form.questions import show_form, show_question
from lib.ui.form.record_keeping import RecordKeeping
from lib.ui.frame.flash import done
from lib.ui.frame.safe import md
from lib.ui.frame.shell import Here
from lib.ui.records.history import history_part
from lib.ui.records.list import EDITED, open_record
from lib.ui.records.verdict import evidence_part, verdict_part

if TYPE_CHECKING:
    from lib.actions.records.acts import RecordActs, Saved

#: Kinds whose records are proved by evidence.
_WITH_EVIDENCE = {"tambon_progress", "provincial_network", "strategy_goal", "incubation_centre", "project"}


def show_editor(here: Here, acts: RecordActs, kind_id: str, record_id: str) -> None:
    """One record: form, evidence, verdict, history."""
    say = here.say
    opened = None if record_id == "new" else detail(here.source, kind_id, record_id, audience=Audience.WRITER)
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
    form = _form(here, acts, model, opened)
    # Its place is kept before the draft exists: nothing below moves under the typing hand.
    with st.container():
        show_code(here, form.form)
    pointed = _pointed_at(here, form)
    show_form(here, form.form, form.leave_field, _hidden(model) | pointed)
    with st.container():
        meant = position_is_meant(here, form.form)
    save_part(
        here,
        form,
        say("บันทึก"),
        lambda saved: _saved(here, model, saved),
        lambda: open_record(kind_id, form.form.record_id),
        may_save=meant,
    )
    if opened and kind_id in ATTACHABLE and not opened.stored.withdrawn:
        _files(here, acts, opened.stored.record)
    if opened and kind_id in _WITH_EVIDENCE:
        evidence_part(here, acts, opened)
    if opened and model.about.verifiable and not opened.stored.withdrawn:
        verdict_part(here, acts, opened)
    if opened:
        history_part(here, acts, opened)


def _files(here: Here, acts: RecordActs, record: Record) -> None:
    st.divider()
    st.subheader(here.say("รูปและเอกสาร"), anchor=False)
    files_part(here, acts.files, record)


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


def _form(here: Here, acts: RecordActs, model: type[Record], opened: Detail | None) -> OpenForm:
    """The open record's form; its draft is named in the address."""
    kind_id, stored = model.about.id, opened.stored if opened else None
    record_id = stored.record.id if stored else ""
    keeping = RecordKeeping(acts, kind_id, record_id, in_address=True)
    at, of = ("", "") if stored else (str(st.query_params.get(name, "")) for name in ("at", "of"))
    # What begins at another point is another form: nothing that is typed in one is put into the other.
    place = FormPlace(
        f"{EDITED}{kind_id}.{record_id or f'new{at}{of}'}", model, stored, begins_at(model, at) | begins_of(model, of)
    )
    return open_form(here.language, place, keeping)


def begins_of(model: type[Record], said: str) -> dict[str, str]:
    """A new record that belongs to another one, as an address says it: ``field:id``; nothing for what is no such field."""
    name, _, record_id = said.partition(":")
    spec = specs(model).get(name)
    return {name: record_id} if record_id and spec is not None and spec.refers_to else {}


def _pointed_at(here: Here, opened: OpenForm) -> frozenset[str]:
    """The field that a verifier's comment opens stands first, in a frame of its own."""
    name, model = st.query_params.get("field", ""), opened.form.model
    if name not in typable(model):
        return frozenset()
    with st.container(border=True, key="pointed_at"):
        st.markdown(f":orange[:material/edit_location:] **{here.say('ช่องที่ให้แก้')}**")
        show_question(here, opened.form, name, opened.leave_field)
    return frozenset({name})


def _hidden(model: type[Record]) -> frozenset[str]:
    """Evidence is added under what it proves; its two pointers are not typed by hand."""
    return frozenset({"proves_kind", "proves"}) if model is Evidence else frozenset()


def _saved(here: Here, model: type[Record], saved: Saved) -> None:
    open_record(model.about.id, saved.record.id)
    message = here.say("บันทึกแล้วที่เครื่องนี้ ฉบับที่ {n}", n=saved.revision)
    if saved.reopened:
        message += " · " + here.say("เนื้อหาเปลี่ยน จึงต้องตรวจรับรองใหม่")
    elif model.about.verifiable and saved.created:
        message += " · " + here.say("ต่อไป: เพิ่มหลักฐานด้านล่าง แล้วให้ผู้ตรวจรับรอง")
    done(here, message)


def show_reading(here: Here, kind_id: str, record_id: str) -> None:
    """One public record for somebody who only reads."""
    opened = detail(here.source, kind_id, record_id, audience=here.audience_to(kind_id, record_id))
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
    teller, record = DisplayValues(here.source, here.language), opened.stored.record
    for name, spec in specs(type(record)).items():
        value = getattr(record, name)
        if value not in (None, "", []):
            st.markdown(f"**{md(spec.label(here.language))}** {md(teller.value(kind_id, name, value))}")
    if kind_id in ATTACHABLE:
        picture_row(here, files_of(here, [record])[record.id])
    for proof in opened.evidence:
        st.markdown(f"- {evidence_line(here, proof)}")
    proof_pictures(here, kind_id, record_id, opened.evidence)
