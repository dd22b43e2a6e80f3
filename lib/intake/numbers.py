"""Numbers as people type them into sheets: Thai digits, commas, units, หมื่น and ล้าน, ไร่-งาน."""

from __future__ import annotations

import re
from decimal import Decimal
from typing import Any

from lib.domain.thai_number import format_number
from lib.domain.thai_text import clean_text, to_ascii_digits
from lib.intake.reading import (
    EMPTY,
    Candidate,
    Reading,
    normalised,
    question,
    rejected,
    used,
)

#: Words that may stand after (or before) a number, by the field's own unit.
_UNIT_WORDS = {
    "บาท": ("บาทถ้วน", "บาท", "฿", "thb", "baht", ".-", "-."),
    "คน": ("คน", "ราย", "ท่าน", "people"),
    "ครัวเรือน": ("ครัวเรือน", "ครัว", "หลังคาเรือน", "หลัง"),
    "%": ("%", "เปอร์เซ็นต์", "ร้อยละ", "percent"),
    "กม.": ("กิโลเมตร", "กม.", "กม", "km"),
    "องศา": ("องศา", "°", "degrees"),
    "ไร่": ("ไร่", "rai"),
}
_SCALES = (
    ("ล้าน", 1_000_000), ("แสน", 100_000), ("หมื่น", 10_000), ("พัน", 1_000), ("ร้อย", 100),
)  # fmt: skip
_NUMBER = re.compile(r"[-+]?(?:\d{1,3}(?:,\d{3})+|\d+)(?:\.\d+)?")
_RANGE = re.compile(rf"({_NUMBER.pattern})\s*(?:-|–|ถึง|to|~)\s*({_NUMBER.pattern})")
_ABOUT = re.compile(r"^(ประมาณ|ราว ๆ|ราวๆ|ราว|เกือบ|กว่า|~|≈|about|approx\.?)\s*")
_LAND = re.compile(
    r"^(?:(\d+(?:\.\d+)?)\s*ไร่)?\s*(?:(\d+(?:\.\d+)?)\s*งาน)?\s*"
    r"(?:(\d+(?:\.\d+)?)\s*(?:ตารางวา|ตร\.?\s?ว\.?|วา))?$"
)
_LAND_TRIPLE = re.compile(r"^(\d+)-([0-3])-(\d{1,2}(?:\.\d+)?)$")


def read_number(raw: Any, python: type[Any], unit: str = "") -> Reading:
    """A number for a field of type int, float or Decimal, in the field's unit.

    Land (unit ไร่) may be written ``3 ไร่ 2 งาน 50 ตร.ว.`` or ``3-2-50``; 1 rai = 4 ngan =
    400 square wa. A range, a guess ("ประมาณ") and two numbers in one cell become questions.
    """
    if isinstance(raw, bool):
        return _not_a_number(str(raw), python)
    if isinstance(raw, (int, float, Decimal)):
        return _fitting(Decimal(str(raw)), python, str(raw), plain=True)
    text = clean_text(str(raw))
    if not text:
        return EMPTY
    bare = to_ascii_digits(text).lower().replace("\n", " ").strip()
    if unit == "ไร่" and (land := _land(bare)) is not None:
        return _fitting(land, python, text, plain=False)
    without = _without_unit(bare, unit)
    if unit == "ไร่" and (land := _land(without)) is not None and land != 0:
        return _fitting(land, python, text, plain=False)
    about = _ABOUT.sub("", without)
    guessed, without = about != without, about
    if span := _RANGE.fullmatch(without):
        low, high = (Decimal(part.replace(",", "")) for part in span.groups())
        if low < high:
            return question(
                f"“{text}” เป็นช่วง ต้องเลือกตัวเลขเดียว",
                f"“{text}” is a range; one number is needed",
                [_candidate(v, python) for v in (low, (low + high) / 2, high)],
            )
    value = _value(without)
    if value is None:
        return _not_a_number(text, python)
    if guessed:
        return question(
            f"“{text}” เป็นค่าประมาณ ใช้ {format_number(value)} ได้หรือไม่",
            f"“{text}” is an estimate; may {format_number(value)} be used?",
            [_candidate(value, python)],
        )
    return _fitting(value, python, text, plain=str(raw) == without)


def _without_unit(bare: str, unit: str) -> str:
    for word in _UNIT_WORDS.get(unit, (unit.lower(),) if unit else ()):
        if word and word in bare:
            return bare.replace(word, " ", 1).strip(" .")
    return bare


def _value(bare: str) -> Decimal | None:
    compact = bare.replace(" ", "")
    if _NUMBER.fullmatch(compact) and (
        compact == bare or re.fullmatch(r"[-+]?\d{1,3}( \d{3})+(\.\d+)?", bare)
    ):
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


def _land(bare: str) -> Decimal | None:
    """Rai as a decimal number, from rai–ngan–square wa."""
    found = _LAND_TRIPLE.match(bare) or _LAND.match(bare)
    if not found or not any(found.groups()):
        return None
    rai, ngan, wa = (Decimal(part or 0) for part in found.groups())
    return rai + ngan / 4 + wa / 400


def _fitting(value: Decimal, python: type[Any], text: str, *, plain: bool) -> Reading:
    if not value.is_finite():
        return _not_a_number(text, python)
    if python is int and value != value.to_integral_value():
        return rejected(
            f"“{text}” ไม่ใช่จำนวนเต็ม", f"“{text}” is not a whole number",
            "เขียนเป็นจำนวนเต็ม เช่น 1200", "write a whole number, e.g. 1200",
        )  # fmt: skip
    exact = python(value)
    if plain:
        return used(exact)
    return normalised(
        exact,
        f"อ่าน “{text}” เป็น {_shown(exact)}",
        f"“{text}” is read as {_shown(exact)}",
    )


def _candidate(value: Decimal, python: type[Any]) -> Candidate:
    exact = python(value.to_integral_value() if python is int else value)
    return Candidate(exact, _shown(exact), _shown(exact))


def _shown(value: Any) -> str:
    number = Decimal(str(value)).normalize()
    return f"{number:,f}"


def _not_a_number(text: str, python: type[Any]) -> Reading:
    whole = python is int
    return rejected(
        f"“{text}” ไม่ใช่{'จำนวนเต็ม' if whole else 'ตัวเลข'}",
        f"“{text}” is not a {'whole ' if whole else ''}number",
        "เขียนเป็นตัวเลขอย่างเดียว เช่น 1200", "write digits only, e.g. 1200",
    )  # fmt: skip
