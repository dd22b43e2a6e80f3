"""Positions: decimal degrees or degrees-minutes-seconds, swapped ones, ones in another province."""

from __future__ import annotations

import re
from typing import Any

from lib.domain.places import LAT_RANGE, LON_RANGE
from lib.domain.province_shapes import Outline
from lib.domain.thai_text import clean_text, to_ascii_digits
from lib.intake.reading import EMPTY, Candidate, Reading, normalised, question, rejected, used

_DMS = re.compile(
    r"(\d{1,3})\s*(?:°|องศา|d)\s*(\d{1,2}(?:\.\d+)?)\s*(?:'|’|′|ลิปดา|m)\s*"
    r"(?:(\d{1,2}(?:\.\d+)?)\s*(?:\"|”|″|''|ฟิลิปดา|s(?=\s|$))?)?\s*(N|S|E|W|เหนือ|ใต้|ตะวันออก|ตะวันตก)?",
    re.IGNORECASE,
)
_DECIMAL = re.compile(r"(?<![\d.])-?\d{1,3}(?:\.\d+)?(?![\d.])")
_LABELS = re.compile(r"(?i)lat(itude)?|lon(g|gitude)?|ละติจูด|ลองจิจูด|เหนือ|ตะวันออก|[NE°,;/:()\s]")
#: "lat lon altitude accuracy", as ODK and Kobo write a geopoint.
_GEOPOINT = re.compile(r"-?\d{1,3}\.\d+ -?\d{1,3}\.\d+ -?\d+(?:\.\d+)?(?: \d+(?:\.\d+)?)?")
_SOUTH_WEST = frozenset(("S", "s", "W", "w", "ใต้", "ตะวันตก"))
#: More letters than any pair of coordinates with its words.
_LONGEST = 200
#: How far outside a simplified border a point may lie and still belong, degrees (about 11 km).
_MARGIN = 0.1


def read_degrees(raw: Any) -> Reading:
    """One coordinate in decimal degrees WGS84."""
    if isinstance(raw, (int, float)) and not isinstance(raw, bool):
        return used(float(raw))
    text = clean_text(str(raw))
    if not text:
        return EMPTY
    values = _degrees(text)
    if len(values) != 1:
        return rejected(
            f"“{text}” ไม่ใช่พิกัด",
            f"“{text}” is no coordinate",
            "เขียนเป็นองศาทศนิยม เช่น 13.7563",
            "write decimal degrees, e.g. 13.7563",
        )
    if text == str(values[0]):
        return used(values[0])
    return normalised(values[0], f"อ่าน “{text}” เป็น {values[0]:g}", f"“{text}” is read as {values[0]:g}")


def read_point(raw: Any) -> tuple[Reading, Reading]:
    """Latitude and longitude written in one cell, in either order."""
    text = clean_text(str(raw))
    if not text:
        return EMPTY, EMPTY
    values = _degrees(text) if len(text) <= _LONGEST else []
    if _GEOPOINT.fullmatch(to_ascii_digits(text)):
        values = values[:2]  # a phone writes height and accuracy behind the position
    text = text[:_LONGEST]
    if len(values) != 2:
        wrong = rejected(
            f"“{text}” ไม่ใช่คู่พิกัด",
            f"“{text}” is no pair of coordinates",
            "เขียนเช่น 13.7563, 100.5018",
            "write e.g. 13.7563, 100.5018",
        )
        return wrong, wrong
    return used(values[0]), used(values[1])


def check_point(lat: float, lon: float, province: Outline | None, province_name: str) -> tuple[Reading, Reading]:
    """A read pair against Thailand and the row's province: swapped, elsewhere, or fine."""
    pair = _in_thailand(lat, lon)
    turned = not pair and _in_thailand(lon, lat)
    if turned:
        lat, lon = lon, lat
    if not pair and not turned:
        wrong = rejected(
            f"พิกัด {lat:g}, {lon:g} อยู่นอกประเทศไทย",
            f"Position {lat:g}, {lon:g} lies outside Thailand",
            "ตรวจละติจูด (5–21) และลองจิจูด (97–106)",
            "check latitude (5–21) and longitude (97–106)",
        )
        return wrong, wrong
    if province is not None and not province.holds(lat, lon, _MARGIN):
        th = f"พิกัด {lat:g}, {lon:g} อยู่นอก{province_name} ใช้ต่อหรือไม่"
        en = f"Position {lat:g}, {lon:g} lies outside {province_name}; use it all the same?"
        return tuple(question(th, en, [Candidate(v, f"{v:g}", f"{v:g}")]) for v in (lat, lon))  # type: ignore[return-value]
    if turned:
        th, en = "สลับละติจูดกับลองจิจูดให้แล้ว", "Latitude and longitude were swapped back"
        return normalised(lat, th, en), normalised(lon, th, en)
    return used(lat), used(lon)


def _in_thailand(lat: float, lon: float) -> bool:
    return LAT_RANGE[0] <= lat <= LAT_RANGE[1] and LON_RANGE[0] <= lon <= LON_RANGE[1]


def _degrees(text: str) -> list[float]:
    bare = to_ascii_digits(text)
    if found := _DMS.findall(bare):
        if _LABELS.sub("", _DMS.sub(" ", bare)) or any(float(m) >= 60 or float(s or 0) >= 60 for _, m, s, _ in found):
            return []
        return [
            round((int(d) + float(m) / 60 + float(s or 0) / 3600) * (-1 if side in _SOUTH_WEST else 1), 7)
            for d, m, s, side in found
        ]
    rest = _LABELS.sub(" ", _DECIMAL.sub(" ", bare))
    return [] if rest.strip() else [float(n) for n in _DECIMAL.findall(bare)]
