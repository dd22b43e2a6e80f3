"""Places one under the other: what is proved, what is only reported, with the numbers on the bars."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import altair as alt

from lib.ui.frame.charts import finish, inline
from lib.ui.frame.colours import MUTED, TEAL


@dataclass(frozen=True)
class UnitBar:
    """One bar: its place, and what stands at its end."""

    place: str
    proved: int
    reported: int
    label: str


def ranking(bars: Sequence[UnitBar], proved: str, reported: str) -> alt.LayerChart:
    """Bars in the order that they come in. `proved`, `reported`: what the two parts are called."""
    order = [b.place for b in bars]
    told = [
        {"place": b.place, "part": part, "n": count, "step": step}
        for b in bars
        for step, (part, count) in enumerate(((proved, b.proved), (reported, b.reported)))
    ]
    base = alt.Chart(inline(told)).encode(y=alt.Y("place:N", sort=order, title=None, axis=alt.Axis(labelLimit=170)))
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
    ends = inline([{"place": b.place, "n": b.proved + b.reported, "label": b.label} for b in bars])
    labels = (
        alt.Chart(ends)
        .mark_text(align="left", dx=5, fontSize=14, color=MUTED)
        .encode(y=alt.Y("place:N", sort=order), x=alt.X("n:Q", axis=None), text="label:N")
    )
    chart: alt.LayerChart = finish((solid + labels).properties(height=max(120, 27 * len(order) + 20)), small=True)
    return chart
