"""Find the widgets a person could change on a page, and make the state a browser would send."""

from __future__ import annotations

import json
import random
import re
from dataclasses import dataclass, field
from typing import Any, Literal

from streamlit.proto.Element_pb2 import Element
from streamlit.proto.WidgetStates_pb2 import WidgetState

# How the value of a widget travels in WidgetState.
Wire = Literal["string", "strings", "int", "map"]
SELECT_LIKE = ("selectbox", "radio", "button_group", "multiselect", "pagination")
FOLIUM = "streamlit_folium.st_folium"
RETURNED_OBJECTS = re.compile(r'"returned_objects": (null|\[[^\]]*\])')


@dataclass(frozen=True)
class Widget:
    """One select-like widget (or a map that reports every move) as received."""

    id: str
    kind: str
    label: str
    wire: Wire
    options: tuple[str, ...]
    default: tuple[str, ...]
    """What the browser shows before anyone touches it."""
    many: bool = False
    query_key: str = ""
    fragment_id: str = ""
    script_hash: str = field(default="", compare=False)
    """Hash of the script that drew it: the entry script's own widgets outlive a page switch."""


def read_widget(element: Element) -> Widget | None:
    """The widget in `element` if a change of it would rerun the app, else None."""
    kind = element.WhichOneof("type")
    if kind == "component_instance":
        return _read_map(element)
    if kind not in SELECT_LIKE:
        return None
    proto = getattr(element, kind)
    # In a form nothing is sent before the submit button; on_change="ignore" sends nothing at all.
    if proto.disabled or proto.form_id or proto.ignore_rerun:
        return None
    label = proto.label if kind != "pagination" else kind
    query_key = proto.query_param_key if proto.HasField("query_param_key") else ""
    if kind == "pagination":
        options = tuple(str(page) for page in range(1, proto.num_pages + 1))
        shown = proto.value if proto.set_value else proto.default or 1
        return Widget(proto.id, kind, label, "int", options, (str(shown),), query_key=query_key)
    if kind == "button_group":
        options = tuple(f"{o.content_icon} {o.content}".strip() for o in proto.options)
    else:
        options = tuple(proto.options)
    many = kind == "multiselect" or (kind == "button_group" and proto.click_mode == type(proto).MULTI_SELECT)
    wire: Wire = "strings" if kind in ("multiselect", "button_group") else "string"
    return Widget(proto.id, kind, label, wire, options, _shown(proto, kind, options), many, query_key)


def another(widget: Widget, current: tuple[str, ...], draw: random.Random) -> tuple[str, ...] | None:
    """A value that differs from `current`; None when the widget offers no other one."""
    if widget.wire == "map":
        return (json.dumps(_moved(draw)),)
    if widget.many:
        choice = draw.choice(widget.options) if widget.options else ""
        if not choice:
            return None
        # A click on a chip toggles it.
        return tuple(v for v in current if v != choice) if choice in current else (*current, choice)
    others = [option for option in widget.options if option not in current]
    return (draw.choice(others),) if others else None


def state_of(widget: Widget, value: tuple[str, ...]) -> WidgetState:
    state = WidgetState(id=widget.id)
    if widget.wire == "strings":
        state.string_array_value.data.extend(value)
    elif widget.wire == "int":
        state.int_value = int(value[0])
    elif widget.wire == "map":
        state.json_value = value[0]
    elif value:
        state.string_value = value[0]
    return state


def _shown(proto: Any, kind: str, options: tuple[str, ...]) -> tuple[str, ...]:
    if kind in ("multiselect", "button_group"):
        if proto.set_value:
            return tuple(proto.raw_values)
        return tuple(options[i] for i in proto.default if i < len(options))
    if proto.set_value:
        return (proto.raw_value,)
    if proto.HasField("default") and proto.default < len(options):
        return (options[proto.default],)
    return ()


def _read_map(element: Element) -> Widget | None:
    """A folium map without `returned_objects`: its browser part reruns the app on every move."""
    proto = element.component_instance
    if proto.component_name != FOLIUM:
        return None
    # A regular expression, because parsing the 150 KB of a map would load the client.
    returned = RETURNED_OBJECTS.search(proto.json_args)
    if returned is None or not any(key in returned[1] for key in ("null", "bounds", "center")):
        return None
    return Widget(proto.id, "map", "map", "map", ("moved",), ())


def _moved(draw: random.Random) -> dict[str, object]:
    lat, lng = 13.2 + draw.uniform(-1, 1), 101.0 + draw.uniform(-1, 1)
    return {
        "last_clicked": None,
        "last_object_clicked": None,
        "zoom": draw.choice((5, 6, 7)),
        "center": {"lat": lat, "lng": lng},
        "bounds": {"_southWest": {"lat": lat - 4, "lng": lng - 3}, "_northEast": {"lat": lat + 4, "lng": lng + 3}},
    }
