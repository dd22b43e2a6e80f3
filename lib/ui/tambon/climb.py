"""The ladder from the workspace: which rung it proves, report it, and the officer's verdict."""

from __future__ import annotations

from typing import TYPE_CHECKING

import streamlit as st

from lib.domain.seven_steps import RungCheck
from lib.insight.lists import lists
from lib.insight.records.ledger import ProvenStep, detail, proof_of
from lib.insight.tambon.work import Work
from lib.schema.choices import STATUS
from lib.schema.field import label
from lib.schema.record import specs, typable
from lib.ui.form.needs import show_needs
from lib.ui.form.proof import evidence_line
from lib.ui.frame.flash import done
from lib.ui.frame.problems import shows_problems
from lib.ui.frame.safe import md
from lib.ui.frame.shell import Here, page_link
from lib.ui.records.verdict import comment_line, role_switch, verdict_part

if TYPE_CHECKING:
    from lib.actions.tambon.acts import WorkspaceActs

#: What a verifier may point at: parts of a workspace, and their name on screen.
_POINTED = ("tambon_step", "plan_line", "plan_follow_up", "lesson", "tambon_survey", "assessment")


def show_climb(here: Here, acts: WorkspaceActs | None, work: Work) -> None:
    """Every rung: what it asks for, what the workspace shows, how far its verdict is."""
    say = here.say
    entries = [e for e in lists(here.source).value.get("tambon_rung", ()) if not e.retired]
    standing = {s.rung: s for s in proof_of(here.source, "tambon_progress", work.work.area, audience=here.audience)}
    ready = {r.id: r for r in work.rungs}
    proposal = next((e for e in entries if e.value in ready and ready[e.value].ready and e.value not in standing), None)
    if proposal:
        st.info(
            say("งานที่ทำแล้วพอสำหรับขั้น “{rung}” รายงานได้เลย", rung=proposal.name.text(here.language)),
            icon=":material/stairs:",
        )
    if acts is not None:
        role_switch(here)
    for entry in entries:
        step, rung = standing.get(entry.value), ready.get(entry.value)
        with st.container(border=True):
            counts = f" · {say('ขั้นที่นับเข้า 500')}" if entry.counts else ""
            state = label(STATUS, step.status, here.language) if step else say("ยังไม่รายงาน")
            st.markdown(f"**{entry.order} {md(entry.name.text(here.language))}**{counts} · {state}")
            if rung:
                show_needs(here, rung)
            if step:
                _standing(here, acts, work, step)
            if acts and rung and (step is None or not step.evidence):
                _report(here, acts, work, rung)


def _standing(here: Here, acts: WorkspaceActs | None, work: Work, step: ProvenStep) -> None:
    for proof in step.evidence:
        st.markdown(f"- {evidence_line(here, proof)}")
    if step.in_spite:
        st.markdown(f":orange[{here.say('รับรองทั้งที่ยังขาด เพราะ')}] {md(step.in_spite)}")
    if acts is not None and not any(e.weighs for e in step.evidence):
        st.caption(here.say("ผู้ตรวจต้องเห็นอย่างอื่นนอกจากบันทึกของระบบ เพิ่มรายงานการประชุม รูป หรือลิงก์ที่รายการของขั้นนี้"))
        query = {"kind": step.kind, "record": step.id}
        page_link(here, "records", here.say("เพิ่มหลักฐาน"), ":material/attach_file:", query)
    if acts is None:
        opened = detail(here.source, step.kind, step.id, audience=here.audience)
        if opened and step.status in ("returned", "rejected"):
            comment_line(here, opened.stored.record)
        return
    key = f"verdict.open.{step.id}"
    if st.toggle(here.say("ตรวจรับรองขั้นนี้"), key=key):
        opened = detail(here.source, step.kind, step.id, audience=here.audience)
        if opened:
            verdict_part(here, acts.records, opened, _fields(here, work, step), in_workspace=True)
    elif step.status in ("returned", "rejected"):
        opened = detail(here.source, step.kind, step.id, audience=here.audience)
        if opened:
            comment_line(here, opened.stored.record)


def _fields(here: Here, work: Work, step: ProvenStep) -> dict[str, str]:
    """Every field of the workspace that a comment may point at, and the rung's own."""
    found: dict[str, str] = {}
    opened = detail(here.source, step.kind, step.id, audience=here.audience)
    records = [s.record for kind in _POINTED for s in work.parts[kind]] + [work.work]
    for record in ([opened.stored.record] if opened else []) + records:
        about = record.about
        name = record.title()
        spec = specs(type(record)).get(about.title)
        if spec and spec.options:
            name = label(spec.options, name, here.language) or name
        for field, asked in typable(type(record)).items():
            if field not in ("work", "line", "view", "item"):
                found[f"{about.id}/{record.id}/{field}"] = (
                    f"{about.label(here.language)} › {name[:40]} › {asked.label(here.language)}"
                )
    return found


def _report(here: Here, acts: WorkspaceActs, work: Work, rung: RungCheck) -> None:
    say = here.say
    shown = [one.words(here.language) for one in rung.shown]
    lacking = [one.words(here.language) for one in rung.lacking]
    if st.button(
        say("รายงานขั้นนี้"),
        key=f"report.{rung.id}",
        icon=":material/send:",
        disabled=not shown,
        type="primary" if rung.ready else "secondary",
        help=say("ยังขาด: {what}", what=", ".join(lacking)) if lacking else None,
    ):
        with shows_problems(here) as outcome:
            acts.report_rung(work.work.id, rung.id, "\n".join(shown))
        if outcome.ok:
            done(here, say("รายงานแล้ว รอเจ้าหน้าที่ภาคตรวจรับรอง"))
