"""The buttons that make an area's report, each in one press."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime
from functools import partial
from urllib.parse import urlencode

import streamlit as st

from lib.domain.months import format_month
from lib.domain.reports import ReportNumber
from lib.export.area_paper import report_pdf, report_picture
from lib.export.area_report import AreaReport
from lib.export.area_slides import report_pptx
from lib.export.area_workbook import report_xlsx
from lib.export.work_paper import Paper
from lib.insight.country.area_state import AreaState
from lib.insight.country.month import MonthShown, number_stands
from lib.insight.country.progress import progress
from lib.insight.country.told import month_told
from lib.insight.source import Shown
from lib.ui.country.area_words import area_report, place_name
from lib.ui.frame.light import light_below, light_pages_are_served
from lib.ui.frame.links import session_query
from lib.ui.frame.projector import lead_to_the_deck
from lib.ui.frame.safe import md
from lib.ui.frame.share import app_address, only_here, share_in_bar
from lib.ui.frame.shell import Here
from lib.ui.frame.tables import XLSX

_PPTX = "application/vnd.openxmlformats-officedocument.presentationml.presentation"
Make = Callable[[AreaReport, Paper], bytes]


def report_buttons(here: Here, state: AreaState, month: Shown[MonthShown]) -> None:
    """PDF, Excel and a picture of the area and the month that the page shows."""
    say = here.say
    with st.container(horizontal=True):
        if light_pages_are_served():
            address = f"{light_below(practice=bool(here.practice_note))}/see/deck?{urlencode(_query(here, state))}"
            st.link_button(say("ขึ้นจอ"), address, icon=":material/slideshow:")
            lead_to_the_deck(say, address)
        _files(here, state, month)
        share_in_bar(say)


def _files(here: Here, state: AreaState, month: Shown[MonthShown]) -> None:
    """The report in each form, and whether the number of one is right."""
    say = here.say
    place = state.province or state.region or "TH"
    practice = "practice-" if here.practice_note else ""
    kinds: tuple[tuple[str, str, str, str, Make], ...] = (
        (say("รายงาน PDF"), "pdf", "application/pdf", ":material/picture_as_pdf:", report_pdf),
        (say("Excel"), "xlsx", XLSX, ":material/table_view:", report_xlsx),
        (say("PowerPoint"), "pptx", _PPTX, ":material/slideshow:", report_pptx),
        (say("รูปสำหรับ LINE"), "png", "image/png", ":material/image:", report_picture),
    )
    with st.popover(say("รายงาน"), icon=":material/summarize:"):
        for words, ending, mime, icon, make in kinds:
            st.download_button(
                words,
                partial(made_report, here, state, month, make),
                f"{practice}{place}-{state.month.month.id}.{ending}",
                mime,
                icon=icon,
                key=f"area.{ending}",
                on_click="ignore",
            )
        if light_pages_are_served():
            address = f"{light_below(practice=bool(here.practice_note))}/see/pack?{urlencode(_query(here, state))}"
            st.link_button(say("แพ็กไปใช้ที่ไม่มีเน็ต (ZIP)"), address, icon=":material/folder_zip:")
        number_box(here)


def number_box(here: Here) -> None:
    """Whether a report's number is right, and of which area and month it is."""
    say = here.say
    number = st.text_input(say("ตรวจเลขที่รายงาน"), key="area.number", placeholder="2026-10-TH50-1a2b3c4d", max_chars=40)
    told = ReportNumber.read(number or "")
    if told is not None and number_stands(here.source, number):
        month = format_month(told.month, here.language, short=False)
        if told.place:
            name = place_name(progress(here.source).value, told.place).text(here.language)
            words = say("ตัวเลขของ {place} {month} ตรงกับที่ปิดไว้", place=md(name), month=month)
        else:
            words = say("ตัวเลขของ {month} ตรงกับที่ปิดไว้ เลขแบบเดิมไม่บอกพื้นที่", month=month)
        st.success(words, icon=":material/verified:")
    elif number:
        st.error(say("ไม่มีเดือนที่ปิดด้วยเลขนี้ หรือตัวเลขไม่ตรงกับที่ปิดไว้"), icon=":material/report:")


def made_report(here: Here, state: AreaState, month: Shown[MonthShown], make: Make) -> bytes:
    """The report of an area's state in one form."""
    whole = month_told(here.source, state.month.month, state.month.since).told
    report = area_report(here.say, here.source, whole, state, here.as_of(month))
    return make(report, _paper(here, state))


def _query(here: Here, state: AreaState) -> dict[str, str]:
    """The area and the months as an address names them."""
    months = {"month": state.month.month.id, "since": state.month.since.id}
    found = {"region": state.region, "province": state.province, **months}
    # Whoever scans or opens it comes with no choice of one's own.
    return {k: v for k, v in found.items() if v} | session_query(here)


def _paper(here: Here, state: AreaState) -> Paper:
    link = f"{app_address('area')}?{urlencode(_query(here, state))}"
    if only_here(link):
        link = ""
    return Paper(here.language, here.say, state.name.text(here.language), here.practice_note, link, datetime.now(UTC))
