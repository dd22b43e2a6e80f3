"""Ideas at the desk: as they come in, sorted into heaps, moved into a plan or the list of problems, set aside."""

from __future__ import annotations

from functools import partial

import streamlit as st

from lib.access.policy import Act
from lib.domain.thai_number import format_number
from lib.insight.forum.hall import IdeaSeen, hall
from lib.insight.tambon.workspace_list import works
from lib.schema.canvas_choices import ITEM_STEPS
from lib.schema.field import label
from lib.ui.forum.doing import ButtonLook, DeskPen
from lib.ui.frame.safe import md

_LOOK_AGAIN = 3.0
_PAGE = 60


def show_ideas(pen: DeskPen) -> None:
    """A box for what is called out, then what there is."""
    say = pen.here.say
    form = pen.form("idea")
    with st.form(form, border=False):
        text = st.text_input(say("จดความคิดที่มีคนพูดขึ้นมา"), max_chars=300, key=f"{form}.text")
        pressed = st.form_submit_button(say("เพิ่ม"), icon=":material/add:")
    if pressed and text:
        pen.do(lambda: pen.acts.add_idea(pen.forum, text), "idea")
    _list(pen)


@st.fragment(run_every=_LOOK_AGAIN)
def _list(pen: DeskPen) -> None:
    say = pen.here.say
    found = hall(pen.here.source, pen.forum) or pen.hall
    steps = {s.id: s.text for s in found.plenum.steps}
    ideas = found.plenum.spoken[::-1]
    st.caption(say("{n} ความคิด", n=format_number(len(ideas))))
    if not ideas:
        st.info(say("เริ่มขั้นที่ใช้เครื่องมือ “รวบรวมความคิด” แล้วทุกเครื่องจะมีช่องให้ส่ง"), icon=":material/lightbulb:")
    pages = -(-len(ideas) // _PAGE)
    page = st.pagination(pages, key="forum.ideas.page", max_visible_pages=5) if pages > 1 else 1
    for idea in ideas[(page - 1) * _PAGE : page * _PAGE]:
        with st.container(border=True):
            _idea(pen, idea, steps.get(idea.said.step or "", ""))


def _idea(pen: DeskPen, idea: IdeaSeen, step: str) -> None:
    say, said = pen.here.say, idea.said
    words = f"~~{md(said.text)}~~" if said.state == "aside" else md(said.text)
    told = [
        md(step),
        f":material/folder: {md(said.heap)}" if said.heap else "",
        f"→ {md(said.used_in)}" if said.used_in else "",
    ]
    st.markdown(f"{words}  \n:small[{' · '.join(t for t in told if t)}]")
    with st.container(horizontal=True, vertical_alignment="center"):
        with st.popover(say("นำไปใช้"), icon=":material/move_item:", type="tertiary", key=f"forum.use.{idea.id}"):
            _use(pen, idea)
        with st.popover(say("จัดกอง"), icon=":material/folder:", type="tertiary", key=f"forum.heap.{idea.id}"):
            heap = st.text_input(say("ชื่อกอง"), said.heap or "", key=f"forum.heap.{idea.id}.name", max_chars=100)
            pen.button(
                say("จัด"),
                lambda: pen.acts.sort_into(idea.id, heap or ""),
                f"heap.{idea.id}",
                ButtonLook(sort="secondary"),
            )
        aside = said.state != "aside"
        act = partial(pen.acts.set_aside, idea.id, aside)
        pen.button(
            say("พักไว้") if aside else say("นำกลับ"), act, f"aside.{idea.id}", ButtonLook(":material/visibility_off:")
        )


def _use(pen: DeskPen, idea: IdeaSeen) -> None:
    """Into a box of a group's plan, or onto the list of problems of a workspace."""
    say, language = pen.here.say, pen.here.language
    plans = {g.canvas: g.name for g in pen.hall.plenum.groups if g.canvas}
    if plans:
        canvas = st.selectbox(
            say("แผนของกลุ่ม"), list(plans), format_func=plans.__getitem__, key=f"forum.use.{idea.id}.plan"
        )
        step = st.selectbox(
            say("ช่อง"),
            [o.value for o in ITEM_STEPS],
            format_func=lambda v: label(ITEM_STEPS, v, language),
            key=f"forum.use.{idea.id}.step",
        )
        if canvas and step:
            move = partial(pen.acts.move_into_plan, idea.id, canvas, step)
            pen.button(say("ใส่ในแผน"), move, f"use.{idea.id}", ButtonLook(":material/check:", sort="secondary"))
    near = {w.id: w.name for w in works(pen.here.source).value if w.area == pen.hall.forum.area}
    if near and pen.here.may(Act.WRITE, "tambon_problem"):
        work = st.selectbox(
            say("รายการปัญหาของ"), list(near), format_func=near.__getitem__, key=f"forum.use.{idea.id}.work"
        )
        if work:
            move = partial(pen.acts.move_into_problems, idea.id, work)
            pen.button(
                say("ใส่ในรายการปัญหา"), move, f"problem.{idea.id}", ButtonLook(":material/check:", sort="secondary")
            )
