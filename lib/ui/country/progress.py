"""The parts of the progress screen: the gap, the ranking, the pace."""

from __future__ import annotations

from datetime import date

import streamlit as st

from lib.domain.goals import forecast, in_last_year
from lib.domain.goals import pace as even_pace
from lib.domain.thai_date import bangkok_today, format_date
from lib.domain.thai_number import format_number
from lib.insight.country.area_state import AreaState, UnitRow
from lib.insight.country.progress import Progress
from lib.insight.country.published import Goal
from lib.ui.country.area_words import gap_words, sentence
from lib.ui.country.goals import forecast_sentence, tambon_goal
from lib.ui.country.ranking import show_ranking
from lib.ui.frame.charts import pace_lines, show, thai_years
from lib.ui.frame.colours import TEAL
from lib.ui.frame.filters import TABS, choose
from lib.ui.frame.legend import legend
from lib.ui.frame.safe import md
from lib.ui.frame.shell import Here, page_link


def the_gap(here: Here, state: AreaState) -> None:
    """What is missing, first; without a target, where the area stands."""
    gap = gap_words(here.say, state.tambons, state.goal, state.month) if state.any_record else ""
    st.markdown(f"### {md(f'{state.name.text(here.language)}: {gap}' if gap else sentence(here.say, state))}")


def ranked(here: Here, told: Progress, state: AreaState, version: str) -> None:
    """One row a province (of one province: a district), the silent ones too."""
    if not state.any_record:
        _invite(here)
        return
    say = here.say
    orders = {"n": say("เรียงตามจำนวน"), "share": say("สัดส่วนที่พิสูจน์"), "month": say("ที่เพิ่มในเดือน")}
    order = choose(here, "sort", say("เรียง"), orders, manner=TABS)
    keys = {
        "n": lambda r: (-r.proved, -r.reported),
        "share": lambda r: (-r.proved / max(r.recorded, 1), -r.proved),
        "month": lambda r: (-r.grown, -r.proved),
    }
    rows: list[UnitRow] = sorted(state.rows, key=lambda r: (not r.heard, *keys[order](r), r.id))
    with st.container(height=430, border=False):
        show_ranking(here, told, state, rows, version, shares=order == "share")


def standing(here: Here, state: AreaState) -> None:
    """The goal as a tile."""
    tambon_goal(here, state)
    if state.goal is None:
        st.caption(here.say("เป้าหมาย 500 ตำบลตั้งไว้ทั้งประเทศ พื้นที่นี้ยังไม่มีเป้าที่ตกลงกัน บันทึกได้ที่ “เป้าหมาย” ในหน้าบันทึก"))


def pace(here: Here, part: Progress, goal: Goal | None) -> None:
    """The way to here and where the present rate leads; against the even pace where there is a target."""
    if not part.proved:
        return
    say, today = here.say, bangkok_today()
    proved, even = say("พิสูจน์แล้วสะสม"), say("จังหวะที่ต้องทำให้ทันกำหนด")

    def point(day: date, n: float, line: str) -> dict[str, object]:
        # The day in words as well: the browser knows no Buddhist era.
        return {"day": day.isoformat(), "when": format_date(day, here.language), "n": n, "line": line}

    rows = [point(day, n, proved) for n, day in enumerate(part.proved_on, start=1)]
    rows.append(point(today, part.proved, proved))
    if goal is None:
        year = in_last_year(part.proved_on, today)
        title = say("12 เดือนที่ผ่านมาพิสูจน์เพิ่ม {n} ตำบล เดือนละ {rate}", n=year, rate=format_number(year / 12, 1))
        st.subheader(title, anchor=False)
        show(thai_years(pace_lines(_thinned(rows), [proved], say("ตำบล")), here.language), title)
        return
    cast = forecast(part.proved_on, goal.amount, today)
    st.markdown(f":material/query_stats: {forecast_sentence(say, cast, say('ตำบล'))}")
    title = _pace_title(here, goal, part, today)
    st.subheader(title, anchor=False)
    rows = [point(goal.starts_on, 0, proved), *rows]
    rows += [
        point(day, even_pace(goal.starts_on, goal.due_on, goal.amount, day), even)
        for day in (goal.starts_on, goal.due_on, today)
    ]
    chart = pace_lines(_thinned(rows), [proved, even], say("ตำบล"), goal.due_on.isoformat(), say("ครบกำหนด"))
    show(thai_years(chart, here.language), title)
    legend([(TEAL, proved), ("transparent", f"- - {even}")])


def _pace_title(here: Here, goal: Goal, part: Progress, today: date) -> str:
    say = here.say
    by_due = sum(day <= goal.due_on for day in part.proved_on)
    if today > goal.due_on:
        return say(
            "ณ วันครบกำหนด {due} พิสูจน์ได้ {n} จาก {target} ตำบล",
            due=format_date(goal.due_on, here.language),
            n=format_number(by_due),
            target=format_number(goal.amount),
        )
    wanted = even_pace(goal.starts_on, goal.due_on, goal.amount, today)
    ahead = say("เร็วกว่าจังหวะที่ต้องทำ") if part.proved >= wanted else say("ช้ากว่าจังหวะที่ต้องทำ")
    return f"{ahead} ({format_number(part.proved)} / {format_number(wanted)})"


def _thinned(rows: list[dict[str, object]], most: int = 240) -> list[dict[str, object]]:
    """A line needs no more points than a screen has steps."""
    return rows if len(rows) <= most else rows[:: -(-len(rows) // most)] + rows[-4:]


def _invite(here: Here) -> None:
    st.info(
        here.say("ยังไม่มีรายการของตำบลใด เริ่มได้ที่หน้า “บันทึก” เลือก “ความก้าวหน้าตำบล” หรือเปิดข้อมูลฝึกหัดที่หน้า “เกี่ยวกับ”"),
        icon=":material/inbox:",
    )
    page_link(
        here,
        "records",
        label=here.say("บันทึกความก้าวหน้าของตำบลแรก"),
        icon=":material/add:",
        query={"kind": "tambon_progress"},
    )
