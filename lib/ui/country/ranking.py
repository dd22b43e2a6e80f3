"""Places one under the other: what is proved, what is only reported, with the figures beside the names."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import altair as alt

from lib.ui.frame.charts import finish, inline
from lib.ui.frame.colours import TEAL


@dataclass(frozen=True)
class UnitBar:
    """One bar: its place, and the figure that stands with it."""

    place: str
    proved: int
    reported: int
    label: str


def ranking(bars: Sequence[UnitBar], proved: str, reported: str) -> alt.Chart:
    """Bars in the order that they come in. `proved`, `reported`: what the two parts are called."""
    order = [f"{b.place}  {b.label}" for b in bars]
    told = [
        {"place": f"{b.place}  {b.label}", "part": part, "n": count, "step": step}
        for b in bars
        for step, (part, count) in enumerate(((proved, b.proved), (reported, b.reported)))
    ]
    base = alt.Chart(inline(told)).encode(y=alt.Y("place:N", sort=order, title=None, axis=alt.Axis(labelLimit=220)))
    solid = base.mark_bar(height=16, stroke=TEAL, strokeWidth=1).encode(
        x=alt.X("n:Q", title=None, stack="zero", axis=None),
        color=alt.Color(
            "part:N",
            title=None,
            scale=alt.Scale(domain=[proved, reported], range=[TEAL, "#cfe3e2"]),
            legend=alt.Legend(orient="top"),
        ),
        order=alt.Order("step:Q"),
        tooltip=[
            alt.Tooltip("place:N", title=" "),
            alt.Tooltip("part:N", title="  "),
            alt.Tooltip("n:Q", title="   ", format=","),
        ],
    )
    # The figure stands with the name: an axis takes the ink of the theme, a mark does not.
    chart: alt.Chart = finish(solid.properties(height=max(120, 27 * len(order) + 20)), small=True)
    return chart
