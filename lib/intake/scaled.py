"""Figures of a column in thousands or millions, as its heading says."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from lib.domain.thai_text import clean_text, to_ascii_digits
from lib.intake.context import IntakeContext
from lib.intake.grid import shown
from lib.intake.numbers import fitted, plain_figure, read_number, spelt
from lib.intake.reading import Candidate, Reading, normalised, question
from lib.intake.values import read_value
from lib.schema.field import NoAnswer, Spec
from lib.schema.record import Answers, shape


def read_scaled(model: type[Answers], spec: Spec, raw: Any, scale: Decimal, known: IntakeContext) -> Reading:
    """A cell times `scale`; one that names its own unit or scale is asked about."""
    python = shape(model, spec.id).python
    if isinstance(raw, str) and not plain_figure(to_ascii_digits(clean_text(raw))):
        own = read_value(model, spec, raw, known)
        if not own.settled or own.value is None or isinstance(own.value, NoAnswer):
            return own
        times = fitted(Decimal(str(own.value)) * scale, python, raw)
        return question(
            f"หัวคอลัมน์บอกหน่วยเป็น {scale:,} แต่ช่องนี้เขียน “{raw}”",
            f"The heading counts in {scale:,}, but the cell says “{raw}”",
            [Candidate(v, spelt(v), spelt(v)) for v in (own.value, times.value) if v is not None],
        )
    reading = read_number(raw, Decimal)
    if not reading.settled or reading.value is None:
        return reading
    made = fitted(reading.value * scale, python, shown(raw))
    if not made.settled:
        return made
    return normalised(
        made.value,
        f"อ่าน “{shown(raw)}” × {scale:,} ตามหัวคอลัมน์ เป็น {spelt(made.value)}",
        f"“{shown(raw)}” × {scale:,}, as the heading says, is {spelt(made.value)}",
    )
