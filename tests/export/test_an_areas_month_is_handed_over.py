"""The report of an area's month, read back: a PDF, a workbook, a picture."""

from __future__ import annotations

import io
from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path

import openpyxl
import pypdfium2 as pdfium
import pytest
from PIL import Image
from pptx import Presentation

from lib.domain.ladder_changes import AreaChange, MoveCause, What
from lib.domain.months import Month
from lib.export.area_report import AreaReport, change_words, changes_of, report_pdf, report_picture
from lib.export.area_slides import report_pptx
from lib.export.area_workbook import report_xlsx
from lib.export.work_paper import Paper
from lib.insight.bilingual_name import Name
from lib.insight.country.area_state import AreaState, Told, area_state
from lib.insight.country.month import LadderMonth, LadderPlace, PlaceChange, month_shown
from lib.insight.country.networks import networks
from lib.insight.country.progress import progress
from lib.insight.country.published import published
from lib.insight.country.to_do import to_do
from lib.insight.source import Source
from lib.store.database import Database
from lib.store.opening import Store
from lib.ui.country.area_words import area_report
from lib.ui.frame.speech import words
from tests.export.test_pictures_look_as_they_did import state as by_hand

RUNGS = {("tambon_progress", "concrete"): "พื้นที่รูปธรรม"}


@pytest.fixture(scope="module")
def north(practice_template: Path, tmp_path_factory: pytest.TempPathFactory) -> tuple[AreaState, dict[str, str]]:
    """The practice country's north in a month in which something came."""
    store = Store("practice", Database(f"sqlite:///{practice_template}"), tmp_path_factory.mktemp("b"))
    source = Source(store)
    told, days = progress(source).value, []
    days = [t.verified_on for t in told.tambons if t.region == "N" and t.verified_on]
    month = Month.of(max(days).date())
    whole = Told(
        told, networks(source).value, month_shown(source, month).value, to_do(source).value, published(source).value
    )
    names = {p.id: p.name.th for p in told.provinces}
    state = area_state(whole, Name("ภาคเหนือ", "North"), "N")
    store.database.close()
    return state, names


def paper(language: str = "th") -> Paper:
    say = words(language)
    ribbon = say("ข้อมูลฝึกหัด ไม่ใช่ข้อมูลจริง")
    link = "https://thun.example.org/area?region=N"
    return Paper(language, say, "ภาคเหนือ", ribbon, link, datetime(2026, 11, 27, 2, 0, tzinfo=UTC))


def report(north: tuple[AreaState, dict[str, str]]) -> AreaReport:
    return AreaReport(north[0], "ภาคเหนือ: พิสูจน์แล้ว", RUNGS, north[1], "ข้อมูล ณ วันนี้")


def text_of(content: bytes) -> str:
    with pdfium.PdfDocument(io.BytesIO(content)) as document:
        return "\n".join(page.get_textpage().get_text_bounded() for page in document)


def test_the_pdf_says_what_the_screen_says(north: tuple[AreaState, dict[str, str]]) -> None:
    state = north[0]
    assert state.tambons.gained > 0
    assert sum(r.proved for r in state.rows) == state.tambons.count, "the rows are of the month, as the figure is"
    said = text_of(report_pdf(report(north), paper()))
    for part in ("รายงานความก้าวหน้า", "ภาคเหนือ", str(state.tambons.count), "นิยาม", "ข้อมูลฝึกหัด", "นับเพิ่ม"):
        assert part in said, part
    for row in state.rows:
        assert row.name.th in said, row.name.th
    for one in state.month.tambons.changes:
        assert one.place.name.th in said


def test_the_workbook_holds_numbers_dates_and_codes(north: tuple[AreaState, dict[str, str]]) -> None:
    state = north[0]
    book = openpyxl.load_workbook(io.BytesIO(report_xlsx(report(north), paper())))
    assert book.sheetnames == ["สรุป", "จังหวัด", "สิ่งที่เปลี่ยน", "แก้หลังปิดเดือน", "รอตรวจรับรอง", "ข้อมูลที่ต้องแก้", "ที่มา"]
    summary = list(book["สรุป"].iter_rows(min_row=3, values_only=True))
    assert summary[0][1] == state.tambons.count
    assert summary[0][6].date() == state.month.month.last
    provinces = list(book["จังหวัด"].iter_rows(min_row=3, values_only=True))
    assert sum(row[2] for row in provinces) == sum(r.proved for r in state.rows)
    assert {row[0] for row in provinces} == {r.id for r in state.rows}
    waiting = list(book["รอตรวจรับรอง"].iter_rows(min_row=3, values_only=True))
    assert len(waiting) == len(state.todo.waiting)
    assert all(isinstance(row[4], datetime | date) and isinstance(row[5], int) for row in waiting)
    for sheet in book:
        assert sheet.page_setup.orientation == "landscape"
        assert sheet.print_title_rows
        assert sheet.auto_filter.ref
        assert sheet["A1"].value == "ข้อมูลฝึกหัด ไม่ใช่ข้อมูลจริง"
    notes = " ".join(str(row[0]) for row in book["ที่มา"].iter_rows(values_only=True))
    assert "ตัวกรอง: ภาคเหนือ" in notes


def test_the_slides_hold_a_chart_that_can_be_edited(north: tuple[AreaState, dict[str, str]]) -> None:
    deck = Presentation(io.BytesIO(report_pptx(report(north), paper())))
    said = [s.text_frame.text for slide in deck.slides for s in slide.shapes if s.has_text_frame]
    assert "รายงานความก้าวหน้า" in said[0]
    assert said.count("ข้อมูลฝึกหัด ไม่ใช่ข้อมูลจริง") == len(deck.slides)
    (chart,) = [s.chart for slide in deck.slides for s in slide.shapes if s.has_chart]
    rows = [r for r in north[0].rows if r.proved or r.reported][:16]
    told = dict(zip(chart.plots[0].categories, chart.plots[0].series[0].values, strict=True))
    assert told == {r.name.th: r.proved for r in rows}
    tables = [s.table for slide in deck.slides for s in slide.shapes if s.has_table]
    assert sum(len(t.rows) - 1 for t in tables) == len(changes_of(north[0]))


def test_the_picture_fits_a_chat(north: tuple[AreaState, dict[str, str]]) -> None:
    with Image.open(io.BytesIO(report_picture(report(north), paper()))) as picture:
        assert picture.size == (1080, 1350)


def test_it_is_made_in_english_too(north: tuple[AreaState, dict[str, str]]) -> None:
    said = text_of(report_pdf(report(north), paper("en")))
    assert "Progress report North" in said
    assert "Definitions" in said


def test_a_rung_is_called_what_its_own_ladder_calls_it(practice_template: Path, tmp_path: Path) -> None:
    """Both ladders have a rung ``plan``; a tambon that has its plan has no provincial one."""
    store = Store("practice", Database(f"sqlite:///{practice_template}"), tmp_path)
    told, teams = progress(Source(store)).value, networks(Source(store)).value
    store.database.close()
    names = {r.value: r.name.th for r in told.rungs}
    provincial = {r.value: r.name.th for r in teams.rungs}
    assert names["plan"] != provincial["plan"]
    place = LadderPlace("TH-540602", Name("ห้วยไร่", ""), "TH-54", "N")
    moved = AreaChange(place.id, What.LOST, "concrete", "plan", MoveCause.EVIDENCE_GONE, "a")
    province = LadderPlace("TH-54", Name("แพร่", ""), "TH-54", "N")
    planned = AreaChange(province.id, What.UP, "team", "plan", MoveCause.VERIFIED, "b")
    month = replace(
        by_hand().month,
        tambons=LadderMonth("tambon_progress", (PlaceChange("tambon_progress", place, moved),), (), ()),
        provinces=LadderMonth("provincial_network", (PlaceChange("provincial_network", province, planned),), (), ()),
    )
    made = area_report(words("th"), told, teams, replace(by_hand(), month=month), "")
    assert [change_words(c, made, paper())[3:] for c in changes_of(made.state)] == [
        [names["concrete"], names["plan"]],
        [provincial["team"], provincial["plan"]],
    ]
    book = openpyxl.load_workbook(io.BytesIO(report_xlsx(made, paper())))
    rows = list(book["สิ่งที่เปลี่ยน"].iter_rows(min_row=3, values_only=True))
    assert [row[6] for row in rows] == [names["plan"], provincial["plan"]]
    deck = Presentation(io.BytesIO(report_pptx(made, paper())))
    said = [s.table.cell(1, 4).text_frame.text for slide in deck.slides for s in slide.shapes if s.has_table]
    assert names["plan"] in said
    assert provincial["plan"] not in said[:1]
    assert names["plan"] in " ".join(text_of(report_pdf(made, paper())).split())
