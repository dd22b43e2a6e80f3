"""A question before something is done to a person or an invitation: it opens beside the button, and closes with the deed."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

import streamlit as st

from lib.ui.frame.flash import done
from lib.ui.frame.shell import Here

_TURN = "people.turn"


@contextmanager
def asked(label: str, key: str, icon: str) -> Iterator[None]:
    """A box that opens; the block draws what is in it."""
    # A new key after each deed: an open box would stay open, and its button could be pressed once more.
    turn = st.session_state.get(_TURN, 0)
    with st.popover(label, icon=icon, key=f"{key}.{turn}", on_change="rerun"):
        yield


def settled(here: Here, message: str) -> None:
    """It was done: say so, and close the box."""
    st.session_state[_TURN] = st.session_state.get(_TURN, 0) + 1
    done(here, message)
