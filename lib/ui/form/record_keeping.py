"""Keeping a record's form: each answer is a draft with a recovery code, until a button saves the record."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

import streamlit as st

from lib.schema.record import only_typable
from lib.schema.registry import kind
from lib.ui.form.state import Form

if TYPE_CHECKING:
    from lib.actions.records.acts import RecordActs, Saved
    from lib.store.drafts import Draft


@dataclass(frozen=True)
class RecordKeeping:
    """`in_address`: the draft is named in the address, and nothing else picks one up.

    A new form takes up a draft of the same kind with the same `given` answers, unless one of the
    answers that name its record was `suggested` otherwise.
    """

    acts: RecordActs
    kind_id: str
    record_id: str = ""
    given: Mapping[str, Any] = field(default_factory=dict)
    suggested: Mapping[str, Any] = field(default_factory=dict)
    in_address: bool = False

    def waiting(self) -> Draft | None:
        """The draft that the address names, or else one that fits."""
        if self.in_address:
            code = self.asked_for()
            named = self.acts.resume(code) if code else None
            drafts = [named] if named else []
        else:
            drafts = self.acts.open_drafts(self.kind_id)
        return next((d for d in drafts if self._fits(d)), None)

    def _fits(self, draft: Draft) -> bool:
        """A draft of this very record, or of a new one in the same place that is not named otherwise."""
        if draft.kind != self.kind_id or draft.record_id != self.record_id:
            return False
        named = {} if self.in_address else {k: self.suggested.get(k) for k in kind(self.kind_id).about.key}
        other = any(v and draft.typed.get(k) not in (None, "", v) for k, v in named.items())
        return bool(self.record_id) or (not other and all(draft.typed.get(k) == v for k, v in self.given.items()))

    def asked_for(self) -> str:
        """The draft in the address."""
        return str(st.query_params.get("draft", "")) if self.in_address else ""

    def keep(self, form: Form) -> str:
        """Keep a draft and name it in the address."""
        code = str(self.acts.keep_draft(form.code, self.kind_id, form.record_id, form.base_revision, form.typed).code)
        if self.in_address and code:
            st.query_params["draft"] = code
        return code

    def drop(self, form: Form) -> None:
        """Forget the draft, in the address too."""
        draft = self.acts.resume(form.code)
        if draft is not None:
            self.acts.drop_draft(draft)
        if st.query_params.get("draft") == form.code:
            st.query_params.pop("draft", None)

    def saves_on_leaving(self, form: Form) -> bool:
        """A button saves."""
        return False

    def save(self, form: Form) -> Saved:
        """Save what people may set."""
        typed = only_typable(form.model, form.typed)
        return self.acts.save(self.kind_id, typed, record_id=form.record_id, base_revision=form.base_revision)
