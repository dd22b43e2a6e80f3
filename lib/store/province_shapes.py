"""Province polygons: read once, shared by all."""

from __future__ import annotations

import json
from functools import cache
from typing import Any

from lib.config import ROOT
from lib.domain.province_shapes import Outline, middles, shapes

POLYGONS = ROOT / "data" / "geo" / "provinces.geojson"


@cache
def polygons() -> dict[str, Any]:
    """The FeatureCollection of 77 provinces, properties ``code``, ``name_th``, ``name_en``."""
    found: dict[str, Any] = json.loads(POLYGONS.read_text(encoding="utf-8"))
    return found


@cache
def province_points() -> dict[str, tuple[float, float]]:
    """Middle of each province by id: (latitude, longitude)."""
    return {f"TH-{code}": point for code, point in middles(polygons()).items()}


@cache
def province_shapes() -> dict[str, Outline]:
    """Shape of each province by id."""
    return {f"TH-{code}": shape for code, shape in shapes(polygons()).items()}
