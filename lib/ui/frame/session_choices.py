"""A session's choices that travel in the address: language, world, projector mode."""

from __future__ import annotations

import streamlit as st

from lib.config import settings
from lib.domain.worlds import OWN, PRACTICE

#: Choices of a session that travel in the address: parameter → allowed values, the default first.
_PARAMETERS = {"lang": ("th", "en"), "world": (OWN, PRACTICE), "view": ("", "projector")}


def remember(name: str, value: str) -> None:
    """Hold a choice for the session."""
    st.session_state[f"_chosen_{name}"] = value


def enter_world(world: str) -> None:
    """Switch this session to the own data or to the practice country."""
    remember("world", world)


def session_choice(name: str) -> str:
    """A session's choice: what the person pressed, else the address, else the default."""
    allowed = _PARAMETERS[name]
    default = PRACTICE if name == "world" and settings().practice else allowed[0]
    key = f"_chosen_{name}"
    if key not in st.session_state:
        asked = st.query_params.get(name, default)
        st.session_state[key] = asked if asked in allowed else default
    return str(st.session_state[key])


def write_address() -> None:
    """Put the choices that differ from the default into the address, so that links keep them."""
    for name, allowed in _PARAMETERS.items():
        value = session_choice(name)
        if value != allowed[0]:
            if st.query_params.get(name) != value:
                st.query_params[name] = value
        elif name in st.query_params:
            del st.query_params[name]


def session_language() -> str:
    """``th`` or ``en``."""
    return session_choice("lang")


def for_a_projector() -> bool:
    """Whether the screen is read from the last row."""
    return session_choice("view") == "projector"
