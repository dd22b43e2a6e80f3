"""A goal as a tile: one big number, what stands beside it, and what is missing."""

from __future__ import annotations

import streamlit as st

from lib.domain.goals import Forecast, Standing, standing
from lib.domain.months import format_month
from lib.domain.thai_date import bangkok_today, format_date
from lib.domain.thai_number import format_number
from lib.insight.country.area_state import AreaState, Tile
from lib.insight.country.published import Goal
from lib.ui.country.area_words import gap_words
from lib.ui.frame.charts import goal_bar, show
from lib.ui.frame.shell import Here
from lib.ui.frame.speech import Words


def tambon_goal(here: Here, state: AreaState) -> None:
    """Concrete tambons of an area."""
    _tile(here, state, "tambons", here.say("ตำบลรูปธรรมที่พิสูจน์แล้ว"), state.any_record)


def team_goal(here: Here, state: AreaState) -> None:
    """Provinces of an area with a driving team."""
    _tile(here, state, "provinces", here.say("จังหวัดที่มีทีมขับเคลื่อน"), state.any_team)


def _tile(here: Here, state: AreaState, which: str, label: str, known: bool) -> None:
    say = here.say
    tile, goal = (state.tambons, state.goal) if which == "tambons" else (state.provinces, state.team_goal)
    with st.container(border=True, key=f"goal-{which}"):
        if not known:
            st.metric(label, "–")
            st.markdown(f"**{say('ยังไม่มีตัวเลขเผยแพร่')}**")
            if goal is not None:
                due = format_date(goal.due_on, here.language)
                st.caption(say("เป้า {n} ครบกำหนด {due}", n=format_number(goal.amount), due=due))
            st.caption(say("ไม่มีแหล่งใดเผยแพร่ผล และยังไม่มีใครบันทึกในระบบ จึงไม่แสดงเป็นศูนย์"))
            return
        st.metric(
            f"{label} {say('จาก {n}', n=format_number(tile.of))}" if tile.of is not None else label,
            format_number(tile.count),
            delta=f"{tile.grown:+,}" if tile.grown else None,
            delta_description=_since(here, state) if tile.grown else None,
            # A line that does not move tells nothing.
            chart_data=list(tile.spark) if len(set(tile.spark)) > 1 else None,
            chart_type="line",
        )
        if tile.of:
            bar = goal_bar(_standing(tile, goal), say("พิสูจน์แล้ว"), say("รายงานแต่ยังไม่พิสูจน์"))
            show(bar, f"{label}: {format_number(tile.count)} {say('จาก {n}', n=format_number(tile.of))}")
        st.caption(" · ".join(_beside(say, state, tile, goal)))


def _standing(tile: Tile, goal: Goal | None) -> Standing:
    today = bangkok_today()
    return standing(tile.of or 0, tile.count, tile.reported, goal.due_on if goal else today, today, any_record=True)


def _since(here: Here, state: AreaState) -> str:
    if state.month.against_the_month_before:
        return here.say("เดือนนี้")
    return here.say("ตั้งแต่สิ้น {month}", month=format_month(state.month.since, here.language))


def _beside(say: Words, state: AreaState, tile: Tile, goal: Goal | None) -> list[str]:
    told = [gap_words(say, tile, goal, state.month)]
    if tile.reported:
        told.append(say("อีก {n} รายงานแล้วแต่ยังไม่พิสูจน์ ไม่รวมข้างบน", n=format_number(tile.reported)))
    if tile.country is not None:
        told.append(say("ทั้งประเทศ {n}", n=format_number(tile.country)))
    return [t for t in told if t]


def forecast_sentence(say: Words, cast: Forecast, unit: str) -> str:
    """Where the rate of the last twelve months leads."""
    if cast.reached_on is None:
        return say("12 เดือนที่ผ่านมาพิสูจน์เพิ่ม {n} {unit} ด้วยอัตรานี้จะไม่ถึงเป้า", n=format_number(cast.per_year), unit=unit)
    return say(
        "12 เดือนที่ผ่านมาพิสูจน์เพิ่ม {n} {unit} ด้วยอัตรานี้จะถึงเป้าราว {day}",
        n=format_number(cast.per_year),
        unit=unit,
        day=format_date(cast.reached_on, say.language),
    )
