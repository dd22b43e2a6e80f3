"""After a line was taken away: an undo beside the hand for ten seconds, and a list for later."""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping, Sequence

import streamlit as st

from lib.domain.errors import ThunError
from lib.domain.thai_date import format_moment
from lib.insight.display_value import DisplayValues
from lib.insight.records.taken_away import TakenAway, taken_away
from lib.schema.registry import kind
from lib.ui.frame.safe import md
from lib.ui.frame.shell import Here

#: How long the undo stands beside the hand, seconds.
UNDO_SECONDS = 10.0
#: How often an open undo looks whether its time is over.
_LOOK = 2.0
_TAKEN, _REFUSED = "_taken_away", "_not_brought_back"

#: Brings a record back: (kind, id).
BringBack = Callable[[str, str], object]


def note_taken(place: str, kind_id: str, record_id: str, words: str) -> None:
    """Remember what was just taken away at a place, for the undo there."""
    st.session_state[_TAKEN] = (place, kind_id, record_id, words, time.monotonic())


def offer_undo(here: Here, place: str, bring_back: BringBack) -> None:
    """The undo of what was just taken away here, until its time is over."""
    with st.container():
        for problem in st.session_state.pop(_REFUSED, ()):
            st.error(md(problem.text(here.language)), icon=":material/error:")
        if _standing(place):
            _undo(here, place, bring_back)


@st.fragment(run_every=_LOOK)
def _undo(here: Here, place: str, bring_back: BringBack) -> None:
    standing = _standing(place)
    if standing is None:
        return
    kind_id, record_id, words = standing
    with st.container(border=True, horizontal=True, vertical_alignment="center", key="undo_bar"):
        st.markdown(here.say("เอา “{line}” ออกแล้ว", line=md(words)), width="stretch")
        if st.button(here.say("เลิกทำ"), key=f"undo.{record_id}", icon=":material/undo:"):
            _back(here, bring_back, kind_id, record_id)
            # The whole page: what came back stands outside of this fragment.
            st.rerun(scope="app")


def show_taken_away(here: Here, place: str, kind_id: str, given: Mapping[str, object], bring_back: BringBack) -> None:
    """What was taken away here so far, each with its way back; nothing where nothing was.

    Read anew each time and kept in no shared cache: it is for those who may write.
    """
    found = taken_away(here.source, kind_id, given)
    with st.container():
        if not found:
            return
        teller = DisplayValues(here.source, here.language)
        _list(here, place, kind_id, found, teller, bring_back)


def _list(
    here: Here, place: str, kind_id: str, found: Sequence[TakenAway], teller: DisplayValues, bring_back: BringBack
) -> None:
    say = here.say
    title = say("ข้อที่เอาออกแล้ว {n} ข้อ", n=len(found))
    with st.expander(title, icon=":material/restore_from_trash:", key=f"gone.{place}.{kind_id}"):
        for one in found:
            with st.container(horizontal=True, vertical_alignment="center"):
                words = md(teller.value(kind_id, kind(kind_id).about.title, one.title))
                st.markdown(f"{words} · :gray[{format_moment(one.at, here.language)}]", width="stretch")
                st.button(
                    say("นำกลับ"),
                    key=f"back.{place}.{one.id}",
                    type="tertiary",
                    icon=":material/undo:",
                    on_click=_back,
                    args=(here, bring_back, kind_id, one.id),
                )


def _standing(place: str) -> tuple[str, str, str] | None:
    taken = st.session_state.get(_TAKEN)
    if not taken or taken[0] != place or time.monotonic() - taken[4] > UNDO_SECONDS:
        return None
    return taken[1], taken[2], taken[3]


def _back(here: Here, bring_back: BringBack, kind_id: str, record_id: str) -> None:
    try:
        bring_back(kind_id, record_id)
    except ThunError as error:
        st.session_state[_REFUSED] = error.problems
        return
    st.session_state.pop(_TAKEN, None)
    here.wrote()
