"""One open workspace: its name and place, where it links to, and the ways of working on it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import streamlit as st

from lib.domain.thai_date import format_year
from lib.insight.tambon.work import Work, work
from lib.schema.field import label
from lib.schema.tambon_choices import TAMBON_PLAN_STATES
from lib.ui.form.line_form import Part, part_form
from lib.ui.frame.parts import choose_part
from lib.ui.frame.safe import md
from lib.ui.frame.shell import Here, page_link
from lib.ui.tambon.assess import show_assessment
from lib.ui.tambon.climb import show_climb
from lib.ui.tambon.decide import show_decisions
from lib.ui.tambon.follow import show_follow_up
from lib.ui.tambon.list import open_work
from lib.ui.tambon.plan import show_plan
from lib.ui.tambon.spread import show_lessons
from lib.ui.tambon.steps import show_steps
from lib.ui.tambon.survey import show_survey

if TYPE_CHECKING:
    from lib.actions.tambon.acts import WorkspaceActs

#: Way of working → what draws it; the settings are a form.
_SHOWN = {
    "steps": show_steps,
    "survey": show_survey,
    "decide": show_decisions,
    "plan": show_plan,
    "follow": show_follow_up,
    "lessons": show_lessons,
    "assess": show_assessment,
    "climb": show_climb,
}


def show_work(here: Here, acts: WorkspaceActs | None, work_id: str) -> None:
    """The open workspace; read only without `acts`."""
    found = work(here.source, work_id, audience=here.audience).value
    st.button(here.say("ดูทุกตำบล"), on_click=open_work, args=("",), type="tertiary", icon=":material/arrow_back:")
    if found is None:
        st.warning(here.say("ไม่พบพื้นที่ทำงานนี้ อาจถูกถอนหรือลิงก์ไม่ครบ"))
        return
    _title(here, found)
    part = _part(here, may_write=acts is not None)
    if part in _SHOWN:
        _SHOWN[part](here, acts, found)
    elif acts is not None:
        given = {"area": found.work.area, "year": found.work.year}
        part_form(here, acts.records, Part("tambon_work", f"head.{work_id}", found.head, given))


def _title(here: Here, found: Work) -> None:
    say, head = here.say, found.work
    st.subheader(
        f"{md(found.place.text(here.language))} · {md(found.province_name.text(here.language))} · {format_year(head.year, here.language)}",
        anchor=False,
    )
    st.caption(
        say("แผนตำบล: {state}", state=label(TAMBON_PLAN_STATES, head.plan_state, here.language))
        + (f" · {md(head.certified_by or '')}" if head.certified_by else "")
    )
    with st.container(horizontal=True):
        page_link(here, "area", say("การ์ดตำบล"), ":material/badge:", {"tambon": head.area})
        page_link(here, "households", say("แบบครัวเรือน"), ":material/home_work:", {"work": head.id})
        page_link(here, "results", say("ผลสำรวจ"), ":material/insights:", {"work": head.id})
        for canvas, name in list(found.canvases.items())[:3]:
            page_link(here, "canvas", md(name), ":material/lightbulb:", {"canvas": canvas})
        for name in list(found.centres.values())[:2]:
            page_link(here, "centres", md(name), ":material/map:")
        page_link(here, "networks", say("เครือข่ายจังหวัด"), ":material/hub:", {"province": found.province})


def _part(here: Here, *, may_write: bool) -> str:
    """The way of working, kept in the address."""
    say = here.say
    parts = {
        "steps": say("7 ขั้น"),
        "survey": say("แบบสำรวจตำบล"),
        "decide": say("ตัดสินใจร่วมกัน"),
        "plan": say("แผน–รับรอง"),
        "follow": say("ติดตาม"),
        "lessons": say("บทเรียน"),
        "assess": say("ประเมิน"),
        "climb": say("ขั้นบันได"),
        "head": say("ตั้งค่า"),
    }
    if not may_write:
        del parts["head"]
    return choose_part(say("มุมมอง"), "tambon.part", parts, "steps")
