"""Places one under the other: what is proved, what is only reported, with the figures beside the names."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import altair as alt

from lib.domain.thai_number import format_number
from lib.insight.country.area_state import AreaState, UnitRow
from lib.insight.country.progress import Progress
from lib.ui.country.drawers import district_drawer
from lib.ui.country.pressing import CHOSEN, CODE, chart_that_chooses, pressed_mark
from lib.ui.frame.charts import Spec, finish, inline, spec_of
from lib.ui.frame.colours import MUTED, PALE_TEAL, TEAL
from lib.ui.frame.replay import kept
from lib.ui.frame.shell import Here


@dataclass(frozen=True)
class UnitBar:
    """One bar: its place, the figure that stands with it, and whether anybody has recorded anything there."""

    id: str
    place: str
    proved: int
    reported: int
    label: str
    heard: bool = True


def show_ranking(
    here: Here, told: Progress, state: AreaState, rows: Sequence[UnitRow], version: str, *, shares: bool = False
) -> None:
    """Rows as bars, in their order; a press on a province chooses it, one on a district opens its tambons.

    `shares`: how many of a hundred recorded tambons are proved stands with each.
    """
    say = here.say
    words = (say("พิสูจน์แล้ว"), say("รายงานแต่ยังไม่พิสูจน์"), say("ยังไม่มีรายการ"))

    def label(row: UnitRow) -> str:
        if not row.heard:
            return ""
        beside = (
            [f"{round(100 * row.proved / row.recorded)}%"] if shares else [f"({row.grown:+,})"] if row.grown else []
        )
        return " ".join([format_number(row.proved), *beside])

    bars = [UnitBar(r.id, r.name.text(here.language), r.proved, r.reported, label(r), r.heard) for r in rows]
    order = ",".join(f"{r.id}{label(r)}" for r in rows)
    spec = kept(here, version, "ranking", lambda: ranking(bars, words), state.region, state.province, order)
    name = ", ".join(f"{b.place} {b.label}".strip() for b in bars[:20])
    if not state.province:
        chart_that_chooses(here, spec, "ranking", told, "", name)
    elif district := pressed_mark(f"{here.page.id}.districts.{state.province}", spec, name):
        district_drawer(here, told, state.province, district)


def ranking(bars: Sequence[UnitBar], words: tuple[str, str, str]) -> Spec:
    """Bars in the order that they come in, as a Vega-Lite description; a press on one chooses it.

    `words`: what the proved part, the reported part and a place without any record are called.
    """
    proved, reported, silent = words
    widest = max((b.proved + b.reported for b in bars), default=0) or 1
    order = [f"{b.place}  {b.label}" for b in bars]
    told = [
        {CODE: b.id, "place": f"{b.place}  {b.label}", "part": part, "n": count, "step": step, "told": figure}
        for b in bars
        for step, (part, count, figure) in enumerate(
            ((proved, b.proved, f"{b.proved:,}"), (reported, b.reported, f"{b.reported:,}"))
            if b.heard
            else ((silent, widest / 12, "–"),)
        )
    ]
    beside = [
        {"place": f"{b.place}  {b.label}", "end": b.proved + b.reported, "told": f"+{b.reported:,}"}
        for b in bars
        if b.reported
    ]
    rows = alt.Y("place:N", sort=order, title=None, axis=alt.Axis(labelLimit=240))
    base = alt.Chart(inline(told)).encode(y=rows)
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
        tooltip=[
            alt.Tooltip("place:N", title=" "),
            alt.Tooltip("part:N", title="  "),
            alt.Tooltip("told:N", title="   "),
        ],
    )
    pressed = solid.add_params(alt.selection_point(name=CHOSEN, fields=[CODE]))
    # What is only reported stands at the bar's end, by its number.
    numbers = alt.Chart(inline(beside)).mark_text(align="left", dx=5, fontSize=12, color=MUTED)
    drawn = alt.layer(pressed, numbers.encode(y=rows, x="end:Q", text="told:N"))
    # The figure stands with the name: an axis takes the ink of the theme.
    return spec_of(finish(drawn.properties(height=27 * len(order) + 80), small=True))
