"""Codes of households as teams write them on doors and forms: ``03-017``, ``3/17``, ``ก 4``."""

from __future__ import annotations

import re

from lib.domain.thai_text import to_ascii_digits

_LAST_NUMBER = re.compile(r"([0-9๐-๙]+)([^0-9๐-๙]*)$")
_THAI_DIGITS = str.maketrans("0123456789", "๐๑๒๓๔๕๖๗๘๙")


def bare_code(code: str) -> tuple[str, ...]:
    """A code's numbers and letters without what stands between them and without leading zeros."""
    parts = re.findall(r"\d+|[A-Za-zก-ฮ]+", to_ascii_digits(code))
    return tuple(p.lstrip("0") or "0" if p.isdigit() else p.casefold() for p in parts)


def same_code(one: str, other: str) -> bool:
    """Whether two codes are one code written differently: ``03-017`` and ``3/17``, Thai digits too."""
    return bool(one) and bare_code(one) == bare_code(other)


def next_code(code: str) -> str:
    """The code after this one: its last number one higher, as wide as it was and in the same digits.

    Empty for a code without a number.
    """
    found = _LAST_NUMBER.search(code)
    if not found:
        return ""
    number = str(int(found[1]) + 1).zfill(len(found[1]))
    if not found[1].isascii():
        number = number.translate(_THAI_DIGITS)
    return f"{code[: found.start()]}{number}{found[2]}"
