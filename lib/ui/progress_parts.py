"""The parts of the progress screen."""

from __future__ import annotations

from collections import Counter
from datetime import date

import streamlit as st

from lib.domain.goals import forecast, pace
from lib.domain.thai_date import bangkok_today, format_date, format_year
from lib.domain.thai_number import format_number
from lib.domain.thai_text import thai_sort_key
from lib.insight.overview import goal_standing
from lib.insight.progress import Progress, Tambon
from lib.insight.published import Goal, Published
from lib.insight.source import Shown
from lib.schema.choices import MODES
from lib.schema.field import label
from lib.ui.charts import bars, pace_lines, rungs_by, thai_years
from lib.ui.filters import choose
from lib.ui.goals import forecast_sentence, goal_card
from lib.ui.layout import cards_row
from lib.ui.legend import legend
from lib.ui.look import REGION_COLOURS, TEAL, rung_colour
from lib.ui.regions import region_name, short_regions
from lib.ui.safe import md
from lib.ui.shell import Here
from lib.ui.tables import table

METRIC = "concrete_tambons"
Place = tuple[str, str]


def province_names(here: Here, told: Progress, region: str) -> dict[str, str]:
    """Provinces of a region in dictionary order: id → name."""
    fits = [p for p in told.provinces if region in ("", p.region)]
    if here.language == "th":
        fits.sort(key=lambda p: thai_sort_key(p.name.th))
    else:
        fits.sort(key=lambda p: p.name.en)
    return {p.id: p.name.text(here.language) for p in fits}


def views(here: Here) -> dict[str, str]:
    """What the list of tambons can show."""
    return {
        "all": here.say("ทุกตำบลที่มีรายการ"),
        "proved": here.say("พิสูจน์แล้ว นับเข้าเป้าหมาย"),
        "reported": here.say("รายงานแล้ว รอพิสูจน์"),
        "midway": here.say("ยังอยู่กลางทาง"),
        "silent": here.say("จังหวัดที่ยังไม่มีรายการ"),
    }


def standing_card(here: Here, part: Progress, facts: Published, chosen: Place) -> None:
    """The goal (whole country) or the plain counts (a part of it: targets are not split)."""
    say, goal = here.say, facts.target(METRIC)
    pair = goal_standing(goal, part.proved, part.reported_beside, part.any_record)
    if pair and not any(chosen):
        goal_card(say, *pair, say("ตำบล"))
        if part.any_record:
            st.markdown(
                ":material/query_stats: "
                + forecast_sentence(
                    say, forecast(part.proved_on, pair[0].amount, bangkok_today()), say("ตำบล")
                )
            )
        return
    cards = cards_row(3)
    cards[0].metric(say("พิสูจน์แล้ว"), format_number(part.proved), border=True)
    cards[1].metric(say("รายงานแต่ยังไม่พิสูจน์"), format_number(part.reported_beside), border=True)
    cards[2].metric(say("ตำบลที่มีรายการ"), format_number(len(part.tambons)), border=True)
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
    concrete = Counter(
        t.region if not any(chosen) else t.province for t in part.tambons if t.concrete
    )
    ranked = sorted(
        (k for k in names if any(counted[(k, o)] for o, _ in steps)), key=lambda k: -concrete[k]
    )
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
    chart = rungs_by(
        rows,
        [names[k] for k in ranked],
        labels,
        [rung_colour(o) for o, _ in steps],
        "",
    )
    st.caption(say("จำนวนตำบล ตามขั้นสูงสุดที่พิสูจน์แล้ว"))
    st.altair_chart(chart)
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
    rows += [
        {"day": day.isoformat(), "n": n, "line": proved}
        for n, day in enumerate(part.proved_on, start=1)
    ]
    rows.append({"day": today.isoformat(), "n": part.proved, "line": proved})
    rows += [
        {
            "day": day.isoformat(),
            "n": pace(goal.starts_on, goal.due_on, goal.amount, day),
            "line": even,
        }
        for day in (goal.starts_on, goal.due_on, today)
    ]
    chart = pace_lines(
        _thinned(rows), [proved, even], say("ตำบล"), goal.due_on.isoformat(), say("ครบกำหนด")
    )
    st.vega_lite_chart(thai_years(chart, here.language))
    legend([(TEAL, proved), ("transparent", f"- - {even}")])


def _pace_title(here: Here, goal: Goal, part: Progress, today: date) -> str:
    say = here.say
    by_due = sum(day <= goal.due_on for day in part.proved_on)
    if today > goal.due_on:
        return say(
            "ณ วันครบกำหนด {due} พิสูจน์ได้ {n} จาก {target} ตำบล",
            due=format_date(goal.due_on, here.language), n=format_number(by_due), target=format_number(goal.amount),
        )  # fmt: skip
    wanted = pace(goal.starts_on, goal.due_on, goal.amount, today)
    ahead = say("เร็วกว่าจังหวะที่ต้องทำ") if part.proved >= wanted else say("ช้ากว่าจังหวะที่ต้องทำ")
    return f"{ahead} ({format_number(part.proved)} / {format_number(wanted)})"


def _thinned(rows: list[dict[str, object]], most: int = 240) -> list[dict[str, object]]:
    """A line needs no more points than a screen has steps."""
    return rows if len(rows) <= most else rows[:: -(-len(rows) // most)] + rows[-4:]


def tambon_table(
    here: Here, shown: Shown[Progress], part: Progress, view: str, *chosen: str
) -> None:
    """The list behind the chart: who is proved, waiting, midway; or which provinces are silent."""
    say = here.say
    if view == "silent":
        heard = {t.province for t in part.tambons}
        silent = [p for p in part.provinces if p.id not in heard]
        rows = [
            {
                say("จังหวัด"): p.name.text(here.language),
                say("ภาค"): region_name(here.language, p.region),
            }
            for p in silent
        ]
        st.subheader(say("{n} จังหวัดยังไม่มีรายการของตำบลใด", n=format_number(len(rows))), anchor=False)
        table(
            here,
            shown,
            "silent-provinces",
            say("จังหวัดที่ยังไม่มีรายการ"),
            rows,
            say("บันทึกในระบบ"),
            *chosen,
        )
        return
    fits = [t for t in part.tambons if _fits(t, view)]
    if not part.any_record:
        return
    st.subheader(
        say("{n} ตำบล: {view}", n=format_number(len(fits)), view=views(here)[view]), anchor=False
    )
    names = {p.id: p.name.text(here.language) for p in part.provinces}
    rungs = {r.order: r.name.text(here.language) for r in part.rungs}
    rows = [
        {
            say("ตำบล"): t.name.text(here.language),
            say("อำเภอ"): t.district.text(here.language),
            say("จังหวัด"): names.get(t.province, ""),
            say("พิสูจน์ถึงขั้น"): rungs.get(t.proved, ""),
            say("รายงานถึงขั้น"): rungs.get(t.reported, ""),
            say("เป็นรูปธรรมเมื่อ"): format_date(t.concrete_on, here.language) if t.concrete_on else "",
        }
        for t in fits
    ]
    table(here, shown, "tambons", say("ความก้าวหน้ารายตำบล"), rows, say("บันทึกในระบบ"), view, *chosen)


def _fits(tambon: Tambon, view: str) -> bool:
    return {
        "all": True,
        "proved": tambon.concrete,
        "reported": tambon.reported_beside,
        "midway": not tambon.concrete and not tambon.reported_beside,
    }[view]


def choose_tambon(here: Here, part: Progress) -> str:
    """Pick a tambon of the list to see its proof; the choice lives in the address."""
    if not part.tambons:
        return ""
    names = {p.id: p.name.text(here.language) for p in part.provinces}
    options = {
        t.area: f"{t.name.text(here.language)} · {names.get(t.province, '')}" for t in part.tambons
    }
    return choose(here, "area", here.say("ดูหลักฐานของตำบล"), options, all_label=here.say("เลือกตำบล"))


def year_table(here: Here, shown: Shown[Progress], part: Progress, *chosen: str) -> None:
    """Tambons that reached each rung, by fiscal year: proved, with reported in brackets."""
    if not part.years:
        return
    say = here.say
    years = sorted({y.year for y in part.years})
    proved: Counter[tuple[str, int]] = Counter()
    reported: Counter[tuple[str, int]] = Counter()
    for one in part.years:
        proved[(one.rung, one.year)] += one.proved
        reported[(one.rung, one.year)] += one.reported
    st.subheader(say("ขึ้นถึงแต่ละขั้นในปีงบประมาณใด"), anchor=False)
    st.caption(say("ตัวเลขคือตำบลที่พิสูจน์แล้ว ในวงเล็บคือทั้งหมดที่รายงาน"))
    rows = [
        {say("ขั้น"): r.name.text(here.language)}
        | {
            format_year(
                y, here.language
            ): f"{format_number(proved[(r.value, y)])} ({format_number(reported[(r.value, y)])})"
            for y in years
        }
        for r in part.rungs
    ]
    table(here, shown, "years", say("ตำบลตามขั้นและปีงบประมาณ"), rows, say("บันทึกในระบบ"), *chosen)


def published_charts(here: Here, facts: Shown[Published]) -> None:
    """Published results 2560–2563 and training: other things, never part of the 500."""
    from lib.ui.replay import replay

    st.divider()
    st.header(here.say("ผลที่เผยแพร่ก่อนมีระบบ"), anchor=False)
    st.caption(here.say("เป็นตัวเลขคนละเรื่องกับเป้า 500 ตำบล จึงไม่นำมารวมกัน"))
    replay(here, facts, "published", lambda: _published(here, facts.value))
    told = [
        r
        for r in facts.value.results
        if r.metric in {"plan_tambons", "cbmc_tambons", "leaders_trained", "tambons_trained"}
    ]
    rows = [
        {
            here.say("เรื่อง"): r.label.text(here.language), here.say("ปี"): format_year(r.year, here.language) if r.year else "",
            here.say("ภาค"): region_name(here.language, r.region), here.say("ตัวเลข"): r.value,
            here.say("ข้อควรระวัง"): r.caveat.text(here.language), here.say("แหล่งที่มา"): r.source,
        }
        for r in told
    ]  # fmt: skip
    with st.expander(here.say("ตารางตัวเลขและแหล่งที่มา")):
        table(here, facts, "published", here.say("ผลที่เผยแพร่"), rows, here.say("เอกสารที่เผยแพร่"))


def _published(here: Here, facts: Published) -> None:
    say = here.say
    left, right = st.columns(2)
    with left:
        yearly = facts.series("tambons_supported")
        total = sum(r.value for r in yearly)
        st.subheader(say("รวม {n} ตำบล-ครั้ง ที่ได้รับการหนุนเสริม", n=format_number(total)), anchor=False)
        rows = [{"label": format_year(r.year or 0, here.language), "n": r.value} for r in yearly]
        st.altair_chart(bars(rows, ""))
        st.caption(say("เป็นผลบวกรายปี ไม่ได้พิสูจน์ว่าไม่ซ้ำตำบล"))
    with right:
        trained = [
            r for r in facts.results if r.metric == "leaders_trained" and (r.mode or r.region)
        ]
        online = sum(r.value for r in trained if r.mode == "online")
        st.subheader(
            say("อบรมผู้นำออนไลน์ {n} คน ที่เหลือพบหน้ากัน", n=format_number(online)), anchor=False
        )
        labels = {"online": label(MODES, "online", here.language), **short_regions(say)}
        regional = [r for r in trained if r.region]
        rows = [{"label": labels["online"], "n": online, "c": "online"}]
        rows += [{"label": labels[r.region], "n": r.value, "c": r.region} for r in regional]
        st.altair_chart(bars(rows, "", {"online": "#5b6f6d", **REGION_COLOURS}, horizontal=True))
        st.caption(say("แหล่งที่มาไม่ระบุปี และไม่มีแถวของภาคตะวันออกเฉียงเหนือ"))


def _invite(here: Here) -> None:
    st.info(
        here.say(
            "ยังไม่มีรายการของตำบลใด เริ่มได้ที่หน้า “บันทึก” เลือก “ความก้าวหน้าตำบล” หรือเปิดข้อมูลฝึกหัดที่หน้า “เกี่ยวกับ”"
        ),
        icon=":material/inbox:",
    )
    st.page_link(
        "pages/records.py",
        label=here.say("บันทึกความก้าวหน้าของตำบลแรก"),
        icon=":material/add:",
        query_params={"kind": "tambon_progress"},
    )
