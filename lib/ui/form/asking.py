"""What every question of a form needs to know: the screen, the form, and where its answer goes."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any

import streamlit as st

from lib.domain.errors import Problem
from lib.intake.typed import FormReading
from lib.schema.field import Spec
from lib.schema.record import Answers, nested_fields
from lib.ui.form.state import Form, Keep
from lib.ui.frame.safe import md
from lib.ui.frame.shell import Here


@dataclass(frozen=True)
class Questions:
    """The questions of a form, or those of one row of a nested list in it."""

    here: Here
    form: Form
    #: Called after each change.
    keep: Keep
    model: type[Answers]
    #: The answers as they stand, of the form or of the row.
    typed: dict[str, Any]
    reading: FormReading
    #: What the names of their boxes in the session begin with.
    key: str
    #: The nested list whose row this is; empty for the form itself.
    within: str = ""

    @classmethod
    def of(cls, here: Here, form: Form, keep: Keep) -> Questions:
        """The form's own questions."""
        return cls(here, form, keep, form.model, form.typed, form.read(), form.id)

    def row(self, name: str, number: int) -> Questions:
        """The questions of one row, counted from 0."""
        return replace(
            self,
            model=nested_fields(self.model)[name],
            typed=self.typed[name][number],
            reading=self.reading.rows[name][number],
            key=f"{self.key_of(name)}.{number}",
            within=self.within or name,
        )

    def key_of(self, name: str) -> str:
        """Name of a question's box in the session."""
        return f"{self.key}.{name}"

    def title(self, spec: Spec, *, required: bool) -> str:
        """What stands above a box: label, unit, and a star where an answer is needed."""
        language = self.here.language
        unit = f" ({md(spec.unit(language))})" if spec.unit(language) else ""
        return f"{md(spec.label(language))}{unit}{' *' if required else ''}"

    def answer(self, name: str) -> None:
        """A box was left: its content is the answer from now on."""
        self.typed[name] = st.session_state[self.key_of(name)]
        self.changed(name)

    def changed(self, name: str) -> None:
        """An answer is another now: keep it."""
        self.form.answered(self.within or name)
        self.keep(self.form)

    def refusals(self, name: str) -> tuple[Problem, ...]:
        """Why the form was not saved, as far as it is about one of these questions."""
        return tuple(p for p in self.form.problems if not self.within and p.field == name)
