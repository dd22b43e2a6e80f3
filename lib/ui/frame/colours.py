"""Colours of the product. Five regions keep one colour each; rungs are one sequential scale."""

from __future__ import annotations

INK, MUTED, PAPER, LINE = "#16302f", "#5b6f6d", "#fbfaf6", "#cfd9d6"
TEAL, DEEP_TEAL, TERRACOTTA = "#1f6f78", "#0f4c52", "#c8553d"
INDIGO, GREEN, BROWN = "#3d5a98", "#2f7d4f", "#7a5c3e"

REGION_COLOURS = {"N": INDIGO, "NE": BROWN, "CW": GREEN, "BE": TEAL, "S": TERRACOTTA}
#: From the lowest rung to the counted one; 0 = nothing proved yet. Light enough to tell apart
#: on paper and on the dark ground alike.
RUNG_COLOURS = ("#d9dfdc", "#b7d3d0", "#8bbab9", "#5b9ca0", "#327f87", "#0f5d65")
CLUSTER_COLOURS = {"production": GREEN, "processing": INDIGO, "service": BROWN, "": MUTED}


def rung_colour(order: int) -> str:
    """Colour of a rung's order; ladders longer than the scale keep the last colour."""
    return RUNG_COLOURS[min(max(order, 0), len(RUNG_COLOURS) - 1)]
