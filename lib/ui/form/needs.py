"""What a rung asks for, beside its verdict: met or missing and who says so; and why it is verified all the same."""

from __future__ import annotations

import streamlit as st

from lib.domain.seven_steps import REQUIREMENTS, RungCheck
from lib.ui.frame.shell import Here

_MARKS = {True: ":green[:material/check_circle:]", False: ":gray[:material/radio_button_unchecked:]"}


def show_needs(here: Here, check: RungCheck) -> None:
    """Every requirement in its own order."""
    lines = [
        f"- {_MARKS[one in check.shown]} {one.words(here.language)} · :gray[{one.by.text(here.language)}]"
        for one in REQUIREMENTS[check.id]
    ]
    st.markdown("\n".join(lines))


def in_spite_box(here: Here, check: RungCheck | None, key: str) -> str:
    """Why it is verified in spite of what is missing; '' where nothing is, without a box."""
    if check is None or check.ready:
        return ""
    said = st.text_input(
        here.say("รับรองทั้งที่ยังขาด {n} ข้อ เพราะ", n=len(check.lacking)),
        key=key,
        max_chars=1000,
        help=here.say("เหตุผลนี้อยู่กับหลักฐานของขั้นนี้ ทุกคนเห็น"),
    )
    return said or ""
