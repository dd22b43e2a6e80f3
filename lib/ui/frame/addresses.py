"""Every address leads somewhere: a page's id to the page, the start page's too, any other to a sentence.

Streamlit serves the default page at ``/`` only and answers every address it does not know with an
English dialogue. It looks the page up by the name that the browser sent, so what the name means
is told to it right before that look-up – the same way in ``run.py`` and in ``streamlit run Home.py``.
"""

from __future__ import annotations

import logging
from typing import Any

import streamlit as st
from streamlit import config
from streamlit.runtime.scriptrunner import get_script_run_ctx

from lib.ui.frame.registry import BY_ID, PAGES

_log = logging.getLogger("thun")
#: Address of the page that says that there is none; the browser's own line shows it as well.
LOST = "not-found"
_ASKED = "_asked_address"


def meaning_of(address: str) -> str:
    """The address Streamlit knows for what the browser asked for; ``""`` is the start page."""
    if address == PAGES[0].id:
        return ""
    return address if not address or address in BY_ID else LOST


def settle_address() -> None:
    """Before the navigation: let an address that Streamlit would not find mean what it says."""
    context = get_script_run_ctx()
    pages: Any = getattr(context, "pages_manager", None)
    asked = getattr(pages, "intended_page_name", None)
    if not asked:
        return
    if not hasattr(pages, "set_script_intent"):
        _log.warning("Streamlit changed: an unknown address is answered in English")
        return
    meant = meaning_of(str(asked))
    if meant == asked:
        return
    if meant == LOST:
        st.session_state[_ASKED] = str(asked)
    pages.set_script_intent(getattr(pages, "intended_page_script_hash", "") or "", meant)


def asked_address() -> str:
    """The address that led nowhere, as the browser sent it; empty when it was the page of that name itself."""
    return str(st.session_state.get(_ASKED, ""))


def base_path() -> str:
    """The folder of the address that everything lies under, such as ``/thun``; '' for none."""
    folder = str(config.get_option("server.baseUrlPath") or "").strip("/")
    return f"/{folder}" if folder else ""
