"""The lists of the progress screen: tambons, silent provinces, years, and the choice of a proof."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from datetime import UTC, datetime

import streamlit as st

from lib.domain.thai_date import BANGKOK, format_year
from lib.domain.thai_number import format_number
from lib.export.sheets import OnlyInFile, OnlyOnScreen, Row
from lib.insight.country.doings import LastWord, quiet
from lib.insight.country.progress import Progress, Tambon
from lib.insight.lists import ListEntry
from lib.insight.source import Shown
from lib.ui.frame.cells import day_cell
from lib.ui.frame.filters import TABS, choose
from lib.ui.frame.links import Linked, address_of
from lib.ui.frame.regions import region_name
from lib.ui.frame.shell import Here
from lib.ui.frame.tables import table


def tambon_table(here: Here, shown: Shown[Progress], part: Progress, view: str, *chosen: str) -> None:
    """The list behind the chart: who is proved, waiting, midway; or which provinces are silent."""
    say = here.say
    if view == "silent":
        silent = part.silent
        st.subheader(say("{n} จังหวัดยังไม่มีรายการของตำบลใด", n=format_number(len(silent))), anchor=False)
        table(
            here,
            shown,
            "silent-provinces",
            say("จังหวัดที่ยังไม่มีรายการ"),
            lambda: [
                {
                    say("รหัสจังหวัด"): OnlyInFile(p.id),
                    say("ชื่อจังหวัด"): p.name.text(here.language),
                    say("ภาค"): region_name(here.language, p.region),
                }
                for p in silent
            ],
            say("บันทึกในระบบ"),
            *chosen,
        )
        return
    if not part.any_record:
        return
    fits = [t for t in part.tambons if _fits(t, view)]
    st.subheader(say("{n} ตำบล", n=format_number(len(fits))), anchor=False)
    table(
        here,
        shown,
        "tambons",
        say("ความก้าวหน้ารายตำบล"),
        lambda: _tambon_rows(here, part, fits),
        say("บันทึกในระบบ"),
        view,
        *chosen,
    )


def _tambon_rows(here: Here, part: Progress, fits: list[Tambon]) -> list[Row]:
    say = here.say
    names = {p.id: p.name.text(here.language) for p in part.provinces}
    rungs = {r.order: r.name.text(here.language) for r in part.rungs}
    return [
        {
            say("รหัสตำบล"): OnlyInFile(t.area),
            say("รหัสอำเภอ"): OnlyInFile(t.district_id),
            say("รหัสจังหวัด"): OnlyInFile(t.province),
            say("ชื่อตำบล"): Linked.to(t.name.text(here.language), address_of(here, "progress", proof=t.area)),
            say("อำเภอ"): t.district.text(here.language),
            say("ชื่อจังหวัด"): names.get(t.province, ""),
            say("ขั้น"): OnlyOnScreen(rung_squares(t, part.rungs)),
            say("พิสูจน์ถึงขั้นที่"): OnlyInFile(t.proved),
            say("พิสูจน์ถึงขั้น"): OnlyInFile(rungs.get(t.proved, "")),
            say("รายงานถึงขั้นที่"): OnlyInFile(t.reported),
            say("รายงานถึงขั้น"): OnlyInFile(rungs.get(t.reported, "")),
            say("ตรวจรับรองเมื่อ"): OnlyInFile(t.verified_on.astimezone(BANGKOK).date() if t.verified_on else None),
            say("เป็นรูปธรรมเมื่อ"): day_cell(t.concrete_on, here.language),
        }
        for t in fits
    ]


def rung_squares(tambon: Tambon | None, rungs: Sequence[ListEntry]) -> str:
    """A ladder as squares, rung by rung: proved, only reported, neither."""
    if tambon is None:
        return "□" * len(rungs)
    return "".join("■" if r.order in tambon.proved_at else "▨" if r.order in tambon.said_at else "□" for r in rungs)


def _fits(tambon: Tambon, view: str) -> bool:
    return {
        "all": True,
        "proved": tambon.concrete,
        "reported": tambon.reported_beside,
        "midway": not tambon.concrete and not tambon.reported_beside,
    }[view]


def choose_list(here: Here) -> str:
    """Which list stands below the figures; the choice lives in the address."""
    say = here.say
    lists = {
        "all": say("ทุกตำบล"),
        "proved": say("พิสูจน์แล้ว"),
        "reported": say("รอตรวจ"),
        "midway": say("กลางทาง"),
        "silent": say("จังหวัดที่เงียบ"),
        "quiet": say("เงียบเกิน 3 เดือน"),
        "years": say("รายปี"),
    }
    return choose(here, "show", say("รายการ"), lists, manner=TABS)


def choose_tambon(here: Here, part: Progress) -> str:
    """Pick a tambon of the area to see its proof; the choice lives in the address."""
    names = {p.id: p.name.text(here.language) for p in part.provinces}
    options = {t.area: f"{t.name.text(here.language)} · {names.get(t.province, '')}" for t in part.tambons}
    if not options:
        return ""
    return choose(here, "area", here.say("ดูหลักฐานของตำบล"), options, all_label=here.say("เลือกตำบล"))


def quiet_table(here: Here, shown: Shown[tuple[LastWord, ...]], *chosen: str) -> None:
    """Provinces of which nobody has recorded anything for some months: since when, and for how long."""
    say, now = here.say, datetime.now(UTC)
    found = quiet(shown.value, *chosen)
    st.subheader(say("{n} จังหวัดไม่มีใครบันทึกอะไรเกิน 3 เดือน", n=format_number(len(found))), anchor=False)
    table(
        here,
        shown,
        "quiet-provinces",
        say("จังหวัดที่เงียบเกิน 3 เดือน"),
        lambda: [
            {
                say("รหัสจังหวัด"): OnlyInFile(one.province.id),
                say("ชื่อจังหวัด"): one.province.name.text(here.language),
                say("ภาค"): region_name(here.language, one.province.region),
                say("บันทึกล่าสุด"): day_cell(one.at.astimezone(BANGKOK).date(), here.language),
                say("เงียบมา (เดือน)"): one.months_until(now),
            }
            for one in found
        ],
        say("บันทึกในระบบ"),
        *chosen,
    )


def year_table(here: Here, shown: Shown[Progress], part: Progress, *chosen: str) -> None:
    """Tambons that reached each rung, by fiscal year: proved, with reported in brackets."""
    if not part.years:
        return
    say = here.say
    st.subheader(say("ขึ้นถึงแต่ละขั้นในปีงบประมาณใด"), anchor=False)
    st.caption(say("ตัวเลขคือตำบลที่พิสูจน์แล้ว ในวงเล็บคือทั้งหมดที่รายงาน"))
    table(
        here, shown, "years", say("ตำบลตามขั้นและปีงบประมาณ"), lambda: _year_rows(here, part), say("บันทึกในระบบ"), *chosen
    )


def _year_rows(here: Here, part: Progress) -> list[Row]:
    proved: Counter[tuple[str, int]] = Counter()
    reported: Counter[tuple[str, int]] = Counter()
    for one in part.years:
        proved[(one.rung, one.year)] += one.proved
        reported[(one.rung, one.year)] += one.reported
    years = sorted({y.year for y in part.years})
    return [
        {here.say("รหัสขั้น"): OnlyInFile(r.value), here.say("ขั้น"): r.name.text(here.language)}
        | {
            name: cell
            for y in years
            for name, cell in _year_cells(here, y, proved[(r.value, y)], reported[(r.value, y)]).items()
        }
        for r in part.rungs
    ]


def _year_cells(here: Here, year: int, proved: int, reported: int) -> dict[str, OnlyInFile | OnlyOnScreen]:
    """A year's two figures: in one cell on the screen, in a column each of a file."""
    words = format_year(year, here.language)
    return {
        words: OnlyOnScreen(f"{format_number(proved)} ({format_number(reported)})"),
        here.say("{year} พิสูจน์แล้ว", year=words): OnlyInFile(proved),
        here.say("{year} ทั้งหมดที่รายงาน", year=words): OnlyInFile(reported),
    }
