"""The last line of defence of every page: a sentence with a number instead of a traceback."""

from __future__ import annotations

import logging
import secrets
from collections.abc import Iterator
from contextlib import contextmanager

import streamlit as st

from lib.ui.frame.speech import Words

_log = logging.getLogger("thun")


@contextmanager
def errors_in_words(say: Words) -> Iterator[None]:
    """No traceback reaches a person: it goes to the log under a number they can read out."""
    try:
        yield
    except Exception:  # the last line of defence of every page
        show_failure(say)


def show_failure(say: Words) -> None:
    """Tell that something failed; the traceback goes to the log under the shown number."""
    number = secrets.token_hex(3)
    _log.exception("failure %s", number, extra={"number": number})
    st.error(
        say("หน้านี้มีปัญหา สิ่งที่บันทึกแล้วไม่หาย ลองเปิดใหม่อีกครั้ง ถ้ายังไม่ได้ แจ้งผู้ดูแลด้วยเลข {number}", number=number),
        icon=":material/report:",
    )
