"""From the forum to daily use: presented, certified, in use, followed up each quarter, proved."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

import streamlit as st

from lib.domain.thai_date import bangkok_today, format_date, parse_date
from lib.domain.thai_number import format_number, parse_number
from lib.insight.lists import lists
from lib.schema.canvas_choices import CANVAS_STATES
from lib.schema.canvas_progress import CanvasCheck
from lib.ui.canvas.line import CanvasPen, OpenCanvas, line_of, show_fields
from lib.ui.canvas.numbers import say_changed_parts
from lib.ui.canvas.quarters import show_quarters
from lib.ui.form.chapters import show_chapters
from lib.ui.frame.flash import done, say_next
from lib.ui.frame.problems import shows_problems
from lib.ui.frame.safe import md
from lib.ui.frame.shell import page_link


def show_follow(opened: OpenCanvas, *, decides: bool) -> None:
    """The state and the next step of it; the quarters; the process; the tambon's ladder.

    `decides`: the person may say what a meeting decided.
    """
    _state(opened)
    if isinstance(opened, CanvasPen) and decides:
        _next(opened)
    show_quarters(opened)
    _process(opened)


def _state(opened: OpenCanvas) -> None:
    say, head, language = opened.here.say, opened.board.canvas, opened.here.language
    order = [o.value for o in CANVAS_STATES]
    reached = order.index(head.state)
    marks = [
        f":green[:material/check_circle: {o.label(language)}]"
        if n < reached
        else f"**:material/radio_button_checked: {o.label(language)}**"
        if n == reached
        else f":gray[:material/radio_button_unchecked: {o.label(language)}]"
        for n, o in enumerate(CANVAS_STATES)
    ]
    st.markdown(" → ".join(marks))
    if head.certified_on:
        st.markdown(
            say(
                "{meeting} รับรองเมื่อ {day} ผู้เข้าร่วม {n} คน",
                meeting=md(head.certified_by or ""),
                day=format_date(head.certified_on, language),
                n=format_number(head.attendance),
            )
        )
        if opened.board.changed_since:
            st.info(
                say("แก้หลังรับรอง {n} ครั้ง ฉบับที่รับรองดูได้ที่ “ฉบับ”", n=opened.board.changed_since), icon=":material/edit_note:"
            )
    say_changed_parts(opened)
    show_chapters(opened.here, "canvas", head.id)


def _next(pen: CanvasPen) -> None:
    say, head = pen.here.say, pen.board.canvas
    if head.state == "draft":
        with st.container(horizontal=True, vertical_alignment="bottom"):
            day = _day(pen, "present")
            st.button(
                say("นำเสนอแล้ว"),
                on_click=_do,
                key="canvas.present",
                icon=":material/co_present:",
                args=(pen, lambda: pen.acts.present(pen.canvas, day()), say("บันทึกแล้วว่านำเสนอแล้ว")),
            )
    if head.state in ("draft", "presented"):
        with st.expander(say("ที่ประชุมรับรองแผนนี้"), icon=":material/verified:"):
            day = _day(pen, "certify")
            meeting = st.text_input(
                say("ที่ประชุมที่รับรอง"), key="canvas.meeting", placeholder=say("เช่น สภาองค์กรชุมชนตำบลท่าสายลวด")
            )
            people = st.text_input(say("ผู้เข้าร่วมประชุม (คน)"), key="canvas.people")
            sure = _sure_of_drafts(pen)
            st.button(
                say("บันทึกการรับรอง"),
                type="primary",
                key="canvas.certify",
                disabled=not sure,
                on_click=_do,
                args=(
                    pen,
                    lambda: pen.acts.certify(pen.canvas, day(), meeting or "", _whole(people)),
                    say("บันทึกการรับรองแล้ว"),
                ),
            )
    if head.state == "certified":
        st.button(
            say("เริ่มใช้จริงแล้ว"),
            type="primary",
            key="canvas.use",
            icon=":material/rocket_launch:",
            on_click=_do,
            args=(pen, lambda: pen.acts.put_in_use(pen.canvas), say("บันทึกแล้วว่าเริ่มใช้จริง")),
        )
    if head.state in ("certified", "in_use"):
        _ladder(pen)
    if head.state != "draft":
        with st.expander(say("เปิดแผนเป็นฉบับร่างอีกครั้ง"), icon=":material/lock_open:"):
            why = st.text_input(say("เหตุผล"), key="canvas.reopen.why")
            st.button(
                say("เปิดเป็นฉบับร่าง"),
                key="canvas.reopen",
                on_click=_do,
                args=(pen, lambda: pen.acts.reopen(pen.canvas, why or ""), say("แผนกลับเป็นฉบับร่างแล้ว")),
            )
    for problem in st.session_state.pop("_canvas_told", ()):
        st.error(md(problem.text(pen.here.language)), icon=":material/error:")


def _sure_of_drafts(pen: CanvasPen) -> bool:
    """Groups' plans that are drafts are certified with the tambon's only by somebody who says so."""
    say, drafts = pen.here.say, [p.name for p in pen.board.counted if p.state in ("draft", "presented")]
    if not drafts:
        return True
    st.caption(say("ยังไม่รับรอง: {names}", names=md(", ".join(drafts))))
    words = say("แผนของ {n} กลุ่มยังไม่มีที่ประชุมรับรอง รับรองแผนตำบลตามที่เห็นวันนี้", n=len(drafts))
    return bool(st.checkbox(words, key="canvas.certify.drafts"))


def _ladder(pen: CanvasPen) -> None:
    say, head = pen.here.say, pen.board.canvas
    if st.button(
        say("ใช้แผนนี้เป็นหลักฐานของตำบล"),
        key="canvas.evidence",
        icon=":material/stairs:",
        help=say("รายงานขั้น “มีแผนแล้ว” หรือ “ใช้แผนจริง” ของตำบล พร้อมหลักฐานจากการรับรองนี้ ผู้ตรวจยังต้องรับรอง"),
    ):
        with shows_problems(pen.here) as outcome:
            pen.acts.give_evidence(pen.canvas)
        if outcome.ok:
            done(pen.here, say("เพิ่มเป็นหลักฐานของตำบลแล้ว รอผู้ตรวจรับรอง"))
    page_link(pen.here, "area", say("การ์ดตำบล"), ":material/badge:", {"tambon": head.area})


def _do(pen: CanvasPen, act: Callable[[], object], words: str = "") -> None:
    from lib.domain.errors import ThunError

    try:
        act()
    except ThunError as error:
        st.session_state["_canvas_told"] = error.problems
        return
    if words:
        say_next(words)
    pen.here.wrote()


def _day(pen: CanvasPen, key: str) -> Callable[[], date]:
    """A date as people write it; today when nothing is typed."""
    text = st.text_input(
        pen.here.say("วันที่"), key=f"canvas.day.{key}", placeholder=format_date(bangkok_today(), pen.here.language)
    )

    def read() -> date:
        from lib.domain.errors import BadInput, Problem

        if not (text or "").strip():
            return bangkok_today()
        day = parse_date(text or "")
        if day is None:
            raise BadInput(
                Problem("อ่านวันที่ไม่ได้ เขียนเช่น 19 ก.ย. 2566", "The date cannot be read; write e.g. 19 Sep 2023")
            )
        return day

    return read


def _whole(text: str | None) -> int | None:
    number = parse_number(text or "")
    return int(number) if number is not None and number == int(number) else None


def _process(opened: OpenCanvas) -> None:
    """The steps of the two KSNB processes, ticked as they are done with the group."""
    say, language = opened.here.say, opened.here.language
    steps = [e for e in lists(opened.here.source).value.get("ksnb_step", ()) if not e.retired]
    if not steps:
        return
    ticked = {c.step: c for c in opened.board.of("canvas_check")}
    with st.expander(
        say("กระบวนการ KSNB ทำแล้ว {n} จาก {all} ขั้น", n=len(ticked), all=len(steps)), icon=":material/checklist:"
    ):
        processes = [e.name.text(language) for e in lists(opened.here.source).value.get("ksnb_process", ())]
        st.caption(say("สองกระบวนการ: {names} – ชื่อขั้นยังไม่ยืนยันกับ พอช. แก้ได้ที่หน้า “บันทึก”", names=md(" · ".join(processes))))
        words = say("บันทึกวันที่ ใครพาทำ และข้อสังเกตของแต่ละขั้น")
        detailed = isinstance(opened, CanvasPen) and bool(ticked) and st.toggle(words, key="canvas.check.detailed")
        for entry in steps:
            key = f"canvas.check.{opened.canvas}.{entry.value}"
            st.session_state.setdefault(key, entry.value in ticked)
            words = md(entry.name.text(language))
            if isinstance(opened, CanvasPen):
                st.checkbox(words, key=key, on_change=_tick, args=(opened, entry.value, key))
            else:
                st.checkbox(words, key=key, disabled=True)
            if (check := ticked.get(entry.value)) is not None:
                _done_with(opened, check, detailed=detailed)


def _done_with(opened: OpenCanvas, check: CanvasCheck, *, detailed: bool) -> None:
    """When a step was done, who led it and what was noted; in boxes for who wants to say so."""
    stored = opened.board.stored(check.id)
    if detailed and stored is not None and isinstance(opened, CanvasPen):
        show_fields(opened, line_of(opened, stored), (("done_on", "who"), ("note",)))
        return
    day = format_date(check.done_on, opened.here.language) if check.done_on else ""
    st.caption(" · ".join(t for t in (day, md(check.who or ""), md(check.note or "")) if t))


def _tick(pen: CanvasPen, value: str, key: str) -> None:
    standing = next((c for c in pen.board.of("canvas_check") if c.step == value), None)

    def act() -> None:
        if st.session_state[key] and standing is None:
            typed = {"step": value, "done_on": bangkok_today().isoformat()}
            pen.acts.put(pen.canvas, "canvas_check", typed)
        elif not st.session_state[key] and standing is not None:
            pen.acts.take_away(pen.canvas, "canvas_check", standing.id)

    _do(pen, act)
