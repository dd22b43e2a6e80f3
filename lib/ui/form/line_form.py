"""One form inside a page: each answer is a draft the moment its field is left, until it is saved.

A form that was not saved is found again when its place is opened anew, on this device or another.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

import streamlit as st

from lib.schema.record import Record
from lib.schema.registry import kind
from lib.ui.form.engine import FormPlace, OpenForm, forget_form, open_form
from lib.ui.form.questions import show_form
from lib.ui.form.record_keeping import RecordKeeping
from lib.ui.form.refusal import show_refusal
from lib.ui.form.state import Form
from lib.ui.frame.flash import done
from lib.ui.frame.shell import Here

if TYPE_CHECKING:
    from lib.actions.records.acts import RecordActs, Saved
    from lib.store.records import Stored


@dataclass(frozen=True)
class Part:
    """Which form a part of a page shows, and how a new one begins."""

    kind_id: str
    #: Its name in this session.
    place: str
    stored: Stored | None = None
    #: Answers of a new record that are given and not asked.
    preset: Mapping[str, Any] = field(default_factory=dict)
    #: Answers that a new form begins with and that may be changed.
    start: Mapping[str, Any] = field(default_factory=dict)
    #: Choices that hold here only: field id → {value: label}.
    choices: Mapping[str, dict[str, str]] = field(default_factory=dict)
    #: Questions side by side, for typing from paper.
    columns: int = 1
    #: The draft is named in the address, and nothing else picks one up.
    in_address: bool = False


def part_form(
    here: Here,
    acts: RecordActs,
    part: Part,
    *,
    after: Callable[[Record], None] | None = None,
    note: Callable[[Form], None] | None = None,
) -> None:
    """The form of a stored record, or of a new one.

    `after` is given the record once it is saved; `note` draws under the questions.
    """
    opened = _open(here, acts, part)
    show_form(here, opened.form, opened.leave_field, frozenset(part.preset), columns=part.columns)
    with st.container():
        if note is not None:
            note(opened.form)
    with st.container():
        show_code(here, opened.form)

    def saved(now: Saved) -> None:
        forget_form(part.place)
        if after is not None:
            after(now.record)
        done(here, here.say("บันทึกแล้วที่เครื่องนี้ ฉบับที่ {n}", n=now.revision))

    save_part(here, opened, here.say("บันทึก"), saved, lambda: None)


def _open(here: Here, acts: RecordActs, part: Part) -> OpenForm:
    record_id = part.stored.record.id if part.stored else ""
    keeping = RecordKeeping(acts, part.kind_id, record_id, part.preset, part.start, part.in_address)
    place = FormPlace(part.place, kind(part.kind_id), part.stored, {**part.preset, **part.start})
    opened = open_form(here.language, place, keeping)
    opened.form.choices = dict(part.choices)
    return opened


def show_code(here: Here, form: Form) -> None:
    """Where the draft lies, and the code that brings it back."""
    if form.code:
        st.caption(f":material/cloud_done: {here.say('เก็บร่างไว้ที่เครื่องนี้แล้ว รหัสกู้คืน {code}', code=form.code)}")


def save_part(
    here: Here,
    opened: OpenForm,
    words: str,
    saved: Callable[[Saved], None],
    discarded: Callable[[], None],
    *,
    may_save: bool = True,
) -> None:
    """The buttons that save and discard, and why a save was refused.

    `saved` says so and goes on; `discarded` is called when the draft is thrown away. Not `may_save`:
    something above has to be answered first.
    """
    form = opened.form
    with st.container(horizontal=True):
        wanted = st.button(words, type="primary", icon=":material/save:", key=f"{form.id}.save", disabled=not may_save)
        if form.code and st.button(here.say("ทิ้งร่าง"), type="tertiary", key=f"{form.id}.discard"):
            opened.discard()
            discarded()
            st.rerun()
    if wanted:
        record = opened.save()
        if record is not None:
            saved(record)
        if form.theirs:
            here.wrote()
        # Once more, so that the fields above say what is wrong, and what somebody else wrote is seen.
        st.rerun()
    with st.container():
        show_refusal(here, opened, here.say("ยังไม่ได้บันทึก สิ่งที่พิมพ์ไว้ยังอยู่ครบ"))
