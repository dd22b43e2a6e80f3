"""Lines of one kind on a workspace: read as a list, one at a time opened as a form, a new one added."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import TYPE_CHECKING, Any

import streamlit as st

from lib.insight.display_value import Told
from lib.ui.form.engine import forget_form
from lib.ui.form.line_form import Part, part_form
from lib.ui.form.taking_back import note_taken, offer_undo, show_taken_away
from lib.ui.frame.flash import done
from lib.ui.frame.problems import shows_problems
from lib.ui.frame.shell import Here

if TYPE_CHECKING:
    from lib.actions.records.acts import RecordActs
    from lib.store.records import Stored

_OPEN = "_open_line"


def show_lines(
    here: Here,
    acts: RecordActs | None,
    kind_id: str,
    lines: Sequence[Stored],
    summary: Callable[[Any], str],
    *,
    preset: Mapping[str, Any],
    add: str,
    choices: Mapping[str, dict[str, str]] | None = None,
    place: str = "",
    may_add: bool = True,
) -> None:
    """`summary` says a record in one line of Markdown; `add` is the words on the button for a new one.

    Without `acts` the lines are read only.
    """
    place = place or f"{kind_id}.{'.'.join(map(str, preset.values()))}"
    if acts is not None:
        offer_undo(here, place, acts.bring_back)
    opened = st.session_state.get(_OPEN)
    for stored in lines:
        key = f"{place}.{stored.record.id}"
        with st.container():
            _line(here, stored, summary, key, acts is not None)
            if opened == key and acts is not None:
                with st.container(border=True):
                    part = Part(kind_id, key, stored, preset, choices=choices or {})
                    part_form(here, acts, part, after=lambda _: _toggle(""))
                    _away(here, acts, kind_id, stored, key)
    if acts is not None and may_add:
        show_taken_away(here, place, kind_id, preset, acts.bring_back)
    if acts is None or not may_add:
        return
    key = f"{place}.new"
    with st.container():
        if opened == key:
            with st.container(border=True):
                part = Part(kind_id, key, None, preset, choices=choices or {})
                part_form(here, acts, part, after=lambda _: _toggle(""))
                st.button(here.say("ปิดไว้ก่อน"), key=f"{key}.close", on_click=_toggle, args=("",), type="tertiary")
        else:
            st.button(
                add,
                key=f"{key}.add",
                icon=":material/add:",
                on_click=_toggle,
                args=(key,),
                type="secondary" if lines else "primary",
            )


def _line(here: Here, stored: Stored, summary: Callable[[Any], str], key: str, may_edit: bool) -> None:
    with st.container(horizontal=True, vertical_alignment="center"):
        st.markdown(summary(stored.record), width="stretch")
        if may_edit:
            closed = st.session_state.get(_OPEN) != key
            st.button(
                here.say("แก้") if closed else here.say("ปิด"),
                key=f"{key}.open",
                type="tertiary",
                icon=":material/edit:" if closed else ":material/close:",
                on_click=_toggle,
                args=(key if closed else "",),
            )


def _toggle(key: str) -> None:
    st.session_state[_OPEN] = key


def _away(here: Here, acts: RecordActs, kind_id: str, stored: Stored, key: str) -> None:
    with st.popover(here.say("เอาออก"), icon=":material/delete:", type="tertiary"):
        why = st.text_input(here.say("เหตุผลที่ถอน"), key=f"{key}.why")
        if st.button(here.say("ถอน (เรียกคืนได้จากประวัติ)"), key=f"{key}.away"):
            with shows_problems(here) as outcome:
                acts.withdraw(kind_id, stored.record.id, why or "")
            if outcome.ok:
                place, title = key.removesuffix(f".{stored.record.id}"), stored.record.about.title
                words = Told(here.source, here.language).value(kind_id, title, getattr(stored.record, title))
                note_taken(place, kind_id, stored.record.id, words)
                forget_form(key)
                _toggle("")
                done(here, here.say("ถอนแล้ว ไม่ถูกนับ"))
