"""A stored value as a cell says it: the inverse of reading. What is written reads back the same."""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal
from typing import Any

from lib.domain.thai_date import BANGKOK, format_date
from lib.intake.context import IntakeContext
from lib.intake.values import options_of, read_value
from lib.schema.field import NoAnswer, Spec
from lib.schema.record import Answers, shape

#: What a Sheet's cell holds.
CellValue = str | int | float | bool
_MARKS = {"province": "จ.", "district": "อ.", "bangkok_district": "เขต", "tambon": "ต.", "khwaeng": "แขวง"}
_DECLINED = {NoAnswer.UNKNOWN: "ไม่ทราบ", NoAnswer.REFUSED: "ไม่สะดวกตอบ"}


def word(model: type[Answers], spec: Spec, value: Any, known: IntakeContext, province: str = "") -> CellValue:
    """Text, number or truth for a cell; '' for no value.

    `value`: JSON-ready or typed; `province`: the one a reader of the cell may assume.
    """
    if value in (None, "", []):
        return ""
    if isinstance(value, NoAnswer):
        return _DECLINED[value]
    python, many, _ = shape(model, spec.id)
    closed = spec.options or spec.choice_list or spec.refers_to
    if many:
        return ", ".join(_closed(model, spec, v, known, province) if closed else str(v) for v in value)
    if closed:
        return _closed(model, spec, value, known, province)
    if python is bool:
        return "มี" if value else "ไม่มี"
    if python is date:
        return format_date(value if isinstance(value, date) else date.fromisoformat(str(value)))
    if python is datetime:
        moment = value if isinstance(value, datetime) else datetime.fromisoformat(str(value))
        return format_date(moment.astimezone(BANGKOK).date())
    if python in (int, float, Decimal):
        number = float(value)
        return int(number) if number.is_integer() else number
    return str(value)


def _closed(model: type[Answers], spec: Spec, value: Any, known: IntakeContext, province: str) -> str:
    """A label when it reads back as the same value, else the value itself."""
    label = _label(spec, str(value), known)
    reading = read_value(model, spec, label, known, province)
    back = reading.value[0] if isinstance(reading.value, list) and reading.value else reading.value
    return label if reading.settled and back == value else str(value)


def _label(spec: Spec, value: str, known: IntakeContext) -> str:
    if spec.refers_to == "area":
        return place_label(known, value)
    return next((c.th for c in options_of(spec, known) if c.value == value), value)


def place_label(known: IntakeContext, place_id: str) -> str:
    """``ต.เขาไม้แก้ว อ.กบินทร์บุรี จ.ปราจีนบุรี``; the id for a place nobody knows."""
    place = known.gazetteer.by_id.get(place_id)
    if place is None:
        return place_id
    parts = [f"{_MARKS.get(place.type, '')}{place.name_th}"]
    parent = known.gazetteer.by_id.get(place.parent)
    if parent is not None and parent.type in ("district", "bangkok_district"):
        parts.append(f"{_MARKS[parent.type]}{parent.name_th}")
    whole = known.gazetteer.by_id.get(place.province)
    if whole is not None and whole.id != place.id:
        parts.append(whole.name_th if whole.id == "TH-10" else f"จ.{whole.name_th}")
    return " ".join(parts)
