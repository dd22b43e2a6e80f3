"""Why somebody may not do here what the page is for, in a sentence, and what to do about it."""

from __future__ import annotations

import streamlit as st

from lib.access.asking import may_in
from lib.access.policy import NO_KIND, Act
from lib.ui.frame.entrance import show_entrance
from lib.ui.frame.shell import Here


def say_why_not(here: Here, act: Act, kind_id: str = NO_KIND) -> None:
    """The policy's reason; nothing where it says yes."""
    said = may_in(here.source.store, here.actor, act, here.place, kind_id)
    if not said.allowed:
        st.info(said.why.text(here.language), icon=":material/visibility:")
        if not here.actor.session:
            show_entrance(here.say, here.page.id, signed_in=False)
