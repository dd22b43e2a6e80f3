"""Running the forum: the step that runs and what comes next, the wall, the groups and who calls, a word to all."""

from __future__ import annotations

from datetime import UTC, datetime
from functools import partial

import streamlit as st

from lib.domain.forum_wishes import Scene
from lib.insight.canvas.calls import calls
from lib.insight.canvas.library import CanvasCard, canvases
from lib.insight.forum.hall import Hall, hall
from lib.schema.canvas_choices import CANVAS_CALLS
from lib.schema.field import label
from lib.schema.forum import ForumGroup, ForumStep
from lib.schema.forum_choices import FORUM_TOOLS
from lib.ui.canvas.steps import STEPS
from lib.ui.forum.doing import ButtonLook, DeskPen
from lib.ui.frame.safe import md
from lib.ui.frame.shell import page_link

_LOOK_AGAIN = 3.0


def show_running(pen: DeskPen) -> None:
    """The wall over the whole width; steps on the left, groups on the right."""
    _wall(pen)
    left, right = st.columns([3, 2], gap="large")
    with left:
        _steps(pen)
        _message(pen)
    with right:
        _groups(pen)


def _steps(pen: DeskPen) -> None:
    say, now, then = pen.here.say, pen.hall.step, pen.hall.next_step
    with st.container(border=True):
        if now is None:
            st.markdown(f"**{say('ยังไม่เริ่มขั้นใด')}**")
        else:
            st.markdown(f"#### {md(now.text)}")
            _timer(pen)
        with st.container(horizontal=True, vertical_alignment="center"):
            if then is not None:
                pen.button(
                    say("ขั้นต่อไป: {step}", step=then.text[:40]),
                    lambda: pen.acts.go_to_step(pen.forum, then.id),
                    "next",
                    ButtonLook(":material/skip_next:", sort="primary"),
                )
            if now is not None:
                pen.button(
                    say("หยุดเวลา"), lambda: pen.acts.go_to_step(pen.forum, ""), "stop", ButtonLook(":material/pause:")
                )
    with st.expander(say("กำหนดการทั้งหมด ({n} ขั้น)", n=len(pen.hall.plenum.steps))):
        for step in pen.hall.plenum.steps:
            _step(pen, step)


def _step(pen: DeskPen, step: ForumStep) -> None:
    say, runs = pen.here.say, step.id == pen.hall.live.step
    with st.container(horizontal=True, vertical_alignment="center"):
        tool = label(FORUM_TOOLS, step.tool, pen.here.language)
        minutes = say("{n} นาที", n=step.minutes) if step.minutes else ""
        told = " · ".join(t for t in (tool, minutes) if t)
        st.markdown(f"{'▶ **' if runs else ''}{md(step.text)}{'**' if runs else ''}  \n:small[{told}]", width="stretch")
        if not runs:
            go = partial(pen.acts.go_to_step, pen.forum, step.id)
            pen.button(say("เริ่ม"), go, f"go.{step.id}", ButtonLook(":material/play_arrow:"))


@st.fragment(run_every=10.0)
def _timer(pen: DeskPen) -> None:
    say, step, since = pen.here.say, pen.hall.step, pen.hall.live.step_since
    if step is None or since is None:
        return
    passed = int((datetime.now(UTC) - since).total_seconds() // 60)
    if not step.minutes:
        st.caption(say("ทำมาแล้ว {n} นาที", n=passed))
    elif passed < step.minutes:
        st.progress(passed / step.minutes, say("เหลือ {n} จาก {all} นาที", n=step.minutes - passed, all=step.minutes))
    else:
        st.progress(1.0, say("เกินเวลามา {n} นาที", n=passed - step.minutes))


def _wall(pen: DeskPen) -> None:
    say, live = pen.here.say, pen.hall.live
    st.markdown(f"**{say('บนจอหน้าห้อง')}**")
    key = f"forum.{pen.forum}.scene"
    st.session_state[key] = Scene.stored(live.scene) or Scene.DOOR

    def show() -> None:
        # In a callback a refusal has nowhere to stand: the page that follows shows the scene as it is.
        pen.acts.show_on_wall(pen.forum, st.session_state[key], _about(pen, st.session_state[key]))
        pen.here.wrote()

    st.pills(
        say("ฉาก"),
        list(Scene),
        format_func=lambda s: s.label(pen.here.language),
        key=key,
        label_visibility="collapsed",
        on_change=show,
        required=True,
    )


def _about(pen: DeskPen, scene: Scene) -> str:
    if scene is Scene.BALLOT:
        found = pen.hall.open_ballot or (pen.hall.plenum.ballots[-1] if pen.hall.plenum.ballots else None)
        return found.id if found is not None else ""
    return pen.hall.live.scene_of if scene is Scene.BOX else ""


def _message(pen: DeskPen) -> None:
    say, live = pen.here.say, pen.hall.live
    form = pen.form("say")
    with st.form(form, border=False):
        words, hint = say("บอกทุกเครื่องและบนจอ"), say("เช่น พัก 10 นาที")
        said = st.text_input(words, max_chars=200, placeholder=hint, key=f"{form}.text")
        pressed = st.form_submit_button(say("บอก"), icon=":material/campaign:")
    if pressed and said:
        pen.do(lambda: pen.acts.say_to_all(pen.forum, said), "say")
    if live.message:
        with st.container(horizontal=True, vertical_alignment="center"):
            st.markdown(f":material/campaign: {md(live.message)}", width="stretch")
            pen.button(
                say("เอาออก"), lambda: pen.acts.say_to_all(pen.forum, ""), "unsay", ButtonLook(":material/close:")
            )


@st.fragment(run_every=_LOOK_AGAIN)
def _groups(pen: DeskPen) -> None:
    """Who is how far, and who asks for help first; looked at anew every few seconds."""
    say = pen.here.say
    found = hall(pen.here.source, pen.forum) or pen.hall
    cards = {c.id: c for c in canvases(pen.here.source).value}
    called = calls(pen.here.source)
    groups = sorted(found.plenum.groups, key=lambda g: (g.canvas not in called, g.order))
    st.markdown(f"**{say('กลุ่ม')}** · {say('มาแล้ว {n} คน', n=found.plenum.heads)}")
    if not groups:
        st.caption(say("ยังไม่มีกลุ่ม เพิ่มที่ “กำหนดการและกลุ่ม”"))
    for group in groups:
        with st.container(border=True):
            _group(pen, found, group, cards.get(group.canvas or ""))
            call = called.get(group.canvas or "")
            if call is not None and group.canvas:
                with st.container(horizontal=True, vertical_alignment="center"):
                    words = label(CANVAS_CALLS, call.sort, pen.here.language)
                    minutes = int((datetime.now(UTC) - call.at).total_seconds() // 60)
                    st.markdown(
                        f":orange[:material/front_hand: **{words}**] · {say('{n} นาที', n=minutes)}", width="stretch"
                    )
                    went = partial(pen.acts.answer_call, group.canvas, "")
                    pen.button(say("ไปแล้ว"), went, f"went.{group.id}", ButtonLook(":material/check:"))


def _group(pen: DeskPen, found: Hall, group: ForumGroup, card: CanvasCard | None) -> None:
    say, locked = pen.here.say, group.id in found.live.locked
    people = say("{n} คน", n=found.plenum.seats.get(group.id, 0))
    mark = " :material/lock:" if locked else ""
    st.markdown(f"**{md(group.name)}**{mark} · {people}")
    if card is None:
        st.caption(say("ยังไม่มีแผน"))
        return
    step = STEPS[card.step - 1].short(pen.here.language) if card.step <= 9 else say("ครบแล้ว")
    st.progress(len(card.answered) / 9, say("{n} จาก 9 ขั้น · {step}", n=len(card.answered), step=step))
    with st.container(horizontal=True, vertical_alignment="center"):
        page_link(pen.here, "canvas", say("เปิดแผน"), ":material/open_in_new:", {"canvas": card.id})
        lock = partial(pen.acts.lock_group, pen.forum, group.id, not locked)
        pen.button(
            say("เปิดให้แก้") if locked else say("ล็อก"),
            lock,
            f"lock.{group.id}",
            ButtonLook(":material/lock_open:" if locked else ":material/lock:"),
        )
        wall = partial(pen.acts.show_on_wall, pen.forum, Scene.BOX, group.id)
        pen.button(say("ขึ้นจอ"), wall, f"wall.{group.id}", ButtonLook(":material/fit_screen:"))
