"""The way to the plain pages where people sign in, leave and see their devices (`lib/web/access`)."""

from __future__ import annotations

from urllib.parse import urlencode

import streamlit as st

from lib.ui.frame.addresses import base_path
from lib.ui.frame.safe import as_html
from lib.ui.frame.speech import Words


def show_entrance(say: Words, page: str, *, signed_in: bool) -> None:
    """A link to sign in, and back to this page; or to the devices of who is signed in."""
    where, words = ("devices", say("เครื่องที่เข้าใช้อยู่")) if signed_in else ("in", say("เข้าสู่ระบบ"))
    # Markdown's links open another window; signing in belongs into this one.
    st.html(f'<a style="color: inherit" href="{as_html(_address(where, page, say.language))}">{as_html(words)}</a>')


def _address(where: str, page: str, language: str) -> str:
    base = base_path()
    back = f"{base}/{page}" + ("?lang=en" if language == "en" else "")
    return f"{base}/s/{where}?{urlencode({'lang': language, 'next': back})}"
