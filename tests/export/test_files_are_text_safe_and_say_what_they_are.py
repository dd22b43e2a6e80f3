"""XLSX, CSV and GeoJSON: nothing runs, Thai opens right, practice is marked."""

from __future__ import annotations

import csv
import io
import json
from dataclasses import replace
from datetime import date, datetime
from decimal import Decimal

import openpyxl
import pytest

from lib.export.geojson import to_geojson
from lib.export.sheets import Cell, OnlyInFile, OnlyOnScreen, Origin, on_screen, to_csv, to_xlsx
from lib.insight.country.centres import centres
from lib.insight.source import Source
from lib.ui.frame.speech import words

HOSTILE = ["=1+1", "+1", "-1", "@SUM(A1)", "|calc", "%x", "\t=1", '=HYPERLINK("http://x","y")', "<b>x</b>"]
ORIGIN = Origin("ตาราง", "ข้อมูล ณ วันนี้", "ที่มา: ทดสอบ", "ข้อมูลฝึกหัด")


@pytest.mark.parametrize("text", HOSTILE)
def test_no_text_becomes_a_formula(text: str) -> None:
    rows = [{text: text, "n": 5}]
    sheet = openpyxl.load_workbook(io.BytesIO(to_xlsx(rows, ORIGIN))).worksheets[0]
    cells = [cell for row in sheet.iter_rows() for cell in row if cell.value is not None]
    assert all(cell.data_type != "f" for cell in cells)
    assert text in [cell.value for cell in cells]
    read = list(csv.reader(io.StringIO(to_csv(rows, ORIGIN).decode("utf-8-sig"))))
    assert not any(cell.startswith(("=", "+", "-", "@", "|", "%", "\t")) for row in read for cell in row)


def test_values_keep_their_kind_and_thai_its_letters() -> None:
    rows = [
        {
            "ชื่อ": "น้ำ",
            "จำนวน": 1200,
            "เงิน": Decimal("1.50"),
            "วัน": date(2023, 9, 19),
            "ว่าง": None,
            "หลาย": ["ก", "ข"],
            "ใช่": True,
        }
    ]
    sheet = openpyxl.load_workbook(io.BytesIO(to_xlsx(rows, Origin("t", "a", "s")))).worksheets[0]
    assert [c.value for c in sheet[1]] == list(rows[0])
    assert [c.value for c in sheet[2]] == ["น้ำ", 1200, 1.5, datetime(2023, 9, 19), None, "ก, ข", "ใช่"]
    data = to_csv(rows, ORIGIN)
    assert data.startswith(b"\xef\xbb\xbf"), "Excel needs the mark to read Thai"
    lines = list(csv.reader(io.StringIO(data.decode("utf-8-sig"))))
    assert lines[0] == ["ข้อมูลฝึกหัด"]
    assert lines[2][0] == "น้ำ"
    assert ["ที่มา: ทดสอบ"] in lines


def test_numbers_years_and_days_are_numbers_in_a_workbook_and_words_in_a_csv() -> None:
    day, year = Cell("19 ก.ย. 2566", date(2023, 9, 19)), Cell("2566", 2566)
    rows = [{"วัน": day, "ปี": year, "รหัสตำบล": "010203"}]
    sheet = openpyxl.load_workbook(io.BytesIO(to_xlsx(rows, Origin("t", "a", "s", say=words("th"))))).worksheets[0]
    assert [c.value for c in sheet[2]] == [datetime(2023, 9, 19), 2566, "010203"]
    assert "7041E" in sheet["A2"].number_format, "shown in the Buddhist calendar"
    assert ["19 ก.ย. 2566", "2566", "010203"] in list(csv.reader(io.StringIO(to_csv(rows, ORIGIN).decode("utf-8-sig"))))


def test_an_empty_table_is_still_a_file() -> None:
    assert openpyxl.load_workbook(io.BytesIO(to_xlsx([], ORIGIN))).worksheets[0]["A1"].value == "ข้อมูลฝึกหัด"
    assert "ตาราง" in to_csv([], ORIGIN).decode("utf-8-sig")


def test_centres_travel_as_geojson_unresolved_ones_without_a_place(source: Source) -> None:
    found = json.loads(to_geojson(centres(source).value.centres, practice=False))
    assert found["type"] == "FeatureCollection"
    without = [f for f in found["features"] if f["geometry"] is None]
    assert (len(found["features"]), len(without)) == (12, 1)
    lon, lat = found["features"][0]["geometry"]["coordinates"]
    assert 97 < lon < 106
    assert 5 < lat < 21
    assert found["features"][0]["properties"]["practice"] is False


def test_the_tabs_of_a_table_are_named_in_the_readers_language() -> None:
    thai = openpyxl.load_workbook(io.BytesIO(to_xlsx([{"n": 1}], ORIGIN)))
    assert thai.sheetnames == ["ข้อมูล", "ที่มา"]
    english = openpyxl.load_workbook(io.BytesIO(to_xlsx([{"n": 1}], replace(ORIGIN, say=words("en")))))
    assert english.sheetnames == ["Data", "Sources"]


def test_a_workbook_is_ready_to_be_filtered_and_printed() -> None:
    rows = [{"ชื่อ": "น้ำ", "n": 1}, {"ชื่อ": "ดิน", "n": 2}]
    for origin, head in ((ORIGIN, 2), (Origin("t", "a", "s"), 1)):
        sheet = openpyxl.load_workbook(io.BytesIO(to_xlsx(rows, origin))).worksheets[0]
        assert sheet.auto_filter.ref == f"A{head}:B{head + 2}"
        assert sheet.page_setup.orientation == "landscape"
        assert sheet.page_setup.paperSize == 9, "A4"
        assert sheet.print_title_rows == f"${head}:${head}", "the head stands on every page"
        assert sheet.sheet_properties.pageSetUpPr.fitToPage


def test_codes_are_for_files_and_drawings_for_the_eye() -> None:
    rows = [{"รหัส": OnlyInFile("TH-540602"), "ขั้น": OnlyOnScreen("■■□"), "ขั้นที่": OnlyInFile(2), "ชื่อ": "ห้วยไร่"}]
    assert on_screen(rows) == [{"ขั้น": "■■□", "ชื่อ": "ห้วยไร่"}]
    sheet = openpyxl.load_workbook(io.BytesIO(to_xlsx(rows, Origin("t", "a", "s")))).worksheets[0]
    assert [[c.value for c in row] for row in sheet.iter_rows()] == [["รหัส", "ขั้นที่", "ชื่อ"], ["TH-540602", 2, "ห้วยไร่"]]
    assert ["TH-540602", "2", "ห้วยไร่"] in list(csv.reader(io.StringIO(to_csv(rows, ORIGIN).decode("utf-8-sig"))))


def test_a_file_writes_down_what_chose_its_rows() -> None:
    origin = replace(ORIGIN, chosen=("ตัวกรอง: ภาค = ภาคเหนือ", "ค้น: แม่"))
    notes = openpyxl.load_workbook(io.BytesIO(to_xlsx([{"n": 1}], origin))).worksheets[1]
    said = [row[0] for row in notes.iter_rows(values_only=True)]
    assert said[3:5] == list(origin.chosen)
    assert all(line in to_csv([{"n": 1}], origin).decode("utf-8-sig") for line in origin.chosen)
