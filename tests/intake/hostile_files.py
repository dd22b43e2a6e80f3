"""Files that are made to harm, by accident or on purpose: each is refused with a sentence."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Callable

import xlsxwriter

from lib.intake.file_limits import MAX_LETTERS

HEAD = ("ชื่อองค์กร", "ประเภทองค์กร")


def book(**options: object) -> tuple[io.BytesIO, xlsxwriter.Workbook]:
    out = io.BytesIO()
    return out, xlsxwriter.Workbook(out, {"in_memory": True, "strings_to_formulas": False, **options})


def plain() -> bytes:
    out, made = book()
    sheet = made.add_worksheet("องค์กร")
    sheet.write_row(0, 0, HEAD)
    sheet.write_row(1, 0, ("กลุ่ม ก", "กลุ่ม"))
    made.close()
    return out.getvalue()


def rezipped(change: Callable[[str, bytes], bytes], extra: dict[str, bytes] | None = None) -> bytes:
    """The plain workbook with its parts changed, packed again."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(plain())) as old, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            new.writestr(name, change(name, old.read(name)))
        for name, content in (extra or {}).items():
            new.writestr(name, content)
    return out.getvalue()


def bomb() -> bytes:
    """Half a gigabyte of nothing in half a megabyte."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(plain())) as old, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            with new.open(name, "w", force_zip64=True) as part:
                part.write(old.read(name))
                for _ in range(500 if "sheet1" in name else 0):
                    part.write(b" " * 1024 * 1024)
    return out.getvalue()


def bomb_of_tables() -> bytes:
    """The same as an export of ODK Central: a zip of CSV files."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new:
        for name in ("household_survey.csv", "household_survey-debts.csv"):
            with new.open(name, "w", force_zip64=True) as part:
                for _ in range(150):
                    part.write(b"a,b,c\n" * 170_000)
    return out.getvalue()


def lying() -> bytes:
    """A part whose size in the directory is smaller than what unpacks."""
    content = bytearray(rezipped(lambda n, c: c + b" " * 4096 if "sheet1" in n else c))
    with zipfile.ZipFile(io.BytesIO(bytes(content))) as bundle:
        size = bundle.getinfo("xl/worksheets/sheet1.xml").file_size
    packed = size.to_bytes(4, "little")
    return bytes(content).replace(packed, (100).to_bytes(4, "little"))


def doctype() -> bytes:
    evil = b'<!DOCTYPE x [<!ENTITY a "b">]>'
    return rezipped(lambda n, c: c.replace(b"?>", b"?>" + evil, 1) if "sheet1" in n else c)


def far_corner() -> bytes:
    out, made = book()
    sheet = made.add_worksheet()
    sheet.write_row(0, 0, HEAD)
    sheet.write_string(1_048_575, 16_383, "ไกล")
    made.close()
    return out.getvalue()


def wide() -> bytes:
    out, made = book()
    made.add_worksheet().write_row(0, 0, [f"ห{n}" for n in range(16_384)])
    made.close()
    return out.getvalue()


SHEET = "xl/worksheets/sheet1.xml"
MAIN = b"http://schemas.openxmlformats.org/spreadsheetml/2006/main"
ONE = b"<v>1</v></c></row>"


def sheet_of(rows: bytes) -> bytes:
    """The plain workbook with other rows in its sheet, as other programs write them."""
    return rezipped(lambda n, c: sheet_part(rows) if n == SHEET else c)


def sheet_part(rows: bytes, after: bytes = b"") -> bytes:
    return b'<worksheet xmlns="' + MAIN + b'"><sheetData>' + rows + b"</sheetData>" + after + b"</worksheet>"


def far_in_another_order() -> bytes:
    return sheet_of(b'<row r="1"><c r="A1">' + ONE + b'<row r="9"><c s="1" r="XFD1048576">' + ONE)


def far_in_other_quotes() -> bytes:
    return sheet_of(b"<row r='1'><c r='A1'>" + ONE + b"<row r='9'><c r='XFD1048576'>" + ONE)


def far_by_its_row() -> bytes:
    """Cells need no address of their own; the row says where they are."""
    return sheet_of(b'<row r="1">' + b"<c><v>1</v></c>" * 900 + b"</row>" + b'<row r="190000"><c>' + ONE)


def far_by_two() -> bytes:
    """Neither cell is far out, but the rectangle that holds both has 190 million cells."""
    return sheet_of(b'<row r="2"><c r="ALK2">' + ONE + b'<row r="190000"><c r="A190000">' + ONE)


def far_under_a_prefix() -> bytes:
    rows = b'<x:row r="1"><x:c r="A1"><x:v>1</x:v></x:c></x:row><x:row r="9"><x:c r="XFD1048576"><x:v>1</x:v></x:c></x:row>'
    made = b'<x:worksheet xmlns:x="' + MAIN + b'"><x:sheetData>' + rows + b"</x:sheetData></x:worksheet>"
    return rezipped(lambda n, c: made if n == SHEET else c)


def far_under_another_name() -> bytes:
    """The sheet lies in a part that is not called a sheet, nor XML."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(far_corner())) as old, zipfile.ZipFile(out, "w") as new:
        for name in old.namelist():
            content = old.read(name).replace(b"worksheets/sheet1.xml", b"media/image1.png")
            new.writestr(name.replace("worksheets/sheet1.xml", "media/image1.png"), content)
    return out.getvalue()


def endless_tags() -> bytes:
    """Tags that never close: a pattern would search to the end of the file from each of them."""
    return sheet_of(b'<c r="A1"' * 300_000)


def one_text_thousands_of_times() -> bytes:
    """48 KB that unfold into a quarter of a gigabyte of text."""
    out, made = book()
    sheet = made.add_worksheet()
    sheet.write_row(0, 0, HEAD)
    for row in range(1, 8_000):
        sheet.write_string(row, 0, "ก" * 32_767)
    made.close()
    return out.getvalue()


def two_tabs_of_one_name() -> bytes:
    out, made = book()
    for tab in ("หนึ่ง", "สอง"):
        sheet = made.add_worksheet(tab)
        sheet.write_row(0, 0, HEAD)
        sheet.write_row(1, 0, (f"กลุ่ม {tab}", "กลุ่ม"))
    made.close()
    other = io.BytesIO()
    with zipfile.ZipFile(out) as old, zipfile.ZipFile(other, "w") as new:
        for part in old.namelist():
            new.writestr(part, old.read(part).replace("สอง".encode(), "หนึ่ง".encode()))
    return other.getvalue()


def merged_over_and_over() -> bytes:
    """Ten thousand merges, each over the whole table."""
    merges = "".join(f'<mergeCell ref="A{2 + n % 100}:B1048576"/>' for n in range(10_000)).encode()
    rows = "".join(f'<row r="{n}"><c r="B{n}"><v>1</v></c></row>' for n in range(1, 200)).encode()
    made = sheet_of(rows)
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(made)) as old, zipfile.ZipFile(out, "w") as new:
        for part in old.namelist():
            end = b"</sheetData><mergeCells>" + merges + b"</mergeCells>"
            new.writestr(part, old.read(part).replace(b"</sheetData>", end))
    return out.getvalue()


def a_million_blank_rows() -> bytes:
    """Not refused: two rows of it are a table, the others only have a colour."""
    out, made = book(constant_memory=True)
    sheet = made.add_worksheet()
    style = made.add_format({"bg_color": "#ffff00"})
    sheet.write_row(0, 0, HEAD)
    sheet.write_row(1, 0, ("กลุ่ม ก", "กลุ่ม"))
    for row in range(2, 1_000_000, 2):
        sheet.write_blank(row, 0, None, style)
    made.close()
    return out.getvalue()


def the_most_text() -> bytes:
    """Not refused either: as many letters as one file may have, no two cells alike."""
    out, made = book()
    sheet = made.add_worksheet()
    for row in range(MAX_LETTERS // 32_767):
        sheet.write_string(row, 0, f"{row:05}" + "ก" * 32_762)
    made.close()
    return out.getvalue()


WEB_PAGE = '<html><head><meta charset="utf-8"></head><body><table><tr><td>ชื่อองค์กร</td></tr></table></body></html>'


def password() -> bytes:
    return bytes.fromhex("d0cf11e0a1b11ae1") + b"\0" * 512 + "EncryptedPackage".encode("utf-16-le")


REFUSED: dict[str, tuple[str, Callable[[], bytes]]] = {
    "empty": ("ก.xlsx", lambda: b""),
    "blank": ("ก.csv", lambda: b"\r\n \r\n"),
    "100 MB": ("ก.xlsx", lambda: b"PK\x03\x04" + b"0" * (100 * 1024 * 1024)),
    "zip bomb": ("ก.xlsx", bomb),
    "lying sizes": ("ก.xlsx", lying),
    "password": ("ก.xlsx", password),
    "old xls": ("ก.xls", lambda: bytes.fromhex("d0cf11e0a1b11ae1") + b"\0" * 600),
    "pdf": ("ก.xlsx", lambda: b"%PDF-1.7 ..."),
    "png": ("ก.xlsx", lambda: b"\x89PNG\r\n\x1a\n"),
    "binary csv": ("ก.csv", lambda: b"a,b\n\x00\x01\x02"),
    "another zip": ("ก.xlsx", lambda: rezip_only({"word/document.xml": b"<w/>"})),
    "cut in half": ("ก.xlsx", lambda: plain()[: len(plain()) // 2]),
    "broken xml": ("ก.xlsx", lambda: rezipped(lambda n, c: c[: len(c) // 2] if "sheet1" in n else c)),
    "doctype": ("ก.xlsx", doctype),
    "far corner": ("ก.xlsx", far_corner),
    "far in another order": ("ก.xlsx", far_in_another_order),
    "far in other quotes": ("ก.xlsx", far_in_other_quotes),
    "far by its row": ("ก.xlsx", far_by_its_row),
    "far by two": ("ก.xlsx", far_by_two),
    "far under a prefix": ("ก.xlsx", far_under_a_prefix),
    "far under another name": ("ก.xlsx", far_under_another_name),
    "endless tags": ("ก.xlsx", endless_tags),
    "one text thousands of times": ("ก.xlsx", one_text_thousands_of_times),
    "two tabs of one name": ("ก.xlsx", two_tabs_of_one_name),
    "merged over and over": ("ก.xlsx", merged_over_and_over),
    "web page": ("ก.xlsx", lambda: WEB_PAGE.encode()),
    "xml spreadsheet of 2003": ("ก.xls", lambda: b'\xef\xbb\xbf<?xml version="1.0"?><Workbook/>'),
    "16,384 columns": ("ก.xlsx", wide),
    "no such letters": ("ก.csv", lambda: "ก,ข\n".encode("cp874") + b"\xdb\xfc\xfd\n"),
    "odd utf-16": ("ก.csv", lambda: b"\xff\xfeA"),
    "quote never closed": ("ก.csv", lambda: b'a,"' + b"x" * 140_000),
    "no sheet with anything": (
        "ก.xlsx",
        lambda: rezipped(lambda n, c: re.sub(rb"<row.*</row>", b"", c) if "sheet1" in n else c),
    ),
}


def rezip_only(parts: dict[str, bytes]) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as new:
        for name, content in parts.items():
            new.writestr(name, content)
    return out.getvalue()
