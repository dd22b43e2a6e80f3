"""What the last action did, told once on the page that follows it."""

from __future__ import annotations

import streamlit as st

from lib.ui.frame.shell import Here


def say_saved(here: Here) -> None:
    """Show the message that `done` left."""
    message = st.session_state.pop("_said", "")
    # The place stays when the message goes: what is below must not move while somebody types.
    with st.container():
        if message:
            st.success(message, icon=":material/check_circle:")


def done(here: Here, message: str) -> None:
    """Remember the message, read fresh numbers from now on, and run the page again."""
    st.session_state["_said"] = message
    here.wrote()
    st.rerun()
