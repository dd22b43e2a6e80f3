"""st_folium with its work done once: rendering a map costs 15 ms, showing a rendered one 1 ms.

The component renders its arguments from the map on every run, and takes the map apart while
doing so. Here it renders them once per view; every session then shows the same arguments.
"""

from __future__ import annotations

import threading
from collections.abc import Callable
from typing import Any

import streamlit_folium
from streamlit_folium import st_folium

#: The place in streamlit-folium (pinned) where rendered arguments meet the browser.
_SEAM = "_component_func"
_rendering = threading.Lock()

Rendered = dict[str, Any]


#: What a map tells of: the thing that was clicked last, and any point that was.
THING, POINT = "last_object_clicked", "last_clicked"


def render(build: Callable[[], tuple[Any, Any]], key: str, height: int, tells: str = THING) -> Rendered:
    """The component's arguments for the (map, layer) that `build` makes. `tells`: `THING` or `POINT`."""
    base, layer = build()
    taken: Rendered = {}

    def take(**arguments: Any) -> dict[str, Any]:
        taken.update(arguments)
        return {}

    with _rendering:  # the seam is one for the whole process
        show_in_browser = getattr(streamlit_folium, _SEAM)
        setattr(streamlit_folium, _SEAM, take)
        try:
            st_folium(
                base,
                key=key,
                height=height,
                use_container_width=True,
                returned_objects=[tells],
                feature_group_to_add=layer,
            )
        finally:
            setattr(streamlit_folium, _SEAM, show_in_browser)
    return taken


def show(rendered: Rendered, tells: str = THING) -> dict[str, float] | None:
    """Show a rendered map; returns the point (lat, lng) of what was clicked last, if anything was."""
    with _rendering:
        show_in_browser = getattr(streamlit_folium, _SEAM)
    got = show_in_browser(**rendered)
    point: dict[str, float] | None = (got or {}).get(tells)
    return point
