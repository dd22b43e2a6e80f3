"""Colours of the product. Five regions keep one colour each; rungs are one sequential scale."""

from __future__ import annotations

INK, MUTED, PAPER, LINE = "#16302f", "#5b6f6d", "#fbfaf6", "#cfd9d6"
#: What every page stands on, as the theme has it (``.streamlit/config.toml``), for what lies over others.
GROUND = f"light-dark({PAPER}, #0f1f1f)"
TEAL, DEEP_TEAL, TERRACOTTA = "#1f6f78", "#0f4c52", "#c8553d"
#: Outlines: told from paper and from the dark ground alike (3.5 and 4.7 to 1), as WCAG 1.4.11 asks.
EDGE = "#778a87"
INDIGO, GREEN, BROWN = "#3d5a98", "#2f7d4f", "#7a5c3e"

REGION_COLOURS = {"N": INDIGO, "NE": BROWN, "CW": GREEN, "BE": TEAL, "S": TERRACOTTA}
#: From the lowest rung to the counted one; 0 = nothing proved yet. Light enough to tell apart
#: on paper and on the dark ground alike.
RUNG_COLOURS = ("#d9dfdc", "#b7d3d0", "#8bbab9", "#5b9ca0", "#327f87", "#0f5d65")
#: Reported, not proved: beside the solid colour.
PALE_TEAL = "#cfe3e2"
#: Drawn only so that the outline of the whole can be seen.
FAINT = "#e9e7df"
#: What stands for each of these on the dark ground, where what matters has to be the brighter.
ON_DARK = {
    **dict(zip(RUNG_COLOURS, ("#2a3b3a", "#2b5558", "#357276", "#4d9498", "#7dbfc1", "#c0eae9"), strict=True)),
    TEAL: "#43a1aa",
    PALE_TEAL: "#1d4a4d",
    FAINT: "#1b2e2e",
    INDIGO: "#7d98d8",
    BROWN: "#b48f66",
    GREEN: "#4fa573",
}
CLUSTER_COLOURS = {"production": GREEN, "processing": INDIGO, "service": BROWN, "": MUTED}


def themed(colour: str) -> str:
    """A colour for CSS that fits the ground it stands on."""
    return f"light-dark({colour}, {ON_DARK[colour]})" if colour in ON_DARK else colour


def themed_css(what: str, colour: str) -> str:
    """The same as declarations: a browser that does not know of two grounds keeps the first."""
    return f"{what}:{colour};{what}:{themed(colour)}"


def rung_colour(order: int) -> str:
    """Colour of a rung's order; ladders longer than the scale keep the last colour."""
    return RUNG_COLOURS[min(max(order, 0), len(RUNG_COLOURS) - 1)]
