"""One form inside a page: each answer is a draft the moment its field is left, until it is saved.

A form that was not saved is found again when its place is opened anew, on this device or another.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Any

import streamlit as st

from lib.domain.errors import Conflict
from lib.schema.record import only_typable, specs
from lib.schema.registry import kind
from lib.ui.form.questions import show_form
from lib.ui.form.state import Form, typed_of
from lib.ui.frame.flash import done
from lib.ui.frame.problems import shows_problems
from lib.ui.frame.safe import md
from lib.ui.frame.shell import Here

if TYPE_CHECKING:
    from lib.actions.records.acts import RecordActs
    from lib.store.drafts import Draft
    from lib.store.records import Stored

_HELD = "_part_forms"


def part_form(
    here: Here,
    acts: RecordActs,
    kind_id: str,
    place: str,
    stored: Stored | None,
    *,
    preset: Mapping[str, Any] | None = None,
    start: Mapping[str, Any] | None = None,
    hide: frozenset[str] = frozenset(),
    choices: Mapping[str, dict[str, str]] | None = None,
    after: Callable[[str], None] | None = None,
    note: Callable[[Form], None] | None = None,
    sections: Mapping[str, str] | None = None,
    columns: int = 1,
    in_address: bool = False,
) -> None:
    """The form of a stored record, or of a new one with `preset`; `place` names it in this session.

    `in_address`: the draft is named in the address, and nothing else picks one up.
    `start`: answers that a new form begins with and that may be changed.
    `after` is given the record's id once it is saved; `note` draws under the questions.
    """
    form = form_of(here, acts, kind_id, place, stored, preset or {}, start or {}, in_address)
    form.choices = dict(choices or {})
    fixed = frozenset(preset or {})
    show_form(here, form, lambda f: _keep(acts, f, in_address), fixed | hide, sections=sections, columns=columns)
    with st.container():
        if note is not None:
            note(form)
    with st.container():
        if form.code:
            st.caption(f":material/cloud_done: {here.say('เก็บร่างไว้ที่เครื่องนี้แล้ว รหัสกู้คืน {code}', code=form.code)}")
    with st.container(horizontal=True):
        wanted = st.button(here.say("บันทึก"), type="primary", icon=":material/save:", key=f"{form.id}.save")
        if form.code and st.button(here.say("ทิ้งร่าง"), type="tertiary", key=f"{form.id}.discard"):
            _forget(acts, form, place)
            st.rerun()
    if wanted:
        _save(here, acts, form, place, after)
    if form.theirs:
        settle(here, form, stored)


def form_of(
    here: Here,
    acts: RecordActs,
    kind_id: str,
    place: str,
    stored: Stored | None,
    preset: Mapping[str, Any],
    start: Mapping[str, Any] | None = None,
    in_address: bool = False,
) -> Form:
    """This session's form of a place, with what an earlier visit left unsaved."""
    held: dict[str, Form] = st.session_state.setdefault(_HELD, {})
    record_id = stored.record.id if stored else ""
    form = held.get(place)
    if form is not None and form.model is kind(kind_id) and form.record_id == record_id:
        # Nothing typed here, and somebody else saved meanwhile: begin from what stands now.
        outdated = not form.code and stored and stored.revision > form.base_revision
        if not outdated:
            return form
    number = st.session_state["_forms"] = st.session_state.get("_forms", 0) + 1
    typed = typed_of(stored.record, here.language) if stored else {**begun(kind_id, preset), **(start or {})}
    form = Form(f"part.{number}", kind(kind_id), record_id, stored.revision if stored else 0, typed)
    named = {} if in_address else {k: (start or {}).get(k) for k in kind(kind_id).about.key}
    waiting = [_asked_for(acts)] if in_address else acts.open_drafts()
    draft = next((d for d in waiting if d and _fits(d, kind_id, record_id, preset, named)), None)
    if draft is not None:
        form.typed, form.base_revision, form.code = draft.typed, draft.base_revision, draft.code
    held[place] = form
    return form


def forget_form(place: str) -> None:
    """Close the form of a place in this session; its draft stays."""
    st.session_state.get(_HELD, {}).pop(place, None)


def _asked_for(acts: RecordActs) -> Draft | None:
    """The draft that the address names: there, a new form begins empty unless it is asked for."""
    code = st.query_params.get("draft", "")
    return acts.resume(code) if code else None


def _fits(draft: Draft, kind_id: str, record_id: str, preset: Mapping[str, Any], named: Mapping[str, Any]) -> bool:
    """A draft of this very record, or of a new one in the same place that is not named otherwise."""
    if draft.kind != kind_id or draft.record_id != record_id:
        return False
    other = any(v and draft.typed.get(k) not in (None, "", v) for k, v in named.items())
    return bool(record_id) or (not other and all(draft.typed.get(k) == v for k, v in preset.items()))


def begun(kind_id: str, preset: Mapping[str, Any]) -> dict[str, Any]:
    """What a new record's form begins with: its defaults, and what is given."""
    model = kind(kind_id)
    typed: dict[str, Any] = {"no_answer": {}}
    for name in specs(model):
        default = model.model_fields[name].default
        if isinstance(default, (str, bool, list)):
            typed[name] = list(default) if isinstance(default, list) else default
    return {**typed, **preset}


def _keep(acts: RecordActs, form: Form, in_address: bool) -> None:
    form.code = acts.keep_draft(form.code, form.model.about.id, form.record_id, form.base_revision, form.typed).code
    if in_address and form.code:
        st.query_params["draft"] = form.code


def _forget(acts: RecordActs, form: Form, place: str) -> None:
    draft = acts.resume(form.code) if form.code else None
    if draft is not None:
        acts.drop_draft(draft)
    if st.query_params.get("draft") == form.code:
        st.query_params.pop("draft", None)
    forget_form(place)


def _save(here: Here, acts: RecordActs, form: Form, place: str, after: Callable[[str], None] | None) -> None:
    typed = only_typable(form.model, form.typed)
    saved = None
    with shows_problems(here):
        try:
            saved = acts.save(form.model.about.id, typed, record_id=form.record_id, base_revision=form.base_revision)
        except Conflict as clash:
            form.theirs = clash.theirs
            raise
    if saved is None:
        return
    _forget(acts, form, place)
    if after is not None:
        after(saved.record.id)
    done(here, here.say("บันทึกแล้วที่เครื่องนี้ ฉบับที่ {n}", n=saved.revision))


def settle(here: Here, form: Form, stored: Stored | None) -> None:
    """A true clash: both values side by side, a person chooses."""
    say = here.say
    with st.container(border=True):
        for name, value in form.theirs.items():
            spec = specs(form.model).get(name)
            st.markdown(
                f"**{md(spec.label(here.language) if spec else name)}** · {say('ของผู้อื่น')}: {md(value)} · "
                f"{say('ของท่าน')}: {md(form.typed.get(name))}"
            )
        mine, theirs = st.columns(2)
        use_mine = mine.button(say("ใช้ค่าของฉัน"), key=f"{form.id}.mine")
        use_theirs = theirs.button(say("ใช้ค่าของผู้อื่น"), key=f"{form.id}.theirs")
    if (use_mine or use_theirs) and stored is not None:
        if use_theirs:
            now = typed_of(stored.record, here.language)
            for name in form.theirs:
                form.typed[name] = now.get(name)
                st.session_state.pop(f"{form.id}.{name}", None)
        form.base_revision, form.theirs = stored.revision, {}
        st.rerun()
