"""Whoever sees the practice country, on a screen or in a file, is told that it is invented."""

from __future__ import annotations

import csv
import re
from pathlib import Path

from openpyxl import load_workbook
from playwright.sync_api import expect

from tests.browser.conftest import Visit
from tests.browser.servers import Server
from tests.browser.visitor import PAGE_IDS, Visitor

NOTE = "ข้อมูลฝึกหัด ไม่ใช่ข้อมูลจริง"
RIBBON = "ทุกชื่อและตัวเลขในหน้านี้สมมติขึ้น"


def test_every_page_wears_the_ribbon(country: Server, visit: Visit) -> None:
    visitor = visit(country).open(world="practice")
    for page_id in PAGE_IDS:
        visitor.goes(page_id)
        expect(visitor.main.get_by_text(RIBBON)).to_be_in_viewport()


def test_the_ribbon_stays_in_english_and_on_a_projector(country: Server, visit: Visit) -> None:
    visitor = visit(country).open("networks", world="practice", lang="en", view="projector")
    expect(visitor.main.get_by_text("Practice data", exact=True).first).to_be_in_viewport()


def test_the_own_world_has_no_ribbon(country: Server, visit: Visit) -> None:
    visitor = visit(country).open("progress")
    visitor.misses("ข้อมูลฝึกหัด ไม่ใช่", RIBBON)


def test_files_say_so_too_and_hold_every_row(country: Server, visit: Visit, tmp_path: Path) -> None:
    visitor = visit(country).open("progress", world="practice")
    heading = visitor.main.get_by_role("heading", name=re.compile(r"^[\d,]+ ตำบล$")).inner_text()
    count = int(heading.split()[0].replace(",", ""))
    assert count == 900

    file = _download(visitor, "CSV", tmp_path)
    assert file.name == "practice-tambons.csv"
    assert file.read_bytes().startswith(b"\xef\xbb\xbf"), "Excel reads Thai by this mark"
    with file.open(encoding="utf-8-sig", newline="") as lines:
        rows = list(csv.reader(lines))
    assert rows[0] == [NOTE]
    assert rows[1][:6] == ["รหัสตำบล", "รหัสอำเภอ", "รหัสจังหวัด", "ชื่อตำบล", "อำเภอ", "ชื่อจังหวัด"]
    assert rows.index([]) - 2 == count
    assert [NOTE] in rows[rows.index([]) :]

    file = _download(visitor, "Excel", tmp_path)
    assert file.name == "practice-tambons.xlsx"
    book = load_workbook(file)
    table, notes = book.worksheets
    assert table["A1"].value == NOTE
    assert table["A2"].value == "รหัสตำบล"
    assert table.max_row - 2 == count
    assert notes["A1"].value == NOTE
    book.close()


def test_practice_is_entered_and_left_by_a_button(country: Server, visit: Visit) -> None:
    visitor = visit(country).open("about")
    visitor.presses("เปิดข้อมูลฝึกหัด")
    visitor.sees(RIBBON)
    expect(visitor.page).to_have_url(re.compile(r"[?&]world=practice(&|$)"))
    visitor.navigation.get_by_text("ความก้าวหน้า", exact=True).click()
    visitor.sees_title("ความก้าวหน้า")
    visitor.sees(RIBBON)
    visitor.navigation.get_by_text("เกี่ยวกับ", exact=True).click()
    visitor.sees_title("เกี่ยวกับ")
    visitor.presses("กลับไปข้อมูลจริง")
    expect(visitor.main.get_by_text(RIBBON)).to_have_count(0)
    expect(visitor.page).not_to_have_url(re.compile("world="))


def _download(visitor: Visitor, label: str, folder: Path) -> Path:
    """Press the first button of that kind: the one under the list of tambons."""
    with visitor.page.expect_download() as coming:
        visitor.main.get_by_test_id("stDownloadButton").filter(has_text=label).first.click()
    file = folder / coming.value.suggested_filename
    coming.value.save_as(file)
    return file
