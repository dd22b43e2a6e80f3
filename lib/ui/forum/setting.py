"""What a forum is made of: its agenda, groups, and the head itself; and what it decided."""

from __future__ import annotations

from collections.abc import Callable

import streamlit as st

from lib.domain.thai_date import bangkok_today, fiscal_year, format_date
from lib.insight.canvas.library import canvases
from lib.schema.field import label
from lib.schema.forum import ForumDecision, ForumGroup, ForumStep
from lib.schema.forum_choices import DECISION_SORTS, FORUM_TOOLS
from lib.ui.form.line_form import Part, part_form
from lib.ui.form.lines import Lines, show_lines
from lib.ui.forum.doing import ButtonLook, DeskPen
from lib.ui.forum.making import group_rows
from lib.ui.frame.safe import md


def show_setting(pen: DeskPen) -> None:
    """Agenda and groups, each line a form; more groups by pasting; the head."""
    say, plenum = pen.here.say, pen.hall.plenum
    st.markdown(f"#### {say('กำหนดการ')}")
    _lines(pen, "forum_step", lambda step: _step(pen, step), say("เพิ่มขั้น"))
    st.markdown(f"#### {say('กลุ่ม')}")
    plans = {c.id: f"{c.name} · {c.group}" for c in canvases(pen.here.source).value}
    _lines(pen, "forum_group", lambda group: _group(pen, group, plans), say("เพิ่มกลุ่ม"), {"canvas": plans or {"": "–"}})
    with st.expander(say("วางหลายกลุ่มพร้อมกัน"), icon=":material/content_paste:"):
        text = st.text_area(say("กลุ่มหรือโต๊ะ บรรทัดละกลุ่ม วางจาก Excel ได้"), key=f"forum.{pen.forum}.pasted", height=120)
        rows = group_rows(pen.here, pen.acts, text or "", pen.hall.forum.area)
        for row in rows:
            if row.doubt:
                st.warning(say("ไม่แน่ใจว่า “{place}” คือที่ใด กลุ่มนี้จะยังไม่มีแผน", place=md(row.doubt)))
        last = max((g.order for g in plenum.groups), default=0)
        year = fiscal_year(bangkok_today())
        wishes = [row.wish for row in rows]
        pen.button(
            say("เพิ่ม {n} กลุ่ม", n=len(rows)),
            lambda: pen.acts.add_groups(pen.forum, wishes, year, last),
            "more",
            ButtonLook(":material/add:", sort="secondary", off=not rows),
        )
    with st.expander(say("หัวเวที: ชื่อ วัน สถานที่"), icon=":material/edit:"):
        part_form(pen.here, pen.all_acts.records, Part("forum", f"forum.{pen.forum}.head", pen.hall.plenum.head))


def show_decisions(pen: DeskPen) -> None:
    """What the hall decided, and who does what until when."""
    say = pen.here.say
    st.caption(say("จดระหว่างเวที ทุกคนเห็นบนจอตอนจบ และอยู่ในบันทึกการประชุม"))
    _lines(pen, "forum_decision", lambda one: _decision(pen, one), say("เพิ่มมติหรืองาน"))


def _lines(
    pen: DeskPen, kind_id: str, words: Callable[..., str], add: str, choices: dict[str, dict[str, str]] | None = None
) -> None:
    standing = list(pen.hall.plenum.stored[kind_id])
    last = max((getattr(s.record, "order", 0) for s in standing), default=0)
    preset = {"forum": pen.forum}
    lines = Lines(kind_id, standing, words, preset, add, choices or {}, start={"order": str(last + 1)})
    show_lines(pen.here, pen.all_acts.records, lines)


def _step(pen: DeskPen, step: ForumStep) -> str:
    minutes = pen.here.say("{n} นาที", n=step.minutes) if step.minutes else ""
    told = [f"{step.order}. {md(step.text)}", label(FORUM_TOOLS, step.tool, pen.here.language), minutes]
    return " · ".join(t for t in told if t)


def _group(pen: DeskPen, group: ForumGroup, plans: dict[str, str]) -> str:
    plan = md(plans.get(group.canvas or "", "")) or pen.here.say("ยังไม่มีแผน")
    return f"{pen.here.say('โต๊ะ {n}', n=group.order)} · **{md(group.name)}** · {plan}"


def _decision(pen: DeskPen, one: ForumDecision) -> str:
    told = [label(DECISION_SORTS, one.sort, pen.here.language), f"**{md(one.text)}**", md(one.owner or "")]
    if one.due:
        told.append(format_date(one.due, pen.here.language))
    return " · ".join(t for t in told if t)
