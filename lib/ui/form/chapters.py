"""Earlier certifications of a plan, closed chapters that stay readable."""

from __future__ import annotations

import streamlit as st

from lib.domain.thai_date import format_date, format_moment
from lib.domain.thai_number import format_number
from lib.insight.records.chapters import closed_chapters
from lib.ui.frame.safe import md
from lib.ui.frame.shell import Here


def show_chapters(here: Here, kind_id: str, record_id: str) -> None:
    """Each with its meeting, votes and minutes, and when and why it was taken back."""
    say = here.say
    found = closed_chapters(here.source, kind_id, record_id, audience=here.audience)
    if not found:
        return
    with st.expander(say("การรับรองก่อนหน้า ({n})", n=len(found)), icon=":material/history_edu:"):
        for one in found:
            told = [
                f"**{md(one.by)}** {format_date(one.on, here.language)}",
                say("ผู้เข้าร่วม {n} คน", n=format_number(one.attendance)) if one.attendance else "",
                say("เห็นชอบ {n} คน", n=format_number(one.in_favour)) if one.in_favour is not None else "",
            ]
            st.markdown(" · ".join(t for t in told if t))
            if one.minutes:
                st.markdown(md(one.minutes))
            closed = say("เปิดแก้เมื่อ {moment}", moment=format_moment(one.closed_at, here.language))
            st.caption(" · ".join(md(t) for t in (closed, one.who, one.why) if t))
