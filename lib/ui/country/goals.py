"""The two goals as cards: one big number, what stands beside it, and when it was due."""

from __future__ import annotations

import streamlit as st

from lib.domain.goals import Forecast, GoalState, Standing
from lib.domain.thai_date import format_date
from lib.domain.thai_number import format_number
from lib.insight.country.published import Goal
from lib.ui.frame.charts import goal_bar
from lib.ui.frame.safe import md
from lib.ui.frame.speech import Words


def goal_card(say: Words, goal: Goal, stand: Standing, unit: str) -> None:
    """Title, big number, bar, and one sentence that says where it stands."""
    with st.container(border=True, height="stretch"):
        st.markdown(f"**{md(goal.name.text(say.language))}**")
        if stand.state is GoalState.NO_FIGURE:
            st.markdown(f"### {say('ยังไม่มีตัวเลขเผยแพร่')}")
            st.caption(
                say(
                    "เป้า {target} {unit} · ครบกำหนด {due}",
                    target=format_number(stand.target),
                    unit=unit,
                    due=format_date(stand.due, say.language),
                )
            )
            st.caption(say("ไม่มีแหล่งใดเผยแพร่ผล และยังไม่มีใครบันทึกในระบบ จึงไม่แสดงเป็นศูนย์"))
            return
        st.metric(
            say("พิสูจน์แล้ว จากเป้า {target} {unit}", target=format_number(stand.target), unit=unit),
            format_number(stand.proved),
        )
        st.altair_chart(goal_bar(stand, say("พิสูจน์แล้ว"), say("รายงานแต่ยังไม่พิสูจน์")))
        if stand.reported:
            st.caption(
                say("อีก {n} {unit} รายงานแล้วแต่ยังไม่พิสูจน์ จึงไม่รวมในจำนวนข้างบน", n=format_number(stand.reported), unit=unit)
            )
        st.markdown(state_sentence(say, stand, unit))


def state_sentence(say: Words, stand: Standing, unit: str) -> str:
    """Reached, on the way or overdue, with the date."""
    due = format_date(stand.due, say.language)
    if stand.state is GoalState.REACHED:
        return f":green[:material/check_circle:] {say('ถึงเป้าแล้ว')}"
    if stand.state is GoalState.OVERDUE:
        return f":red[:material/event_busy:] {say('เลยกำหนด {due} แล้ว ยังขาด {n} {unit}', due=due, n=format_number(stand.missing), unit=unit)}"
    return f":material/schedule: {say('ครบกำหนด {due} ยังขาด {n} {unit}', due=due, n=format_number(stand.missing), unit=unit)}"


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
