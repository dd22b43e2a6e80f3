"""Where provinces lie: the middle of each, whether a point is in one, and their outlines for a picture."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache

from lib.config import forgettable
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


def province_at(latitude: float, longitude: float) -> str:
    """Id of the province that holds a point (degrees), or that lies within the margin; '' for none."""
    for margin in (0.0, MARGIN):
        for province_id, shape in province_shapes().items():
            if shape.holds(latitude, longitude, margin):
                return province_id
    return ""


#: Rings of less than so many degrees across are islets that no picture shows.
_ISLET = 0.06


@dataclass(frozen=True)
class Outlined:
    """A province as a picture (SVG) draws it, in degrees that count downwards: its path, and where its figure stands."""

    path: str
    x: str
    y: str


@forgettable
@cache
def outlined(province_id: str) -> Outlined | None:
    """The outline of a province to a hundredth of a degree; None when it has no polygon."""
    shape, middle = province_shapes().get(province_id), province_points().get(province_id)
    if shape is None or middle is None:
        return None
    rings = [r for r in shape.rings if _span(r) >= _ISLET]
    path = " ".join("M" + "L".join(f"{x:.2f} {_down(y):.2f}" for x, y in ring) + "Z" for ring in rings)
    return Outlined(path, f"{middle[1]:.2f}", f"{_down(middle[0]):.2f}")


def view_of(provinces: Iterable[str]) -> str:
    """The view box (SVG) that some provinces fill: left, top, width and height."""
    shapes = [shape for p in provinces if (shape := province_shapes().get(p))]
    points = [(x, _down(y)) for shape in shapes for ring in shape.rings for x, y in ring]
    if not points:
        return "0 0 1 1"
    left, top = min(x for x, _ in points), min(y for _, y in points)
    wide, tall = max(x for x, _ in points) - left, max(y for _, y in points) - top
    return f"{left - 0.05:.2f} {top - 0.05:.2f} {wide + 0.1:.2f} {tall + 0.1:.2f}"


def _span(ring: tuple[tuple[float, float], ...]) -> float:
    xs, ys = [x for x, _ in ring], [y for _, y in ring]
    return max(max(xs) - min(xs), max(ys) - min(ys))


def _down(latitude: float) -> float:
    """Pictures count downwards; a degree of latitude is a little longer than one of longitude here."""
    return -latitude * 1.03
