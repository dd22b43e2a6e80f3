"""The parts of the progress screen."""

from __future__ import annotations

from collections import Counter
from datetime import date

import streamlit as st

from lib.domain.goals import forecast, pace
from lib.domain.thai_date import bangkok_today, format_date
from lib.domain.thai_number import format_number
from lib.insight.country.overview import goal_standing
from lib.insight.country.progress import Progress
from lib.insight.country.published import Goal, Published
from lib.ui.country.goals import forecast_sentence, goal_card
from lib.ui.frame.charts import pace_lines, rungs_by, thai_years
from lib.ui.frame.colours import TEAL, rung_colour
from lib.ui.frame.layout import cards_row
from lib.ui.frame.legend import legend
from lib.ui.frame.regions import region_name, short_regions
from lib.ui.frame.safe import md
from lib.ui.frame.shell import Here, page_link

METRIC = "concrete_tambons"
Place = tuple[str, str]


def standing_card(here: Here, part: Progress, facts: Published, chosen: Place) -> None:
    """The goal (whole country) or the plain counts (a part of it: targets are not split)."""
    say, goal = here.say, facts.target(METRIC)
    pair = goal_standing(goal, part.proved, part.reported_beside, part.any_record)
    if pair and not any(chosen):
        goal_card(say, *pair, say("ตำบล"))
        if part.any_record:
            st.markdown(
                ":material/query_stats: "
                + forecast_sentence(say, forecast(part.proved_on, pair[0].amount, bangkok_today()), say("ตำบล"))
            )
        return
    cards = cards_row(3)
    cards.metric(say("พิสูจน์แล้ว"), format_number(part.proved), border=True)
    cards.metric(say("รายงานแต่ยังไม่พิสูจน์"), format_number(part.reported_beside), border=True)
    cards.metric(say("ตำบลที่มีรายการ"), format_number(len(part.tambons)), border=True)
    st.caption(say("เป้าหมาย 500 ตำบลตั้งไว้ทั้งประเทศ ไม่มีแหล่งใดแบ่งเป็นรายภาคหรือรายจังหวัด"))


def ladder_chart(here: Here, part: Progress, chosen: Place) -> None:
    """Tambons by their highest proved rung, by region, or by province inside a region."""
    say, region = here.say, chosen[0]
    if not part.any_record:
        _invite(here)
        return
    steps = [(0, say("ยังไม่พิสูจน์ขั้นใด")), *((r.order, r.name.text(here.language)) for r in part.rungs)]
    if region or chosen[1]:
        names = {p.id: p.name.text(here.language) for p in part.provinces}
        counted = Counter((t.province, t.proved) for t in part.tambons)
    else:
        names = short_regions(say)
        counted = Counter((t.region, t.proved) for t in part.tambons)
    concrete = Counter(t.region if not any(chosen) else t.province for t in part.tambons if t.concrete)
    ranked = sorted((k for k in names if any(counted[(k, o)] for o, _ in steps)), key=lambda k: -concrete[k])
    if ranked:
        top = ranked[0]
        st.subheader(
            say(
                "{place} มีตำบลรูปธรรมที่พิสูจน์แล้วมากที่สุด: {n}",
                place=md(region_name(here.language, top) or names[top]),
                n=format_number(concrete[top]),
            ),
            anchor=False,
        )
    rows = [
        {"place": names[k], "rung": label, "n": counted[(k, order)], "step": order}
        for k in ranked
        for order, label in steps
    ]
    labels = [label for _, label in steps]
    chart = rungs_by(rows, [names[k] for k in ranked], labels, [rung_colour(o) for o, _ in steps], "")
    st.caption(say("จำนวนตำบล ตามขั้นสูงสุดที่พิสูจน์แล้ว"))
    st.altair_chart(chart)
    if any(r.unconfirmed for r in part.rungs):
        st.caption(f":material/help: {say('ชื่อและลำดับขั้นยังไม่ยืนยันกับ พอช. แก้ได้ที่หน้า “บันทึก”')}")
    legend([(rung_colour(o), label) for o, label in steps])


def pace_chart(here: Here, part: Progress, facts: Published, chosen: Place) -> None:
    """Cumulative proved against the even pace to the target's date (whole country only)."""
    goal = facts.target(METRIC)
    if goal is None or any(chosen) or not part.proved:
        return
    say, today = here.say, bangkok_today()
    st.subheader(_pace_title(here, goal, part, today), anchor=False)
    proved, even = say("พิสูจน์แล้วสะสม"), say("จังหวะที่ต้องทำให้ทันกำหนด")
    rows = [{"day": goal.starts_on.isoformat(), "n": 0, "line": proved}]
    rows += [{"day": day.isoformat(), "n": n, "line": proved} for n, day in enumerate(part.proved_on, start=1)]
    rows.append({"day": today.isoformat(), "n": part.proved, "line": proved})
    rows += [
        {"day": day.isoformat(), "n": pace(goal.starts_on, goal.due_on, goal.amount, day), "line": even}
        for day in (goal.starts_on, goal.due_on, today)
    ]
    chart = pace_lines(_thinned(rows), [proved, even], say("ตำบล"), goal.due_on.isoformat(), say("ครบกำหนด"))
    st.vega_lite_chart(thai_years(chart, here.language))
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
    wanted = pace(goal.starts_on, goal.due_on, goal.amount, today)
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
