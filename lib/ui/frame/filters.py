"""Filters that live in the address, as codes that mean the same in both languages."""

from __future__ import annotations

from collections.abc import Mapping

import streamlit as st

from lib.schema.choices import REGIONS
from lib.ui.frame.shell import Here

#: What stands in the address for "all" where a person's own region or province comes first.
_ALL = "all"


def choose(
    here: Here, name: str, label: str, options: Mapping[str, str], *, all_label: str = "", first: str = ""
) -> str:
    """A select box whose value (a code) is the address's parameter `name`; '' = all.

    Without `all_label` the first option is the default. `first`: what it begins with, when it is
    an option; all then stands in the address by a word.
    """
    state = f"{here.page.id}.{name}"
    values = ([""] if all_label else []) + list(options)
    default = first if first in options else values[0] if values else ""
    asked = st.query_params.get(name, default)
    asked = "" if asked == _ALL and all_label else asked
    moved = st.session_state.get(f"{state}.address") != asked  # a link was opened, or "back" pressed
    if moved or st.session_state.get(state) not in values:
        st.session_state[f"{state}.address"] = asked
        st.session_state[state] = asked if asked in values else values[0]
    # Said anew on every run: a rerun from inside a page may otherwise forget the choice.
    st.session_state[state] = st.session_state[state]

    def remember() -> None:
        value = st.session_state[state]
        st.session_state[f"{state}.address"] = value
        if value == default:
            st.query_params.pop(name, None)
        else:
            st.query_params[name] = value or _ALL

    return st.selectbox(label, values, format_func=lambda v: options.get(v, all_label), key=state, on_change=remember)


def region(here: Here) -> str:
    """The region filter; '' = whole country. Begins with the one that the person is at home in."""
    options = {o.value: o.label(here.language) for o in REGIONS}
    return choose(here, "region", here.say("ภาค"), options, all_label=here.say("ทั้งประเทศ"), first=here.home.region)


def province(here: Here, label: str, options: Mapping[str, str], all_label: str) -> str:
    """The province filter; '' = all that are offered. Begins with the one that the person is at home in."""
    return choose(here, "province", label, options, all_label=all_label, first=here.home.province)
