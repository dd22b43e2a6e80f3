"""Ballots at the desk: prepared, opened, watched without looking in, closed, hands counted in beside, shown."""

from __future__ import annotations

from functools import partial

import streamlit as st

from lib.access.policy import Act
from lib.domain.ballots import MOST_HANDS, RANKING, choices_of
from lib.domain.thai_number import format_number
from lib.insight.forum.hall import BallotSeen, hall, votes
from lib.insight.tambon.workspace_list import works
from lib.schema.field import label
from lib.schema.forum_choices import BALLOT_FORMS, BALLOT_STATES
from lib.ui.form.lines import Lines, show_lines
from lib.ui.forum.doing import ButtonLook, DeskPen
from lib.ui.forum.results import show_result
from lib.ui.frame.safe import md


def show_ballots(pen: DeskPen) -> None:
    """Those that were opened, the newest first; then those that are ready."""
    say, plenum = pen.here.say, pen.hall.plenum
    begun = [b for b in reversed(plenum.ballots) if b.asked.state != "draft"]
    for ballot in begun:
        with st.container(border=True):
            _begun(pen, ballot)
    ready = [s for s in plenum.stored["forum_ballot"] if getattr(s.record, "state", "") == "draft"]
    st.markdown(f"**{say('เตรียมไว้')}**")
    for ballot in plenum.ballots:
        if ballot.asked.state == "draft":
            start = partial(pen.acts.open_ballot, ballot.id)
            with st.container(horizontal=True, vertical_alignment="center"):
                st.markdown(f"{md(ballot.asked.text)}  \n:small[{_how(pen, ballot)}]", width="stretch")
                pen.button(
                    say("เปิดลงคะแนน"), start, f"open.{ballot.id}", ButtonLook(":material/how_to_vote:", sort="primary")
                )
    plans = {g.canvas: g.name for g in plenum.groups if g.canvas}
    steps = {s.id: s.text for s in plenum.steps}
    show_lines(
        pen.here,
        pen.all_acts.records,
        Lines(
            "forum_ballot",
            ready,
            lambda b: f":material/edit: {md(b.text)}",
            preset={"forum": pen.forum},
            add=say("เตรียมการลงคะแนน"),
            choices={"canvas": plans or {"": "–"}, "step": steps or {"": "–"}},
        ),
    )


def _how(pen: DeskPen, ballot: BallotSeen) -> str:
    say, language = pen.here.say, pen.here.language
    told = [label(BALLOT_FORMS, ballot.asked.form, language), say("ลับ") if ballot.asked.secret else say("เปิดเผย")]
    return " · ".join([*told, label(BALLOT_STATES, ballot.asked.state, language)])


def _begun(pen: DeskPen, ballot: BallotSeen) -> None:
    say, asked = pen.here.say, ballot.asked
    st.markdown(f"#### {md(asked.text)}")
    st.caption(_how(pen, ballot))
    if asked.state == "open":
        _voted(pen, ballot)
        close = partial(pen.acts.close_ballot, ballot.id)
        pen.button(say("ปิดและนับ"), close, f"close.{ballot.id}", ButtonLook(":material/lock:", sort="primary"))
    else:
        show_result(pen.here, ballot)
        with st.container(horizontal=True, vertical_alignment="center"):
            if not pen.hall.may_show(ballot):
                show = partial(pen.acts.show_result, ballot.id)
                words = say("แสดงผลบนจอและโทรศัพท์")
                pen.button(words, show, f"show.{ballot.id}", ButtonLook(":material/visibility:", sort="primary"))
            if asked.form == "certify":
                _certify(pen, ballot)
            if asked.form in RANKING:
                _problems(pen, ballot)
    if asked.form != "rank":
        _hands(pen, ballot)


@st.fragment(run_every=1.0)
def _voted(pen: DeskPen, ballot: BallotSeen) -> None:
    """How many, and nothing of what."""
    seats = (hall(pen.here.source, pen.forum) or pen.hall).plenum.heads
    count = votes(pen.here.source, ballot.id)
    words = pen.here.say("ลงแล้ว {n} จาก {all} ที่นั่ง", n=format_number(count), all=format_number(seats))
    st.progress(min(1.0, count / seats) if seats else 0.0, words)


def _hands(pen: DeskPen, ballot: BallotSeen) -> None:
    """Hands and paper dots: the whole count each time, so that nothing is counted twice."""
    say, asked = pen.here.say, ballot.asked
    choices, language = choices_of(asked.form, asked.offered or ""), pen.here.language
    held = {one.choice: one.hands for one in ballot.counted}
    with st.expander(say("นับมือหรือกระดาษ"), icon=":material/front_hand:", expanded=False):
        st.caption(say("นับเฉพาะคนที่ไม่ได้ลงทางโทรศัพท์ ใส่ยอดรวม ใส่ใหม่แทนยอดเดิม"))
        counted: dict[str, int | None] = {}
        for choice, words in zip(choices, choices_of(asked.form, asked.offered or "", language), strict=True):
            key = f"forum.hands.{ballot.id}.{choice}"
            value = st.number_input(md(words), 0, MOST_HANDS, value=held.get(choice), key=key, placeholder="–")
            counted[choice] = None if value is None else int(value)
        save = partial(pen.acts.count_hands, ballot.id, counted)
        pen.button(say("บันทึกยอดมือ"), save, f"hands.{ballot.id}", ButtonLook(":material/save:", sort="secondary"))


def _problems(pen: DeskPen, ballot: BallotSeen) -> None:
    """The counts onto the list of problems of a workspace of this tambon."""
    near = {w.id: w.name for w in works(pen.here.source).value if w.area == pen.hall.forum.area}
    say = pen.here.say
    if not near or not pen.here.may(Act.WRITE, "tambon_problem"):
        return
    with st.popover(
        say("ใส่คะแนนในรายการปัญหา"), icon=":material/format_list_numbered:", key=f"forum.problems.{ballot.id}"
    ):
        key = f"forum.problems.{ballot.id}.work"
        work = st.selectbox(say("รายการปัญหาของ"), list(near), format_func=near.__getitem__, key=key)
        if work:
            rank = partial(pen.acts.rank_problems, ballot.id, work)
            pen.button(say("ใส่คะแนน"), rank, f"problems.{ballot.id}", ButtonLook(":material/check:", "secondary"))


def _certify(pen: DeskPen, ballot: BallotSeen) -> None:
    say = pen.here.say
    with st.popover(say("บันทึกว่าที่ประชุมรับรองแผน"), icon=":material/verified:", key=f"forum.certify.{ballot.id}"):
        version = ballot.asked.canvas_version
        st.caption(say("รับรองฉบับที่ {n} ซึ่งเป็นฉบับตอนเปิดลงคะแนน", n=version or 0))
        seats = ballot.asked.seats or 1
        people = st.number_input(say("ผู้เข้าร่วมประชุม"), 1, 100_000, max(1, seats), key=f"forum.certify.{ballot.id}.n")
        certify = partial(pen.acts.certify, ballot.id, int(people))
        pen.button(say("รับรอง"), certify, f"certify.{ballot.id}", ButtonLook(":material/verified:", sort="primary"))
