"""A corpus of messy workbooks, each modelled on a real kind of mess, with what has to come of it.

Expected rows are (fate, {field: value}) in order; a field that is not named is not looked at.
"""

from __future__ import annotations

import io
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from openpyxl import Workbook
from openpyxl.worksheet.worksheet import Worksheet

Row = tuple[str, dict[str, Any]]
PRACHIN = "TH-250213"


@dataclass(frozen=True)
class Mess:
    """A file, its name, and the fate of every row; `confirm`: headings a person has to settle."""

    name: str
    content: bytes
    rows: list[Row]
    confirm: dict[str, str] = field(default_factory=dict)
    kinds: dict[str, str] = field(default_factory=dict)


def _book(fill: Callable[[Worksheet], None], tab: str = "Sheet1") -> bytes:
    book = Workbook()
    sheet = book.worksheets[0]
    sheet.title = tab
    fill(sheet)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def _rows(sheet: Worksheet, rows: Sequence[Sequence[Any]]) -> None:
    for row in rows:
        sheet.append(list(row))


def title_rows_and_two_line_header() -> Mess:
    """A report made to be printed: title, date, merged headings, a note below."""

    def fill(sheet: Worksheet) -> None:
        _rows(
            sheet,
            [
                ["บัญชีกลุ่ม/วิสาหกิจชุมชน จังหวัดปราจีนบุรี"],
                ["ปรับปรุง ๑๙ ก.ย. ๒๕๖๖"],
                [],
                ["ที่", "ชื่อกลุ่ม", "ประเภท", "ที่ตั้ง", None, "สมาชิก", "หมายเหตุ"],
                [None, None, None, "ตำบล", "อำเภอ", "จำนวนสมาชิก (คน)", None],
                [1, "กลุ่มทอผ้า", "กลุ่ม", "เขาไมแก้ว", "กบินทร์บุรี", "๒๕ คน", "-"],
                [2, "สภาองค์กรชุมชนนาดี", "สภาองค์กรชุมชน", "นาดี", "นาดี", "1,200", "เข้มแข็ง"],
                [None, "รวม", None, None, None, 1225],
                [],
                ["หมายเหตุ: ข้อมูล ณ กันยายน"],
            ],
        )
        sheet.merge_cells("D4:E4")
        sheet.merge_cells("B4:B5")

    return Mess(
        "พิมพ์.xlsx",
        _book(fill, "กลุ่ม"),
        [
            ("new", {"name": "กลุ่มทอผ้า", "area": PRACHIN, "members": 25, "note": None}),
            ("new", {"name": "สภาองค์กรชุมชนนาดี", "area": "TH-250301", "members": 1200, "note": "เข้มแข็ง"}),
            ("note", {}),
            ("note", {}),
        ],
    )


def merged_provinces_and_ditto() -> Mess:
    """One province written once over many rows, ditto marks below a word."""

    def fill(sheet: Worksheet) -> None:
        _rows(
            sheet,
            [
                ["จังหวัด", "อำเภอ", "ตำบล", "ขั้น", "วันที่ถึงขั้น"],
                ["ปราจีนบุรี", "กบินทร์บุรี", "เขาไม้แก้ว", "มีแผนแล้ว", datetime(2023, 9, 19)],
                [None, '"', "กบินทร์", "มีแผนแล้ว", "19/9/66"],
                [None, "นาดี", "นาดี", "〃", "29/2/2568"],
            ],
        )
        sheet.merge_cells("A2:A4")

    return Mess(
        "รวมช่อง.xlsx",
        _book(fill, "ความก้าวหน้าตำบล"),
        [
            ("new", {"area": PRACHIN, "rung": "plan", "reached_on": date(2023, 9, 19)}),
            ("new", {"area": "TH-250201", "rung": "plan", "reached_on": date(2023, 9, 19)}),
            ("waits", {}),
        ],
    )


def whole_addresses_and_positions() -> Mess:
    """Addresses in one cell, positions in one cell, swapped or in another province."""

    def fill(sheet: Worksheet) -> None:
        _rows(
            sheet,
            [
                ["ชื่อศูนย์", "ที่ตั้ง", "พิกัด", "ที่มาของพิกัด"],
                ["ศูนย์ ก", "ต.เขาไม้แก้วอ.กบินทร์บุรีจ.ปราจีนบุรี", "13.99, 101.72", "พิกัดจริง"],
                ["ศูนย์ ข", "เขาไม้แก้ว กบินทร์บุรี ปราจีนบุรี", "101.72,13.99", "พิกัดจริง"],
                ["ศูนย์ ค", "ต.เขาไม้แก้ว อ.กบินทร์บุรี จ.ปราจีนบุรี", "18.79, 98.98", "พิกัดจริง"],
                ["ศูนย์ ง", "ใกล้ตลาด", "ข้างวัด", "พิกัดจริง"],
            ],
        )

    at = {"latitude": 13.99, "longitude": 101.72, "area": PRACHIN}
    return Mess(
        "ศูนย์.xlsx",
        _book(fill, "ศูนย์บ่มเพาะ"),
        [
            ("new", at),
            ("new", at),
            ("new", {"area": PRACHIN, "latitude": None}),
            ("new", {"area": None, "latitude": None}),
        ],
    )


def phones_as_numbers() -> Mess:
    """Contacts: telephone numbers that lost their zero, several in one cell, +66."""

    def fill(sheet: Worksheet) -> None:
        _rows(
            sheet,
            [
                ["ลำดับ", "ชื่อ-สกุล", "ตำแหน่ง", "เบอร์โทร", "ตำบล", "อำเภอ", "จังหวัด"],
                [1, "นายสมชาย ใจดี", "ประธาน", 812345678, "เขาไม้แก้ว", "กบินทร์บุรี", "ปราจีน"],
                [2, "น.ส.สมหญิง ใจงาม", "เลขา", "+66 89 123 4567", "", "", ""],
                [3, "สมศักดิ์", "", "0811111111, 0822222222", "", "", ""],
            ],
        )

    return Mess(
        "ผู้ประสาน.xlsx",
        _book(fill, "บุคคล"),
        [
            ("new", {"name": "นายสมชาย ใจดี", "phone": "0812345678", "area": PRACHIN}),
            ("new", {"phone": "0891234567", "area": None}),
            ("new", {"name": "สมศักดิ์", "phone": None}),
        ],
        confirm={"ชื่อ-สกุล": "name"},
    )


def headings_nobody_else_uses() -> Mess:
    """Headings that are nearly the labels: proposals that a person confirms."""

    def fill(sheet: Worksheet) -> None:
        _rows(
            sheet,
            [
                ["ชื่อกิจกรรมที่จัด", "ประเภทกิจกรรม", "วันเริ่มต้น", "จำนวนผู้เข้าร่วม", "ใครจัด"],
                ["อบรม CBMC รุ่น 1", "อบรม", "4 ก.ย. 2566", "๑๒๐ คน", "พอช."],
                ["เวทีภาค", "เวทีแลกเปลี่ยน", "4-6 กันยายน 2566", "ประมาณ 200", "พอช."],
            ],
        )

    return Mess(
        "กิจกรรม.xlsx",
        _book(fill, "กิจกรรม"),
        [
            ("new", {"name": "อบรม CBMC รุ่น 1", "type": "training", "starts_on": date(2023, 9, 4), "people": 120}),
            ("new", {"name": "เวทีภาค", "type": "forum", "starts_on": None, "people": None}),
        ],
        confirm={"ชื่อกิจกรรมที่จัด": "name", "ประเภทกิจกรรม": "type", "วันเริ่มต้น": "starts_on", "จำนวนผู้เข้าร่วม": "people"},
    )


def money_in_words() -> Mess:
    """Budgets in every notation, fiscal years in both eras."""

    def fill(sheet: Worksheet) -> None:
        _rows(
            sheet,
            [
                ["ชื่อโครงการ", "ปีงบ", "งบประมาณ (บาท)", "ขั้น"],
                ["ก", 2566, "1,200,000.-", "เดินได้"],
                ["ข", "2023", "1.2 ล้าน", "วิ่งได้"],
                ["ค", "๖๖", "฿50,000", "หัดเดิน"],
                ["ง", "2566", "50,00", "เดินได้"],
                ["จ", "2566", "5 หมื่นกว่า", ""],
            ],
        )

    return Mess(
        "โครงการ.xlsx",
        _book(fill, "โครงการ"),
        [
            ("new", {"fiscal_year": 2566, "budget": Decimal("1200000.00"), "stage": "walk"}),
            ("new", {"fiscal_year": 2566, "budget": Decimal("1200000.00"), "stage": "run"}),
            ("new", {"fiscal_year": 2566, "budget": Decimal("50000.00"), "stage": "crawl"}),
            ("new", {"budget": None}),
            ("new", {"budget": None}),
        ],
    )


def windows_csv() -> Mess:
    """CSV from an old Windows: CP874, semicolons, a quoted line break, marks in a wrong order."""
    text = 'ชื่อองค์กร;ประเภทองค์กร;จังหวัด;อำเภอ;ตำบล;หมายเหตุ\r\n"กลุ่มนํ้าพริก";กลุ่ม;ปราจีนบุรี;กบินทร์บุรี;เขาไม้แก้ว;"บรรทัด 1\nบรรทัด 2"\r\nเครือข่ายเเม่บ้าน;เครือข่าย;ปราจีนบุรี;;;\r\n'
    return Mess(
        "กลุ่ม.csv",
        text.encode("cp874"),
        [
            ("new", {"name": "กลุ่มน้ำพริก", "area": PRACHIN, "note": "บรรทัด 1\nบรรทัด 2"}),
            ("new", {"name": "เครือข่ายแม่บ้าน", "area": "TH-25"}),
        ],
    )


def repeated_headers_and_twins() -> Mess:
    """Pages pasted under each other: the header again, a row twice, a row twice but different."""
    head = ["ชื่อองค์กร", "ประเภทองค์กร", "ตำบล", "อำเภอ", "จังหวัด", "จำนวนสมาชิก"]
    where = ["เขาไม้แก้ว", "กบินทร์บุรี", "ปราจีนบุรี"]

    def fill(sheet: Worksheet) -> None:
        _rows(
            sheet,
            [
                head,
                ["กลุ่ม ก", "กลุ่ม", *where, 5],
                ["กลุ่ม ข", "กลุ่ม", *where, 6],
                [],
                head,
                ["กลุ่ม ก", "กลุ่ม", *where, 5],
                ["กลุ่ม ข", "กลุ่ม", *where, 99],
            ],
        )

    return Mess(
        "ต่อกัน.xlsx",
        _book(fill),
        [
            ("new", {"name": "กลุ่ม ก"}),
            ("new", {"name": "กลุ่ม ข", "members": 6}),
            ("note", {}),
            ("unchanged", {}),
            ("rejected", {}),
        ],
    )


def networks_by_province() -> Mess:
    """Provincial networks: only a province column, abbreviations, a tick list of partners."""

    def fill(sheet: Worksheet) -> None:
        _rows(
            sheet,
            [
                ["ข้อมูลเครือข่ายระดับจังหวัด"],
                ["จังหวัด", "ขั้น", "ถึงขั้นนี้เมื่อ"],
                ["จ.ขก.", "มีทีมขับเคลื่อน", "๑ ต.ค. ๒๕๖๓"],
                ["โคราช", "มีทีมขับเคลื่อน", "1 ตุลาคม 2563"],
                ["นครสมมติ", "มีทีมขับเคลื่อน", "1/10/63"],
            ],
        )

    team = date(2020, 10, 1)
    return Mess(
        "เครือข่าย.xlsx",
        _book(fill, "เครือข่ายจังหวัด"),
        [("new", {"area": "TH-40", "reached_on": team}), ("new", {"area": "TH-30", "reached_on": team}), ("waits", {})],
    )


def formulas_and_markup() -> Mess:
    """Text that would be a formula, HTML or Markdown somewhere: kept as text, to the letter."""

    def fill(sheet: Worksheet) -> None:
        _rows(sheet, [["ชื่อองค์กร", "ประเภทองค์กร", "หมายเหตุ"]])
        for n, text in enumerate(HOSTILE, start=2):
            for column, value in ((1, text), (2, "กลุ่ม"), (3, text * 2)):
                cell = sheet.cell(n, column, value)
                cell.data_type = "s"

    return Mess("ร้าย.xlsx", _book(fill), [("new", {"name": t, "note": t * 2}) for t in HOSTILE])


HOSTILE = (
    "=1+1",
    '=HYPERLINK("http://evil.example","กด")',
    "@SUM(A1)",
    "+cmd|' /C calc'!A0",
    "<script>alert(1)</script>",
    "<img src=x onerror=alert(1)>",
    "**หนา** [ลิงก์](javascript:alert(1))",
    "{{7*7}} ${7*7} :material/home:",
    "'; drop table area; --",
)
CORPUS = (
    title_rows_and_two_line_header,
    merged_provinces_and_ditto,
    whole_addresses_and_positions,
    phones_as_numbers,
    headings_nobody_else_uses,
    money_in_words,
    windows_csv,
    repeated_headers_and_twins,
    networks_by_province,
    formulas_and_markup,
)
