"""Two map layers that folium lacks: many shapes from a file the browser keeps, many dots at once.

folium renders one template per marker and puts whole polygons into every page: 350 ms and 70 KB
a view. These hand the browser a short table and let it draw.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from branca.element import MacroElement
from folium.template import Template

#: From the map's frame (``/component/<name>/``) our static files are two up.
PROVINCES_URL = "../../app/static/geo/provinces.geojson"


class ProvinceLayer(MacroElement):
    """Province polygons, coloured by a table: code → {fill, html}. `html` must be escaped.

    `inside`: codes of those that the window is fitted to, the others being pale; none: all of them.
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
            style: (f) => ({ color: "white", weight: 1, fillOpacity: {{ this.opacity }} * (outside(f) ? 0.3 : 1),
                             fillColor: (told[f.properties.code] || {}).fill || "#e6e6de" }),
            onEachFeature: (f, l) => l.bindTooltip((told[f.properties.code] || {}).html || "", { sticky: true }),
          }).addTo({{ this._parent.get_name() }});
          layer.bringToBack();
          if (!inside.length) return;
          const chosen = L.featureGroup(layer.getLayers().filter((l) => !outside(l.feature)));
          if (chosen.getLayers().length) {{ this._parent.get_name() }}.fitBounds(chosen.getBounds(), { padding: [12, 12] });
        });
        {% endmacro %}
        """
    )

    def __init__(self, table: Mapping[str, Mapping[str, str]], opacity: float, inside: Sequence[str] = ()) -> None:
        super().__init__()  # type: ignore[no-untyped-call]
        self._name = "ProvinceLayer"
        self.table, self.opacity, self.url, self.inside = table, opacity, PROVINCES_URL, list(inside)


class DotLayer(MacroElement):
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
        super().__init__()  # type: ignore[no-untyped-call]
        self._name = "DotLayer"
        self.dots = dots
