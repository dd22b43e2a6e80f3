"""The map of centres: folium with our own files or the network's, else a drawn map.

The base map is built once per data version, language and way; filters only exchange the
layer of centres on top. A click on a centre opens its profile in the drawer beside the map.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import streamlit as st

from lib.domain.places import distance_km
from lib.insight.country.centres import Centre, Centres
from lib.insight.province_shapes import centre_of
from lib.insight.source import Shown
from lib.schema.choices import CLUSTERS, COVERAGE
from lib.schema.field import label
from lib.ui.country.centre_ways import MapWay, adding_part, map_way, ways_part
from lib.ui.country.centres import coverage_line, profile
from lib.ui.country.nearest import Nearby, kilometres, nearby_part
from lib.ui.form.attached import file_address
from lib.ui.frame.charts import show
from lib.ui.frame.colours import CLUSTER_COLOURS
from lib.ui.frame.filters import LISTED, choose
from lib.ui.frame.legend import legend
from lib.ui.frame.replay import kept, replay
from lib.ui.frame.safe import as_html
from lib.ui.frame.shell import Here
from lib.ui.maps import assets
from lib.ui.maps.drawn import MapLook, province_map

MIDDLE = (13.1, 101.2)
ZOOM = 5.5
HEIGHT = 500
#: A click this near to a centre's position (degrees, both ways added) means that centre.
SAME_PLACE = 0.02
#: Radius of an area of which nobody said how large it is, km.
_UNSAID_KM = 10.0
#: The three shades of coverage, light enough for points on top.
_PALE = {"has": "#9cc3c4", "none": "#e8b7aa", "unknown": "#e6e6de"}


def map_fragment(here: Here, shown: Shown[Centres], fits: Sequence[Centre], filters: tuple[str, ...]) -> None:
    """The map in the best way that works here, and beside it a drawer with the centres and what is known of one."""
    _fragment(here, shown, list(fits), filters)


@st.fragment
def _fragment(here: Here, shown: Shown[Centres], fits: list[Centre], filters: tuple[str, ...]) -> None:
    way = map_way(here)
    left, right = st.columns([2.1, 1], gap="small")
    drawer = right.container(height=HEIGHT, border=False, key="centres_drawer")
    with drawer:
        coverage_line(here, shown.value, fits, filters[0], filters[1])
        near = ways_part(here, shown.value, way)
        if near:
            nearby_part(here, near)
    pressed = None
    with left, st.container(key="centres_map"):
        if not way.drawn:
            pressed = _folium(here, shown, fits, filters, way, near)
        elif near:
            _drawn(here, shown.value, fits, "", near)
        else:
            replay(here, shown, "drawn-map", lambda: _drawn(here, shown.value, fits, filters[0]), *filters)
        with st.container(key="centres_legend"):
            _legend(here, drawn=way.drawn)
    options = {c.id: c.name for c in fits}
    if pressed and not way.adds:
        _open(centre_at(fits, *pressed), options)
    with drawer:
        if way.adds:
            adding_part(here, shown.value, pressed)
        if not options:
            return
        around = st.container()
        picked = choose(here, "centre", here.say("ศูนย์ในพื้นที่นี้"), options, all_label=here.say("ทั้งหมด"), manner=LISTED)
        found = next((c for c in fits if c.id == picked), None)
        if found:
            with around:
                profile(here, found)


def _open(clicked: str, options: Mapping[str, str]) -> None:
    """A centre that was pressed on the map is the one that the address names, once."""
    if clicked in options and st.session_state.get("_centre_clicked") != clicked:
        st.session_state["_centre_clicked"] = clicked
        st.query_params["centre"] = clicked


def _legend(here: Here, *, drawn: bool) -> None:
    kinds = [(CLUSTER_COLOURS[o.value], o.label(here.language)) for o in CLUSTERS]
    legend(
        [(_PALE[o.value], o.label(here.language)) for o in COVERAGE],
        [*kinds, (CLUSTER_COLOURS[""], here.say("ไม่ระบุคลัสเตอร์"))],
        fixed=not drawn,
    )


def _drawn(here: Here, told: Centres, fits: Sequence[Centre], region: str, near: Nearby | None = None) -> None:
    """The map without its own files: of a region its provinces fill it; of what is near, the country."""
    only = [p.id[3:] for p in told.provinces if p.region == region] if region else []
    rows = [
        {
            "code": p.id[3:],
            "name": p.name.text(here.language),
            "class": label(COVERAGE, told.coverage[p.id], here.language),
            "note": "",
        }
        for p in told.provinces
    ]
    kinds = {o.label(here.language): CLUSTER_COLOURS[o.value] for o in CLUSTERS}
    points = []
    away = {c.id: f" · {kilometres(here, km)}" for c, km in near.found} if near else {}
    for c in near.centres_also(fits) if near else fits:
        where = _position(c)
        if where:
            points.append(
                {
                    "lat": where[0],
                    "lon": where[1],
                    "wide": c.drawn_as == "area",
                    "name": c.name,
                    "place": c.place.text(here.language) + away.get(c.id, ""),
                    "kind": label(CLUSTERS, c.cluster, here.language) or here.say("ไม่ระบุคลัสเตอร์"),
                }
            )
    kinds[here.say("ไม่ระบุคลัสเตอร์")] = CLUSTER_COLOURS[""]
    classes = {o.label(here.language): _PALE[o.value] for o in COVERAGE}
    show(province_map(rows, classes, MapLook(HEIGHT, only=only), points, kinds), here.page.title(here.language))


def _position(c: Centre) -> tuple[float, float] | None:
    if c.drawn_as == "unresolved":
        return None
    if c.latitude is not None and c.longitude is not None:
        return c.latitude, c.longitude
    return centre_of(c.province) if c.province else None


def _folium(
    here: Here,
    shown: Shown[Centres],
    fits: Sequence[Centre],
    filters: tuple[str, ...],
    way: MapWay,
    near: Nearby | None,
) -> tuple[float, float] | None:
    """Show the folium map; returns where it was pressed last (latitude, longitude): on a centre, or anywhere."""
    from lib.ui.maps.component import POINT, THING, Rendered, render, show

    def build() -> tuple[Any, Any]:
        return _base_map(here, shown.value, filters[0], filters[1], tiles=way.tiles), _centre_layer(here, fits, near)

    # The component binds what it tells of when it is first drawn: the other way is another component.
    tells, key = (POINT, "centres.map.adds") if way.adds else (THING, "centres.map")
    seen = (assets.mode(), way.tiles, way.adds, *filters)

    def rendered() -> Rendered:
        return render(build, key, HEIGHT, tells)

    # From where somebody stands nobody else looks: made for this one, and not kept.
    made = rendered() if near else kept(here, shown.version, "map", rendered, *seen)
    point = show(made, tells)
    return (point["lat"], point["lng"]) if point else None


def centre_at(fits: Sequence[Centre], lat: float, lon: float) -> str:
    """Id of the centre meant by a click at a point (degrees): a dot that is hit, else the smallest ring around it."""
    hit: list[tuple[float, float, str]] = []
    for c in fits:
        if (where := _position(c)) is None:
            continue
        away, ring = distance_km(lat, lon, *where), ring_km(c)
        if abs(where[0] - lat) + abs(where[1] - lon) < SAME_PLACE:
            hit.append((0.0, away, c.id))
        elif away <= ring:
            hit.append((ring, away, c.id))
    return min(hit, default=(0.0, 0.0, ""))[2]


def ring_km(c: Centre) -> float:
    """Radius of the ring that an area is drawn as, km; 0 for a point."""
    return (c.accuracy_km or _UNSAID_KM) if c.drawn_as == "area" else 0.0


def _centre_layer(here: Here, fits: Sequence[Centre], near: Nearby | None) -> Any:
    import folium

    from lib.ui.maps.layers import DistanceLayer, DotLayer

    also = near.centres_also(fits) if near else fits
    layer = folium.FeatureGroup(name="centres")
    if near:
        ends = [(*where, kilometres(here, km)) for c, km in near.found if (where := _position(c)) is not None]
        DistanceLayer(near.origin, ends).add_to(layer)
    # The widest first: what is small lies on top and can be pressed.
    DotLayer([dot for c in sorted(also, key=ring_km, reverse=True) if (dot := _dot(here, c))]).add_to(layer)
    return layer


def _dot(here: Here, c: Centre) -> dict[str, Any] | None:
    """One centre: a dot for a point, a ring as wide as its accuracy for an area."""
    where = _position(c)
    if where is None:
        return None
    text = f"<b>{as_html(c.name)}</b><br>{as_html(c.place.text(here.language))}"
    if (picture := next((one for one in c.pictures if one.is_picture), None)) is not None:
        # From the map's frame (``/component/<name>/``) our routes are two up.
        text += f'<br><img src="../../{file_address(here, picture, small=True)}" alt="" style="max-width:180px;max-height:120px">'
    radius = ring_km(c) * 1000
    return {"lat": where[0], "lon": where[1], "colour": CLUSTER_COLOURS[c.cluster], "html": text, "radius_m": radius}


def _base_map(here: Here, told: Centres, region: str, province: str, *, tiles: bool) -> Any:
    """The provinces by coverage, those of the chosen area in the window and the others pale.

    Built per view: the component takes it apart while it renders.
    """
    import folium

    from lib.ui.maps.layers import FRAME_STYLE, ProvinceLayer

    built = folium.Map(
        location=MIDDLE,
        zoom_start=ZOOM,  # type: ignore[arg-type]
        tiles="OpenStreetMap" if tiles else None,
        attribution_control=tiles,
        min_zoom=5,
        max_zoom=12,
        zoom_snap=0.1,
    )
    if assets.mode() == "own":
        # Per instance: folium's own lists are shared by all maps.
        built.default_js = list(assets.OWN_JS.items())
        built.default_css = list(assets.OWN_CSS.items())
    table = {
        p.id[3:]: {
            "fill": _PALE[told.coverage[p.id]],
            "html": f"{as_html(p.name.text(here.language))} · {as_html(label(COVERAGE, told.coverage[p.id], here.language))}",
        }
        for p in told.provinces
    }
    inside = [p.id[3:] for p in told.provinces if region in ("", p.region) and province in ("", p.id)]
    ProvinceLayer(table, 0.35 if tiles else 1, inside if region or province else ()).add_to(built)
    root: Any = built.get_root()
    root.header.add_child(folium.Element(FRAME_STYLE))
    return built
