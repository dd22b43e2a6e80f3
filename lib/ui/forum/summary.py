"""A forum for who does not run it: agenda, groups, what was counted and decided. No name of anybody."""

from __future__ import annotations

import streamlit as st

from lib.domain.thai_number import format_number
from lib.insight.forum.hall import Hall
from lib.ui.forum.results import show_result
from lib.ui.frame.safe import md
from lib.ui.frame.shell import Here


def show_summary(here: Here, found: Hall) -> None:
    """What everybody may read of it."""
    say, plenum = here.say, found.plenum
    st.subheader(md(found.forum.name), anchor=False)
    if found.forum.purpose:
        st.markdown(md(found.forum.purpose))
    st.caption(say("{n} คน", n=format_number(plenum.heads)) + " · " + say("{n} กลุ่ม", n=len(plenum.groups)))
    if plenum.steps:
        st.markdown(f"**{say('กำหนดการ')}**")
        st.markdown("\n".join(f"1. {md(step.text)}" for step in plenum.steps))
    for ballot in plenum.ballots:
        if found.may_show(ballot):
            st.markdown(f"**{md(ballot.asked.text)}**")
            show_result(here, ballot)
    decided = [d for d in plenum.decisions if d.sort == "decision"]
    if decided:
        st.markdown(f"**{say('มติของเวที')}**")
        st.markdown("\n".join(f"1. {md(d.text)}" for d in decided))
