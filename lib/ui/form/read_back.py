"""Under a box: how the answer was understood, or what is wrong with it and what to write instead."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

import streamlit as st

from lib.domain.thai_date import format_date
from lib.domain.thai_number import format_number
from lib.intake.reading import Verdict
from lib.intake.typed import why_unread
from lib.schema.field import Spec
from lib.ui.form.asking import Questions
from lib.ui.frame.safe import md
from lib.ui.frame.shell import Here

_NUMBERS = (int, float, Decimal)


def read_back(questions: Questions, spec: Spec, python: type[Any]) -> None:
    """Say how a date or number was understood, warn about unusual values, say what cannot be read."""
    here, reading = questions.here, questions.reading.texts.get(spec.id)
    if reading is None:
        return
    why = why_unread(reading)
    if why is not None:
        st.caption(f":red[{md(why.text(here.language))}]")
    elif python is date and reading.value is not None:
        st.caption(here.say("อ่านว่า {day}", day=format_date(reading.value, here.language, short=False)))
    elif python in _NUMBERS and reading.value is not None:
        if reading.verdict is Verdict.NORMALISED:
            year = str(reading.value) if spec.format == "be_year" else ""
            st.caption(here.say("อ่านว่า {day}", day=year or format_number(reading.value, 0 if python is int else 2)))
        _warn_of_unusual(here, spec, float(reading.value))


def show_refusals(questions: Questions, spec: Spec) -> None:
    """Why the form was not saved, where it is about this question."""
    for problem in questions.refusals(spec.id):
        st.caption(f":red[{md(problem.text(questions.here.language))}]")


def _warn_of_unusual(here: Here, spec: Spec, value: float) -> None:
    if spec.likely and not spec.likely[0] <= value <= spec.likely[1]:
        low, high = map(format_number, spec.likely)
        odd = here.say("ผิดจากที่พบทั่วไป ({low}–{high}) ถ้าถูกแล้วบันทึกต่อได้", low=low, high=high)
        st.caption(f":orange[{odd}]")
