"""Charts: built once per data version and language (see `replay`), readable from the last row.

What stands in a tooltip needs no heading, but each line a title of its own (lines of one title are
shown as one): blanks of growing length. Proved is solid, reported is pale with an outline; colour is never the only sign.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import altair as alt
import streamlit as st
from altair.utils import schemapi

from lib.domain.goals import Standing
from lib.ui.frame.colours import EDGE, MUTED, PALE_TEAL, TEAL, TERRACOTTA

#: A chart as Vega-Lite describes it, ready for JSON.
Spec = dict[str, Any]
_FONT = "Sarabun"
#: Figures of a chart that are read aloud; its table has them all.
_READ_ALOUD = 20
# Altair checks each part of a chart against its schema while it is put together: two thirds of a map's 17 ms.
# The tests leave that on (`tests/pages/conftest.py`); people need not wait for it.
schemapi.disable_debug_mode()


def finish(chart: Any, *, small: bool = False) -> Any:
    """The common look: our font, quiet axes, labels large enough to read."""
    size = 13 if small else 15
    return (
        chart.configure(font=_FONT)
        .configure_view(strokeWidth=0)
        # The whole is one picture with a name (`show`): mark by mark it would be read aloud in English.
        .configure_mark(aria=False)
        .configure_axis(labelFontSize=size, titleFontSize=size, labelLimit=260, domain=False, ticks=False, aria=False)
        .configure_legend(
            labelFontSize=size,
            titleFontSize=size,
            orient="bottom",
            symbolType="square",
            labelLimit=320,
            symbolSize=170,
            aria=False,
        )
    )


def show(chart: alt.TopLevelMixin | Spec, name: str, rows: Sequence[Mapping[str, object]] = ()) -> None:
    """Draw a chart under the name that is read aloud for it, with the figures of its rows (label, n)."""
    spec = spec_of(chart) if isinstance(chart, alt.TopLevelMixin) else chart
    st.vega_lite_chart(None, named(spec, name, rows), width="stretch")


def named(spec: Spec, name: str, rows: Sequence[Mapping[str, object]] = ()) -> Spec:
    """The same chart with a name for whoever hears it."""
    figures = ", ".join(f"{r['label']} {format(r['n'], ',')}" for r in rows[:_READ_ALOUD])
    return {**spec, "description": f"{name}: {figures}" if figures else name}


def spec_of(chart: alt.TopLevelMixin) -> Spec:
    """The chart as Vega-Lite reads it."""
    spec: Spec = chart.to_dict(validate=False)
    return spec


def inline(rows: Sequence[Mapping[str, Any]]) -> Any:
    """Rows as data inside the chart's description."""
    return alt.InlineData(values=[dict(row) for row in rows])


def goal_bar(stand: Standing, proved: str, reported: str) -> Any:
    """One thin bar: proved solid, reported beside it pale, the target as the whole width."""
    shown = min(stand.proved, stand.target)
    beside = min(stand.reported, stand.target - shown)
    rows = [
        {"part": proved, "from": 0, "to": shown, "n": stand.proved},
        {"part": reported, "from": shown, "to": shown + beside, "n": stand.reported},
    ]
    base = alt.Chart(inline(rows))
    scale = alt.Scale(domain=[0, stand.target], nice=False)
    bars = base.mark_bar(height=22, stroke=TEAL, strokeWidth=1).encode(
        x=alt.X("from:Q", scale=scale, axis=None),
        x2="to:Q",
        color=alt.Color(
            "part:N", sort=None, legend=None, scale=alt.Scale(domain=[proved, reported], range=[TEAL, PALE_TEAL])
        ),
        tooltip=[alt.Tooltip("part:N", title=" "), alt.Tooltip("n:Q", title="  ", format=",")],
    )
    ground = (
        alt.Chart(inline([{"a": 0, "b": stand.target}]))
        .mark_bar(height=22, color=MUTED, fillOpacity=0.18, stroke=EDGE, strokeWidth=1)
        .encode(x=alt.X("a:Q", scale=scale, axis=None), x2="b:Q")
    )
    return finish((ground + bars).properties(height=26))


def rungs_by(
    rows: Sequence[Mapping[str, Any]], order: Sequence[str], rungs: Sequence[str], colours: Sequence[str], axis: str
) -> Any:
    """Stacked bars: how many tambons of each place stand on which rung (rows: place, rung, n)."""
    return finish(
        alt.Chart(inline(rows))
        .mark_bar(stroke=EDGE, strokeWidth=0.5)
        .encode(
            y=alt.Y("place:N", sort=list(order), title=None),
            x=alt.X("n:Q", title=axis, axis=alt.Axis(grid=True, tickMinStep=1, format=",d")),
            color=alt.Color(
                "rung:N",
                sort=list(rungs),
                title=None,
                scale=alt.Scale(domain=list(rungs), range=list(colours)),
                legend=None,
            ),
            order=alt.Order("step:Q"),
            tooltip=[
                alt.Tooltip("place:N", title=" "),
                alt.Tooltip("rung:N", title="  "),
                alt.Tooltip("n:Q", title="   ", format=","),
            ],
        )
        .properties(height=max(190, 44 * len(order) + 90))
    )


def bars(
    rows: Sequence[Mapping[str, Any]], axis: str, colours: Mapping[str, str] | None = None, *, horizontal: bool = False
) -> Any:
    """Plain bars with their numbers on them (rows: label, n, optional colour key ``c``)."""
    labels = [r["label"] for r in rows]
    category = alt.Axis(labelAngle=0, labelLimit=240)
    value_axis = alt.Axis(labels=False, grid=False, tickCount=3)
    name, amount = ("y", "x") if horizontal else ("x", "y")
    encode: dict[str, Any] = {
        name: (alt.Y if horizontal else alt.X)("label:N", sort=labels, title=None, axis=category),
        amount: (alt.X if horizontal else alt.Y)("n:Q", title=axis, axis=value_axis),
        "tooltip": [alt.Tooltip("label:N", title=" "), alt.Tooltip("n:Q", title="  ", format=",")],
    }
    base = alt.Chart(inline(rows)).encode(**encode)
    if colours:
        fill = alt.Color("c:N", legend=None, scale=alt.Scale(domain=list(colours), range=list(colours.values())))
        marks = base.mark_bar(size=26).encode(color=fill)
    else:
        marks = base.mark_bar(color=TEAL, size=34 if not horizontal else 24)
    side = {"align": "left", "dx": 6} if horizontal else {"dy": -9}
    numbers = base.mark_text(fontSize=15, fontWeight="bold", color=MUTED, **side).encode(
        text=alt.Text("n:Q", format=",")
    )
    return finish((marks + numbers).properties(height=34 * len(rows) + 60 if horizontal else 280))


def before_after(rows: Sequence[Mapping[str, Any]]) -> Any:
    """Baseline, newest value and target of one indicator (rows: label, n, c = before/now/target)."""
    colours = {"before": MUTED, "now": TEAL, "target": TERRACOTTA}
    base = alt.Chart(inline(rows)).encode(
        y=alt.Y("label:N", sort=[r["label"] for r in rows], title=None),
        x=alt.X("n:Q", title=None, axis=alt.Axis(labels=False, grid=False)),
    )
    fill = alt.Color("c:N", legend=None, scale=alt.Scale(domain=list(colours), range=list(colours.values())))
    marks = base.mark_bar(size=18).encode(
        color=fill, tooltip=[alt.Tooltip("label:N", title=" "), alt.Tooltip("n:Q", title="  ", format=",")]
    )
    numbers = base.mark_text(align="left", dx=6, fontSize=14, fontWeight="bold", color=MUTED).encode(
        text=alt.Text("n:Q", format=",")
    )
    return finish((marks + numbers).properties(height=34 * len(rows) + 16), small=True)


def spreads(rows: Sequence[Mapping[str, Any]], axis: str, words: tuple[str, str, str]) -> Any:
    """The middle half of households as a band with its middle (rows: label, low, middle, high).

    `words`: what the lower end, the middle and the upper end are called.
    """
    labels = [r["label"] for r in rows]
    base = alt.Chart(inline(rows)).encode(y=alt.Y("label:N", sort=labels, title=None))
    scale = alt.X("low:Q", title=axis, axis=alt.Axis(format=",d", tickCount=5))
    tips = [
        alt.Tooltip("label:N", title=" "),
        *(alt.Tooltip(f"{n}:Q", title=t, format=",") for n, t in zip(("low", "middle", "high"), words, strict=True)),
    ]
    band = base.mark_bar(height=20, color=TEAL, opacity=0.5).encode(x=scale, x2="high:Q", tooltip=tips)
    middle = base.mark_tick(thickness=4, height=26, color=TEAL).encode(x="middle:Q")
    told = base.mark_text(align="center", dy=-19, fontSize=14, fontWeight="bold", color=MUTED).encode(
        x="middle:Q", text=alt.Text("middle:Q", format=",")
    )
    return finish((band + middle + told).properties(height=56 * len(rows) + 60))


def pace_lines(
    rows: Sequence[Mapping[str, Any]], lines: Sequence[str], axis: str, due: str = "", due_label: str = ""
) -> Any:
    """Cumulative proved against the even pace (rows: day ISO, when in words, n, line); a due date is marked where there is one."""
    years = alt.Axis(labelExpr="year(datum.value)+__OFFSET__", tickCount="year", grid=False, title=None)
    base = alt.Chart(inline(rows)).encode(
        x=alt.X("day:T", axis=years),
        y=alt.Y("n:Q", title=axis, axis=alt.Axis(format=",d", tickCount=5)),
        color=alt.Color("line:N", sort=None, legend=None, scale=alt.Scale(domain=list(lines), range=[TEAL, MUTED])),
        strokeDash=alt.StrokeDash(
            "line:N", sort=None, legend=None, scale=alt.Scale(domain=list(lines), range=[[1, 0], [6, 5]])
        ),
    )
    line = base.mark_line(strokeWidth=3, interpolate="step-after")
    # A step is pressed by hand on a phone: its day and figure are told wherever one comes near.
    near = base.mark_circle(size=120, opacity=0).encode(
        tooltip=[
            alt.Tooltip("line:N", title=" "),
            alt.Tooltip("when:N", title="  "),
            alt.Tooltip("n:Q", title="   ", format=","),
        ]
    )
    drawn = line + near
    if not due:
        return finish(drawn.properties(height=260))
    mark = alt.Chart(inline([{"day": due, "label": due_label}]))
    rule = mark.mark_rule(color=TERRACOTTA, strokeWidth=2).encode(x="day:T")
    text = mark.mark_text(color=TERRACOTTA, align="left", dx=6, y=12, fontSize=14).encode(x="day:T", text="label:N")
    return finish((drawn + rule + text).properties(height=300))


def thai_years(chart: Any, language: str) -> Spec:
    """The finished chart with its year axis in the language's era (B.E. = C.E. + 543)."""
    import json

    offset = 543 if language == "th" else 0
    text = json.dumps(chart.to_dict()).replace("__OFFSET__", str(offset))
    spec: Spec = json.loads(text)
    return spec


def plan_balance(months: Sequence[str], by_month: Sequence[tuple[Any, Any]], gained: str, spent: str) -> Any:
    """Two lines over a plan's months: gains and costs so far, the gains with their range."""
    rows, low, high, paid = [], 0.0, 0.0, 0.0
    for number, (name, (gains, costs)) in enumerate(zip(months, by_month, strict=True)):
        low, high, paid = low + gains.low, high + gains.high, paid + costs.middle
        rows.append({"n": number, "month": name, "low": low, "high": high, "paid": paid, "mid": (low + high) / 2})
    base = alt.Chart(inline(rows)).encode(x=alt.X("month:N", sort=None, axis=alt.Axis(title=None, labelAngle=-40)))
    colours = alt.Scale(domain=[gained, spent], range=[TEAL, TERRACOTTA])
    band = base.mark_area(opacity=0.2, color=TEAL).encode(
        y=alt.Y("low:Q", axis=alt.Axis(title=None, format=",.0f")), y2="high:Q"
    )
    lines = (
        base.transform_calculate(**{gained: "datum.mid", spent: "datum.paid"})
        .transform_fold([gained, spent], ["what", "baht"])
        .mark_line(point=True, strokeWidth=3)
        .encode(
            y=alt.Y("baht:Q"),
            tooltip=[
                alt.Tooltip("month:N", title=" "),
                alt.Tooltip("what:N", title="  "),
                alt.Tooltip("baht:Q", title="   ", format=",.0f"),
            ],
            color=alt.Color("what:N", scale=colours, legend=alt.Legend(title=None)),
            strokeDash=alt.StrokeDash(
                "what:N", legend=None, scale=alt.Scale(domain=[gained, spent], range=[[1, 0], [6, 4]])
            ),
        )
    )
    return finish((band + lines).properties(height=300))


def plan_and_actual(rows: Sequence[Mapping[str, Any]], plan: str, actual: str) -> Any:
    """Bars side by side for each quarter: what was planned (pale) and what came (solid)."""
    named = [{**r, "sort": plan if r["sort"] == "plan" else actual} for r in rows]
    return finish(
        alt.Chart(inline(named))
        .mark_bar(stroke=TEAL, strokeWidth=1)
        .encode(
            x=alt.X("quarter:N", axis=alt.Axis(title=None, labelAngle=0)),
            xOffset=alt.XOffset("sort:N", sort=[plan, actual]),
            y=alt.Y("baht:Q", axis=alt.Axis(title=None, format=",.0f")),
            color=alt.Color(
                "sort:N",
                sort=[plan, actual],
                legend=alt.Legend(title=None, orient="top"),
                scale=alt.Scale(domain=[plan, actual], range=[PALE_TEAL, TEAL]),
            ),
            tooltip=[alt.Tooltip("sort:N", title=" "), alt.Tooltip("baht:Q", title="  ", format=",.0f")],
        )
        .properties(height=220)
    )
