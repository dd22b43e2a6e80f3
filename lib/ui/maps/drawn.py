"""A map without any network: the provinces' outlines, drawn by the browser from a file of ours."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import altair as alt

from lib.ui.frame.charts import Spec, finish, inline, spec_of
from lib.ui.frame.colours import EDGE, MUTED

#: Where the browser finds the province polygons (copied there by set-up).
PROVINCES_URL = "app/static/geo/provinces.geojson"
#: What the map's rows and points are made of.
Row = Mapping[str, object]


@dataclass(frozen=True)
class MapLook:
    """How a map is drawn and what a press on it does."""

    height: int = 620
    #: Name of the selection that a press on a province makes (its ``code``); '': none.
    chosen: str = ""
    #: The class that is told by its outline as well.
    dashed: str = ""
    #: Codes of the provinces that are drawn, filling the room; none: all.
    only: Sequence[str] = ()


def province_map(
    values: Sequence[Row],
    classes: Mapping[str, str],
    look: MapLook,
    points: Sequence[Row] = (),
    point_colours: Mapping[str, str] | None = None,
) -> Spec:
    """Provinces in classes (rows: code, name, class, note; class → colour), points on top.

    Longitude is shrunk by the cosine of Thailand's middle latitude through the mercator projection.
    """
    ground = _ground(values, classes, look)
    layers = ground
    if points:
        kinds = point_colours or {}
        # An area is a wide pale ring: nobody should read a point into it.
        wide = alt.datum.wide
        layers = ground + alt.Chart(inline(points)).mark_circle(stroke="white", strokeWidth=1.2).encode(
            size=alt.condition(wide, alt.value(900), alt.value(95)),
            fillOpacity=alt.condition(wide, alt.value(0.35), alt.value(0.95)),
            strokeDash=alt.condition(wide, alt.value([4, 3]), alt.value([1, 0])),
            longitude="lon:Q",
            latitude="lat:Q",
            fill=alt.Fill(
                "kind:N", title=None, scale=alt.Scale(domain=list(kinds), range=list(kinds.values())), legend=None
            ),
            tooltip=[alt.Tooltip("name:N", title=" "), alt.Tooltip("place:N", title="  ")],
        )
    chart = layers.project("mercator").properties(height=look.height)
    return spec_of(finish(chart.resolve_scale(color="independent", fill="independent")))


def _ground(values: Sequence[Row], classes: Mapping[str, str], look: MapLook) -> alt.Chart:
    shapes = alt.UrlData(url=PROVINCES_URL, format=alt.JsonDataFormat(type="json", property="features"))
    look_up = alt.LookupData(data=inline(values), key="code", fields=["name", "class", "note"])
    ground: alt.Chart = (
        alt.Chart(shapes)
        .mark_geoshape(stroke=EDGE, strokeWidth=0.7)
        .transform_lookup(lookup="properties.code", from_=look_up)
        .encode(
            color=alt.Color(
                "class:N",
                title=None,
                sort=list(classes),
                scale=alt.Scale(domain=list(classes), range=list(classes.values())),
                legend=None,
            ),
            tooltip=[
                alt.Tooltip("name:N", title=" "),
                alt.Tooltip("class:N", title="  "),
                alt.Tooltip("note:N", title="   "),
            ],
        )
    )
    if look.only:
        codes = ",".join(f"'{code}'" for code in look.only)
        ground = ground.transform_filter(f"indexof([{codes}], datum.properties.code) >= 0")
    if look.chosen:
        chosen = alt.selection_point(name=look.chosen, fields=["code"])
        ground = ground.transform_calculate(code="datum.properties.code").add_params(chosen)
    if look.dashed:
        is_dashed = alt.datum["class"] == look.dashed
        ground = ground.encode(
            stroke=alt.condition(is_dashed, alt.value(MUTED), alt.value(EDGE)),
            strokeDash=alt.condition(is_dashed, alt.value([3, 2]), alt.value([1, 0])),
        )
    return ground
