"""Shapes for maps: the polygons and the middle of each province."""

from __future__ import annotations

from lib.store.province_shapes import polygons, province_points


def centre_of(province_id: str) -> tuple[float, float] | None:
    """Middle of a province as (latitude, longitude); None when it has no polygon."""
    return province_points().get(province_id)


__all__ = ["centre_of", "polygons"]
