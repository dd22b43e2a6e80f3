"""The way to the wall: a screen that has a deck leads to it, any other fills the picture by itself.

The menu is drawn before the page knows which part of the country it shows, so it keeps a place free that the page
fills.
"""

from __future__ import annotations

from contextvars import ContextVar

import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from lib.ui.frame.light import light_pages_are_served
from lib.ui.frame.session_choices import remember
from lib.ui.frame.speech import Words

_ICON = ":material/fit_screen:"
_place: ContextVar[DeltaGenerator | None] = ContextVar("place_of_the_way_to_the_deck", default=None)


def projector_switch(say: Words, *, has_deck: bool) -> None:
    """In the menu: the switch of projector mode, or the place for the way to the deck."""
    if has_deck and light_pages_are_served():
        _place.set(st.empty())
        return
    _place.set(None)
    st.button(say("โหมดจอฉาย"), on_click=remember, args=("view", "projector"), icon=_ICON, type="tertiary")


def lead_to_the_deck(say: Words, address: str) -> None:
    """From the page: the deck of what it shows, in a window of its own."""
    place = _place.get()
    if place is not None:
        place.link_button(say("โหมดจอฉาย"), address, icon=_ICON, type="tertiary")
