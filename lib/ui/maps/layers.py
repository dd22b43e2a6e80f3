"""Two map layers that folium lacks: many shapes from a file the browser keeps, many dots at once.

folium renders one template per marker and puts whole polygons into every page: 350 ms and 70 KB
a view. These hand the browser a short table and let it draw.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from branca.element import MacroElement
from folium.template import Template

from lib.ui.frame.colours import EDGE, INK

#: From the map's frame (``/component/<name>/``) our static files are two up.
PROVINCES_URL = "../../app/static/geo/provinces.geojson"
#: The frame is a page of its own and has no Thai letters but those it is given.
FRAME_STYLE = f"""<style>
@font-face {{ font-family: Sarabun; font-weight: 400; src: url("../../app/static/fonts/Sarabun-Regular.ttf"); }}
@font-face {{ font-family: Sarabun; font-weight: 700; src: url("../../app/static/fonts/Sarabun-Bold.ttf"); }}
.leaflet-container {{ background: transparent; color: {INK}; }}
/* As high as the frame, whatever height the page gives it. */
html, body, #root, #parent, #map_div, .folium-map {{ height: 100vh !important; margin: 0; overflow: hidden; }}
.leaflet-container, .leaflet-tooltip {{ font-family: Sarabun, "Noto Sans Thai", sans-serif !important; }}
.leaflet-tooltip {{ font-size: 15px; line-height: 1.6; }}
</style>"""


class _Layer(MacroElement):
    """What the browser is told of it is its class's template."""

    def __init__(self) -> None:
        super().__init__()  # type: ignore[no-untyped-call]
        self._name = type(self).__name__


class ProvinceLayer(_Layer):
    """Province polygons, coloured by a table: code → {fill, html}. `html` must be escaped.

    `inside`: codes of those that the window is fitted to, the others being pale; none: all of them are.
    """

    _template = Template(
        """
        {% macro script(this, kwargs) %}
        // A press gives the map the focus: the page must not scroll away from under the pointer and lose it.
        const held = {{ this._parent.get_name() }}.getContainer();
        held.focus = () => HTMLElement.prototype.focus.call(held, { preventScroll: true });
        fetch({{ this.url|tojson }}).then((r) => r.json()).then((shapes) => {
          const told = {{ this.table|tojson }};
          const inside = {{ this.inside|tojson }};
          const outside = (f) => inside.length > 0 && !inside.includes(f.properties.code);
          const layer = L.geoJson(shapes, {
            style: (f) => ({ color: {{ this.edge|tojson }}, weight: 1, fillOpacity: {{ this.opacity }} * (outside(f) ? 0.3 : 1),
                             fillColor: (told[f.properties.code] || {}).fill || "#e6e6de" }),
            onEachFeature: (f, l) => l.bindTooltip((told[f.properties.code] || {}).html || "", { sticky: true }),
          }).addTo({{ this._parent.get_name() }});
          layer.bringToBack();
          const map = {{ this._parent.get_name() }};
          // On a weak signal the provinces come late: what is measured keeps the window.
          const chosen = L.featureGroup(layer.getLayers().filter((l) => !outside(l.feature)));
          const fit = () => {
            if (map.measured || !chosen.getLayers().length) return;
            // A frame that has no room yet (behind a menu, on a phone) is fitted once it has some.
            const room = map.getSize();
            if (Math.min(room.x, room.y) < 40) { map.once("resize", fit); return; }
            // On a wide screen the filters lie on its top and the legend on its foot.
            const [above, below] = room.x > 520 ? [60, 84] : [12, 12];
            map.fitBounds(chosen.getBounds(), { paddingTopLeft: [12, above], paddingBottomRight: [12, below] });
          };
          fit();
        });
        {% endmacro %}
        """
    )

    def __init__(self, table: Mapping[str, Mapping[str, str]], opacity: float, inside: Sequence[str] = ()) -> None:
        super().__init__()
        self.table, self.opacity, self.url, self.inside = table, opacity, PROVINCES_URL, list(inside)
        self.edge = EDGE


class DotLayer(_Layer):
    """Points (dots) and areas (dashed rings): rows of lat, lon, colour, html, radius_m (0 = point).

    `html` must be escaped.
    """

    _template = Template(
        """
        {% macro script(this, kwargs) %}
        for (const d of {{ this.dots|tojson }}) {
          const mark = d.radius_m
            ? L.circle([d.lat, d.lon], { radius: d.radius_m, color: d.colour, weight: 2, dashArray: "6 5", fillOpacity: 0.25 })
            : L.circleMarker([d.lat, d.lon], { radius: 8, color: "white", weight: 2, fillColor: d.colour, fillOpacity: 1 });
          mark.bindTooltip(d.html).addTo({{ this._parent.get_name() }});
        }
        {% endmacro %}
        """
    )

    def __init__(self, dots: Sequence[Mapping[str, Any]]) -> None:
        super().__init__()
        self.dots = dots


class DistanceLayer(_Layer):
    """From one point (latitude, longitude, degrees) to others, each with its distance in words on the map.

    The window is fitted to all of them. The words must be free of markup.
    """

    _template = Template(
        """
        {% macro script(this, kwargs) %}
        {
          const from = {{ this.origin|tojson }}, ends = {{ this.ends|tojson }};
          const group = {{ this._parent.get_name() }};
          for (const [lat, lon, words] of ends) {
            L.polyline([from, [lat, lon]], { color: "#7a2e12", weight: 2, dashArray: "2 6", interactive: false }).addTo(group);
            L.circleMarker([lat, lon], { radius: 1, opacity: 0, interactive: false })
              .bindTooltip(words, { permanent: true, direction: lon < from[1] ? "left" : "right", offset: [lon < from[1] ? -8 : 8, 0] }).addTo(group);
          }
          L.circleMarker(from, { radius: 9, color: "#7a2e12", weight: 4, fillColor: "white", fillOpacity: 1, interactive: false })
            .addTo(group);
          const all = L.latLngBounds([from, ...ends.map(([lat, lon]) => [lat, lon])]);
          let map;
          group.once("add", () => {
            map = group._map;
            map.measured = group;
            map.fitBounds(all, { padding: [96, 32], maxZoom: 10 });
          });
          group.once("remove", () => { if (map.measured === group) map.measured = null; });
        }
        {% endmacro %}
        """
    )

    def __init__(self, origin: tuple[float, float], ends: Sequence[tuple[float, float, str]]) -> None:
        super().__init__()
        self.origin, self.ends = list(origin), [list(end) for end in ends]
