"""Shapes of provinces: polygons from ``data/geo`` as plain GeoJSON dictionaries."""

from __future__ import annotations

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
