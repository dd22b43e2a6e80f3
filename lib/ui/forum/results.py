"""What a ballot counted, as a small table: phones and hands apart, and together."""

from __future__ import annotations

import streamlit as st

from lib.domain.ballots import choices_of, mean
from lib.domain.thai_number import format_number
from lib.insight.forum.hall import BallotSeen
from lib.ui.frame.shell import Here


def show_result(here: Here, ballot: BallotSeen) -> None:
    """The counts of a ballot that is closed."""
    say, asked = here.say, ballot.asked
    choices = choices_of(asked.form, asked.offered or "", here.language)
    hands = any(one.hands is not None for one in ballot.counted)
    rows = []
    for words, one in zip(choices, ballot.counted, strict=False):
        row: dict[str, object] = {say("ตัวเลือก"): words, say("โทรศัพท์"): one.phones}
        if hands:
            row |= {say("มือหรือกระดาษ"): one.hands, say("รวม"): one.together}
        rows.append(row)
    st.dataframe(rows, hide_index=True, width="stretch")
    told = []
    if asked.voted is not None:
        told.append(
            say("ลงทางโทรศัพท์ {n} จาก {all} ที่นั่ง", n=format_number(asked.voted), all=format_number(asked.seats or 0))
        )
    if asked.form == "rank":
        told.append(say("อันดับแรกได้ {n} คะแนน อันดับสุดท้ายได้ 1", n=len(choices)))
    if asked.form == "scale" and (middle := mean([one.together for one in ballot.counted])) is not None:
        told.append(say("เฉลี่ย {n}", n=f"{middle:.1f}"))
    told.append(say("ลับ") if asked.secret else say("เปิดเผย"))
    st.caption(" · ".join(told))
