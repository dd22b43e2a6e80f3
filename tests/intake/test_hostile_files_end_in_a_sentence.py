"""Hostile and broken files: a clear Thai sentence within seconds, bounded memory, nothing changed."""

from __future__ import annotations

import io
import re
import subprocess
import sys
import time
from datetime import date
from pathlib import Path

import pytest
from openpyxl import Workbook
from openpyxl.chart import BarChart
from openpyxl.utils.datetime import CALENDAR_MAC_1904

from lib.access.actors import OWN_MACHINE
from lib.actions.imports import importing
from lib.domain.errors import BadInput
from lib.intake.dates import read_date
from lib.intake.file_limits import MAX_BYTES, MAX_LETTERS
from lib.intake.files import read_file
from lib.store.opening import Store
from tests.intake.hostile_files import (
    HEAD,
    REFUSED,
    SHEET,
    a_million_blank_rows,
    bomb,
    book,
    far_corner,
    rezipped,
    sheet_of,
    sheet_part,
    the_most_text,
)

THAI = re.compile(r"[ก-๙]{4}")
MAX_MEGABYTES = 400
#: In which a refusal is told, on a machine that has other work too.
SECONDS = 10


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
    files = {"blank": a_million_blank_rows(), "bomb": bomb(), "far": far_corner(), "long": the_most_text()}
    for name, content in files.items():
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
