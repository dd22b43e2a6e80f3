"""Cells of a table that stay dates and numbers in a workbook, whatever words the screen has for them."""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal

from lib.domain.thai_date import format_date, format_year
from lib.export.sheets import Cell
from lib.insight.display_value import DisplayValues
from lib.schema.record import nested_fields, shape, specs
from lib.schema.registry import kind


def day_cell(day: date | None, language: str) -> Cell | str:
    """A day in words, a date in a workbook; empty for none."""
    return Cell(format_date(day, language), day) if day else ""


def year_cell(year_be: int | None, language: str, unknown: str = "") -> Cell | str:
    """A fiscal year (B.E.) in the reader's era, a number in a workbook without thousands."""
    if not year_be:
        return unknown
    words = format_year(year_be, language)
    return Cell(words, int(words))


def stored_cell(teller: DisplayValues, kind_id: str, field_id: str, value: object) -> Cell | str:
    """One field's stored value as people read it, a number or date underneath where it is one.

    Codes, choices and references are words, however much they look like numbers.
    """
    words = teller.value(kind_id, field_id, value)
    model = kind(kind_id)
    spec = specs(model).get(field_id)
    if spec is None or value in (None, "") or isinstance(value, list) or field_id in nested_fields(model):
        return words
    if spec.options or spec.choice_list or spec.refers_to:
        return words
    python = shape(model, field_id).python
    if python is int:
        return Cell(words, int(str(value)))
    if python in (float, Decimal):
        return Cell(words, float(str(value)))
    if python is date:
        return Cell(words, value if isinstance(value, date) else date.fromisoformat(str(value)))
    if python is datetime:
        return Cell(words, value if isinstance(value, datetime) else datetime.fromisoformat(str(value)))
    return words
