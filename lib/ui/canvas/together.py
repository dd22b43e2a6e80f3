"""Putting together by hand: a proposal gets another name, loses a line, takes another one in; so do lines that stand."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

import streamlit as st

from lib.domain.canvas_rollup import Bundle, RolledLine, lines_of
from lib.schema.canvas import CanvasPart
from lib.ui.canvas.line import CanvasPen
from lib.ui.frame.flash import done
from lib.ui.frame.problems import shows_problems
from lib.ui.frame.safe import md


def arranged(pen: CanvasPen, offered: Sequence[Bundle], ticked: Sequence[Bundle]) -> list[Bundle]:
    """The ticked proposals of one step as somebody arranged them: renamed, and with others taken in."""
    chosen: list[tuple[Bundle, set[str]]] = []
    for bundle in ticked:
        # What is left of a proposal that was split is another one: it begins with its own name.
        key = f"canvas.hand.{bundle.lines[0].id}.{len(bundle.lines)}"
        with st.container(border=True):
            name = st.text_input(pen.here.say("ชื่อข้อในแผนตำบล"), bundle.text, key=f"{key}.name", max_chars=200)
            _split(pen, bundle.lines, key)
            others = {b.lines[0].id: b.text for b in offered if b is not bundle}
            also = st.multiselect(
                pen.here.say("รวมข้อเหล่านี้เข้าด้วย"),
                list(others),
                format_func=others.__getitem__,
                placeholder=pen.here.say("เลือกข้อ"),
                key=f"{key}.join",
            )
            chosen.append((replace(bundle, text=(name or "").strip() or bundle.text), set(also)))
    return united(offered, chosen)


def united(offered: Sequence[Bundle], chosen: Sequence[tuple[Bundle, set[str]]]) -> list[Bundle]:
    """What was chosen, each with what it takes in (ids of first lines); who takes in one another is one.

    The first of those that became one gives the name; what is only taken in need not be chosen itself.
    """
    groups: list[tuple[Bundle, set[str]]] = []
    for bundle, also in chosen:
        mine = {bundle.lines[0].id, *also}
        meeting = [g for g in groups if g[1] & mine]
        first = meeting[0][0] if meeting else bundle
        whole = mine.union(*(ids for _, ids in meeting))
        at = groups.index(meeting[0]) if meeting else len(groups)
        groups = [g for g in groups if g not in meeting]
        groups.insert(min(at, len(groups)), (first, whole))
    made = []
    for first, ids in groups:
        several = [first, *(b for b in offered if b.lines[0].id in ids and b.lines[0].id != first.lines[0].id)]
        lines = {line.id: line for one in several for line in one.lines}
        made.append(replace(first, lines=tuple(lines.values())))
    return made


def joined_part(pen: CanvasPen) -> None:
    """Lines of the plan that stand for several of groups' plans: taken apart again, or two made one."""
    say, known = pen.here.say, _known(pen)
    standing = [r for r in pen.board.in_boxes if r.made_from]
    if not standing:
        return
    with st.expander(say("ข้อที่รวมไว้แล้ว: แยก หรือรวมสองข้อเป็นข้อเดียว"), icon=":material/call_split:"):
        names = {r.id: str(getattr(r, "text", "")) for r in standing}
        chosen = st.selectbox(
            say("ข้อในแผนตำบล"),
            list(names),
            format_func=names.__getitem__,
            index=None,
            placeholder=say("เลือกข้อ"),
            key="canvas.joined",
        )
        one = next((r for r in standing if r.id == chosen), None)
        if one is None:
            return
        _split(pen, [known[i] for i in one.made_from if i in known], f"canvas.joined.{one.id}")
        same = {r.id: names[r.id] for r in standing if _box(r) == _box(one) and r.id != one.id}
        other = st.selectbox(
            say("รวมกับ"),
            list(same),
            format_func=same.__getitem__,
            index=None,
            placeholder=say("เลือกข้อ"),
            key=f"canvas.joined.{one.id}.with",
        )
        if (
            st.button(say("รวมเป็นข้อเดียว"), icon=":material/merge:", disabled=not other, key="canvas.joined.go")
            and other
        ):
            with shows_problems(pen.here) as outcome:
                pen.acts.join(pen.canvas, one.id, other)
            if outcome.ok:
                done(pen.here, say("รวมเป็นข้อเดียวแล้ว"))


def _split(pen: CanvasPen, lines: Sequence[RolledLine], key: str) -> None:
    """Choose which of some lines are not the same; it is remembered."""
    say = pen.here.say
    words = {line.id: f"{line.text} · {pen.board.part_name(line.canvas)}" for line in lines}
    if len(words) < 2:
        for told in words.values():
            st.caption(md(told))
        return
    out = st.multiselect(
        say("ข้อใดไม่ใช่เรื่องเดียวกัน"),
        list(words),
        format_func=words.__getitem__,
        placeholder=say("เลือกข้อที่จะแยกออก"),
        key=f"{key}.out",
    )
    left = [i for i in words if i not in out]
    if st.button(say("แยกออก และจำไว้"), icon=":material/call_split:", disabled=not out or not left, key=f"{key}.split"):
        with shows_problems(pen.here) as outcome:
            pen.acts.tell_apart(pen.canvas, left, out)
        if outcome.ok:
            done(pen.here, say("แยกแล้ว ระบบจะไม่จับคู่ข้อเหล่านี้อีก"))


def _known(pen: CanvasPen) -> Mapping[str, RolledLine]:
    return {line.id: line for canvas, plan in pen.board.part_plans.items() for line in lines_of(canvas, plan)}


def _box(record: CanvasPart) -> tuple[str, object]:
    return record.about.id, getattr(record, "step", "")
