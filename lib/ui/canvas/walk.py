"""The guided walk: one step at a time, with its question, examples, and what was said before."""

from __future__ import annotations

from functools import partial
from typing import Any

import streamlit as st

from lib.domain.canvas import yearly
from lib.domain.canvas_months import LONGEST, first_month, month_name
from lib.insight.canvas.examples import examples
from lib.schema.canvas_layout import ACTIVITY, COST, OF_STEP, PARTNER, LineLayout
from lib.ui.canvas.line import CanvasPen, keep, line_of, new_line, show_line
from lib.ui.canvas.numbers import baht
from lib.ui.canvas.steps import STEPS, go_to, question, step, step_asked
from lib.ui.form.questions import show_question
from lib.ui.form.state import Form
from lib.ui.form.taking_back import offer_undo, show_taken_away
from lib.ui.frame.safe import md


def show_walk(pen: CanvasPen) -> None:
    """One step: where we are, the question, the lines, and what is amiss in it."""
    here, number = pen.here, step_asked()
    one = step(number)
    _rail(pen, number)
    st.subheader(f":material/{one.icon}: {here.say('ขั้น {n}', n=number)} · {md(one.words(here.language))}", anchor=False)
    asked = question(here, number)
    if asked:
        st.markdown(f"**{md(asked)}**")
    left, right = st.columns([2, 1], gap="large")
    with left:
        show_lines(pen, number)
        _onward(pen, number)
    with right:
        _said_before(pen, number)
        _others(pen, number)


def show_lines(pen: CanvasPen, number: int) -> None:
    """The lines of a step, an empty one to go on with, and what is worth a look."""
    back = partial(pen.acts.bring_back, pen.canvas)
    offer_undo(pen.here, pen.canvas, back)
    _LINES[number](pen, number)
    with st.container():
        _notes(pen, number)
    if number != 7:  # step 7 has no lines of its own
        kind_id = OF_STEP[number].kind
        step_ = {"step": str(number)} if kind_id == "canvas_item" else {}
        show_taken_away(pen.here, f"{pen.canvas}.{number}", kind_id, {"canvas": pen.canvas, **step_}, back)


def _rail(pen: CanvasPen, number: int) -> None:
    """The nine steps in a row: which are answered, which one this is."""
    with st.container(horizontal=True, gap="small"):
        for one in STEPS:
            mark = f"{one.number} ✓" if pen.board.answered[one.number] else str(one.number)
            st.button(
                mark,
                key=f"rail.{one.number}",
                on_click=go_to,
                args=(one.number,),
                type="primary" if one.number == number else "secondary",
                help=f"{one.number} · {one.words(pen.here.language)}",
            )
    done = sum(pen.board.answered.values())
    st.progress(done / len(STEPS), pen.here.say("ตอบแล้ว {n} จาก 9 ขั้น", n=done))


def _items(pen: CanvasPen, number: int) -> None:
    rows = OF_STEP[number].all_rows
    for record in pen.board.of_step(number):
        form = _line(pen, record.id)
        with st.container(border=True):
            show_line(pen, form, rows, border=False)
            if number == 5:
                _worth(pen, record.id)
    preset: dict[str, Any] = {"step": str(number)}
    if number == 5:
        preset |= {"gain": "income", "months": "12"}
    form = new_line(pen, "canvas_item", f"step{number}", **preset)
    # The same two boxes as a standing line: it becomes one where it stands.
    with st.container(border=True):
        show_line(pen, form, rows, border=False)


def _worth(pen: CanvasPen, record_id: str) -> None:
    item = next((i for i in pen.board.plan.items if i.id == record_id), None)
    worth = yearly(item) if item else None
    if worth is not None:
        st.caption(pen.here.say("ปีละ {amount}", amount=baht(pen.here, worth)))


def _line(pen: CanvasPen, record_id: str) -> Form:
    stored = pen.board.stored(record_id)
    assert stored is not None
    return line_of(pen, stored)


def _activities(pen: CanvasPen, _number: int) -> None:
    served = {i.id: f"{i.step} · {i.text}" for i in sorted(pen.board.plan.items, key=lambda i: i.step)}
    if not served:
        st.info(pen.here.say("เริ่มจากขั้น 1–5 ก่อน แล้วค่อยบอกว่ากิจกรรมทำเพื่อข้อใด"), icon=":material/info:")
    months = month_choices(pen)
    forms = [_line(pen, r.id) for r in pen.board.of("canvas_activity")]
    for form in [*forms, new_line(pen, "canvas_activity", "activity")]:
        form.choices = {"serves": served, "from_month": months, "to_month": months}
        show_line(pen, form, ACTIVITY.all_rows)


def month_choices(pen: CanvasPen) -> dict[str, str]:
    """Months of the plan by number, named."""
    head = pen.board.canvas
    first = first_month(head.year, head.first_month)
    return {str(n): f"{n} · {month_name(first, n, pen.here.language)}" for n in range(1, LONGEST + 1)}


def _ways(pen: CanvasPen, number: int) -> None:
    """Steps 7 and 8: each activity of step 6, ticked, with what belongs to the tick."""
    say, way = pen.here.say, "self" if number == 7 else "partner"
    activities = pen.board.of("canvas_activity")
    if not activities:
        st.info(say("ยังไม่มีกิจกรรม กลับไปใส่ที่ขั้น 6 ก่อน"), icon=":material/info:")
    for record in activities:
        form = _line(pen, record.id)
        with st.container(border=True):
            key = f"{form.id}.ways.{way}"
            st.session_state.setdefault(key, way in (form.typed.get("ways") or []))
            st.checkbox(
                f"**{md(record.text)}** – " + (say("ทำเองได้") if number == 7 else say("ต้องร่วมมือกับภาคี")),
                key=key,
                on_change=_tick,
                args=(pen, form, way, key),
            )
            if number == 7:
                show_question(pen.here, form, "own_means", partial(keep, pen))
            else:
                _parts(pen, PARTNER, record.id)


def _tick(pen: CanvasPen, form: Form, way: str, key: str) -> None:
    ways = [w for w in form.typed.get("ways") or [] if w != way]
    form.typed["ways"] = sorted([*ways, way] if st.session_state[key] else ways, reverse=True)
    if "self" not in form.typed["ways"]:
        form.typed["own_means"] = None
    keep(pen, form)


def _parts(pen: CanvasPen, layout: LineLayout, activity: str) -> None:
    """Partners or costs of one activity, and an empty line for the next."""
    kind_id = layout.kind
    mine = [_line(pen, r.id) for r in pen.board.of(kind_id) if r.activity == activity]
    slot = f"{kind_id[7:]}.{activity}"
    for form in [*mine, new_line(pen, kind_id, slot, activity=activity)]:
        show_line(pen, form, layout.all_rows)


def _money(pen: CanvasPen, _number: int) -> None:
    say = pen.here.say
    activities = pen.board.of("canvas_activity")
    if not activities:
        st.info(say("ยังไม่มีกิจกรรม กลับไปใส่ที่ขั้น 6 ก่อน"), icon=":material/info:")
    free = {a.id for a in pen.board.plan.free}
    for record in activities:
        with st.container(border=True):
            st.markdown(f"**{md(record.text)}**")
            with st.container():
                if record.id in free:
                    st.caption(f":green[:material/eco: {say('ไม่ใช้เงิน ใช้ทุนที่มี เยี่ยมมาก')}]")
            _parts(pen, COST, record.id)
    loose = [c for c in pen.board.of("canvas_cost") if not c.activity]
    for record in loose:
        form = _line(pen, record.id)
        form.choices = {"activity": {a.id: a.text for a in activities}}
        show_line(pen, form, (("activity",), *COST.all_rows))


_LINES = {**dict.fromkeys(range(1, 6), _items), 6: _activities, 7: _ways, 8: _ways, 9: _money}


def _notes(pen: CanvasPen, number: int) -> None:
    """What is worth a look in this step; never a block."""
    for finding in (f for f in pen.board.findings if f.step == number):
        st.caption(f":orange[:material/lightbulb: {md(finding.words(pen.here.language))}]")


def _onward(pen: CanvasPen, number: int) -> None:
    say = pen.here.say
    with st.container(horizontal=True, horizontal_alignment="distribute"):
        if number > 1:
            st.button(
                say("ขั้น {n}", n=number - 1),
                icon=":material/arrow_back:",
                key="walk.back",
                on_click=go_to,
                args=(number - 1,),
            )
        if number < 9:
            st.button(
                say("ต่อไป ขั้น {n}", n=number + 1),
                icon=":material/arrow_forward:",
                key="walk.next",
                type="primary",
                on_click=go_to,
                args=(number + 1,),
            )


def _said_before(pen: CanvasPen, number: int) -> None:
    earlier = [(s, pen.board.of_step(s.number)) for s in STEPS[: min(number - 1, 5)]]
    told = [(s, lines) for s, lines in earlier if lines]
    if not told:
        return
    with st.expander(pen.here.say("ขั้นก่อนหน้าตอบไว้ว่า"), icon=":material/history_edu:", expanded=True):
        for one, lines in told:
            st.markdown(
                f"**{one.number} {md(one.short(pen.here.language))}**\n"
                + "\n".join(f"- {md(line.text)}" for line in lines)
            )


def _others(pen: CanvasPen, number: int) -> None:
    found = examples(pen.here.source, pen.canvas, number)
    if not found:
        return
    with st.expander(pen.here.say("กลุ่มอื่นตอบว่า"), icon=":material/emoji_objects:"):
        for one in found:
            st.markdown(f"- {md(one.text)}  \n  :gray[{md(one.group)}]")
