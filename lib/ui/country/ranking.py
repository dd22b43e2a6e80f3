"""Places one under the other: what is proved, what is only reported, with the figures beside the names."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import altair as alt

from lib.ui.country.pressing import CHOSEN, CODE
from lib.ui.frame.charts import Spec, finish, inline, spec_of
from lib.ui.frame.colours import MUTED, PALE_TEAL, TEAL


@dataclass(frozen=True)
class UnitBar:
    """One bar: its place, the figure that stands with it, and whether anybody has recorded anything there."""

    id: str
    place: str
    proved: int
    reported: int
    label: str
    heard: bool = True


def ranking(bars: Sequence[UnitBar], words: tuple[str, str, str]) -> Spec:
    """Bars in the order that they come in, as a Vega-Lite description; a press on one chooses it.

    `words`: what the proved part, the reported part and a place without any record are called.
    """
    proved, reported, silent = words
    widest = max((b.proved + b.reported for b in bars), default=0) or 1
    order = [f"{b.place}  {b.label}" for b in bars]
    told = [
        {CODE: b.id, "place": f"{b.place}  {b.label}", "part": part, "n": count, "step": step}
        for b in bars
        for step, (part, count) in enumerate(
            ((proved, b.proved), (reported, b.reported)) if b.heard else ((silent, widest / 12),)
        )
    ]
    base = alt.Chart(inline(told)).encode(y=alt.Y("place:N", sort=order, title=None, axis=alt.Axis(labelLimit=240)))
    is_silent = alt.datum["part"] == silent
    solid = base.mark_bar(height=16, strokeWidth=1).encode(
        x=alt.X("n:Q", title=None, stack="zero", axis=None),
        stroke=alt.condition(is_silent, alt.value(MUTED), alt.value(TEAL)),
        strokeDash=alt.condition(is_silent, alt.value([3, 2]), alt.value([1, 0])),
        color=alt.Color(
            "part:N",
            title=None,
            scale=alt.Scale(domain=[proved, reported, silent], range=[TEAL, PALE_TEAL, "transparent"]),
            # In two columns: it stands beside the names on a phone too.
            legend=alt.Legend(orient="top", columns=2, symbolStrokeColor=TEAL, symbolStrokeWidth=1),
        ),
        order=alt.Order("step:Q"),
        tooltip=[alt.Tooltip("place:N", title=" "), alt.Tooltip("part:N", title="  ")],
    )
    pressed = solid.add_params(alt.selection_point(name=CHOSEN, fields=[CODE]))
    # The figure stands with the name: an axis takes the ink of the theme, a mark does not.
    return spec_of(finish(pressed.properties(height=max(120, 27 * len(order) + 20)), small=True))
