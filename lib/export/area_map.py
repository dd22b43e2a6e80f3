"""An area's map for its report, its slides and its pack: provinces in shades of how many tambons are proved there."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from lib.insight.country.area_state import AreaState
from lib.insight.province_shapes import Outlined, outlined, view_of

#: From nothing proved to the most, as on the wall.
SHADES: Final = ("#e6e9e6", "#b7d3d0", "#8bbab9", "#5b9ca0", "#327f87", "#0f5d65")
#: Of what lies around the area, and of a province nobody has recorded anything of.
AROUND: Final = "#f1f3ef"
SILENT: Final = "#ffffff"
EDGE: Final = "#778a87"
#: From this shade on a figure is white.
LIGHT_FROM: Final = 3


@dataclass(frozen=True)
class MapPart:
    """A province on the map. `within`: whether it belongs to the area; what lies around has no figure."""

    id: str
    name: str
    count: int
    shade: int
    within: bool
    heard: bool
    outline: Outlined

    @property
    def rings(self) -> list[list[tuple[float, float]]]:
        """Its outline as corners, in the degrees of the view box."""
        drawn = (ring.strip().removeprefix("M") for ring in self.outline.path.split("Z"))
        return [[(float(x), float(y)) for x, y in (c.split() for c in ring.split("L"))] for ring in drawn if ring]

    @property
    def colour(self) -> str:
        """What it is filled with."""
        if not self.within:
            return AROUND
        return SHADES[self.shade] if self.heard else SILENT


@dataclass(frozen=True)
class AreaMap:
    """Provinces, and the view box (left, top, width, height in degrees) that they fill."""

    parts: tuple[MapPart, ...]
    box: tuple[float, float, float, float]

    @property
    def drawn(self) -> str:
        """The map as a picture (SVG) without figures."""
        line = max(self.box[2], self.box[3]) / 700
        shapes = "".join(
            f'<path d="{p.outline.path}" fill="{p.colour}" stroke="{EDGE}" stroke-width="{line:.4f}"'
            + (f' stroke-dasharray="{4 * line:.4f} {3 * line:.4f}"' if p.within and not p.heard else "")
            + "/>"
            for p in sorted(self.parts, key=lambda p: p.within)
        )
        left, top, wide, tall = self.box
        head = f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="{left} {top} {wide} {tall}" width="{wide}" height="{tall}">'
        return f"{head}{shapes}</svg>"

    def place_of(self, part: MapPart) -> tuple[float, float]:
        """Where a province's figure stands, as shares of the map's width and height."""
        left, top, wide, tall = self.box
        return round((float(part.outline.x) - left) / wide, 4), round((float(part.outline.y) - top) / tall, 4)


def area_map(state: AreaState, provinces: Mapping[str, str], regions: Mapping[str, str]) -> AreaMap | None:
    """The provinces of an area; of one province, its region with it in it. None when there is no shape.

    `provinces`, `regions`: names and region codes by id.
    """
    region = state.region or regions.get(state.province, "")
    counts = Counter(place.province for place in state.month.tambons.counted_now)
    heard = {r.id for r in state.rows if r.heard}
    most = max(counts.values(), default=0) or 1
    parts = []
    for province, name in provinces.items():
        outline = outlined(province) if region in ("", regions.get(province, "")) else None
        if outline is not None:
            within = state.province in ("", province)
            said = state.any_record if state.province else province in heard
            shade = -(-counts[province] * (len(SHADES) - 1) // most)
            parts.append(MapPart(province, name, counts[province], shade, within, said, outline))
    left, top, wide, tall = (float(n) for n in view_of(p.id for p in parts).split())
    return AreaMap(tuple(parts), (left, top, wide, tall)) if parts else None
