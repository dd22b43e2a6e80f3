"""Under a record: its evidence and the verdict on it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

import streamlit as st

from lib.access.actors import OFFICER, TEAM
from lib.access.policy import Act
from lib.insight.records.ledger import Detail
from lib.insight.records.needs import rung_needs
from lib.intake.attached import BroughtFile
from lib.schema.record import Record, typable
from lib.schema.work import Evidence
from lib.ui.form.attached import (
    attach_all,
    chosen_files,
    evidence_proving,
    files_of,
    files_part,
    picture_row,
    show_refused_files,
)
from lib.ui.form.engine import FormPlace, forget_form, open_form
from lib.ui.form.line_form import save_part
from lib.ui.form.needs import in_spite_box, show_needs
from lib.ui.form.proof import evidence_line
from lib.ui.form.questions import show_form
from lib.ui.form.record_keeping import RecordKeeping
from lib.ui.frame.flash import done
from lib.ui.frame.problems import shows_problems
from lib.ui.frame.safe import md
from lib.ui.frame.shell import Here, page_link

if TYPE_CHECKING:
    from lib.actions.records.acts import RecordActs, Saved


def evidence_part(here: Here, acts: RecordActs, opened: Detail) -> None:
    say, record = here.say, opened.stored.record
    st.divider()
    st.subheader(say("หลักฐาน ({n})", n=len(opened.evidence)), anchor=False)
    show_refused_files(f"evidence.{record.id}")
    proofs = evidence_proving(record.about.id, record.id, opened.evidence)
    files = files_of(here, proofs)
    for proof, one in zip(opened.evidence, proofs, strict=True):
        st.markdown(f"- {evidence_line(here, proof)}")
        picture_row(here, files[one.id])
        title = say("แฟ้มของหลักฐานนี้ ({n})", n=len(files[one.id]))
        with st.expander(title, icon=":material/photo_library:", key=f"files.{one.id}.open"):
            files_part(here, acts.files, one)
    evidence_form(here, acts, record, opened=not any(e.weighs for e in opened.evidence))


def evidence_form(here: Here, acts: RecordActs, record: Record, *, opened: bool) -> None:
    """Adding a link, a file or a note that proves a record."""
    say, place = here.say, f"evidence.{record.id}"
    given = {"proves_kind": record.about.id, "proves": record.id}
    form = open_form(
        here.language,
        FormPlace(place, Evidence, begin={"type": "link", **given}),
        RecordKeeping(acts, "evidence", given=given),
    )

    brought: list[BroughtFile] = []

    def saved(evidence: Saved) -> None:
        forget_form(place)
        attach_all(here, acts.files, evidence.record, brought, place)
        done(here, say("บันทึกหลักฐานแล้ว"))

    with st.expander(say("เพิ่มหลักฐาน"), icon=":material/attach_file:", expanded=opened):
        show_form(here, form.form, form.leave_field, frozenset(given))
        with st.container():
            if form.form.typed.get("type") == "file":
                brought += chosen_files(here, place, documents=True)
        save_part(here, form, say("บันทึกหลักฐาน"), saved, lambda: None)


def role_switch(here: Here) -> None:
    """On the own machine one chooses what one acts as; sign-in comes later."""
    words = {OFFICER: here.say("เจ้าหน้าที่ภาค"), TEAM: here.say("ทีมตำบล")}
    st.session_state.setdefault("_role", OFFICER)
    st.segmented_control(
        here.say("ทำงานในฐานะ"),
        list(words),
        format_func=words.__getitem__,
        key="_role",
        required=True,
        persist_state="session",
    )


def verdict_part(
    here: Here, acts: RecordActs, opened: Detail, fields: Mapping[str, str] | None = None, *, in_workspace: bool = False
) -> None:
    """Verify, return to a field, reject or unlock, in somebody's name.

    `fields`: what a comment may point at (``kind/record/field`` → words); the record's own by default.
    `in_workspace`: who acts is chosen, and what the rung asks for is told, above.
    """
    say, record = here.say, opened.stored.record
    st.divider()
    st.subheader(say("ตรวจรับรอง"), anchor=False)
    if not in_workspace and not here.actor.account:
        role_switch(here)
    status = getattr(record, "status", "")
    if status in ("returned", "rejected"):
        comment_line(here, record)
        if st.button(say("แก้แล้ว ส่งตรวจอีกครั้ง"), icon=":material/send:", key=f"verdict.{record.id}.again"):
            with shows_problems(here) as outcome:
                acts.report_again(record.about.id, record.id)
            if outcome.ok:
                done(here, say("ส่งตรวจแล้ว"))
    if not here.may_to(Act.VERIFY, record.about.id, record.id):
        st.caption(say("การตรวจรับรองเป็นหน้าที่ของเจ้าหน้าที่ภาค"))
        return
    if status == "verified":
        st.markdown(
            f":green[:material/verified:] {say('ตรวจรับรองโดย {who}', who=md(getattr(record, 'verified_by', '')))}"
        )
        unlocked = say("ปลดล็อกแล้ว รายการนี้ไม่ถูกนับจนกว่าจะตรวจรับรองใหม่")
        words = (say("ปลดล็อกให้แก้ไข"), say("เหตุผลที่ปลดล็อก"), unlocked)
        _with_reason(here, record, _Verdict("unlock", acts.unlock, *words))
    else:
        needs = rung_needs(here.source, record)
        if needs is not None and not in_workspace:
            show_needs(here, needs)
        who = _verifier(here, record)
        in_spite = in_spite_box(here, needs, f"verdict.{record.id}.in_spite")
        if st.button(
            say("ตรวจรับรอง: หลักฐานยืนยันจริง"), type="primary", icon=":material/verified:", key=f"verdict.{record.id}.yes"
        ):
            with shows_problems(here) as outcome:
                acts.verify(record.about.id, record.id, who, in_spite)
            if outcome.ok:
                done(here, say("ตรวจรับรองแล้ว นับรวมตั้งแต่บัดนี้"))
        words = (say("ไม่รับรอง"), say("เหตุผลที่ไม่รับรอง"), say("บันทึกแล้วว่าไม่รับรอง รายการนี้ไม่ถูกนับ"))
        _with_reason(here, record, _Verdict("reject", acts.reject, *words))
    reason = st.text_input(say("ถ้าส่งกลับ บอกเหตุผล"), key=f"verdict.{record.id}.why")
    places = dict(fields or _own_fields(here, record))
    to = st.selectbox(
        say("ให้แก้ช่องไหน"),
        list(places),
        format_func=places.__getitem__,
        index=None,
        placeholder=say("เลือกช่อง (ไม่เลือกก็ได้)"),
        key=f"verdict.{record.id}.to",
    )
    if st.button(say("ส่งกลับให้แก้"), icon=":material/undo:", key=f"verdict.{record.id}.no"):
        with shows_problems(here) as outcome:
            acts.send_back(record.about.id, record.id, reason or "", to or "")
        if outcome.ok:
            done(here, say("ส่งกลับแล้ว รายการนี้ไม่ถูกนับ"))


def _verifier(here: Here, record: Record) -> str:
    """In whose name: of who signed in the account's, on the own machine a name that is typed."""
    if here.actor.account:
        st.caption(here.say("ตรวจรับรองในนาม {who}", who=md(here.actor.label)))
        return here.actor.label
    label = here.say("ชื่อผู้ตรวจรับรอง")
    return st.text_input(label, key=f"verdict.{record.id}.who", persist_state="session") or ""


def comment_line(here: Here, record: Record) -> None:
    """Why a rung came back, and the way to the very field."""
    reason, to = (getattr(record, "returned_reason", "") or "", getattr(record, "returned_to", "") or "")
    st.warning(here.say("เหตุที่ส่งกลับ: {reason}", reason=md(reason)), icon=":material/undo:")
    if to.count("/") == 2:
        kind_id, record_id, field = to.split("/")
        page_link(
            here,
            "records",
            here.say("ไปที่ช่องที่ให้แก้"),
            ":material/edit_location:",
            {"kind": kind_id, "record": record_id, "field": field},
        )


def _own_fields(here: Here, record: Record) -> dict[str, str]:
    return {
        f"{record.about.id}/{record.id}/{name}": spec.label(here.language)
        for name, spec in typable(type(record)).items()
    }


@dataclass(frozen=True)
class _Verdict:
    """A verdict that is given with a reason, and its words on screen."""

    name: str
    give: Callable[[str, str, str], int]
    label: str
    ask: str
    given: str


def _with_reason(here: Here, record: Record, verdict: _Verdict) -> None:
    with st.popover(verdict.label, type="tertiary"):
        why = st.text_input(verdict.ask, key=f"verdict.{record.id}.{verdict.name}")
        if st.button(verdict.label, key=f"verdict.{record.id}.{verdict.name}.go"):
            with shows_problems(here) as outcome:
                verdict.give(record.about.id, record.id, why or "")
            if outcome.ok:
                done(here, verdict.given)
