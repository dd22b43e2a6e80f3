"""What is being typed into a form, and a record as a person would have typed it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from lib.domain.errors import BadInput
from lib.domain.thai_date import format_date
from lib.intake.typed import read_typed
from lib.schema.record import Answers, Record, nested_fields, specs


@dataclass
class Form:
    """What is being typed into one form of one session."""

    id: str
    model: type[Record]
    record_id: str
    base_revision: int
    typed: dict[str, Any]
    code: str = ""
    theirs: dict[str, Any] = field(default_factory=dict)
    #: Choices that hold for this form only: field id → {value: label}.
    choices: dict[str, dict[str, str]] = field(default_factory=dict)

    def values(self) -> dict[str, Any]:
        """What can be read of it so far, for skip logic; unreadable fields are left out."""
        try:
            return read_typed(self.model, self.typed)
        except BadInput:
            return dict(self.typed)


Keep = Callable[[Form], None]


def typed_of(record: Answers, language: str) -> dict[str, Any]:
    """A record as a person would have typed it."""
    typed: dict[str, Any] = {"no_answer": {k: v.value for k, v in record.no_answer.items()}}
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
