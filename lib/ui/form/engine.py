"""One form of this session: opened with what waits, kept, saved, settled after a clash, forgotten.

Every form that saves a record goes this way. They differ only in their `Keeping`: whether it is
saved by a button or on leaving a field, and where its drafts lie.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Protocol

import streamlit as st

from lib.domain.errors import Conflict, ThunError
from lib.intake.as_typed import begun, typed_of
from lib.schema.record import Record, specs
from lib.ui.form.state import Form, new_form_id

if TYPE_CHECKING:
    from lib.actions.records.acts import Saved
    from lib.store.drafts import Draft
    from lib.store.records import Stored

_HELD = "_forms_held"


class Keeping(Protocol):
    """How one form is kept. Made anew on each run: it holds what this person may do now."""

    def waiting(self) -> Draft | None:
        """What an earlier visit left of it."""

    def asked_for(self) -> str:
        """The draft that the address names; empty where addresses name none."""

    def keep(self, form: Form) -> str:
        """Keep what is typed as a draft; returns its code, empty when it may not be kept."""

    def drop(self, form: Form) -> None:
        """Forget its draft."""

    def saves_on_leaving(self, form: Form) -> bool:
        """Whether leaving a field saves the record, or only keeps a draft of it."""

    def save(self, form: Form) -> Saved:
        """Save the record; raises `ThunError`."""


@dataclass(frozen=True)
class FormPlace:
    """Where a form stands: its name in this session, its record, and how a new one begins."""

    name: str
    model: type[Record]
    #: The record as it stands; None for one that is not there yet.
    stored: Stored | None = None
    #: What a new one begins with, besides the defaults of its kind.
    begin: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True)
class OpenForm:
    """A form that is open on this page, and what may be done with it."""

    language: str
    form: Form
    stored: Stored | None
    keeping: Keeping

    def leave_field(self, _form: Form | None = None) -> Saved | None:
        """An answer changed: save it or keep it, as the form's policy is; what is refused is kept."""
        if self.keeping.saves_on_leaving(self.form) and (saved := self.save()) is not None:
            return saved
        try:
            self.form.code = self.keeping.keep(self.form)
        except ThunError as error:
            # Not kept, and said so; it stands in the boxes as it was typed.
            self.form.problems = error.problems
        return None

    def save(self) -> Saved | None:
        """Save the record; None when it was refused, and the form says why."""
        form = self.form
        try:
            saved = self.keeping.save(form)
        except ThunError as error:
            form.problems = error.problems
            form.theirs = dict(error.theirs) if isinstance(error, Conflict) else {}
            return None
        self._drop()
        form.record_id, form.base_revision, form.problems, form.theirs = saved.record.id, saved.revision, (), {}
        return saved

    def settle(self, *, theirs: bool) -> Saved | None:
        """A person chose one side of a clash: go on from what stands now."""
        if self.stored is None:
            return None
        form = self.form
        if theirs:
            form.take(typed_of(self.stored.record, self.language), form.theirs)
        form.base_revision, form.theirs, form.problems = self.stored.revision, {}, ()
        return self.leave_field()

    def discard(self) -> None:
        """Forget what was typed."""
        self._drop()
        forget_form(self.form.place)

    def _drop(self) -> None:
        if self.form.code:
            self.keeping.drop(self.form)
            self.form.code = ""


def open_form(language: str, place: FormPlace, keeping: Keeping) -> OpenForm:
    """This session's form of a place; the first time with what an earlier visit left unsaved."""
    held, stored = _held(), place.stored
    record_id = stored.record.id if stored else ""
    form = held.get(place.name)
    asked_for = keeping.asked_for()
    fits = form is not None and form.model is place.model and form.record_id == record_id
    if form is None or not fits or asked_for not in ("", form.code, form.asked_for):
        form = held[place.name] = _opened(language, place, keeping.waiting(), asked_for)
    elif stored is not None and stored.revision > form.base_revision and not form.code:
        _bring_up_to_date(form, stored, language)
    return OpenForm(language, form, stored, keeping)


def _opened(language: str, place: FormPlace, waiting: Draft | None, asked_for: str) -> Form:
    stored = place.stored
    typed = typed_of(stored.record, language) if stored else begun(place.model, place.begin)
    record_id, revision = (stored.record.id, stored.revision) if stored else ("", 0)
    form = Form(new_form_id(place.name), place.model, record_id, revision, typed, place=place.name, asked_for=asked_for)
    if waiting is not None:
        form.typed, form.base_revision, form.code = waiting.typed, waiting.base_revision, waiting.code
    return form


def _bring_up_to_date(form: Form, stored: Stored, language: str) -> None:
    """Nothing typed here waits, and somebody else saved: their answers stand here too, in the same boxes."""
    now = typed_of(stored.record, language)
    before, declined = form.typed.get("no_answer", {}), now["no_answer"]
    names = specs(form.model)
    form.take(now, [n for n in names if form.typed.get(n) != now[n] or before.get(n) != declined.get(n)])
    form.base_revision = stored.revision


def rename_form(form: Form, place: str) -> None:
    """The same form under another name: a new line that became one where it stands."""
    held = _held()
    held.pop(form.place, None)
    form.place = place
    held[place] = form


def forget_form(place: str) -> None:
    """Close the form of a place in this session; its draft stays."""
    _held().pop(place, None)


def forget_forms(fits: Callable[[str], bool]) -> None:
    """Close every form whose place fits; their drafts stay."""
    for place in [p for p in _held() if fits(p)]:
        forget_form(place)


def _held() -> dict[str, Form]:
    held: dict[str, Form] = st.session_state.setdefault(_HELD, {})
    return held
