"""Shapes of provinces: polygons from ``data/geo`` as plain GeoJSON dictionaries."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Any


def middles(collection: dict[str, Any]) -> dict[str, tuple[float, float]]:
    """Middle of each feature's largest ring by its ``code``: (latitude, longitude), degrees."""
    return {f["properties"]["code"]: _middle(f["geometry"]) for f in collection["features"]}


def _middle(geometry: dict[str, Any]) -> tuple[float, float]:
    parts = geometry["coordinates"]
    polygons = parts if geometry["type"] == "MultiPolygon" else [parts]
    lon, lat = _centroid(max((p[0] for p in polygons), key=len))
    return round(lat, 4), round(lon, 4)


def _centroid(ring: list[list[float]]) -> tuple[float, float]:
    """Area centroid of a closed ring (planar: good enough for one province)."""
    area = x = y = 0.0
    for (x1, y1), (x2, y2) in zip(ring, [*ring[1:], ring[0]], strict=True):
        cross = x1 * y2 - x2 * y1
        area, x, y = area + cross, x + (x1 + x2) * cross, y + (y1 + y2) * cross
    return x / (3 * area), y / (3 * area)


@dataclass(frozen=True)
class Outline:
    """Outer rings of an area: lists of (longitude, latitude), degrees WGS84."""

    rings: tuple[tuple[tuple[float, float], ...], ...]

    def holds(self, lat: float, lon: float, margin: float = 0.0) -> bool:
        """Whether a point lies inside, or within `margin` degrees of the border's corners.

        Shapes are simplified; a margin of 0.1° (about 11 km) forgives that.
        """
        if any(_inside(ring, lat, lon) for ring in self.rings):
            return True
        return any(
            math.hypot(x - lon, y - lat) <= margin or _near_side(ring, n, lat, lon, margin)
            for ring in self.rings
            for n, (x, y) in enumerate(ring)
        )


def shapes(collection: dict[str, Any]) -> dict[str, Outline]:
    """Each feature's shape by its ``code``."""
    return {f["properties"]["code"]: _shape(f["geometry"]) for f in collection["features"]}


def _shape(geometry: dict[str, Any]) -> Outline:
    parts = geometry["coordinates"]
    polygons = parts if geometry["type"] == "MultiPolygon" else [parts]
    return Outline(tuple(tuple((x, y) for x, y, *_ in p[0]) for p in polygons))


def _inside(ring: tuple[tuple[float, float], ...], lat: float, lon: float) -> bool:
    """Ray casting: an odd number of borders lies east of a point inside."""
    inside = False
    for (x1, y1), (x2, y2) in zip(ring, ring[1:] + ring[:1], strict=True):
        if (y1 > lat) != (y2 > lat) and lon < (x2 - x1) * (lat - y1) / (y2 - y1) + x1:
            inside = not inside
    return inside


def _near_side(ring: tuple[tuple[float, float], ...], n: int, lat: float, lon: float, margin: float) -> bool:
    (x1, y1), (x2, y2) = ring[n - 1], ring[n]
    length = (x2 - x1) ** 2 + (y2 - y1) ** 2
    if not length or not margin:
        return False
    along = max(0.0, min(1.0, ((lon - x1) * (x2 - x1) + (lat - y1) * (y2 - y1)) / length))
    return math.hypot(x1 + along * (x2 - x1) - lon, y1 + along * (y2 - y1) - lat) <= margin
