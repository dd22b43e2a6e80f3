"""Lines of one kind on a workspace: read as a list, one at a time opened as a form, a new one added."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

import streamlit as st

from lib.insight.display_value import DisplayValues
from lib.schema.record import Record
from lib.ui.form.attached import picture_row
from lib.ui.form.engine import forget_form
from lib.ui.form.line_form import Part, part_form
from lib.ui.form.taking_back import note_taken, offer_undo, show_taken_away
from lib.ui.frame.flash import done
from lib.ui.frame.problems import shows_problems
from lib.ui.frame.shell import Here

if TYPE_CHECKING:
    from lib.actions.records.acts import RecordActs
    from lib.store.attachments import Attachment
    from lib.store.records import Stored

_OPEN = "_open_line"


@dataclass(frozen=True)
class Lines:
    """Lines of one kind on a page, and how a new one begins."""

    kind_id: str
    standing: Sequence[Stored]
    #: A record in one line of Markdown.
    summary: Callable[[Any], str]
    #: Answers of a new line that are given and not asked.
    preset: Mapping[str, Any]
    #: Words on the button for a new one; empty where none is added.
    add: str = ""
    choices: Mapping[str, dict[str, str]] = field(default_factory=dict)
    #: Drawn under an open line that stands already.
    under: Callable[[Record], None] | None = None
    #: Pictures of each line, by record id, drawn under it.
    pictures: Mapping[str, Sequence[Attachment]] = field(default_factory=dict)
    #: Answers that a new one begins with and that may be changed.
    start: Mapping[str, str] = field(default_factory=dict)
    #: Their name in this session, where kind and preset are not enough to tell them apart.
    place: str = ""

    @property
    def name(self) -> str:
        """Their name in this session."""
        return self.place or f"{self.kind_id}.{'.'.join(map(str, self.preset.values()))}"

    def form(self, stored: Stored | None) -> Part:
        """The form of one of them, or of a new one."""
        key = f"{self.name}.{stored.record.id if stored else 'new'}"
        return Part(self.kind_id, key, stored, self.preset, {} if stored else self.start, self.choices)


def show_lines(here: Here, acts: RecordActs | None, lines: Lines) -> None:
    """The lines, one of them open as a form; without `acts` they are read only."""
    if acts is not None:
        offer_undo(here, lines.name, acts.bring_back)
    opened = st.session_state.get(_OPEN)
    for stored in lines.standing:
        part = lines.form(stored)
        with st.container():
            _line(here, lines.summary(stored.record), part.place, acts is not None)
            if opened != part.place:
                picture_row(here, lines.pictures.get(stored.record.id, ()))
            if opened == part.place and acts is not None:
                with st.container(border=True):
                    part_form(here, acts, part, after=lambda _: _toggle(""))
                    if lines.under is not None:
                        lines.under(stored.record)
                    _away(here, acts, lines, part)
    if acts is not None and lines.add:
        show_taken_away(here, lines.name, lines.kind_id, lines.preset, acts.bring_back)
    if acts is None or not lines.add:
        return
    part = lines.form(None)
    with st.container():
        if opened == part.place:
            with st.container(border=True):
                part_form(here, acts, part, after=lambda _: _toggle(""))
                close = here.say("ปิดไว้ก่อน")
                st.button(close, key=f"{part.place}.close", on_click=_toggle, args=("",), type="tertiary")
        else:
            st.button(
                lines.add,
                key=f"{part.place}.add",
                icon=":material/add:",
                on_click=_toggle,
                args=(part.place,),
                type="secondary" if lines.standing else "primary",
            )


def _line(here: Here, words: str, key: str, may_edit: bool) -> None:
    with st.container(horizontal=True, vertical_alignment="center"):
        st.markdown(words, width="stretch")
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


def _away(here: Here, acts: RecordActs, lines: Lines, part: Part) -> None:
    assert part.stored is not None
    key, record = part.place, part.stored.record
    with st.popover(here.say("เอาออก"), icon=":material/delete:", type="tertiary"):
        why = st.text_input(here.say("เหตุผลที่ถอน"), key=f"{key}.why")
        if st.button(here.say("ถอน (เรียกคืนได้จากประวัติ)"), key=f"{key}.away"):
            with shows_problems(here) as outcome:
                acts.withdraw(part.kind_id, record.id, why or "")
            if outcome.ok:
                title = record.about.title
                words = DisplayValues(here.source, here.language).value(part.kind_id, title, getattr(record, title))
                note_taken(lines.name, part.kind_id, record.id, words)
                forget_form(key)
                _toggle("")
                done(here, here.say("ถอนแล้ว ไม่ถูกนับ"))
