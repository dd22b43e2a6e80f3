"""One form inside a page: each answer is a draft the moment its field is left, until it is saved.

A form that was not saved is found again when its place is opened anew, on this device or another.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

import streamlit as st

from lib.schema.record import Record
from lib.schema.registry import kind
from lib.ui.form.desk import Desk
from lib.ui.form.engine import OpenForm, Place, Saved, Standing, forget_form, open_form
from lib.ui.form.questions import show_form
from lib.ui.form.record_keeping import RecordKeeping
from lib.ui.form.refusal import show_refusal
from lib.ui.form.state import Form
from lib.ui.frame.flash import done
from lib.ui.frame.shell import Here


def part_form(
    here: Here,
    desk: Desk,
    kind_id: str,
    place: str,
    stored: Standing | None,
    *,
    preset: Mapping[str, Any] | None = None,
    start: Mapping[str, Any] | None = None,
    hide: frozenset[str] = frozenset(),
    choices: Mapping[str, dict[str, str]] | None = None,
    after: Callable[[Record], None] | None = None,
    note: Callable[[Form], None] | None = None,
    columns: int = 1,
    in_address: bool = False,
) -> None:
    """The form of a stored record, or of a new one with `preset`; `place` names it in this session.

    `in_address`: the draft is named in the address, and nothing else picks one up.
    `start`: answers that a new form begins with and that may be changed.
    `after` is given the record once it is saved; `note` draws under the questions.
    """
    given, record_id = dict(preset or {}), stored.record.id if stored else ""
    keeping = RecordKeeping(desk, kind_id, record_id, given, dict(start or {}), in_address)
    opened = open_form(here.language, Place(place, kind(kind_id), stored, {**given, **(start or {})}), keeping)
    form = opened.form
    form.choices = dict(choices or {})
    show_form(here, form, opened.leave_field, frozenset(given) | hide, columns=columns)
    with st.container():
        if note is not None:
            note(form)
    with st.container():
        show_code(here, form)

    def saved(now: Saved) -> None:
        forget_form(place)
        if after is not None:
            after(now.record)
        done(here, here.say("บันทึกแล้วที่เครื่องนี้ ฉบับที่ {n}", n=now.revision))

    save_part(here, opened, here.say("บันทึก"), saved, lambda: None)


def show_code(here: Here, form: Form) -> None:
    """Where the draft lies, and the code that brings it back."""
    if form.code:
        st.caption(f":material/cloud_done: {here.say('เก็บร่างไว้ที่เครื่องนี้แล้ว รหัสกู้คืน {code}', code=form.code)}")


def save_part(
    here: Here, opened: OpenForm, words: str, saved: Callable[[Saved], None], discarded: Callable[[], None]
) -> None:
    """The buttons that save and discard, and why a save was refused.

    `saved` says so and goes on; `discarded` is called when the draft is thrown away.
    """
    form = opened.form
    with st.container(horizontal=True):
        wanted = st.button(words, type="primary", icon=":material/save:", key=f"{form.id}.save")
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
