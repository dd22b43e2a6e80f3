"""Telephone numbers: lost zeros, +66, dashes. Mobile 06/08/09 + 8 digits; landline 02–07 + 7."""

from __future__ import annotations

import re
from typing import Any

from lib.domain.thai_text import clean_text, to_ascii_digits
from lib.intake.reading import EMPTY, Candidate, Reading, normalised, question, rejected, used

_MOBILE = re.compile(r"^0[689]\d{8}$")
_LANDLINE = re.compile(r"^0[2-57]\d{7}$")
_SEVERAL = re.compile(r"\s*(?:,|;|/|\n|หรือ|และ)\s*")


def read_phone(raw: Any) -> Reading:
    """A Thai number as nine or ten digits from 0; the zero that a number format ate comes back."""
    if isinstance(raw, float) and raw.is_integer():
        raw = int(raw)
    text = to_ascii_digits(clean_text(str(raw)))
    if not text:
        return EMPTY
    parts = [found for part in _SEVERAL.split(text) if (found := _one(part))]
    if len(parts) > 1:
        return question(
            f"“{text}” มีหลายเบอร์ เลือกหนึ่งเบอร์",
            f"“{text}” holds several numbers; choose one",
            [Candidate(p, p, p) for p in dict.fromkeys(parts)],
        )
    found = _one(text)
    if found is None:
        return rejected(
            f"“{text}” ไม่ใช่เบอร์โทรศัพท์ไทย",
            f"“{text}” is no Thai telephone number",
            "เขียน 9–10 หลัก ขึ้นต้นด้วย 0 เช่น 0812345678",
            "write 9–10 digits from 0, e.g. 0812345678",
        )
    if found == raw:
        return used(found)
    return normalised(found, f"อ่าน “{text}” เป็น {found}", f"“{text}” is read as {found}")


def _one(text: str) -> str | None:
    digits = re.sub(r"[\s\-.()]", "", text)
    digits = re.sub(r"^(โทรศัพท์|โทร|tel)[:]?", "", digits, flags=re.IGNORECASE)
    if re.match(r"^(\+|00)66", digits):
        digits = "0" + re.sub(r"^(\+|00)66\(?0?\)?", "", digits)
    elif re.match(r"^66\d{8,9}$", digits):
        digits = "0" + digits[2:]
    elif re.match(r"^[689]\d{8}$", digits) or re.match(r"^[2-57]\d{7}$", digits):
        digits = "0" + digits
    return digits if _MOBILE.match(digits) or _LANDLINE.match(digits) else None
