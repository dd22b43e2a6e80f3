"""Values as a person would have typed them: what a form begins with, here and on the light pages."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from lib.domain.thai_date import format_date
from lib.intake.typed import DECLINED, Typed
from lib.schema.record import Answers, Record, nested_fields, specs


def begun(model: type[Record], given: Mapping[str, Any]) -> Typed:
    """What a new record's form begins with: its defaults, and what is given."""
    typed: Typed = {DECLINED: {}}
    for name in specs(model):
        default = model.model_fields[name].default
        if isinstance(default, (str, bool, list)):
            typed[name] = list(default) if isinstance(default, list) else default
    return {**typed, **given}


def typed_of(record: Answers, language: str) -> Typed:
    """A record as a person would have typed it."""
    typed: Typed = {DECLINED: {k: v.value for k, v in record.no_answer.items()}}
    for name in specs(type(record)):
        value = getattr(record, name)
        if name in nested_fields(type(record)):
            typed[name] = [{**typed_of(row, language), "id": row.id} for row in value]
        elif isinstance(value, datetime):
            typed[name] = value.isoformat()
        elif isinstance(value, date):
            typed[name] = format_date(value, "th") if language == "th" else value.isoformat()
        elif isinstance(value, Decimal):
            typed[name] = _plainly(value)
        elif isinstance(value, (int, float)) and not isinstance(value, bool):
            typed[name] = _plainly(Decimal(str(value)))
        else:
            typed[name] = value
    return typed


def _plainly(number: Decimal) -> str:
    """``280`` and not ``280.00``: as somebody would type it."""
    whole = number.to_integral_value()
    return f"{whole:f}" if number == whole else f"{number:f}"
