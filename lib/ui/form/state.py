"""What is being typed into a form, and a record as a person would have typed it."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from copy import deepcopy
from dataclasses import dataclass, field
from typing import Any

import streamlit as st

from lib.domain.errors import Problem
from lib.intake.typed import DECLINED, FormReading, read_form
from lib.schema.record import Record


@dataclass
class Form:
    """What is being typed into one form of one session."""

    id: str
    model: type[Record]
    record_id: str
    base_revision: int
    typed: dict[str, Any]
    #: Recovery code of its draft; empty while nothing that was typed waits to be saved.
    code: str = ""
    #: Field id → what somebody else saved there meanwhile.
    theirs: dict[str, Any] = field(default_factory=dict)
    #: Why it was not saved; a field that is answered anew has none any more.
    problems: tuple[Problem, ...] = ()
    #: Choices that hold for this form only: field id → {value: label}.
    choices: dict[str, dict[str, str]] = field(default_factory=dict)
    #: Its name in this session.
    place: str = ""
    #: The draft that the address named when it was opened, there or not.
    asked_for: str = ""
    _last: tuple[dict[str, Any], FormReading] | None = field(default=None, init=False, repr=False)

    def read(self) -> FormReading:
        """What can be read of it so far, and what is wrong with the rest.

        Read anew only when something was typed: every question of a page asks for it.
        """
        if self._last is None or self._last[0] != self.typed:
            self._last = (deepcopy(self.typed), read_form(self.model, self.typed))
        return self._last[1]

    def answered(self, name: str) -> None:
        """A field was left: what was wrong with its answer before says nothing of the new one."""
        self.problems = tuple(p for p in self.problems if p.field not in (name, None))

    def take(self, typed: Mapping[str, Any], names: Iterable[str]) -> None:
        """Put other text into some fields; their boxes on the page show it too."""
        for name in names:
            self.typed[name] = deepcopy(typed.get(name))
            reasons = self.typed.setdefault(DECLINED, {})
            reasons.pop(name, None)
            if declined := typed.get(DECLINED, {}).get(name):
                reasons[name] = declined
            for key in [k for k in st.session_state if f"{k}.".startswith(f"{self.id}.{name}.")]:
                del st.session_state[key]


Keep = Callable[[Form], object]

#: Where a session that took over from a process that died keeps the names of the boxes on its browser's page.
HELD_BY_THE_BROWSER = "_held_by_the_browser"


def new_form_id(place: str) -> str:
    """A name for the boxes of a form that is opened: no earlier one of this place and session bears it.

    The browser of a process that died still shows the boxes of the form it had: they go on in this one.
    """
    counts: dict[str, int] = st.session_state.setdefault("_forms", {})
    begins = f"form.{place.replace('.', '-')}-"
    if place not in counts:
        held = [key[len(begins) :] for key in st.session_state.get(HELD_BY_THE_BROWSER, ()) if key.startswith(begins)]
        numbers = [int(number) for number in (rest.partition(".")[0] for rest in held) if number.isdecimal()]
        counts[place] = max(numbers, default=1) - 1
    counts[place] += 1
    return f"{begins}{counts[place]}"
