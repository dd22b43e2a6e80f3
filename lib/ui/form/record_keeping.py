"""Keeping a record's form: each answer is a draft with a recovery code, until a button saves the record."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

import streamlit as st

from lib.schema.field import Authority
from lib.schema.record import specs
from lib.schema.registry import kind
from lib.ui.form.desk import Desk
from lib.ui.form.engine import Saved
from lib.ui.form.state import Form


@dataclass(frozen=True)
class RecordKeeping:
    """`in_address`: the draft is named in the address, and nothing else picks one up.

    A new form takes up a draft of the same kind with the same `given` answers, unless one of the
    answers that name its record was `suggested` otherwise.
    """

    desk: Desk
    kind_id: str
    record_id: str = ""
    given: Mapping[str, Any] = field(default_factory=dict)
    suggested: Mapping[str, Any] = field(default_factory=dict)
    in_address: bool = False
    #: Saves instead of the desk.
    save_by: Callable[..., Saved] | None = None

    def waiting(self) -> Any:
        """The draft that the address names, or else one that fits."""
        if self.in_address:
            code = self.asked_for()
            drafts = [self.desk.resume(code)] if code else []
        else:
            drafts = self.desk.open_drafts()
        return next((d for d in drafts if d and self._fits(d)), None)

    def _fits(self, draft: Any) -> bool:
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
        code = str(self.desk.keep_draft(form.code, self.kind_id, form.record_id, form.base_revision, form.typed).code)
        if self.in_address and code:
            st.query_params["draft"] = code
        return code

    def drop(self, form: Form) -> None:
        """Forget the draft, in the address too."""
        draft = self.desk.resume(form.code)
        if draft is not None:
            self.desk.drop_draft(draft)
        if st.query_params.get("draft") == form.code:
            st.query_params.pop("draft", None)

    def saves_on_leaving(self, form: Form) -> bool:
        """A button saves."""
        return False

    def save(self, form: Form) -> Saved:
        """Save what people may set."""
        apps = {n for n, s in specs(form.model).items() if s.authority is Authority.APP}
        typed = {k: v for k, v in form.typed.items() if k not in apps}
        save = self.save_by or self.desk.save
        return save(self.kind_id, typed, record_id=form.record_id, base_revision=form.base_revision)
