"""From the bytes of a file to grids: xlsx, xlsm and csv; hostile and broken files end in a sentence.

A workbook is unpacked once by ourselves, in small pieces and up to a limit, before the library
sees it: sizes in a zip's directory may lie, and one cell in the last corner of a sheet would
otherwise ask for gigabytes.
"""

from __future__ import annotations

import csv
import io
import re
import zipfile
from collections.abc import Iterable, Iterator
from datetime import date, datetime, time, timedelta
from typing import Any
from xml.etree import ElementTree

from lib.domain.errors import BadInput, Problem
from lib.intake.grid import Grid, Unreadable, address, is_blank

MEGABYTE = 1024 * 1024
#: What an office's list may weigh, packed and unpacked.
MAX_BYTES, MAX_UNPACKED = 25 * MEGABYTE, 400 * MEGABYTE
MAX_ROWS, MAX_COLUMNS, MAX_TABS = 200_000, 1_000, 60
#: Cells of the smallest rectangle that holds everything in a tab.
MAX_AREA = 6_000_000
_PIECE = 256 * 1024
#: Longer than a cell with a formula; what stands there twice is only looked at twice.
_OVERLAP = 10_000
_CELL = re.compile(rb'<c r="([A-Z]{1,3})(\d{1,7})"[^>]*[^/]>')
#: A cell with a formula and no value: the program that wrote the file never calculated it.
_UNCALCULATED = re.compile(
    rb'<c r="([A-Z]{1,3})(\d{1,7})"[^>]*>\s*<f[^>]*?(?:/>|>[^<]{0,8192}</f>)\s*(?:<v\s*/>|<v></v>)?\s*</c>'
)
#: A cell that shows an error; the library reads it as blank.
_ERROR = re.compile(rb'<c r="([A-Z]{1,3})(\d{1,7})"[^>]*\bt="e"')
_ERRORS = frozenset(
    {"#REF!", "#N/A", "#VALUE!", "#DIV/0!", "#NAME?", "#NULL!", "#NUM!", "#SPILL!", "#CALC!"}
)
_OLE = bytes.fromhex("d0cf11e0a1b11ae1")


def read_file(name: str, content: bytes) -> list[Grid]:
    """Every tab of a file that holds anything; raises `BadInput` with the way out.

    What the file is is judged by its content, not by its name.
    """
    if not content.strip(b"\x00\r\n\t "):
        raise _refused("แฟ้มว่างเปล่า", "The file is empty")
    if len(content) > MAX_BYTES:
        raise _refused(
            f"แฟ้มใหญ่ {len(content) // MEGABYTE} MB เกิน {MAX_BYTES // MEGABYTE} MB แบ่งเป็นหลายแฟ้ม หรือลบภาพในแฟ้มออก",
            f"The file has {len(content) // MEGABYTE} MB, more than {MAX_BYTES // MEGABYTE} MB. Split it, or remove its pictures",
        )
    if content.startswith(b"PK"):
        return _workbook(content)
    if content.startswith(_OLE):
        if "EncryptedPackage".encode("utf-16-le") in content:
            raise _refused(
                "แฟ้มมีรหัสผ่าน เปิดใน Excel เอารหัสผ่านออก แล้วบันทึกใหม่",
                "The file has a password. Open it in Excel, remove the password and save it again",
            )
        raise _refused(
            "แฟ้มเป็นรูปแบบเก่า (.xls) เปิดใน Excel แล้วบันทึกเป็น .xlsx",
            "The file is of the old kind (.xls). Open it in Excel and save it as .xlsx",
        )
    if _is_binary(content):
        raise _refused(
            "แฟ้มนี้ไม่ใช่ตาราง ใช้ได้เฉพาะ .xlsx และ .csv",
            "This file is no table; only .xlsx and .csv can be used",
        )
    return [_csv(name, content)]


def is_workbook(content: bytes) -> bool:
    """Whether the bytes are an Excel workbook (and not CSV)."""
    return content.startswith(b"PK")


def _workbook(content: bytes) -> list[Grid]:
    uncalculated = _inspect(content)
    from python_calamine import (
        CalamineError,
        CalamineWorkbook,
        SheetVisibleEnum,
    )  # 10 ms; only when a file comes

    try:
        book = CalamineWorkbook.from_filelike(io.BytesIO(content))
        names = book.sheet_names
        visible = {s.name for s in book.sheets_metadata if s.visible == SheetVisibleEnum.Visible}
        if len(names) > MAX_TABS:
            raise _refused(
                f"มี {len(names)} แท็บ เกิน {MAX_TABS}",
                f"It has {len(names)} tabs, more than {MAX_TABS}",
            )
        grids = []
        for name in names:
            sheet = book.get_sheet_by_name(name)
            raw = sheet.to_python(skip_empty_area=False, nrows=MAX_ROWS)
            rows = _trimmed(_with_formulas(raw, uncalculated.get(name, ())))
            blocks = tuple(
                (first[0], first[1], last[0], last[1])
                for first, last in (sheet.merged_cell_ranges or ())
            )
            if any(rows):
                grids.append(Grid(name, rows, blocks, hidden=name not in visible))
    except (CalamineError, OSError, ValueError, KeyError) as error:
        raise _damaged() from error
    if not grids:
        raise _refused("ไม่มีข้อมูลในแฟ้ม", "There is nothing in the file")
    return grids


def _trimmed(rows: list[list[Any]]) -> list[list[Any]]:
    """Cells as intake knows them, blanks at the ends cut off."""
    once: dict[str, str] = {}  # lists say the same words over and over: keep each once
    for row in rows:
        for column, cell in enumerate(row):
            if type(cell) is str and cell not in _ERRORS:
                row[column] = once.setdefault(cell, cell)
            elif not isinstance(cell, (str, float)):
                row[column] = _cell(cell)
            elif cell in _ERRORS:
                row[column] = Unreadable(cell)
        while row and (row[-1] == "" or is_blank(row[-1])):
            row.pop()
    while rows and not rows[-1]:
        rows.pop()
    return rows


def _with_formulas(rows: list[list[Any]], at: Iterable[tuple[int, int]]) -> list[list[Any]]:
    """Put a word where a formula stands that nobody calculated; blank would be a lie."""
    for row, column in at:
        while len(rows) <= row:
            rows.append([])
        cells = rows[row]
        cells += [""] * (column + 1 - len(cells))
        if is_blank(cells[column]):
            cells[column] = Unreadable("สูตรที่ไม่มีค่า")
    return rows


def _cell(cell: Any) -> Any:
    if isinstance(cell, (bool, int)):
        return cell if isinstance(cell, bool) else float(cell)
    if isinstance(cell, (datetime, date)):
        return cell
    if isinstance(cell, (time, timedelta)):
        return str(cell)
    return "" if cell is None else cell


def _inspect(content: bytes) -> dict[str, set[tuple[int, int]]]:
    """Unpack every XML part in pieces; refuse bombs, lies, far-off cells and DTDs.

    Returns the cells of each tab whose formula was never calculated: (row, column) from 0.
    """
    left = MAX_UNPACKED
    uncalculated: dict[str, set[tuple[int, int]]] = {}
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as bundle:
            names = bundle.namelist()
            if "xl/workbook.xml" not in names:
                raise _refused(
                    "แฟ้มนี้ไม่ใช่สมุดงาน Excel บันทึกเป็น .xlsx แล้วส่งใหม่",
                    "This file is no Excel workbook. Save it as .xlsx and send it again",
                )
            for entry in bundle.infolist():
                if not entry.filename.endswith((".xml", ".rels")):
                    continue
                is_tab = entry.filename.startswith("xl/worksheets/sheet")
                for piece in _pieces(bundle, entry):
                    left -= len(piece)
                    if left < 0:
                        raise _refused(
                            "แฟ้มขยายออกแล้วใหญ่ผิดปกติ จึงไม่เปิด คัดลอกเฉพาะตารางไปแฟ้มใหม่",
                            "Unpacked, the file is abnormally large and was not opened. Copy just the table to a new file",
                        )
                    if b"<!DOCTYPE" in piece or b"<!ENTITY" in piece:
                        raise _damaged()
                    if is_tab:
                        _near_enough(piece)
                        empty = {
                            (int(digits) - 1, _column_number(letters) - 1)
                            for pattern in (_UNCALCULATED, _ERROR)
                            for letters, digits in pattern.findall(piece)
                        }
                        if empty:
                            uncalculated.setdefault(entry.filename, set()).update(empty)
            names_of = _tab_names(bundle) if uncalculated else {}
    except (
        zipfile.BadZipFile,
        OSError,
        EOFError,
        NotImplementedError,
        RuntimeError,
        ValueError,
    ) as error:
        raise _damaged() from error
    except Exception as error:  # zlib.error and kin
        if isinstance(error, BadInput):
            raise
        raise _damaged() from error
    return {names_of.get(part, part): cells for part, cells in uncalculated.items()}


def _tab_names(bundle: zipfile.ZipFile) -> dict[str, str]:
    """Part of the zip → name of its tab."""
    main = ElementTree.fromstring(bundle.read("xl/workbook.xml"))
    links = ElementTree.fromstring(bundle.read("xl/_rels/workbook.xml.rels"))
    parts = {link.get("Id"): link.get("Target", "") for link in links}
    key = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id"
    return {
        "xl/" + parts.get(sheet.get(key), "").removeprefix("/xl/"): sheet.get("name", "")
        for sheet in main.iter()
        if sheet.tag.endswith("}sheet")
    }


def _pieces(bundle: zipfile.ZipFile, entry: zipfile.ZipInfo) -> Iterator[bytes]:
    """A part in pieces that overlap a little, so that no cell is cut in two."""
    with bundle.open(entry) as part:
        tail = b""
        while piece := part.read(_PIECE):
            yield tail + piece
            tail = piece[-_OVERLAP:]


def _near_enough(piece: bytes) -> None:
    """Refuse cells so far out that the rectangle around everything would not fit in memory."""
    for letters, digits in _CELL.findall(piece):
        row, column = int(digits), _column_number(letters)
        if row > MAX_ROWS or column > MAX_COLUMNS or (row * column > MAX_AREA):
            where = address(row - 1, column - 1)
            raise _refused(
                f"มีข้อมูลที่ช่อง {where} ซึ่งไกลเกินตารางปกติ (ไม่เกิน {MAX_ROWS:,} แถว {MAX_COLUMNS:,} คอลัมน์) ลบช่องที่ไม่ใช้ หรือแบ่งแฟ้ม",
                f"There is something in cell {where}, too far out (at most {MAX_ROWS:,} rows, {MAX_COLUMNS:,} columns). Delete unused cells or split the file",
            )


def _column_number(letters: bytes) -> int:
    number = 0
    for letter in letters:
        number = number * 26 + letter - 64
    return number


def _csv(name: str, content: bytes) -> Grid:
    text, notes = _decoded(content)
    first = next((line for line in text.splitlines() if line.strip()), "")
    delimiter = max(",;\t|", key=first.count)
    try:
        rows: list[list[Any]] = []
        for row in csv.reader(io.StringIO(text, newline=""), delimiter=delimiter):
            if len(row) > MAX_COLUMNS or len(rows) >= MAX_ROWS:
                raise _refused(
                    f"ตารางใหญ่เกิน {MAX_ROWS:,} แถวหรือ {MAX_COLUMNS:,} คอลัมน์ แบ่งแฟ้ม",
                    f"The table has more than {MAX_ROWS:,} rows or {MAX_COLUMNS:,} columns; split the file",
                )
            rows.append([_unquoted(cell) for cell in row])
    except csv.Error as error:
        raise _refused(
            "อ่านตาราง CSV ไม่ได้ อาจมีเครื่องหมายคำพูดไม่ครบคู่ เปิดใน Excel แล้วบันทึกใหม่",
            "The CSV cannot be read; a quotation mark may be missing. Open it in Excel and save it again",
        ) from error
    return Grid(name.rsplit(".", 1)[0], _trimmed(rows), (), notes)


def _unquoted(cell: str) -> str:
    """Our own CSVs put an apostrophe before what a spreadsheet would run; it is not content."""
    return cell[1:] if len(cell) > 1 and cell[0] == "'" and cell[1] in "=+-@\t\r|%" else cell


def _decoded(content: bytes) -> tuple[str, tuple[str, ...]]:
    if content.startswith((b"\xff\xfe", b"\xfe\xff")):
        try:
            return content.decode("utf-16"), ()
        except UnicodeDecodeError as error:
            raise _damaged() from error
    try:
        return content.decode("utf-8-sig"), ()
    except UnicodeDecodeError:
        pass
    lines, kinds = [], set()
    for number, line in enumerate(content.splitlines(keepends=True), start=1):
        for encoding in ("utf-8", "cp874"):
            try:
                lines.append(line.decode(encoding))
            except UnicodeDecodeError:
                continue
            if not line.isascii():
                kinds.add(encoding)
            break
        else:
            raise _refused(
                f"บรรทัดที่ {number} อ่านอักษรไม่ได้ บันทึกแฟ้มเป็น CSV UTF-8 แล้วส่งใหม่",
                f"The letters of line {number} cannot be read. Save the file as CSV UTF-8",
            )
    notes = (
        ("อ่านอักษรแบบ CP874 (Windows ไทย)",)
        if kinds == {"cp874"}
        else ("แฟ้มปนอักษรสองแบบ อ่านทีละบรรทัด",)
    )
    return "".join(lines).removeprefix("\ufeff"), notes


def _is_binary(content: bytes) -> bool:
    head = content[:4096]
    if head.startswith((b"\xff\xfe", b"\xfe\xff")):
        return False
    return b"\x00" in head or head.startswith((b"%PDF", b"\x89PNG", b"\xff\xd8\xff", b"{\\rtf"))


def _refused(th: str, en: str) -> BadInput:
    return BadInput(Problem(th, en))


def _damaged() -> BadInput:
    return _refused(
        "แฟ้มเสียหายหรือส่งมาไม่ครบ เปิดใน Excel แล้วบันทึกเป็น .xlsx ใหม่ จึงส่งอีกครั้ง",
        "The file is damaged or incomplete. Open it in Excel, save it as .xlsx and send it again",
    )
