"""Versions of a plan: who, when; two side by side; back to one of them."""

from __future__ import annotations

from collections.abc import Sequence

import streamlit as st

from lib.domain.thai_date import format_moment
from lib.insight.canvas.versions import Version, VersionLine, entries, same_lines, versions
from lib.insight.display_value import DisplayValues
from lib.schema.history_words import Verb
from lib.schema.record import specs
from lib.schema.registry import kind
from lib.ui.canvas.line import CanvasPen, OpenCanvas, forget_lines
from lib.ui.canvas.steps import STEPS
from lib.ui.frame.flash import done
from lib.ui.frame.history_words import action_word
from lib.ui.frame.problems import shows_problems
from lib.ui.frame.safe import md

#: Where a line stands and what it was made from: no answers.
_NOT_TOLD = {"canvas", "order", "made_from"}


def show_versions(opened: OpenCanvas) -> None:
    """The list, and two of them side by side with what differs."""
    say, here = opened.here.say, opened.here
    found = versions(here.source, opened.canvas, audience=opened.board.audience)
    if not found:
        st.info(say("ยังไม่มีการแก้ไข"), icon=":material/history:")
        return
    names = {v.number: _name(opened, v) for v in found}
    left, right = st.columns(2)
    older = left.selectbox(
        say("ฉบับเก่า"), list(names), index=min(1, len(names) - 1), format_func=names.__getitem__, key="canvas.older"
    )
    newer = right.selectbox(say("เทียบกับฉบับ"), list(names), index=0, format_func=names.__getitem__, key="canvas.newer")
    then, now = (entries(here.source, opened.canvas, n, audience=opened.board.audience) for n in (older, newer))
    _say_certified(opened, found, now if newer == found[0].number else None)
    _side_by_side(opened, then, now)
    if isinstance(opened, CanvasPen) and older != found[0].number:
        with st.popover(say("กลับไปใช้ฉบับเก่าที่เลือก"), icon=":material/restore:"):
            st.markdown(say("ทุกช่องจะกลับเป็นอย่างฉบับ {name} ฉบับปัจจุบันยังอยู่ในรายการนี้ กลับมาได้เสมอ", name=md(names[older])))
            if st.button(say("กลับไปใช้ฉบับนี้"), key="canvas.restore", type="primary"):
                with shows_problems(here) as outcome:
                    opened.acts.restore_version(opened.canvas, older)
                if outcome.ok:
                    forget_lines(opened)
                    done(here, say("กลับไปใช้ฉบับ {name} แล้ว", name=md(names[older])))


def _say_certified(opened: OpenCanvas, found: Sequence[Version], latest: Sequence[VersionLine] | None) -> None:
    """Whether the plan says today what the meeting certified, however it came to say so."""
    certified, say = opened.board.canvas.certified_version, opened.here.say
    if not certified or latest is None or not any(v.number == certified for v in found):
        return
    then = entries(opened.here.source, opened.canvas, certified, audience=opened.board.audience)
    if same_lines(then, latest):
        st.success(say("ทุกช่องตรงกับฉบับที่ที่ประชุมรับรอง"), icon=":material/verified:")
    else:
        st.info(say("ฉบับปัจจุบันต่างจากฉบับที่ที่ประชุมรับรอง เทียบได้ข้างล่าง"), icon=":material/difference:")


def _name(opened: OpenCanvas, one: Version) -> str:
    say = opened.here.say
    acts = ", ".join(say("เริ่มแผน") if a == Verb.CREATE else action_word(say, a) for a in one.actions)
    parts = [
        format_moment(one.at, opened.here.language),
        one.who,
        acts,
        opened.here.say("แก้ {n} ข้อ", n=one.changes),
        opened.here.say("ฉบับที่รับรอง") if one.certified else "",
    ]
    return " · ".join(p for p in parts if p)


def _side_by_side(opened: OpenCanvas, then: Sequence[VersionLine], now: Sequence[VersionLine]) -> None:
    before, after = {e.id: e for e in then}, {e.id: e for e in now}
    language = opened.here.language
    for step in STEPS:
        old = [e for e in then if e.step == step.number]
        new = [e for e in now if e.step == step.number]
        if not old and not new:
            continue
        st.markdown(f"**{step.number} {md(step.short(language))}**")
        left, right = st.columns(2)
        left.markdown(_lines(opened, old, after, "red", opened.here.say("หายไป")) or "–")
        right.markdown(_lines(opened, new, before, "green", opened.here.say("เพิ่ม")) or "–")


def _lines(
    opened: OpenCanvas, mine: Sequence[VersionLine], other: dict[str, VersionLine], colour: str, word: str
) -> str:
    said, told = [], DisplayValues(opened.here.source, opened.here.language)
    for one in mine:
        twin = other.get(one.id)
        if twin is None:
            said.append(f"- :{colour}[{md(one.text)}] :gray[({word})]")
        elif colour == "green" and (differs := _differs(told, twin, one)):
            said.append(f"- **{md(one.text)}** :gray[({md(differs)})]")
        elif twin.values != one.values:
            said.append(f"- **{md(one.text)}**")
        else:
            said.append(f"- {md(one.text)}")
    return "\n".join(said)


def _differs(told: DisplayValues, one: VersionLine, twin: VersionLine) -> str:
    """Which answers differ, each from what to what."""
    declared = specs(kind(one.kind))
    names = [n for n in declared if n not in _NOT_TOLD and one.values.get(n) != twin.values.get(n)]
    return " · ".join(
        f"{declared[n].label(told.language)} {told.value(one.kind, n, one.values.get(n))}"
        f" → {told.value(one.kind, n, twin.values.get(n))}"
        for n in names
    )
