"""A tambon's plan from its groups' plans: which ones, what is shared, what they could trade."""

from __future__ import annotations

import streamlit as st

from lib.domain.canvas_rollup import Bundle, bundles, read_pairs
from lib.insight.canvas.library import canvases
from lib.ui.canvas.line import CanvasPen, line_of, show_fields
from lib.ui.canvas.steps import STEPS
from lib.ui.canvas.together import arranged, joined_part
from lib.ui.canvas.trades import trade_part
from lib.ui.frame.flash import done
from lib.ui.frame.problems import shows_problems
from lib.ui.frame.safe import md


def show_rollup(pen: CanvasPen) -> None:
    """Choose the parts; confirm line by line; see what the groups could buy from each other."""
    _parts(pen)
    if not pen.board.parts:
        return
    _bundles(pen)
    trade_part(pen)


def _parts(pen: CanvasPen) -> None:
    here, head = pen.here, pen.board.canvas
    near = {
        c.id: f"{c.name} · {c.group}"
        for c in canvases(here.source).value
        if c.level == "group" and (c.area == head.area or c.id in head.parts)
    }
    form = line_of(pen, pen.board.head)
    form.choices = {"parts": near}
    if not near:
        st.info(here.say("ตำบลนี้ยังไม่มีแผนของกลุ่มให้รวม"), icon=":material/info:")
    show_fields(pen, form, (("parts",),))


def _bundles(pen: CanvasPen) -> None:
    say = pen.here.say
    behind = {i for r in pen.board.in_boxes for i in r.made_from}
    apart = read_pairs(pen.board.canvas.apart)
    waiting = [b for b in bundles(pen.board.part_plans, apart) if not {line.id for line in b.lines} <= behind]
    st.markdown(f"#### {say('รวมข้อจากแผนของกลุ่ม')}")
    joined_part(pen)
    if not waiting:
        st.success(say("ทุกข้อของทุกกลุ่มอยู่ในแผนตำบลแล้ว"), icon=":material/check_circle:")
        return
    st.caption(say("ข้อที่หลายกลุ่มพูดตรงกันถูกจับคู่ไว้ให้ ดูแล้วติ๊กออกได้ ตัวเลขเงินยังอยู่กับแผนกลุ่มและรวมให้เอง"))
    by_hand = st.toggle(say("จัดเอง: เปลี่ยนชื่อ แยก รวม"), key="canvas.by_hand")
    chosen: list[Bundle] = []
    for one in STEPS:
        mine = [b for b in waiting if b.step == one.number]
        if not mine:
            continue
        st.markdown(f"**{one.number} {md(one.short(pen.here.language))}**")
        ticked = [b for b in mine if _ticked(pen, b)]
        chosen += arranged(pen, mine, ticked) if by_hand else ticked
    if st.button(
        say("ใส่ {n} ข้อลงแผนตำบล", n=len(chosen)),
        type="primary",
        icon=":material/merge:",
        disabled=not chosen,
        key="canvas.take_up",
    ):
        with shows_problems(pen.here) as outcome:
            made = pen.acts.take_up(pen.canvas, chosen)
        if outcome.ok:
            done(pen.here, say("เพิ่ม {n} ข้อลงแผนตำบลแล้ว", n=made))


def _ticked(pen: CanvasPen, bundle: Bundle) -> bool:
    """One proposal: ticked unless its lines differ by a word, which a person looks at first."""
    groups = {pen.board.parts.get(li.canvas, "") for li in bundle.lines}
    words = {li.text for li in bundle.lines}
    said = f"{md(bundle.text)}  \n:gray[{md(' · '.join(sorted(groups)))}]"
    if len(words) > 1:
        said += f"  \n:gray[{pen.here.say('เขียนว่า')} {md(' / '.join(sorted(words)))}]"
    if not bundle.sure:
        said += f"  \n:orange[{pen.here.say('คล้ายกัน แต่อาจเป็นคนละเรื่อง ดูก่อนติ๊ก')}]"
    key = f"canvas.bundle.{bundle.lines[0].id}.{len(bundle.lines)}"
    return bool(st.checkbox(said, value=bundle.sure, key=key))
