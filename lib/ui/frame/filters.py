"""Filters that live in the address, as codes that mean the same in both languages."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import partial

import streamlit as st

from lib.schema.choices import REGIONS
from lib.ui.frame.followed import KEPT, note_choice
from lib.ui.frame.safe import md
from lib.ui.frame.shell import ARRIVED, Choice, Here

#: What stands in the address for "all" where a person's own region or province comes first.
_ALL = "all"


@dataclass(frozen=True)
class Manner:
    """How a filter behaves."""

    #: What it begins with, when it is an option; all then stands in the address by a word.
    first: str = ""
    #: What was chosen on one page holds on the next one that asks the same, unless its address says otherwise.
    kept: bool = False
    #: Its label is only read aloud.
    bare: bool = False
    #: A row of tabs instead of a box: for what is looked at one after another.
    tabs: bool = False
    #: Every option in sight, one under the other: for a drawer that scrolls.
    listed: bool = False


PLAIN, BARE, TABS, LISTED = Manner(), Manner(bare=True), Manner(bare=True, tabs=True), Manner(listed=True)


def choose(
    here: Here, name: str, label: str, options: Mapping[str, str], *, all_label: str = "", manner: Manner = PLAIN
) -> str:
    """A select box whose value (a code) is the address's parameter `name`; '' = all.

    Without `all_label` the first option is the default.
    """
    first, kept, bare = manner.first, manner.kept, manner.bare
    state = f"{here.page.id}.{name}"
    values = ([""] if all_label else []) + list(options)
    default = first if first in options else values[0] if values else ""
    # On the page itself an address without it is meant: somebody pressed Back.
    held = st.session_state.get(f"{KEPT}.{name}") if kept and st.session_state.get(ARRIVED) else None
    if held is not None and name not in st.query_params and held != default and held in values:
        st.query_params[name] = held or _ALL
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
        if kept:
            st.session_state[f"{KEPT}.{name}"] = value
            note_choice(name, value)
        if value == default:
            st.query_params.pop(name, None)
        else:
            st.query_params[name] = value or _ALL

    draw = partial(st.segmented_control, required=True) if manner.tabs else st.radio if manner.listed else st.selectbox

    def words(value: str) -> str:
        told = options.get(value, all_label)
        # A list's words are Markdown; a box's are not.
        return md(told) if manner.listed else told

    chosen: str = draw(
        label,
        values,
        format_func=words,
        key=state,
        on_change=remember,
        label_visibility="collapsed" if bare else "visible",
    )
    if kept:
        st.session_state[f"{KEPT}.{name}"] = chosen
    here.chosen[name] = Choice(name, label, chosen, options.get(chosen, all_label))
    return chosen


def region(here: Here, *, bare: bool = False) -> str:
    """The region filter; '' = whole country. Begins with the one that the person is at home in."""
    options = {o.value: o.label(here.language) for o in REGIONS}
    manner = Manner(here.home.region, kept=True, bare=bare)
    return choose(here, "region", here.say("ภาค"), options, all_label=here.say("ทั้งประเทศ"), manner=manner)


def province(here: Here, label: str, options: Mapping[str, str], all_label: str, *, bare: bool = False) -> str:
    """The province filter; '' = all that are offered. Begins with the one that the person is at home in."""
    manner = Manner(here.home.province, kept=True, bare=bare)
    return choose(here, "province", label, options, all_label=all_label, manner=manner)
