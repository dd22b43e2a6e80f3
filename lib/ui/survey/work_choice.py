"""Which tambon and round a page is about: from the address, or chosen from all."""

from __future__ import annotations

import streamlit as st

from lib.domain.thai_date import format_year
from lib.insight.tambon.workspace_list import works
from lib.ui.frame.shell import Here, page_link


def choose_work(here: Here) -> str:
    """Id of the workspace; '' while none is chosen."""
    say = here.say
    names = {
        c.id: f"{c.place.text(here.language)} · {format_year(c.year, here.language)}"
        for c in works(here.source, audience=here.audience).value
    }
    asked = st.query_params.get("work", "")
    if not names:
        st.info(say("ยังไม่มีพื้นที่ทำงานของตำบล เริ่มที่หน้า “ตำบล 7 ขั้น”"), icon=":material/footprint:")
        page_link(here, "tambon", say("ไปที่หน้า “ตำบล 7 ขั้น”"), ":material/arrow_forward:")
        return ""
    state = f"{here.page.id}.work"
    st.session_state[state] = asked if asked in names else None

    def remember() -> None:
        st.query_params["work"] = st.session_state[state] or ""

    with st.container(horizontal=True, vertical_alignment="bottom"):
        st.selectbox(
            say("ตำบลและรอบ"),
            list(names),
            format_func=names.__getitem__,
            index=None,
            key=state,
            placeholder=say("พิมพ์ชื่อตำบล"),
            on_change=remember,
        )
        if asked in names:
            page_link(here, "tambon", say("งาน 7 ขั้นของตำบลนี้"), ":material/footprint:", {"work": asked})
    if asked and asked not in names:
        st.warning(say("ไม่พบพื้นที่ทำงานนี้ อาจถูกถอนหรือลิงก์ไม่ครบ"))
        return ""
    return asked
