"""What the last action did, told once on the page that follows it: at its top, and where the hand is."""

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
    if message:
        # Whoever pressed far down the page sees it there as well.
        st.toast(message, icon=":material/check_circle:", duration="long")


def say_next(message: str) -> None:
    """Remember the message for the run that follows: for what is done before the page runs."""
    st.session_state["_said"] = message


def done(here: Here, message: str) -> None:
    """Remember the message, read fresh numbers from now on, and run the page again."""
    say_next(message)
    here.wrote()
    st.rerun()
