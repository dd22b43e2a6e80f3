"""Colours as Google stores them, and how a new workbook looks."""

from __future__ import annotations

import struct
from functools import cache
from typing import Any

Json = dict[str, Any]


def colour(given: Json) -> Json:
    """A Color as it comes back: eight bits a part, told as a short float, and no zeros."""
    return {name: _part(value) for name, value in given.items() if value}


def from_hex(text: str) -> Json:
    """4285f4 → Color."""
    parts = [int(text[i : i + 2], 16) / 255 for i in (0, 2, 4)]
    return colour(dict(zip(("red", "green", "blue"), parts, strict=True)))


@cache
def _part(value: float) -> int | float:
    # Google cuts off below eight bits (0.5 becomes 127); what it once told comes back the same.
    exact = struct.pack("f", int(value * 255 + 0.001) / 255)
    for digits in range(6, 10):
        short = float(f"{struct.unpack('f', exact)[0]:.{digits}g}")
        if struct.pack("f", short) == exact:
            return int(short) if short == int(short) else short
    raise AssertionError(value)


def with_styles(given: Any) -> Any:
    """A format as it comes back: each colour also as a ColorStyle, and the other way round."""
    if not isinstance(given, dict):
        return given
    found: Json = {}
    for name, value in given.items():
        if name.endswith("Color") and isinstance(value, dict):
            found[name] = colour(value)
            found.setdefault(f"{name}Style", {"rgbColor": colour(value)})
        elif name.endswith("ColorStyle") and isinstance(value, dict):
            if "rgbColor" in value:
                found[name] = {"rgbColor": colour(value["rgbColor"])}
                found[name.removesuffix("Style")] = colour(value["rgbColor"])
            else:
                found[name] = value
        else:
            found[name] = with_styles(value)
    return found


_THEME = {
    "TEXT": "000000",
    "BACKGROUND": "ffffff",
    "ACCENT1": "4285f4",
    "ACCENT2": "ea4335",
    "ACCENT3": "fbbc04",
    "ACCENT4": "34a853",
    "ACCENT5": "ff6d01",
    "ACCENT6": "46bdc6",
    "LINK": "1155cc",
}


@cache
def new_book() -> Json:
    """``defaultFormat`` and ``spreadsheetTheme`` of a workbook that nobody has styled."""
    letters = {
        "foregroundColor": {},
        "fontFamily": "arial,sans,sans-serif",
        "fontSize": 10,
        **dict.fromkeys(("bold", "italic", "strikethrough", "underline"), False),
    }
    default = {
        "backgroundColor": from_hex("ffffff"),
        "padding": {"top": 2, "right": 3, "bottom": 2, "left": 3},
        "verticalAlignment": "BOTTOM",
        "wrapStrategy": "OVERFLOW_CELL",
        "textFormat": letters,
    }
    colours = [{"colorType": name, "color": {"rgbColor": from_hex(text)}} for name, text in _THEME.items()]
    return {
        "defaultFormat": with_styles(default),
        "spreadsheetTheme": {"primaryFontFamily": "Arial", "themeColors": colours},
    }
