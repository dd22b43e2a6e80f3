"""A whole position pasted into one box: ``lat, lon``, degrees and minutes, or a link to a map."""

from __future__ import annotations

import re

from lib.domain.places import LAT_RANGE, LON_RANGE
from lib.domain.thai_text import to_ascii_digits
from lib.intake.coordinates import read_point

#: Links name the pin before the middle of the picture, which may lie elsewhere.
_LINKS = (
    re.compile(r"!3d(-?\d{1,3}\.\d+)!4d(-?\d{1,3}\.\d+)"),
    re.compile(r"[?&]mlat=(-?\d{1,3}\.\d+)&mlon=(-?\d{1,3}\.\d+)"),
    re.compile(
        r"[?&](?:q|query|ll|sll|center|destination|daddr)=(?:loc:)?(-?\d{1,3}(?:\.\d+)?)(?:,|%2C)(?:\s|\+|%20)*(-?\d{1,3}(?:\.\d+)?)",
        re.IGNORECASE,
    ),
    re.compile(r"^geo:(-?\d{1,3}(?:\.\d+)?),(-?\d{1,3}(?:\.\d+)?)"),
    re.compile(r"/(?:place|search)/(-?\d{1,3}\.\d+),(?:\+|%20)*(-?\d{1,3}\.\d+)"),
    re.compile(r"@(-?\d{1,3}\.\d+),(-?\d{1,3}\.\d+)"),
    re.compile(r"#map=\d+(?:\.\d+)?/(-?\d{1,3}\.\d+)/(-?\d{1,3}\.\d+)"),
)
_SHORT = re.compile(r"^https?://(?:maps\.app\.)?goo\.gl/", re.IGNORECASE)
#: Links of maps are long; nothing longer is looked at.
_LONGEST = 4000


def pasted_position(text: str) -> tuple[float, float] | None:
    """(latitude, longitude) in Thailand, degrees WGS84, swapped back when need be; None when it is none."""
    bare = to_ascii_digits(text.strip())
    if not bare or len(bare) > _LONGEST:
        return None
    for link in _LINKS:
        if found := link.search(bare):
            return _in_thailand(float(found[1]), float(found[2]))
    if "://" in bare:
        return None
    latitude, longitude = (reading.value for reading in read_point(bare))
    return None if latitude is None or longitude is None else _in_thailand(latitude, longitude)


def is_short_link(text: str) -> bool:
    """A link that says nothing of the place before somebody opens it."""
    return bool(_SHORT.match(text.strip()))


def _in_thailand(one: float, other: float) -> tuple[float, float] | None:
    for lat, lon in ((one, other), (other, one)):
        if LAT_RANGE[0] <= lat <= LAT_RANGE[1] and LON_RANGE[0] <= lon <= LON_RANGE[1]:
            return lat, lon
    return None
