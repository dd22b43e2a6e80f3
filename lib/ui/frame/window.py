"""Which browser window it is, for counting what one of them tries."""

from __future__ import annotations

import streamlit as st
from streamlit.runtime.scriptrunner import get_script_run_ctx


def window() -> str:
    """What tells this window from others: the signed-in session, else Streamlit's own number of it."""
    context = get_script_run_ctx()
    return str(st.user.get("thun") or "") or (context.session_id if context else "")
