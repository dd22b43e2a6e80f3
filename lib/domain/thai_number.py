"""Numbers as Thais type and read them."""

from __future__ import annotations

import re
from decimal import Decimal, InvalidOperation

from lib.domain.thai_text import to_ascii_digits

_DECORATION = re.compile(r"(บาท|฿|คน|ครัวเรือน|ครัว|,|\s)")


def parse_number(text: str) -> Decimal | None:
    """``๑,๒๐๐ บาท`` → 1200; None when it is not one number."""
    bare = _DECORATION.sub("", to_ascii_digits(text))
    try:
        value = Decimal(bare)
    except InvalidOperation:
        return None
    return value if value.is_finite() else None


def format_number(value: float | Decimal | None, digits: int = 0) -> str:
    """Thousands separated; an en dash for no value."""
    return "–" if value is None else f"{value:,.{digits}f}"


def format_share(part: float, whole: float) -> str:
    """A share as whole per cent, never rounded up to a full 100 % nor down to 0 %."""
    if not whole:
        return "–"
    share = 100 * part / whole
    if 0 < share < 1:
        return "<1%"
    if 99 < share < 100:
        return ">99%"
    return f"{share:.0f}%"
