"""The buttons that make an area's report, each in one press."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime
from functools import partial
from urllib.parse import urlencode

import streamlit as st

from lib.export.area_report import AreaReport, report_pdf, report_picture
from lib.export.area_slides import report_pptx
from lib.export.area_workbook import report_xlsx
from lib.export.work_paper import Paper
from lib.insight.country.area_state import AreaState
from lib.insight.country.month import MonthShown, number_stands
from lib.insight.country.networks import networks
from lib.insight.country.progress import progress
from lib.insight.source import Shown
from lib.ui.country.area import sentence
from lib.ui.frame.share import app_address, only_here
from lib.ui.frame.shell import Here
from lib.ui.frame.tables import XLSX

_PPTX = "application/vnd.openxmlformats-officedocument.presentationml.presentation"
Make = Callable[[AreaReport, Paper], bytes]


def report_buttons(here: Here, state: AreaState, month: Shown[MonthShown]) -> None:
    """PDF, Excel and a picture of the area and the month that the page shows."""
    say = here.say
    place = state.province or state.region or "TH"
    practice = "practice-" if here.practice_note else ""
    kinds: tuple[tuple[str, str, str, str, Make], ...] = (
        (say("รายงาน PDF"), "pdf", "application/pdf", ":material/picture_as_pdf:", report_pdf),
        (say("Excel"), "xlsx", XLSX, ":material/table_view:", report_xlsx),
        (say("PowerPoint"), "pptx", _PPTX, ":material/slideshow:", report_pptx),
        (say("รูปสำหรับ LINE"), "png", "image/png", ":material/image:", report_picture),
    )
    with st.popover(say("รายงาน"), icon=":material/summarize:", width="stretch"):
        for words, ending, mime, icon, make in kinds:
            st.download_button(
                words,
                partial(_made, here, state, month, make),
                f"{practice}{place}-{state.month.month.id}.{ending}",
                mime,
                icon=icon,
                key=f"area.{ending}",
                on_click="ignore",
            )

        number = st.text_input(say("ตรวจเลขที่รายงาน"), key="area.number", placeholder="2026-10-1a2b3c4d")
        if number and number_stands(here.source, number):
            st.success(say("ตัวเลขของเดือนนี้ตรงกับที่ปิดไว้"), icon=":material/verified:")
        elif number:
            st.error(say("ไม่มีเดือนที่ปิดด้วยเลขนี้ หรือตัวเลขไม่ตรงกับที่ปิดไว้"), icon=":material/report:")


def _made(here: Here, state: AreaState, month: Shown[MonthShown], make: Make) -> bytes:
    told, teams = progress(here.source).value, networks(here.source).value
    rungs = {e.value: e.name.text(here.language) for e in (*told.rungs, *teams.rungs)}
    provinces = {p.id: p.name.text(here.language) for p in told.provinces}
    report = AreaReport(state, sentence(here, state, plain=True), rungs, provinces, here.as_of(month))
    return make(report, _paper(here, state))


def _paper(here: Here, state: AreaState) -> Paper:
    query = {
        "region": state.region,
        "province": state.province,
        "month": state.month.month.id,
        "since": state.month.since.id,
    }
    link = f"{app_address('area')}?{urlencode({k: v for k, v in query.items() if v})}"
    if only_here(link):
        link = ""
    return Paper(here.language, here.say, state.name.text(here.language), here.practice_note, link, datetime.now(UTC))
