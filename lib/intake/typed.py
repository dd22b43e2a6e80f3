"""Typed text to values: Thai digits, B.E. dates, baht. What cannot be read is a problem, not a guess."""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal
from typing import Any

from lib.domain.errors import Problem, bad_input
from lib.domain.thai_date import parse_date
from lib.domain.thai_number import parse_number
from lib.domain.thai_text import clean_text, to_ascii_digits
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


def _read(
    model: type[Answers], typed: dict[str, Any], problems: list[Problem], row: str = ""
) -> dict[str, Any]:
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
    if not isinstance(typed, str):
        return typed
    text = clean_text(typed)
    if python in (int, float, Decimal):
        number = parse_number(text)
        if number is None or (python is int and number != number.to_integral_value()):
            whole = python is int
            problems.append(
                Problem(
                    f"{row}{spec.th} “{text}” ไม่ใช่{'จำนวนเต็ม' if whole else 'ตัวเลข'} เขียนเช่น 1200",
                    f"{spec.en}: “{text}” is not a {'whole ' if whole else ''}number; write e.g. 1200",
                    spec.id,
                )
            )
            return None
        return python(number)
    if python in (date, datetime):
        day = parse_date(text)
        if day is None:
            problems.append(
                Problem(
                    f"{row}{spec.th} “{text}” ไม่ใช่วันที่ เขียนเช่น 19 ก.ย. 2566 หรือ 19/9/2566",
                    f"{spec.en}: “{text}” is not a date; write e.g. 19/9/2566 or 2023-09-19",
                    spec.id,
                )
            )
        return day
    return to_ascii_digits(text) if spec.id in ("phone", "code") else text
