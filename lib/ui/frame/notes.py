"""What stands above a page's title: that its data is invented, and a lighter way for a phone."""

from __future__ import annotations

import streamlit as st

from lib.ui.frame.light import light_below, light_pages_are_served
from lib.ui.frame.safe import as_html
from lib.ui.frame.speech import Words

#: What phones say in their user agent, and tablets and computers do not.
_PHONE = "Mobi"


def show_notes(say: Words, page: str, *, practice: bool, projector: bool) -> None:
    """The notes of a page (its id), before its title."""
    if on_a_phone() and not projector and light_pages_are_served():
        # Into the same window: a chat program opens no second one.
        words = say("ใช้โทรศัพท์อยู่? เปิดหน้าเบา เร็วกว่าและไม่หายแม้สัญญาณหลุด")
        st.html(
            f'<a class="thun-light" href="{as_html(light_address(page, say.language, practice=practice))}">{as_html(words)}</a>'
        )


def show_title(say: Words, title: str, *, practice: bool) -> None:
    """The title of a page ('' where its own bar bears one), and at the top of it that its data is invented."""
    if practice:
        note = say("**ข้อมูลฝึกหัด** ทุกชื่อและตัวเลขในหน้านี้สมมติขึ้น ปิดได้ที่หน้า “เกี่ยวกับ”")
        with st.container(key="practice_mark"):
            st.markdown(f":orange-background[:material/school: {note}]", width="content")
    if title:
        st.title(title)


def on_a_phone() -> bool:
    """Whether the browser says that it is a phone's."""
    return _PHONE in str(st.context.headers.get("User-Agent") or "")


def light_address(page: str, language: str, *, practice: bool) -> str:
    """The light page that does what this page does, as nearly as there is one."""
    canvas = str(st.query_params.get("canvas") or "") if page == "canvas" else ""
    lang = "?lang=en" if language == "en" else ""
    return f"{light_below(practice=practice)}/" + (f"plan/{canvas}" if canvas.replace("-", "").isalnum() else "") + lang
