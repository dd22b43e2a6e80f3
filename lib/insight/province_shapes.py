"""Where provinces lie: the middle of each, and whether a point is in one."""

from __future__ import annotations

from lib.store.province_shapes import province_points, province_shapes

#: Shapes are simplified: a point this far outside (degrees, about 11 km) may still belong.
MARGIN = 0.1


def centre_of(province_id: str) -> tuple[float, float] | None:
    """Middle of a province as (latitude, longitude); None when it has no polygon."""
    return province_points().get(province_id)


def lies_in(province_id: str, latitude: float, longitude: float) -> bool:
    """Whether a point (degrees) may lie in a province; True for a province without a polygon."""
    shape = province_shapes().get(province_id)
    return shape is None or shape.holds(latitude, longitude, MARGIN)
