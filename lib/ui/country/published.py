"""Published results beside the own counts: other things, never part of the 500."""

from __future__ import annotations

import streamlit as st

from lib.domain.thai_date import format_year
from lib.domain.thai_number import format_number
from lib.export.sheets import OnlyInFile, Row
from lib.insight.country.published import Published
from lib.insight.source import Shown
from lib.schema.choices import MODES
from lib.schema.field import label
from lib.ui.frame.cells import year_cell
from lib.ui.frame.charts import bars, show
from lib.ui.frame.colours import MUTED, REGION_COLOURS
from lib.ui.frame.regions import region_name, short_regions
from lib.ui.frame.replay import replay
from lib.ui.frame.shell import Here
from lib.ui.frame.tables import table

_METRICS = {"plan_tambons", "cbmc_tambons", "leaders_trained", "tambons_trained"}


def published_charts(here: Here, facts: Shown[Published]) -> None:
    """Published results 2560–2563 B.E. and training, with their table."""
    replay(here, facts, "published", lambda: _draw(here, facts.value))
    st.subheader(here.say("ตารางตัวเลขและแหล่งที่มา"), anchor=False)
    table(here, facts, "published", here.say("ผลที่เผยแพร่"), lambda: _rows(here, facts.value), here.say("เอกสารที่เผยแพร่"))


def _rows(here: Here, facts: Published) -> list[Row]:
    say = here.say
    return [
        {
            say("รหัส"): OnlyInFile(r.id),
            say("เรื่อง"): r.label.text(here.language),
            say("ปี"): year_cell(r.year, here.language, say("ไม่ระบุปี")),
            say("ภาค"): region_name(here.language, r.region),
            say("ตัวเลข"): r.value,
            say("ข้อควรระวัง"): r.caveat.text(here.language),
            say("แหล่งที่มา"): r.source,
        }
        for r in facts.results
        if r.metric in _METRICS
    ]


def _draw(here: Here, facts: Published) -> None:
    say = here.say
    st.header(say("ผลที่เผยแพร่ก่อนมีระบบ"), anchor=False)
    st.caption(say("เป็นตัวเลขคนละเรื่องกับเป้า 500 ตำบล จึงไม่นำมารวมกัน"))
    left, right = st.columns(2)
    with left:
        yearly = facts.series("tambons_supported")
        total = format_number(sum(r.value for r in yearly))
        st.subheader(say("รวม {n} ตำบล-ครั้ง ที่ได้รับการหนุนเสริม", n=total), anchor=False)
        rows = [{"label": format_year(r.year or 0, here.language), "n": r.value} for r in yearly]
        show(bars(rows, ""), say("รวม {n} ตำบล-ครั้ง ที่ได้รับการหนุนเสริม", n=total), rows)
        st.caption(say("เป็นผลบวกรายปี ไม่ได้พิสูจน์ว่าไม่ซ้ำตำบล"))
    with right:
        trained = [r for r in facts.results if r.metric == "leaders_trained"]
        online = next((r.value for r in trained if r.mode == "online" and not r.region), 0)
        st.subheader(say("อบรมผู้นำออนไลน์ {n} คน ที่เหลือพบหน้ากัน", n=format_number(online)), anchor=False)
        names = short_regions(say)
        rows = [{"label": label(MODES, "online", here.language), "n": online, "c": "online"}]
        rows += [{"label": names[r.region], "n": r.value, "c": r.region} for r in trained if r.region]
        drawn = bars(rows, "", {"online": MUTED, **REGION_COLOURS}, horizontal=True)
        show(drawn, say("อบรมผู้นำออนไลน์ {n} คน ที่เหลือพบหน้ากัน", n=format_number(online)), rows)
        st.caption(say("แหล่งที่มาไม่ระบุปี และไม่มีแถวของภาคตะวันออกเฉียงเหนือ"))
