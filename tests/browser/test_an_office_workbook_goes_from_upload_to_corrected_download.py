"""An office's messy workbook: handed in, looked at, answered, imported, and back with its marks."""

from __future__ import annotations

import io
from pathlib import Path

from openpyxl import Workbook, load_workbook
from playwright.sync_api import expect

from tests.browser.conftest import Visit
from tests.browser.servers import Server

OFFICE = "สำนักงานภาคตะวันออก"
HOSTILE = '=HYPERLINK("http://evil","x")<img src=x onerror=alert(1)>**หนา**'


def messy() -> bytes:
    """Title rows, a two-line header, Thai digits, a slip of the pen, a note under the table."""
    book = Workbook()
    sheet = book.worksheets[0]
    sheet.title = "รายชื่อ"
    for row in (
        ["บัญชีกลุ่ม จังหวัดปราจีนบุรี"],
        ["ปรับปรุง ๑๙ ก.ย. ๒๕๖๖"],
        ["ที่", "ชื่อกลุ่ม", "ประเภท", "ที่ตั้ง", None, "จำนวนสมาชิก", "หมายเหตุ"],
        [None, None, None, "ตำบล", "อำเภอ", None, None],
        [1, "กลุ่มทอผ้าบ้านนาขา", "กลุ่ม", "เขาไมแก้ว", "กบินทร์บุรี", "๒๕ คน", HOSTILE],
        [2, "สภาองค์กรชุมชนนาดี", "สภา", "นาดี", "นาดี", "1,200", "-"],
        [3, "กลุ่มข้าว", "กลุ่ม", "ไม่มีตำบลนี้", "นาดี", "ประมาณ 30", None],
        ["หมายเหตุ: ข้อมูล ณ กันยายน"],
    ):
        sheet.append(row)
    sheet.merge_cells("D3:E3")
    for cell in sheet["G"]:
        cell.data_type = "s" if isinstance(cell.value, str) else cell.data_type
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def test_from_upload_to_corrected_download(first_day: Server, visit: Visit, tmp_path: Path) -> None:
    file = tmp_path / "กลุ่ม.xlsx"
    file.write_bytes(messy())
    visitor = visit(first_day).open("imports")
    visitor.types("แฟ้มของสำนักงานหรือเครือข่ายใด", OFFICE)
    visitor.main.locator("input[type=file]").set_input_files(file)
    visitor.settled()
    visitor.presses("อ่านแฟ้ม")
    visitor.sees("ยังไม่มีอะไรเปลี่ยนจนกว่าจะกดนำเข้า", "3 ตอบข้อสงสัย", "“สภา” คือประเภทองค์กรใด")
    expect(visitor.button("นำเข้า 2 รายการ")).to_be_visible()

    question = visitor.main.get_by_test_id("stVerticalBlock").filter(has_text="“สภา” คือ").last
    visitor.settled()
    question.get_by_role("combobox").click()
    question.get_by_role("combobox").fill("สภา")
    visitor.page.get_by_role("option").filter(has_text="สภาองค์กรชุมชน").click()
    expect(visitor.button("นำเข้า 3 รายการ")).to_be_visible()
    visitor.settled()

    with visitor.page.expect_download() as waiting:
        visitor.presses("แฟ้มเดิมพร้อมสีและหมายเหตุ")
    waiting.value.save_as(tmp_path / "checked.xlsx")
    book = load_workbook(tmp_path / "checked.xlsx")
    sheet = book["รายชื่อ"]
    assert sheet["D7"].value == "ไม่มีตำบลนี้"
    assert sheet["D7"].comment.text.startswith("ไม่พบพื้นที่")
    assert sheet["F5"].comment.text.startswith("อ่าน “๒๕ คน” เป็น 25")
    assert sheet["G5"].data_type == "s"
    assert "D7" in [row[1].value for row in book.worksheets[0].iter_rows() if len(row) > 1]

    visitor.presses("นำเข้า 3 รายการ")
    visitor.sees("นำเข้าแล้ว 3 รายการ")
    other = visit(first_day).open("records", kind="organisation")
    other.sees("กลุ่มทอผ้าบ้านนาขา", "สภาองค์กรชุมชนนาดี", "กลุ่มข้าว")
    other.goes("quality")
    other.sees("ไม่พบพื้นที่ “ไม่มีตำบลนี้")
    other.goes("timeline")
    other.chooses("ประเภทข้อมูล", "องค์กร")
    # A word joiner, which nobody sees, keeps the browser from making a link of it.
    other.sees('HYPERLINK("http\u2060://evil","x")<img src=x onerror=alert(1)>**หนา**')


def test_leaving_the_page_loses_nothing(first_day: Server, visit: Visit, tmp_path: Path) -> None:
    file = tmp_path / "กลุ่ม.xlsx"
    file.write_bytes(messy())
    visitor = visit(first_day, viewport={"width": 390, "height": 844}).open("imports")
    visitor.types("แฟ้มของสำนักงานหรือเครือข่ายใด", OFFICE)
    visitor.main.locator("input[type=file]").set_input_files(file)
    visitor.settled()
    visitor.presses("อ่านแฟ้ม")
    visitor.sees("“สภา” คือประเภทองค์กรใด")
    address = visitor.page.url
    visitor.page.close()
    later = visit(first_day)
    later.page.goto(address)
    later.sees_title("นำเข้า")
    later.sees("กลุ่ม.xlsx", "“สภา” คือประเภทองค์กรใด")
    front = visit(first_day).open("imports")
    front.sees("รอนำเข้า")
