"""What is downloaded under a table: codes, numbers and days as such, and what chose its rows written down."""

from __future__ import annotations

import io
from collections.abc import Callable
from datetime import datetime
from typing import Any

import openpyxl
import pytest
import streamlit as st
from openpyxl.workbook import Workbook

from lib.domain.months import Month, format_month
from lib.domain.thai_date import bangkok_today
from lib.insight.country.progress import progress
from lib.insight.source import source
from tests.pages.conftest import Open

Files = dict[str, Callable[[], bytes]]


@pytest.fixture
def files(monkeypatch: pytest.MonkeyPatch) -> Files:
    """What the buttons of a page would give, by the file's name."""
    found: Files = {}
    plain = st.download_button

    def button(label: str, data: Any, file_name: str = "", *more: Any, **told: Any) -> bool:
        if callable(data):
            found[file_name] = data
        return plain(label, data, file_name, *more, **told)

    monkeypatch.setattr(st, "download_button", button)
    return found


def book(files: Files, name: str) -> Workbook:
    return openpyxl.load_workbook(io.BytesIO(files[name]()))


def notes(files: Files, name: str) -> list[str]:
    return [str(row[0]) for row in book(files, name).worksheets[1].iter_rows(values_only=True)]


def test_tambons_have_codes_and_rungs_as_words_and_numbers(open_page: Open, files: Files) -> None:
    app = open_page("progress", world="practice", region="N", **{"tambons.find": "แม่", "tambons.by": "4"})
    assert "รหัสตำบล" not in app.table[0].value.columns, "the screen has no room for codes"
    sheet = book(files, "practice-tambons.xlsx").worksheets[0]
    head, *rows = sheet.iter_rows(min_row=2, values_only=True)
    told = [dict(zip(head, row, strict=True)) for row in rows]
    tambons = {t.area: t for t in progress(source("practice")).value.tambons}
    assert told
    for one in told:
        stored = tambons[one["รหัสตำบล"]]
        assert (one["รหัสจังหวัด"], one["รหัสอำเภอ"]) == (stored.province, stored.district_id)
        assert (one["พิสูจน์ถึงขั้นที่"], one["รายงานถึงขั้นที่"]) == (stored.proved, stored.reported)
        assert isinstance(one["เป็นรูปธรรมเมื่อ"], datetime) == (stored.concrete_on is not None)
        assert isinstance(one["ตรวจรับรองเมื่อ"], datetime) == (stored.verified_on is not None)
    assert "■" not in str(told)
    said = notes(files, "practice-tambons.xlsx")
    for line in (
        "ตัวกรอง: ภาค = ภาคเหนือ",
        "ตัวกรอง: ชื่อจังหวัด = ทุกจังหวัด",
        "ตัวกรอง: รายการ = ทุกตำบล",
        "ค้น: แม่",
        "เรียงตาม เป็นรูปธรรมเมื่อ",
    ):
        assert line in said, line
    assert not [line for line in said if "เรียงตามจำนวน" in line], "the order of the ranking is not that of the rows"


def test_a_month_that_chose_no_row_says_so_and_one_that_did_is_the_filter(open_page: Open, files: Files) -> None:
    before = Month.of(bangkok_today()).plus(-2)
    open_page("centres", world="practice", region="N", month=before.id)
    line = f"แถวเป็นข้อมูลวันนี้ ไม่ใช่ของสิ้น {format_month(before)} ที่เลือกบนแถบ"
    assert line in notes(files, "practice-centres.xlsx")
    for page, name in (("progress", "tambons"), ("networks", "networks")):
        open_page(page, world="practice", region="N", month=before.id)
        said = notes(files, f"practice-{name}.xlsx")
        assert line not in said
        assert f"ตัวกรอง: เดือน = {format_month(before)}" in said
    open_page("progress", world="practice", region="N")
    assert not [n for n in notes(files, "practice-tambons.xlsx") if "แถวเป็นข้อมูลวันนี้" in n]


def test_two_figures_of_a_cell_are_two_numbers_of_a_file(open_page: Open, files: Files) -> None:
    app = open_page("progress", world="practice", show="years")
    head, *rows = book(files, "practice-years.xlsx").worksheets[0].iter_rows(min_row=2, values_only=True)
    years = [h for h in head if "พิสูจน์แล้ว" in h]
    assert years
    told = [dict(zip(head, row, strict=True)) for row in rows]
    assert all(isinstance(one[y], int) for one in told for y in years)
    shown = app.table[0].value
    year = years[0].split()[0]
    assert [f"{one[years[0]]:,}" for one in told] == [str(cell).split()[0] for cell in shown[year]]
    assert year not in head


@pytest.mark.parametrize(
    ("page", "query", "name", "codes"),
    [
        ("networks", {}, "networks", "รหัสจังหวัด"),
        ("progress", {"show": "silent"}, "silent-provinces", "รหัสจังหวัด"),
        ("published", {}, "published", "รหัส"),
        ("centres", {"lang": "en"}, "centres", "Centre id"),
        ("strategy", {}, "strategy", "รหัส"),
        ("tambon", {}, "works", "รหัสพื้นที่ทำงาน"),
    ],
)
def test_every_row_of_a_file_can_be_told_from_any_other(
    open_page: Open, files: Files, page: str, query: dict[str, str], name: str, codes: str
) -> None:
    open_page(page, world="practice", **query)
    head, *rows = book(files, f"practice-{name}.xlsx").worksheets[0].iter_rows(min_row=2, values_only=True)
    at = head.index(codes)
    found = [row[at] for row in rows]
    assert all(found)
    assert len(set(found)) == len(found)
    assert len(set(head)) == len(head)
