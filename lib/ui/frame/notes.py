"""What stands above a page's title: that its data is invented, and a lighter way for a phone."""

from __future__ import annotations

from typing import TYPE_CHECKING

import streamlit as st

from lib.ui.frame.addresses import base_path
from lib.ui.frame.safe import as_html

if TYPE_CHECKING:
    from lib.ui.frame.shell import Here

#: What phones say in their user agent, and tablets and computers do not.
_PHONE = "Mobi"


def show_notes(here: Here) -> None:
    """The notes of a page, before its title."""
    say = here.say
    if here.practice_note:
        st.warning(say("**ข้อมูลฝึกหัด** ทุกชื่อและตัวเลขในหน้านี้สมมติขึ้น ปิดได้ที่หน้า “เกี่ยวกับ”"), icon=":material/school:")
    elif on_a_phone() and not here.projector:
        # Into the same window: a chat program opens no second one.
        words = say("ใช้โทรศัพท์อยู่? เปิดหน้าเบา เร็วกว่าและไม่หายแม้สัญญาณหลุด")
        st.html(f'<a class="thun-light" href="{as_html(light_address(here))}">{as_html(words)}</a>')


def on_a_phone() -> bool:
    """Whether the browser says that it is a phone's."""
    return _PHONE in str(st.context.headers.get("User-Agent") or "")


def light_address(here: Here) -> str:
    """The light page that does what this page does, as nearly as there is one."""
    canvas = str(st.query_params.get("canvas") or "") if here.page.id == "canvas" else ""
    lang = "?lang=en" if here.language == "en" else ""
    return f"{base_path()}/m/" + (f"plan/{canvas}" if canvas.replace("-", "").isalnum() else "") + lang
