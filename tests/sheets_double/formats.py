"""Number formats: what a number looks like in a cell."""

from __future__ import annotations

import re
from datetime import date, datetime, time, timedelta

EPOCH = date(1899, 12, 30)
_PARTS = re.compile(r"yyyy|yy|mm|m|dd|d|hh|h|ss|s")
_DEFAULTS = {"DATE": "d/m/yyyy", "DATE_TIME": "d/m/yyyy h:mm:ss", "TIME": "h:mm:ss", "PERCENT": "0.00%"}


def shown_as(value: float, kind: str = "", pattern: str = "") -> str:
    """A number in a format; one without a format is shown as short as it can be."""
    pattern = pattern or _DEFAULTS.get(kind, "")
    if kind in ("DATE", "DATE_TIME", "TIME"):
        return _moment(value, pattern.lower())
    if kind in ("NUMBER", "PERCENT") and re.fullmatch(r"(#,##)?[0#]+(\.0+)?%?", pattern):
        places = len(pattern.rstrip("%").partition(".")[2])
        shown = value * 100 if pattern.endswith("%") else value
        return f"{shown:{',' if ',' in pattern else ''}.{places}f}{'%' if pattern.endswith('%') else ''}"
    return str(int(value)) if value == int(value) else f"{value:.10g}"


def _moment(value: float, pattern: str) -> str:
    try:
        at = datetime.combine(EPOCH, time()) + timedelta(seconds=round(value * 86400))
    except OverflowError:
        return shown_as(value)
    before = ""

    def part(found: re.Match[str]) -> str:
        nonlocal before
        name = found[0]
        # m is a minute beside hours and seconds, a month otherwise.
        minute = name[0] == "m" and (before[:1] == "h" or pattern[found.end() :].lstrip(":").startswith("s"))
        before = name
        number = {"y": at.year, "m": at.minute if minute else at.month, "d": at.day, "h": at.hour, "s": at.second}
        if name == "yy":
            return f"{at.year % 100:02d}"
        return f"{number[name[0]]:02d}" if len(name) == 2 else str(number[name[0]])

    return _PARTS.sub(part, pattern)
