"""Places: identifiers, containment and distance.

A place of the Department of Provincial Administration (DOPA) has a code of 2 (province),
4 (amphoe / Bangkok district) or 6 digits (tambon / khwaeng); its id is ``TH-`` + code, as
in ISO 3166-2:TH. Regions of CODI are ``CODI-BE`` and so on. Other areas (municipalities,
province groups) get ids of their own.
"""

from __future__ import annotations

import math
import re

DOPA_ID = re.compile(r"^TH-(\d{2}|\d{4}|\d{6})$")
#: Bangkok is a special administrative area, not one of the 76 provinces.
BANGKOK_ID = "TH-10"
EARTH_RADIUS_KM = 6371.0
#: A generous box around Thailand, degrees WGS84.
LAT_RANGE = (5.5, 20.6)
LON_RANGE = (97.2, 105.8)


def place_id(code: str) -> str:
    """Id of a DOPA place; raises ValueError when the code has not 2, 4 or 6 digits."""
    made = f"TH-{code}"
    if not DOPA_ID.match(made):
        raise ValueError(f"not a DOPA code: {code!r}")
    return made


def province_id_of(area_id: str) -> str | None:
    """Province that a DOPA place lies in (``TH-250213`` → ``TH-25``); None for other ids."""
    return area_id[:5] if DOPA_ID.match(area_id) else None


def contains(outer: str, inner: str) -> bool:
    """Whether DOPA place `outer` is or contains `inner` (tambon ⊂ amphoe ⊂ province)."""
    return outer == inner or bool(DOPA_ID.match(outer) and DOPA_ID.match(inner) and inner.startswith(outer))


def distance_km(lat1: float, lon1: float, lat2: float, lon2: float) -> float:
    """Great-circle distance in kilometres between two WGS84 points (degrees)."""
    p1, p2 = math.radians(lat1), math.radians(lat2)
    half_lat, half_lon = (p2 - p1) / 2, math.radians(lon2 - lon1) / 2
    a = math.sin(half_lat) ** 2 + math.cos(p1) * math.cos(p2) * math.sin(half_lon) ** 2
    return 2 * EARTH_RADIUS_KM * math.asin(math.sqrt(a))


#: The whole country, where a part of it is named.
COUNTRY_ID = "TH"


def id_of_part(region: str, province: str) -> str:
    """Id of a part of the country: a province, a region by its code (``N`` → ``CODI-N``), or all of it."""
    return province or (f"CODI-{region}" if region else COUNTRY_ID)
