"""The report of an area's month, read back: a PDF, a workbook, a picture."""

from __future__ import annotations

import io
import re
from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path

import openpyxl
import pypdfium2 as pdfium
import pytest
from PIL import Image
from pptx import Presentation
from pptx.enum.shapes import MSO_SHAPE_TYPE

from lib.domain.ladder_changes import AreaChange, MoveCause, What
from lib.domain.months import Month
from lib.domain.slides import EVERY_SLIDE, Slide
from lib.export.area_map import area_map
from lib.export.area_paper import report_pdf, report_picture
from lib.export.area_report import AreaReport, change_words, changes_of
from lib.export.area_slides import report_pptx
from lib.export.area_workbook import report_xlsx
from lib.export.work_paper import Paper
from lib.insight.bilingual_name import Name
from lib.insight.country.area_state import AreaState, Told, area_state
from lib.insight.country.month import LadderMonth, LadderPlace, PlaceChange, month_shown
from lib.insight.country.networks import networks
from lib.insight.country.progress import progress
from lib.insight.country.published import published
from lib.insight.country.report_parts import ReportParts
from lib.insight.country.to_do import to_do
from lib.insight.country.told import month_told
from lib.insight.records.ledger import PlaceProof
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
    assert summary[0][5].date() == state.month.month.last
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
    assert "Progress report" in said
    assert "North" in said
    for question in ("Where it stands", "Which provinces", "What changed, and why", "What waits, and what is to be"):
        assert question in said
    assert "Definitions" in said


def test_a_rung_is_called_what_its_own_ladder_calls_it(practice_template: Path, tmp_path: Path) -> None:
    """Both ladders have a rung ``plan``; a tambon that has its plan has no provincial one."""
    store = Store("practice", Database(f"sqlite:///{practice_template}"), tmp_path)
    source = Source(store)
    read = month_told(source, Month(2026, 10))
    told, teams = read.progress.value, read.networks.value
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
    made = area_report(words("th"), source, read.told, replace(by_hand(), month=month), "")
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
    store.database.close()


def pages_of(content: bytes) -> list[str]:
    """The words of each page without any space: where a line ends is no matter here."""
    with pdfium.PdfDocument(io.BytesIO(content)) as document:
        return ["".join(page.get_textpage().get_text_bounded().split()) for page in document]


def close(text: str) -> str:
    return "".join(text.split())


def by_hand_report(state: AreaState, **parts: object) -> AreaReport:
    names = {r.id: r.name.th for r in by_hand().rows} | {"TH-14": "พระนครศรีอยุธยา"}
    regions = dict.fromkeys(names, "N") | {"TH-14": "BE"}
    report = AreaReport(state, "ภาคเหนือ: พิสูจน์แล้ว 50", RUNGS, names, "ข้อมูล ณ วันนี้", regions)
    return replace(report, **parts)


TODAY = "วันนี้ (27 พ.ย. 2569)"


def test_the_report_is_a_cover_and_a_question_a_page() -> None:
    """October is closed and printed in November: what is known as of the day only says so."""
    pages = pages_of(report_pdf(by_hand_report(by_hand()), paper()))
    cover = pages[0]
    for part in ("รายงานความก้าวหน้า", "ภาคเหนือ", "ตุลาคม 2569", "2026-10-N-1a2b3c4d", "27 พฤศจิกายน 2569", "ที่มา"):
        assert close(part) in cover, part
    assert close("ข้อมูลฝึกหัด ไม่ใช่ข้อมูลจริง") in cover
    questions = ("อยู่ตรงไหน", "จังหวัดใดบ้าง", "อะไรเปลี่ยน และเพราะอะไร", "อะไรรออยู่ และอะไรต้องแก้", "นิยามและแหล่งที่มา")
    assert [close(q) in page for page, q in zip(pages[1:], questions, strict=True)] == [True] * len(questions)
    assert all(close(q) in cover for q in questions), "the cover tells what is in it"
    assert all(f"{n}/{len(pages)}" in page for n, page in enumerate(pages, start=1) if n > 1)
    assert close("ตัวเลขตรึง ณ สิ้นเดือน") in pages[1]
    assert close(TODAY) in pages[1], "what waits is of the day it was printed"
    assert close(TODAY) not in pages[2], "what was only reported is of the month's end like what is proved"
    assert close(TODAY) in pages[4]


def test_a_month_that_goes_on_is_nowhere_said_to_be_frozen() -> None:
    open_month = replace(by_hand().month, number="", until=datetime(2026, 10, 20, 3, tzinfo=UTC))
    said = " ".join(pages_of(report_pdf(by_hand_report(replace(by_hand(), month=open_month)), paper())))
    assert "ตรึง" not in said
    assert "เดือนนี้ยังไม่ปิด" in said
    assert "วันนี้(" not in said, "every figure is of the same moment"
    over = replace(by_hand().month, number="")
    said = " ".join(pages_of(report_pdf(by_hand_report(replace(by_hand(), month=over)), paper())))
    assert "ตรึง" not in said
    assert close(TODAY) in said


def test_a_change_is_told_with_what_proves_it() -> None:
    proof = PlaceProof("e", "มติที่ประชุมสภา", "note", "", "", "", date(2026, 10, 3))
    note = PlaceProof("n", "บันทึกของระบบ", "note", "", "", "", None, weighs=False)
    made = by_hand_report(by_hand(), parts=ReportParts({"a": (proof, note)}))
    changed = pages_of(report_pdf(made, paper()))[3]
    assert close("มติที่ประชุมสภา (3 ต.ค. 2569)") in changed
    assert "บันทึกของระบบ" not in changed, "the app's own note proves nothing"
    rows = list(openpyxl.load_workbook(io.BytesIO(report_xlsx(made, paper())))["สิ่งที่เปลี่ยน"].values)
    (at,) = [n for n, name in enumerate(rows[1]) if name == "หลักฐาน"]
    assert next(row[at] for row in rows if row[0] == "TH-510601") == "มติที่ประชุมสภา (3 ต.ค. 2569)"


def test_the_map_shows_the_area_and_a_province_in_its_region() -> None:
    report = by_hand_report(by_hand())
    drawn = area_map(report.state, report.provinces, report.regions)
    assert drawn is not None
    assert {p.id for p in drawn.parts} == {r.id for r in by_hand().rows}, "Ayutthaya lies elsewhere"
    assert {p.id: p.count for p in drawn.parts if p.count} == {"TH-51": 1}
    assert all(0 <= n <= 1 for p in drawn.parts for n in drawn.place_of(p))
    nan = replace(by_hand(), province="TH-55", region="", rows=())
    beside = area_map(nan, report.provinces, report.regions)
    assert beside is not None
    assert [p.id for p in beside.parts if p.within] == ["TH-55"]
    assert len(beside.parts) == len(drawn.parts)


def test_figures_of_the_day_are_dated_so_in_the_workbook() -> None:
    book = openpyxl.load_workbook(io.BytesIO(report_xlsx(by_hand_report(by_hand()), paper())))
    summary = [(row[0], row[1], row[5].date()) for row in book["สรุป"].iter_rows(min_row=3, values_only=True)]
    end, today = date(2026, 10, 31), date(2026, 11, 27)
    assert summary[:2] == [("ตำบลรูปธรรมที่พิสูจน์แล้ว", 50, end), ("จังหวัดที่มีทีมขับเคลื่อน", 6, end)]
    assert {name for name, _, day in summary if day == today} == {"รอตรวจรับรอง", "ข้อมูลที่ต้องแก้"}
    assert ("ข้อมูลที่ต้องแก้", 1, today) in summary
    assert {day for _, _, day in summary} == {end, today}
    assert "รายงานแต่ยังไม่พิสูจน์" in [c.value for c in book["จังหวัด"][2]]
    amiss = list(book["ข้อมูลที่ต้องแก้"].iter_rows(min_row=3, values_only=True))
    assert amiss[0][-1].date() == today


def test_districts_have_their_codes_or_no_column_of_codes(practice_template: Path, tmp_path: Path) -> None:
    store = Store("practice", Database(f"sqlite:///{practice_template}"), tmp_path)
    source = Source(store)
    told = progress(source).value
    place = next(t.province for t in told.tambons if t.concrete)
    whole = Told(
        told,
        networks(source).value,
        month_shown(source, Month(2026, 10)).value,
        to_do(source).value,
        published(source).value,
    )
    state = area_state(whole, Name("จังหวัด", ""), "", place)
    store.database.close()
    districts = openpyxl.load_workbook(io.BytesIO(report_xlsx(by_hand_report(state), paper())))["อำเภอ"]
    codes = [row[0] for row in districts.iter_rows(min_row=3, values_only=True)]
    assert codes
    assert all(re.fullmatch(rf"{place}(\d\d)?", code) for code in codes), "of Bangkok what lies in no district"
    bare = replace(state, rows=tuple(replace(r, code="") for r in state.rows))
    districts = openpyxl.load_workbook(io.BytesIO(report_xlsx(by_hand_report(bare), paper())))["อำเภอ"]
    assert next(c.value for c in districts[2]) == "อำเภอ", "no empty column"


def test_the_offices_slides_order_the_powerpoint() -> None:
    def titles(*slides: Slide) -> list[str]:
        made = by_hand_report(by_hand(), parts=ReportParts({}, slides))
        deck = Presentation(io.BytesIO(report_pptx(made, paper())))
        return [next(s.text_frame.text for s in slide.shapes if s.has_text_frame) for slide in deck.slides]

    usual = titles(*EVERY_SLIDE)
    assert len(usual) == 7
    assert titles(Slide.TO_DO, Slide.STANDING) == [usual[0], usual[5], usual[1], usual[6]]
    assert usual[5] == "สิ่งที่ต้องทำ"
    assert titles(Slide.MAP)[1] == usual[2] == "ภาคเหนือ: ตำบลรูปธรรมที่พิสูจน์แล้วอยู่ที่ไหน"


def test_the_map_of_the_powerpoint_is_shapes_that_can_be_edited() -> None:
    made = by_hand_report(by_hand(), parts=ReportParts({}, (Slide.MAP,)))
    (page,) = [s for s in Presentation(io.BytesIO(report_pptx(made, paper()))).slides if len(s.shapes) > 5]
    shapes = {s.name: s for s in page.shapes if s.shape_type == MSO_SHAPE_TYPE.FREEFORM}
    assert set(shapes) == {r.name.th for r in by_hand().rows}
    assert str(shapes["ลำพูน"].fill.fore_color.rgb) == "0F5D65", "the most"
    for shape in shapes.values():
        assert 0 <= shape.left <= shape.left + shape.width <= 12192000
        assert 0 <= shape.top <= shape.top + shape.height <= 6858000
