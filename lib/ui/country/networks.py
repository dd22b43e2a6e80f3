"""The parts of the provincial networks screen."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence
from typing import Any

import streamlit as st

from lib.domain.thai_number import format_number
from lib.export.sheets import Row
from lib.insight.country.networks import Network, Networks
from lib.insight.country.overview import goal_standing
from lib.insight.country.published import Published
from lib.insight.source import Shown
from lib.ui.country.goals import goal_card
from lib.ui.frame.cells import day_cell
from lib.ui.frame.charts import bars, province_map
from lib.ui.frame.colours import rung_colour
from lib.ui.frame.filters import choose
from lib.ui.frame.legend import legend
from lib.ui.frame.regions import region_name
from lib.ui.frame.shell import Here
from lib.ui.frame.tables import table


def views(here: Here) -> dict[str, str]:
    """What the table can show."""
    return {
        "all": here.say("ทั้ง 76 จังหวัด"),
        "team": here.say("มีทีมที่พิสูจน์แล้ว"),
        "reported": here.say("รายงานทีมแล้ว รอพิสูจน์"),
        "no_team": here.say("ยังไม่มีทีมที่พิสูจน์แล้ว"),
        "unconfirmed": here.say("ภาคยังไม่ยืนยันกับ พอช."),
    }


def chosen(told: Networks, region: str, view: str) -> list[Network]:
    """Provinces that fit the filters."""
    tests: dict[str, Callable[[Network], bool]] = {
        "all": lambda p: True,
        "team": lambda p: p.team_proved_on is not None,
        "reported": lambda p: p.team_reported and p.team_proved_on is None,
        "no_team": lambda p: p.team_proved_on is None,
        "unconfirmed": lambda p: p.unconfirmed,
    }
    return [p for p in told.provinces if region in ("", p.region) and tests[view](p)]


def goal_and_map(here: Here, told: Networks, facts: Published, region: str) -> None:
    """The 76 beside the map of how far each province is."""
    say = here.say
    left, right = st.columns([2, 3])
    with left:
        if region:
            # Every figure is the region's; the country stands small beside it.
            proved, provinces = told.proved_in(region)
            st.metric(
                say("{region}: จังหวัดที่มีทีม", region=region_name(here.language, region)),
                f"{format_number(proved)}/{format_number(provinces)}",
                border=True,
            )
            whole = told.proved_in("")
            st.caption(say("ทั้งประเทศ {n} จาก {all}", n=format_number(whole[0]), all=format_number(whole[1])))
        elif pair := goal_standing(
            facts.target("provinces_with_team"), told.proved, told.reported_beside, told.any_record
        ):
            goal_card(say, *pair, say("จังหวัด"))
        counted = Counter(p.proved.id if p.proved else "" for p in told.provinces if region in ("", p.region))
        rows = [{"label": say("ยังไม่พิสูจน์ขั้นใด"), "n": counted[""]}]
        rows += [{"label": r.name.text(here.language), "n": counted[r.value]} for r in told.rungs]
        st.subheader(say("จังหวัดตามขั้นสูงสุดที่พิสูจน์แล้ว"), anchor=False)
        st.altair_chart(bars(rows, "", horizontal=True))
        if any(r.unconfirmed for r in told.rungs):
            st.caption(f":material/help: {say('ชื่อและลำดับขั้นยังไม่ยืนยันกับ พอช. แก้ได้ที่หน้า “บันทึก”')}")
    with right:
        classes = _classes(here, told)
        st.altair_chart(_map(here, told, region, classes))
        legend([(colour, words) for words, colour in classes.items()])


def _classes(here: Here, told: Networks) -> dict[str, str]:
    """What a province can be on the map: words → colour."""
    say = here.say
    rungs = {r.name.text(here.language): rung_colour(r.order) for r in told.rungs}
    outside = say("นอกตัวกรอง / กรุงเทพฯ ไม่นับเป็นจังหวัด")
    return {say("ยังไม่พิสูจน์ขั้นใด"): rung_colour(0), **rungs, outside: "#f1efe8"}


def _map(here: Here, told: Networks, region: str, classes: dict[str, str]) -> Any:
    none, *_, outside = classes
    names = {r.value: r.name.text(here.language) for r in told.rungs}
    rows = [
        {
            "code": p.province[3:],
            "name": p.name.text(here.language),
            "class": (names[p.proved.id] if p.proved else none) if region in ("", p.region) else outside,
            "note": region_name(here.language, p.region),
        }
        for p in told.provinces
    ]
    rows.append({"code": "10", "name": here.say("กรุงเทพมหานคร"), "class": outside, "note": ""})
    return province_map(rows, list(classes), list(classes.values()), height=640)


def network_table(here: Here, shown: Shown[Networks], fits: Sequence[Network], *filters: str) -> None:
    """Every province with its team, plan, partners and what it lacks."""
    say = here.say
    names = {r.value: r.name.text(here.language) for r in shown.value.rungs}

    def build() -> list[Row]:
        return [
            {
                say("ชื่อจังหวัด"): p.name.text(here.language),
                say("ภาค"): region_name(here.language, p.region) + (f" ({say('ยังไม่ยืนยัน')})" if p.unconfirmed else ""),
                say("ทีม"): p.team_name,
                say("คนในทีม"): p.team_members,
                say("พิสูจน์ทีมเมื่อ"): day_cell(p.team_proved_on, here.language),
                say("แผนเศรษฐกิจ"): p.plan_title,
                say("ภาคี"): p.partners,
                say("ยังขาด"): ", ".join(names[r] for r in p.lacks),
            }
            for p in fits
        ]

    st.subheader(say("{n} จังหวัด: {view}", n=format_number(len(fits)), view=views(here)[filters[1]]), anchor=False)
    table(here, shown, "networks", say("เครือข่ายจังหวัด"), build, say("บันทึกในระบบ"), *filters)


def choose_province(here: Here, fits: Sequence[Network]) -> str:
    """Pick a province to see its proof."""
    options = {p.province: p.name.text(here.language) for p in fits}
    return choose(here, "area", here.say("ดูหลักฐานของจังหวัด"), options, all_label=here.say("เลือกจังหวัด"))
