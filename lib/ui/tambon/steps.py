"""The seven steps of one workspace: how each is done, who, by when, what blocks it, and its evidence."""

from __future__ import annotations

from typing import TYPE_CHECKING

import streamlit as st

from lib.domain.thai_date import bangkok_today, format_date
from lib.insight.tambon.work import Work
from lib.schema.field import label
from lib.schema.seeing import Audience
from lib.schema.tambon_choices import SEVEN_STEPS, STEP_STATES
from lib.schema.tambon_work import TambonStep, TambonTask
from lib.ui.form.attached import proof_pictures, show_refused_files
from lib.ui.form.line_form import Part, part_form
from lib.ui.form.lines import Lines, show_lines
from lib.ui.form.proof import evidence_line
from lib.ui.frame.safe import md
from lib.ui.frame.shell import Here, page_link
from lib.ui.records.verdict import evidence_form
from lib.ui.tambon.list import open_work
from lib.ui.tambon.step_words import guide
from lib.ui.tambon.together import show_links, show_teams

if TYPE_CHECKING:
    from lib.actions.records.acts import RecordActs
    from lib.actions.tambon.acts import WorkspaceActs

_ICONS = {"todo": "radio_button_unchecked", "doing": "pending", "blocked": "block", "done": "check_circle"}
#: What each step is worked on with: (part of the workspace or page, words).
_TOOLS = {
    "2": ("survey", "households"),
    "3": ("result", "decide"),
    "4": ("follow",),
    "5": ("follow",),
    "6": ("lessons",),
    "7": ("policy",),
}


def show_steps(here: Here, acts: WorkspaceActs | None, work: Work) -> None:
    """All seven, the one that is being worked on open."""
    records = acts.records if acts else None
    done = sum(s.state == "done" for s in work.steps)
    now = next((s for s in work.steps if s.state != "done"), None)
    answer = here.say("เสร็จแล้ว {n} จาก 7 ขั้น", n=done)
    if now:
        answer += " · " + here.say("ตอนนี้: {step}", step=label(SEVEN_STEPS, now.step, here.language))
    st.progress(done / 7, text=answer)
    for step in work.steps:
        with st.expander(
            _title(here, step, work),
            icon=f":material/{_ICONS.get(step.state, 'pending')}:",
            expanded=now is not None and step.id == now.id,
            key=f"step.{step.id}",
            on_change="rerun",
        ) as opened:
            if opened.open:
                _step(here, records, work, step)


def _title(here: Here, step: TambonStep, work: Work) -> str:
    state = label(STEP_STATES, step.state, here.language)
    told = f"{step.step} · {label(SEVEN_STEPS, step.step, here.language)} · {state}"
    if step.due and step.state != "done":
        told += " · " + here.say("กำหนด {day}", day=format_date(step.due, here.language))
        if step.due < bangkok_today():
            told += f" · :red[{here.say('เลยกำหนด')}]"
    if doubts := work.doubts(step):
        told += f" · :orange[{' · '.join(d.words(here.language) for d in doubts)}]"
    return told


def _step(here: Here, acts: RecordActs | None, work: Work, step: TambonStep) -> None:
    say = here.say
    how = guide(say, step.step)
    st.markdown(
        f"**{say('วิธี')}** {how.method}  \n**{say('เครื่องมือ')}** {how.tools}  \n**{say('ผลที่อยากเห็น')}** {how.result}"
    )
    _tools(here, work, step.step)
    if acts is None:
        for name in ("blocker", "next_action", "result"):
            if getattr(step, name):
                st.markdown(md(getattr(step, name)))
    else:
        stored = next(s for s in work.parts["tambon_step"] if s.record.id == step.id)
        with st.container(border=True):
            given = {"work": step.work, "step": step.step}
            part_form(here, acts, Part("tambon_step", f"step.{step.id}", stored, given))
    st.markdown(f"**{say('งานย่อย')}**")
    tasks = [s for s in work.parts["tambon_task"] if getattr(s.record, "step", "") == step.step]
    show_lines(
        here,
        acts,
        Lines(
            "tambon_task",
            tasks,
            lambda t: _task(here, t),
            preset={"work": step.work, "step": step.step},
            add=say("เพิ่มงานย่อย"),
        ),
    )
    if step.step == "1":
        show_teams(here, acts, work)
    if step.step == "6":
        show_links(here, acts, work)
    proofs = work.evidence.get(step.id, ())
    st.markdown(f"**{say('หลักฐาน ({n})', n=len(proofs))}**")
    for proof in proofs:
        st.markdown(f"- {evidence_line(here, proof)}")
    proof_pictures(here, "tambon_step", step.id, proofs)
    if acts is not None:
        show_refused_files(f"evidence.{step.id}")
        evidence_form(here, acts, step, opened=False)


def _task(here: Here, task: TambonTask) -> str:
    mark = ":green[:material/check:]" if task.done_on else ":material/radio_button_unchecked:"
    told = [f"{mark} {md(task.text)}", md(task.owner or "") if here.audience is Audience.WRITER else ""]
    if task.due:
        told.append(format_date(task.due, here.language))
        if not task.done_on and task.due < bangkok_today():
            told.append(f":red[{here.say('เลยกำหนด')}]")
    return " · ".join(t for t in told if t)


def _tools(here: Here, work: Work, step: str) -> None:
    """What the step is worked on with, one press away."""
    say = here.say
    words = {
        "survey": say("แบบสำรวจตำบล"),
        "households": say("แบบครัวเรือน"),
        "result": say("ผลสำรวจ"),
        "decide": say("ตัดสินใจร่วมกัน"),
        "follow": say("ติดตามแผน"),
        "lessons": say("บทเรียน"),
        "policy": say("ข้อเสนอนโยบาย"),
    }
    with st.container(horizontal=True):
        for tool in _TOOLS.get(step, ()):
            if tool in ("households", "result"):
                page = "households" if tool == "households" else "results"
                page_link(here, page, words[tool], ":material/open_in_new:", {"work": work.work.id})
            else:
                st.button(
                    words[tool],
                    key=f"tool.{step}.{tool}",
                    icon=":material/arrow_forward:",
                    on_click=open_work,
                    args=(work.work.id, tool) if tool != "policy" else ("", "policy"),
                )
