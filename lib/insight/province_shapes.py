"""Where provinces lie: the middle of each."""

from __future__ import annotations

from lib.store.province_shapes import province_points


def centre_of(province_id: str) -> tuple[float, float] | None:
    """Middle of a province as (latitude, longitude); None when it has no polygon."""
    return province_points().get(province_id)
