"""Province polygons: read once, shared by all."""

from __future__ import annotations

import json
from functools import cache
from typing import Any

from lib.config import ROOT

POLYGONS = ROOT / "data" / "geo" / "provinces.geojson"


@cache
def polygons() -> dict[str, Any]:
    """The FeatureCollection of 77 provinces, properties ``code``, ``name_th``, ``name_en``."""
    found: dict[str, Any] = json.loads(POLYGONS.read_text(encoding="utf-8"))
    return found


@cache
def centre_of(province_id: str) -> tuple[float, float] | None:
    """Middle of a province's largest ring as (latitude, longitude); None when it has no polygon."""
    for feature in polygons()["features"]:
        if feature["properties"]["code"] == province_id[3:]:
            shape = feature["geometry"]
            parts = (
                shape["coordinates"] if shape["type"] == "MultiPolygon" else [shape["coordinates"]]
            )
            lon, lat = _centroid(max((p[0] for p in parts), key=len))
            return round(lat, 4), round(lon, 4)
    return None


def _centroid(ring: list[list[float]]) -> tuple[float, float]:
    """Area centroid of a closed ring (planar: good enough for one province)."""
    area = x = y = 0.0
    for (x1, y1), (x2, y2) in zip(ring, [*ring[1:], ring[0]], strict=True):
        cross = x1 * y2 - x2 * y1
        area, x, y = area + cross, x + (x1 + x2) * cross, y + (y1 + y2) * cross
    return x / (3 * area), y / (3 * area)
