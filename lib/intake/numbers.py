"""Numbers as people type them into sheets: Thai digits, commas, units, หมื่น and ล้าน."""

from __future__ import annotations

import re
from decimal import Decimal
from typing import Any

from lib.domain.thai_number import format_number
from lib.domain.thai_text import clean_text, to_ascii_digits
from lib.intake.reading import EMPTY, Candidate, Reading, normalised, question, rejected, used
from lib.intake.units import Unit, without_unit

#: Beyond this, figures are typing errors (and more than databases and floats keep exactly).
_LARGEST = Decimal(10) ** 15
#: More letters than any figure with its unit.
_LONGEST = 80
_NONE = Unit()

_SCALES = (("ล้าน", 1_000_000), ("แสน", 100_000), ("หมื่น", 10_000), ("พัน", 1_000), ("ร้อย", 100))
_SPOKEN = re.compile(r"(.*?\d)(ล้าน|แสน|หมื่น|พัน)([1-9])")
_NUMBER = re.compile(r"[-+]?(?:\d{1,3}(?:,\d{3})+|\d+)(?:\.\d+)?")
_RANGE = re.compile(rf"({_NUMBER.pattern})\s*(?:-|–|ถึง|to|~)\s*({_NUMBER.pattern})")
_WHOLE_YEAR = ("ทั้งปี", "ตลอดปี", "ตลอดทั้งปี", "ทุกเดือน", "all year", "every month")
_ABOUT = re.compile(r"^(ประมาณ|ราว ๆ|ราวๆ|ราว|เกือบ|กว่า|~|≈|about|approx\.?)\s*")


def plain_figure(text: str) -> bool:
    """Whether a text is a figure and nothing else, thousands separated or not."""
    return _NUMBER.fullmatch(text) is not None


def fitted(value: Decimal, python: type[Any], text: str) -> Reading:
    """An exact figure as the field's type; told when it does not fit."""
    return _fitting(value, python, text, plain=True)


def read_number(raw: Any, python: type[Any], unit: Unit = _NONE) -> Reading:
    """A number for a field of type int, float or Decimal, in the field's unit.

    A range, a guess ("ประมาณ") and two numbers in one cell become questions.
    """
    if isinstance(raw, bool):
        return _not_a_number(str(raw), python)
    if isinstance(raw, (int, float, Decimal)):
        # Fifteen digits are what a spreadsheet shows; what a float holds beyond them is dust.
        exact = Decimal(f"{raw:.15g}") if isinstance(raw, float) else Decimal(str(raw))
        if unit.th == "%" and 0 < raw <= 1:
            return _percent(exact, python)
        return _fitting(exact, python, str(raw), plain=True)
    text = clean_text(str(raw))
    if not text:
        return EMPTY
    if len(text) > _LONGEST:
        return _not_a_number(text[:_LONGEST] + "…", python)
    bare = to_ascii_digits(text).lower().replace("\n", " ").strip()
    without = without_unit(bare, unit)
    about = _ABOUT.sub("", without)
    guessed, without = about != without, about
    if span := _RANGE.fullmatch(without):
        low, high = (Decimal(part.replace(",", "")) for part in span.groups())
        if low < high:
            return question(
                f"“{text}” เป็นช่วง ต้องเลือกตัวเลขเดียว",
                f"“{text}” is a range; one number is needed",
                list(dict.fromkeys(_candidate(v, python) for v in (low, (low + high) / 2, high))),
            )
    if unit.th == "เดือน" and without in _WHOLE_YEAR:
        return normalised(python(12), f"อ่าน “{text}” เป็น 12 เดือน", f"“{text}” is read as 12 months")
    value = _value(without)
    if value is None:
        return _not_a_number(text, python)
    if (spoken := _spoken(without)) is not None:
        return question(
            f"“{text}” คือ {spelt(spoken)} หรือ {spelt(value)}",
            f"Is “{text}” {spelt(spoken)} or {spelt(value)}?",
            [_candidate(v, python) for v in (spoken, value)],
        )
    if guessed:
        return question(
            f"“{text}” เป็นค่าประมาณ ใช้ {format_number(value)} ได้หรือไม่",
            f"“{text}” is an estimate; may {format_number(value)} be used?",
            [_candidate(value, python)],
        )
    plain = str(raw) == without and _NUMBER.fullmatch(without) is not None
    return _fitting(value, python, text, plain=plain)


def _spoken(bare: str) -> Decimal | None:
    """``3 หมื่น 5`` is 35,000 as people say it and 30,005 as they write it."""
    found = _SPOKEN.fullmatch(bare.replace(" ", ""))
    if not found:
        return None
    head, word, digit = found.groups()
    whole = _value(head + word)
    return None if whole is None else whole + Decimal(digit) * dict(_SCALES)[word] / 10


def _percent(value: Decimal, python: type[Any]) -> Reading:
    """A cell formatted as per cent holds 0.25 for 25%; the format itself does not reach us."""
    return question(
        f"ช่องนี้เก็บค่า {spelt(value)} หมายถึงร้อยละ {spelt(value * 100)} หรือร้อยละ {spelt(value)}",
        f"The cell holds {spelt(value)}: {spelt(value * 100)} or {spelt(value)} per cent?",
        [_candidate(value * 100, python), _candidate(value, python)],
    )


def _value(bare: str) -> Decimal | None:
    compact = bare.replace(" ", "")
    if _NUMBER.fullmatch(compact) and (compact == bare or re.fullmatch(r"[-+]?\d{1,3}( \d{3})+(\.\d+)?", bare)):
        return Decimal(compact.replace(",", ""))
    total, rest = Decimal(0), compact
    for word, scale in _SCALES:
        head, found, tail = rest.partition(word)
        if found:
            if not _NUMBER.fullmatch(head) or "-" in head:
                return None
            total, rest = total + Decimal(head.replace(",", "")) * scale, tail
    if total and not rest:
        return total
    if total and _NUMBER.fullmatch(rest):
        return total + Decimal(rest.replace(",", ""))
    return None


def _fitting(value: Decimal, python: type[Any], text: str, *, plain: bool) -> Reading:
    if not value.is_finite():
        return _not_a_number(text, python)
    if abs(value) >= _LARGEST:
        return rejected(
            f"“{text[:30]}” มีหลักมากเกินไป",
            f"“{text[:30]}” has too many digits",
            "ตรวจจำนวนหลัก แล้วเขียนใหม่",
            "check the number of digits and write it again",
        )
    if python is int and value != value.to_integral_value():
        return rejected(
            f"“{text}” ไม่ใช่จำนวนเต็ม",
            f"“{text}” is not a whole number",
            "เขียนเป็นจำนวนเต็ม เช่น 1200",
            "write a whole number, e.g. 1200",
        )
    exact = python(value)
    if plain:
        return used(exact)
    return normalised(exact, f"อ่าน “{text}” เป็น {spelt(exact)}", f"“{text}” is read as {spelt(exact)}")


def _candidate(value: Decimal, python: type[Any]) -> Candidate:
    exact = python(value.to_integral_value() if python is int else value)
    return Candidate(exact, spelt(exact), spelt(exact))


def spelt(value: Any) -> str:
    """A figure with thousands separated and no idle decimals."""
    number = Decimal(str(value)).normalize()
    return f"{number:,f}"


def _not_a_number(text: str, python: type[Any]) -> Reading:
    whole = python is int
    return rejected(
        f"“{text}” ไม่ใช่{'จำนวนเต็ม' if whole else 'ตัวเลข'}",
        f"“{text}” is not a {'whole ' if whole else ''}number",
        "เขียนเป็นตัวเลขอย่างเดียว เช่น 1200",
        "write digits only, e.g. 1200",
    )
