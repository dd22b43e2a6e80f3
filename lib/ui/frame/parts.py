"""The parts of a page as tabs that stand in the address."""

from __future__ import annotations

from collections.abc import Mapping

import streamlit as st


def choose_part(label: str, key: str, parts: Mapping[str, str], first: str) -> str:
    """The part that is looked at: what ``?part=`` says where it is one, else `first`. `key`: its name in the session."""
    asked = st.query_params.get("part", "")
    standing = asked if asked in parts else first
    st.session_state[key] = standing

    def remember() -> None:
        st.query_params["part"] = st.session_state[key]

    st.segmented_control(
        label,
        list(parts),
        format_func=parts.__getitem__,
        key=key,
        label_visibility="collapsed",
        on_change=remember,
        required=True,
    )
    return standing
