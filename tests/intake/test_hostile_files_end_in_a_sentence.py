"""Hostile and broken files: a clear Thai sentence within seconds, bounded memory, nothing changed."""

from __future__ import annotations

import io
import re
import subprocess
import sys
import time
import zipfile
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest
import xlsxwriter
from openpyxl import Workbook
from openpyxl.chart import BarChart
from openpyxl.utils.datetime import CALENDAR_MAC_1904

from lib.access.actors import OWN_MACHINE
from lib.actions.imports import importing
from lib.domain.errors import BadInput
from lib.intake.dates import read_date
from lib.intake.files import MAX_BYTES, MAX_LETTERS, read_file
from lib.store.opening import Store

HEAD = ("ชื่อองค์กร", "ประเภทองค์กร")
THAI = re.compile(r"[ก-๙]{4}")
MAX_MEGABYTES = 400
#: In which a refusal is told, on a machine that has other work too.
SECONDS = 10


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


@pytest.mark.parametrize("case", REFUSED)
def test_it_is_refused_with_a_sentence_and_nothing_changes(sqlite_store: Store, case: str) -> None:
    name, make = REFUSED[case]
    content = make()
    started = time.process_time()
    with pytest.raises(BadInput) as caught:
        importing.start(sqlite_store, OWN_MACHINE, "สำนักงาน", name, content)
    assert time.process_time() - started < SECONDS
    assert THAI.search(caught.value.problems[0].th)
    assert caught.value.problems[0].en
    with sqlite_store.database.reading() as connection:
        from lib.store import imports

        assert imports.latest(connection) == []


@pytest.mark.long
def test_memory_stays_bounded_whatever_comes(tmp_path: Path) -> None:
    """In a process of its own: the bomb, the far corner, a million blank rows, the most text allowed."""
    out, made = book(constant_memory=True)
    sheet = made.add_worksheet()
    style = made.add_format({"bg_color": "#ffff00"})
    sheet.write_row(0, 0, HEAD)
    sheet.write_row(1, 0, ("กลุ่ม ก", "กลุ่ม"))
    for row in range(2, 1_000_000, 2):
        sheet.write_blank(row, 0, None, style)
    made.close()
    texts, long = book()
    pages = long.add_worksheet()
    for row in range(MAX_LETTERS // 32_767):
        pages.write_string(row, 0, f"{row:05}" + "ก" * 32_762)
    long.close()
    files = {"blank": out, "bomb": io.BytesIO(bomb()), "far": io.BytesIO(far_corner()), "long": texts}
    for name, content in ((n, f.getvalue()) for n, f in files.items()):
        (tmp_path / name).write_bytes(content)
    script = (
        "import re, resource, sys\nfrom pathlib import Path\nfrom lib.intake.files import read_file\n"
        "from lib.domain.errors import BadInput\n"
        "for name in ('blank', 'bomb', 'far', 'long'):\n"
        "    try:\n        print(name, len(read_file(name, Path(sys.argv[1], name).read_bytes())[0].rows))\n"
        "    except BadInput as error:\n        print(name, 'refused')\n"
        "status = Path('/proc/self/status')\n"
        "peak = re.search(r'VmHWM:\\s+(\\d+)', status.read_text()) if status.exists() else None\n"
        "print((int(peak[1]) if peak else resource.getrusage(resource.RUSAGE_SELF).ru_maxrss) // 1024)\n"
    )
    ran = subprocess.run(
        [sys.executable, "-c", script, str(tmp_path)], capture_output=True, text=True, check=True, timeout=300
    )
    *told, peak = ran.stdout.split("\n")[:-1]
    assert told == ["blank 2", "bomb refused", "far refused", f"long {MAX_LETTERS // 32_767}"]
    assert int(peak) < MAX_MEGABYTES


def rows_of(name: str, content: bytes) -> list[list[object]]:
    return read_file(name, content)[0].rows


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp874", "utf-16"])
def test_csv_is_read_in_every_usual_encoding(encoding: str) -> None:
    text = "ชื่อองค์กร,ประเภทองค์กร\nกลุ่มน้ำพริก,กลุ่ม\n"
    assert rows_of("ก.csv", text.encode(encoding))[1] == ["กลุ่มน้ำพริก", "กลุ่ม"]


def test_lines_of_two_encodings_are_read_each_in_its_own_and_said() -> None:
    content = "ชื่อ,ประเภท\n".encode() + "กลุ่ม ก,กลุ่ม\n".encode("cp874")
    grid = read_file("ก.csv", content)[0]
    assert grid.rows == [["ชื่อ", "ประเภท"], ["กลุ่ม ก", "กลุ่ม"]]
    assert grid.notes


def test_macros_links_and_very_long_cells_do_no_harm() -> None:
    extra = {"xl/vbaProject.bin": b"\x00" * 64, "xl/externalLinks/externalLink1.xml": b"<externalLink/>"}
    assert rows_of("ก.xlsm", rezipped(lambda n, c: c, extra))[1] == ["กลุ่ม ก", "กลุ่ม"]
    out, made = book()
    sheet = made.add_worksheet()
    sheet.write_row(0, 0, HEAD)
    sheet.write_string(1, 0, "ก" * 32_767)
    made.close()
    assert len(str(rows_of("ก.xlsx", out.getvalue())[1][0])) == 32_767


def test_a_formula_nobody_calculated_and_an_error_are_not_taken_for_blanks(sqlite_store: Store) -> None:
    made = Workbook()
    sheet = made.worksheets[0]
    sheet.append([*HEAD, "จำนวนสมาชิก"])
    sheet.append(["กลุ่ม ก", "กลุ่ม", "=1+1"])
    sheet.append(["กลุ่ม ข", "กลุ่ม", "#REF!"])
    sheet["C3"].data_type = "e"
    out = io.BytesIO()
    made.save(out)
    job = importing.start(sqlite_store, OWN_MACHINE, "สำนักงาน", "ก.xlsx", out.getvalue())
    seen = importing.preview(sqlite_store, OWN_MACHINE, job)
    for row in seen.rows:
        assert [c.target for c in row.doubts] == ["members"], row.read.values


def test_formulas_and_errors_are_seen_however_the_file_is_written() -> None:
    """Other programs put the attributes in another order, or a prefix before each tag."""
    rows = b'<row r="1"><c s="0" r="A1"><f>1+1</f></c><c t="e" r="B1"><v>#REF!</v></c><c r="C1" t="str"><f>""</f><v></v></c><c r="D1"><v>7</v></c></row>'
    assert rows_of("ก.xlsx", sheet_of(rows)) == [["สูตรที่ไม่มีค่า", "สูตรที่ไม่มีค่า", "", 7.0]]


@pytest.mark.parametrize(
    "last",
    [
        b'<c r="B2" t="inlineStr"><is><r><t>a</t></r></is></c>',
        b'<c r="B2" t="s"><v>0</v></c>',
        b'<c r="B2" s="0"/>',
        b'<c r="B2"><v>7</v></c>',
    ],
)
def test_formulas_of_dropdowns_and_colours_are_no_cells(last: bytes) -> None:
    """They stand behind the last cell; some are called f as well."""
    after = (
        b'<conditionalFormatting sqref="B2"><cfRule type="expression"><formula>B2&gt;1</formula></cfRule></conditionalFormatting>'
        b'<dataValidations count="1"><dataValidation type="list" sqref="B2"><formula1>"a,b"</formula1></dataValidation></dataValidations>'
        b'<extLst><ext xmlns:x14="x"><x14:dataValidation><x14:formula1><xm:f xmlns:xm="m">Sheet2!$A$1</xm:f></x14:formula1></x14:dataValidation></ext></extLst>'
    )
    rows = b'<row r="1"><c r="A1"><v>5</v></c></row>\n<row r="2">' + last + b"</row>\n"
    made = rezipped(lambda n, c: sheet_part(rows, after) if n == SHEET else c)
    told = rows_of("ก.xlsx", made)
    assert told[0] == [5.0]
    assert "สูตรที่ไม่มีค่า" not in [cell for row in told for cell in row]


def test_a_merge_over_the_whole_sheet_reaches_as_far_as_the_table() -> None:
    whole = b'</sheetData><mergeCells count="1"><mergeCell ref="A2:XFD1048576"/></mergeCells>'
    grid = read_file("ก.xlsx", rezipped(lambda n, c: c.replace(b"</sheetData>", whole)))[0]
    assert grid.merged == ((1, 0, 1, 1),)


def test_a_letter_that_no_database_takes_is_cleaned_and_said(store: Store) -> None:
    text = "ชื่อองค์กร,ประเภทองค์กร,จำนวนสมาชิก\n" + "ก,กลุ่ม,1\n" * 600 + "ข\x00ค,กลุ่ม,1\x002 คน\n"
    job = importing.start(store, OWN_MACHINE, "สำนักงาน", "ก.csv", text.encode())
    seen = importing.preview(store, OWN_MACHINE, job)
    last = seen.rows[-1]
    assert last.record is not None
    assert (last.read.values["name"], last.read.values["members"]) == ("ขค", 12)
    told = {c.target: c.reading.verdict.value for c in last.read.cells}
    assert (told["name"], told["members"]) == ("normalised", "normalised")
    importing.apply(store, OWN_MACHINE, seen)


def test_a_sheet_of_charts_does_not_stop_the_others() -> None:
    made = Workbook()
    made.worksheets[0].append([*HEAD])
    made.create_chartsheet("กราฟ").add_chart(BarChart())
    out = io.BytesIO()
    made.save(out)
    assert rows_of("ก.xlsx", out.getvalue()) == [[*HEAD]]


def test_dates_of_a_workbook_that_counts_from_1904_are_the_same_days() -> None:
    made = Workbook()
    made.epoch = CALENDAR_MAC_1904
    made.worksheets[0].append([date(2023, 9, 19)])
    out = io.BytesIO()
    made.save(out)
    assert read_date(rows_of("ก.xlsx", out.getvalue())[0][0]).value == date(2023, 9, 19)


def test_the_largest_file_that_is_taken_is_what_the_screen_says() -> None:
    assert MAX_BYTES == 25 * 1024 * 1024
