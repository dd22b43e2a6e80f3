"""Typed text to values: Thai digits, B.E. dates, baht. What cannot be read is a problem, not a guess."""

from __future__ import annotations

from typing import Any

from lib.domain.errors import Problem, bad_input
from lib.domain.thai_text import clean_text
from lib.intake.values import read_open
from lib.schema.field import NoAnswer, Spec
from lib.schema.record import Answers, nested_fields, shape, specs

#: Key of a typed row or record under which the form keeps "don't know" and "would rather not say".
DECLINED = "no_answer"


def read_typed(model: type[Answers], typed: dict[str, Any]) -> dict[str, Any]:
    """Values for `model` from what a form or row holds; raises `BadInput` naming each wrong field.

    Questions that the skip logic does not ask are left out, whatever was typed there before.
    """
    problems: list[Problem] = []
    values = _read(model, typed, problems)
    bad_input(problems)
    return values


def _read(model: type[Answers], typed: dict[str, Any], problems: list[Problem], row: str = "") -> dict[str, Any]:
    values: dict[str, Any] = {}
    for name, spec in specs(model).items():
        if name in nested_fields(model):
            inner = nested_fields(model)[name]
            values[name] = [
                {"id": one.get("id", ""), **_read(inner, one, problems, f"{spec.th} แถวที่ {n} ")}
                for n, one in enumerate(typed.get(name) or [], start=1)
            ]
        elif typed.get(name) not in (None, "", []):
            values[name] = _value(spec, shape(model, name).python, typed[name], problems, row)
    declined = {k: v for k, v in (typed.get(DECLINED) or {}).items() if v in set(NoAnswer)}
    asked = {name for name, spec in specs(model).items() if spec.asked(values)}
    # A question behind an unasked one is not asked either; two passes reach the depth we have.
    values = {k: v for k, v in values.items() if k in asked}
    asked = {name for name, spec in specs(model).items() if spec.asked(values)}
    values = {k: v for k, v in values.items() if k in asked}
    declined = {k: v for k, v in declined.items() if k in asked and k not in values}
    return {**values, DECLINED: declined}


def _value(spec: Spec, python: type[Any], typed: Any, problems: list[Problem], row: str) -> Any:
    if not isinstance(typed, str) or spec.options or spec.choice_list or spec.refers_to:
        return clean_text(typed) if isinstance(typed, str) else typed
    reading = read_open(spec, python, typed)
    if reading.why is not None and not reading.settled:
        th, en = reading.why.th, reading.why.en
        if reading.fix is not None:
            th, en = f"{th} {reading.fix.th}", f"{en}; {reading.fix.en}"
        elif reading.candidates:
            th += f" เช่น {', '.join(c.th for c in reading.candidates)}"
            en += f" e.g. {', '.join(c.en for c in reading.candidates)}"
        problems.append(Problem(f"{row}{spec.th} {th}", f"{spec.en}: {en}", spec.id))
    return reading.value
