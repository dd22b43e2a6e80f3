"""From the bytes of a file to grids: xlsx, xlsm and csv; hostile and broken files end in a sentence.

A workbook is unpacked once by ourselves, in small pieces and up to a limit, before the library
sees it: sizes in a zip's directory may lie, and one cell in the last corner of a sheet or one
long text that a thousand cells point at would otherwise ask for gigabytes, and the library then
ends the whole process. A strict XML parser walks every part: patterns over bytes can be misled
by another order of attributes, a prefix or a name of a part.
"""

from __future__ import annotations

import csv
import io
import posixpath
import re
import zipfile
from array import array
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from datetime import date, datetime, time, timedelta
from functools import lru_cache
from threading import RLock
from time import monotonic
from typing import Any
from xml.etree import ElementTree
from xml.parsers import expat

from lib.domain.a1 import address
from lib.domain.errors import BadInput, Problem
from lib.intake.grid import Block, Grid, Serial1904, Unreadable, as_read, is_blank
from lib.intake.memory import give_back

MEGABYTE = 1024 * 1024
#: What an office's list may weigh, packed and unpacked.
MAX_BYTES, MAX_UNPACKED = 25 * MEGABYTE, 400 * MEGABYTE
MAX_ROWS, MAX_COLUMNS, MAX_TABS = 200_000, 1_000, 60
#: Cells of the smallest rectangle that holds everything in a tab.
MAX_AREA = 6_000_000
#: Letters in all cells of a workbook together; texts are kept once in a file but not in memory. While it is
#: read each takes some eight bytes: with more, pages and uploads beside it would need over 600 MB.
MAX_LETTERS = 15_000_000
#: Cells that merged cells may cover: lists merge a few rows, not whole sheets.
MAX_MERGED = 500_000
_PIECE = 256 * 1024
_HTML = re.compile(rb"<(?:html|head|body|table|meta|!doctype html|\?xml)\b", re.IGNORECASE)
_WRAPPED = re.compile(r'\s*="((?:[^"]|"")*)"\s*')
#: Lines at the beginning of a CSV that show how its columns are parted.
_LOOK_AT = 60
_OLE = bytes.fromhex("d0cf11e0a1b11ae1")


#: Two large files at once would need twice the memory, and no less time.
_ONE = RLock()
#: A file that took so long to read was large.
_LONG_SECONDS = 0.3


def read_file(name: str, content: bytes) -> list[Grid]:
    """Every tab of a file that holds anything; raises `BadInput` with the way out.

    What the file is is judged by its content, not by its name.
    """
    with one_at_a_time():
        return _read(name, content)


@contextmanager
def one_at_a_time() -> Iterator[None]:
    """While a file is unpacked and read; what that took goes back to the machine."""
    with _ONE:
        began = monotonic()
        try:
            yield
        finally:
            if monotonic() - began > _LONG_SECONDS:
                give_back()


def _read(name: str, content: bytes) -> list[Grid]:
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
    if _HTML.match(content[:4096].lstrip(b"\xef\xbb\xbf \t\r\n")):
        raise _refused(
            "แฟ้มเป็นหน้าเว็บ (HTML/XML) ที่ตั้งชื่อเป็น Excel เปิดใน Excel แล้วบันทึกเป็น .xlsx",
            "The file is a web page (HTML/XML) under an Excel name. Open it in Excel and save it as .xlsx",
        )
    if _is_binary(content):
        raise _refused(
            "แฟ้มนี้ไม่ใช่ตาราง ใช้ได้เฉพาะ .xlsx และ .csv", "This file is no table; only .xlsx and .csv can be used"
        )
    return _csv(name, content)


def is_workbook(content: bytes) -> bool:
    """Whether the bytes are an Excel workbook (and not CSV)."""
    return content.startswith(b"PK")


def _workbook(content: bytes) -> list[Grid]:
    uncalculated, from_1904 = _inspect(content)
    from python_calamine import CalamineError, CalamineWorkbook, SheetVisibleEnum  # 10 ms; only when a file comes

    try:
        book = CalamineWorkbook.from_filelike(io.BytesIO(content))
        names = book.sheet_names
        _check_names(names)
        visible = {s.name for s in book.sheets_metadata if s.visible == SheetVisibleEnum.Visible}
        grids = []
        for name in names:
            sheet = book.get_sheet_by_name(name)
            raw = sheet.to_python(skip_empty_area=False, nrows=MAX_ROWS)
            rows = _trimmed(_with_formulas(raw, uncalculated.get(name, ())))
            if from_1904:
                rows = [[Serial1904(cell) if type(cell) is float else cell for cell in row] for row in rows]
            if any(rows):
                blocks = _merged(rows, sheet.merged_cell_ranges or ())
                grids.append(Grid(name, rows, blocks, hidden=name not in visible))
    except (CalamineError, OSError, ValueError, KeyError) as error:
        raise _damaged() from error
    if not grids:
        raise _refused("ไม่มีข้อมูลในแฟ้ม", "There is nothing in the file")
    return grids


def _check_names(names: Sequence[str]) -> None:
    if len(names) > MAX_TABS:
        raise _refused(
            f"มี {len(names)} แท็บ เกิน {MAX_TABS} ลบแท็บที่ไม่ใช้ หรือแบ่งแฟ้ม",
            f"It has {len(names)} tabs, more than {MAX_TABS}; delete some or split the file",
        )
    twice = next((n for n in names if names.count(n) > 1), None)
    if twice is not None:
        raise _refused(
            f"มีสองแท็บชื่อ {twice} เหมือนกัน ตั้งชื่อให้ต่างกันแล้วส่งใหม่",
            f"Two tabs are called {twice}. Give them different names and send it again",
        )


def _merged(rows: list[list[Any]], ranges: Iterable[tuple[tuple[int, int], tuple[int, int]]]) -> tuple[Block, ...]:
    """Merged cells as far as the tab reaches; a merge over a whole sheet says no more."""
    height, width = len(rows), max(map(len, rows), default=0)
    blocks, covered = [], 0
    for first, last in ranges:
        bottom, right = min(last[0], height - 1), min(last[1], width - 1)
        if bottom < first[0] or right < first[1]:
            continue
        covered += (bottom - first[0] + 1) * (right - first[1] + 1)
        if covered > MAX_MERGED:
            raise _refused(
                f"มีช่องที่ผสานเซลล์มากผิดปกติ (เกิน {MAX_MERGED:,} ช่อง) ยกเลิกผสานเซลล์แล้วส่งใหม่",
                f"Far too many cells are merged (more than {MAX_MERGED:,}). Unmerge them and send it again",
            )
        blocks.append((first[0], first[1], bottom, right))
    return tuple(blocks)


def _trimmed(rows: list[list[Any]]) -> list[list[Any]]:
    """Cells as intake knows them, blanks at the ends cut off."""
    once: dict[str, str] = {}  # lists say the same words over and over: keep each once
    for row in rows:
        for column, cell in enumerate(row):
            if type(cell) is str:
                kept = once.get(cell)
                if kept is None:
                    # NUL is what no database takes; as another hidden character it is told about.
                    kept = once[cell] = as_read(_unwrapped(cell.replace("\x00", "\u200b")))
                row[column] = kept
            elif not isinstance(cell, (str, float)):
                row[column] = _cell(cell)
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


def _inspect(content: bytes) -> tuple[dict[str, set[tuple[int, int]]], bool]:
    """Unpack every part in pieces; refuse bombs, lies, far-off cells, endless texts and DTDs.

    Returns the cells of each tab that show no value, a formula never calculated or an error:
    (row, column) from 0; and whether the workbook counts its days from 1904.
    """
    left = MAX_UNPACKED
    walks: dict[str, _Walk] = {}
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as bundle:
            if "xl/workbook.xml" not in bundle.namelist():
                raise _refused(
                    "แฟ้มนี้ไม่ใช่สมุดงาน Excel บันทึกเป็น .xlsx แล้วส่งใหม่",
                    "This file is no Excel workbook. Save it as .xlsx and send it again",
                )
            for entry in bundle.infolist():
                walk = walks[entry.filename] = _Walk()
                with bundle.open(entry) as part:
                    while piece := part.read(_PIECE):
                        left -= len(piece)
                        if left < 0:
                            raise _refused(
                                "แฟ้มขยายออกแล้วใหญ่ผิดปกติ จึงไม่เปิด คัดลอกเฉพาะตารางไปแฟ้มใหม่",
                                "Unpacked, the file is abnormally large and was not opened. Copy just the table to a new file",
                            )
                        walk.feed(piece)
                walk.close()
            main = ElementTree.fromstring(bundle.read("xl/workbook.xml"))
            names_of = _tab_names(bundle, main)
    except BadInput:
        raise
    except Exception as error:  # zipfile, zlib and kin raise a dozen kinds on hostile bytes
        raise _damaged() from error
    if any(walk.broken for part, walk in walks.items() if part.casefold() in names_of):
        raise _damaged()
    _check_letters(list(walks.values()))
    blind = {
        names_of[part.casefold()]: walk.blind
        for part, walk in walks.items()
        if walk.blind and part.casefold() in names_of
    }
    return blind, _counts_from_1904(main)


def _check_letters(walks: Sequence[_Walk]) -> None:
    lengths: Sequence[int] = next((w.lengths for w in walks if w.lengths), array("Q"))
    letters = sum(w.letters for w in walks)
    for walk in walks:
        letters += sum(lengths[n] for n in walk.pointers if n < len(lengths))
    if letters > MAX_LETTERS:
        raise _refused(
            f"ข้อความในแฟ้มยาวผิดปกติ รวมเกิน {MAX_LETTERS // 1_000_000} ล้านตัวอักษร แบ่งแฟ้ม หรือตัดข้อความยาวออก",
            f"The texts of the file are abnormally long, more than {MAX_LETTERS // 1_000_000} million letters. Split it, or shorten them",
        )


class _Walk:
    """One part of a workbook, walked in pieces: how far its cells reach, which show no value.

    A cell ends where the next one begins; listening to every end tag would cost a third more.
    """

    def __init__(self) -> None:
        self.broken = False
        self.blind: set[tuple[int, int]] = set()
        #: Letters in cells, numbers of the shared texts that cells point at, and their lengths.
        self.letters, self.pointers, self.lengths = 0, array("Q"), array("Q")
        self._row = self._column = self._last_row = self._last_column = 0
        self._kind, self._formula, self._value, self._filled = "", False, False, False
        self._open, self._fresh = "", False
        self._parser = expat.ParserCreate()
        self._parser.buffer_text = True
        self._parser.StartElementHandler = self._start
        self._parser.CharacterDataHandler = self._text
        self._parser.StartDoctypeDeclHandler = self._doctype

    def feed(self, piece: bytes) -> None:
        """The next bytes; what is no XML (a picture) is not looked at further."""
        if not self.broken:
            try:
                self._parser.Parse(piece, False)
            except (expat.ExpatError, ValueError, OverflowError):
                self.broken = True

    def close(self) -> None:
        """The part ends here."""
        if not self.broken:
            try:
                self._parser.Parse(b"", True)
                self._settle()
            except expat.ExpatError:
                self.broken = True

    def _doctype(self, *_: Any) -> None:
        raise _damaged()

    def _start(self, name: str, said: dict[str, str]) -> None:
        tag = name if ":" not in name else name.rpartition(":")[2]
        if tag == "v":
            self._open, self._filled = tag, True
            # A formula whose value is the empty text was calculated: <v></v> of type str.
            self._value = self._kind == "str"
        elif tag == "c":
            if self._filled:
                self._settle()
            if at := said.get("r"):
                letters = at.rstrip("0123456789")
                self._row, self._column = int(at[len(letters) :]), _column_number(letters)
            else:  # both may be left out: the next one then
                self._column += 1
            self._kind, self._open = said.get("t", ""), ""
            self._formula = self._value = False
        elif tag == "row":
            self._settle()
            self._row = int(said["r"]) if "r" in said else self._row + 1
            self._column = 0
        elif tag == "si":
            self.lengths.append(0)
        elif tag == "t":
            self._open = tag
        elif tag in ("f", "is") and self._fresh:
            self._open, self._filled, self._formula = tag, True, tag == "f"
        else:  # what follows the cells (the formula of a dropdown) is no cell's value
            self._open = ""
        self._fresh = tag == "c"  # a formula or a text of its own comes first in a cell

    def _text(self, data: str) -> None:
        if self._open == "v":
            if self._kind == "s":
                if digits := data.strip():
                    self.pointers.append(int(digits))
            else:
                self._value = self._value or not data.isspace()
                self.letters += len(data)
        elif self._open == "t":
            if self.lengths:
                self.lengths[-1] += len(data)
            else:
                self.letters += len(data)

    def _settle(self) -> None:
        """The cell that was open is complete."""
        if self._filled:
            self._filled = False
            if self._row > self._last_row or self._column > self._last_column:
                self._near_enough()
            if self._kind == "e" or (self._formula and not self._value and self._kind != "s"):
                self.blind.add((self._row - 1, self._column - 1))

    def _near_enough(self) -> None:
        """Refuse cells so far out that the rectangle around all of them would not fit in memory."""
        self._last_row = row = max(self._row, self._last_row)
        self._last_column = column = max(self._column, self._last_column)
        if row > MAX_ROWS or column > MAX_COLUMNS or row * column > MAX_AREA:
            where = address(self._row - 1, self._column - 1)
            raise _refused(
                f"มีข้อมูลที่ช่อง {where} ซึ่งไกลเกินตารางปกติ (ไม่เกิน {MAX_ROWS:,} แถว {MAX_COLUMNS:,} คอลัมน์) ลบช่องที่ไม่ใช้ หรือแบ่งแฟ้ม",
                f"There is something in cell {where}, too far out (at most {MAX_ROWS:,} rows, {MAX_COLUMNS:,} columns). Delete unused cells or split the file",
            )


def _counts_from_1904(main: ElementTree.Element) -> bool:
    said = next((e.get("date1904", "") for e in main.iter() if e.tag.rpartition("}")[2] == "workbookPr"), "")
    return said.casefold() in ("1", "true", "on")


def _tab_names(bundle: zipfile.ZipFile, main: ElementTree.Element) -> dict[str, str]:
    """Part of the zip, in small letters → name of its tab."""
    links = ElementTree.fromstring(bundle.read("xl/_rels/workbook.xml.rels"))
    parts = {link.get("Id"): link.get("Target", "") for link in links}
    found = {}
    for sheet in main.iter():
        if sheet.tag.rpartition("}")[2] == "sheet":
            key = next((v for k, v in sheet.items() if k.endswith("}id")), None)
            path = posixpath.normpath(posixpath.join("/xl", parts.get(key, "")))
            found[path.lstrip("/").casefold()] = sheet.get("name", "")
    return found


@lru_cache(maxsize=2_000)
def _column_number(letters: str) -> int:
    number = 0
    for letter in letters.upper():
        number = number * 26 + ord(letter) - 64
    return number


def _csv(name: str, content: bytes) -> list[Grid]:
    """The one tab of a CSV; when nobody can tell what parts its columns, one for each reading."""
    text, notes = _decoded(content)
    tab = name.rsplit(".", 1)[0]
    readings = {sign: _table(text, sign) for sign in _delimiters(text)}
    if len(readings) == 1:
        return [Grid(tab, rows, (), notes) for rows in readings.values()]
    asked = "บอกไม่ได้ว่าคอลัมน์คั่นด้วยเครื่องหมายใด เลือกใช้แท็บที่คอลัมน์ถูกต้องแท็บเดียว"
    return [Grid(f"{tab} ({sign})", rows, (), (*notes, asked), hidden=True) for sign, rows in readings.items()]


def _delimiters(text: str) -> list[str]:
    """The sign that parts the columns of most lines alike; several when they do it equally well.

    A title above the table has none, and a comma may stand in many texts: what counts is how many
    lines of the beginning come out with one same number of columns.
    """
    head = "\n".join(text.splitlines()[:_LOOK_AT])
    worth: dict[str, tuple[int, int]] = {}
    for sign in ",;\t|":
        try:
            widths = Counter(
                len(row) for row in csv.reader(io.StringIO(head, newline=""), delimiter=sign) if len(row) > 1
            )
        except csv.Error:
            continue
        if widths:
            width, lines = max(widths.items(), key=lambda pair: (pair[1], pair[0]))
            worth[sign] = (lines, width)
    best = max((lines for lines, _ in worth.values()), default=0)
    among = [sign for sign, (lines, _) in worth.items() if lines == best]
    if len(among) > 1 and "," in among and all(worth[sign][1] > worth[","][1] for sign in among if sign != ","):
        among.remove(",")  # one comma in every line is a decimal comma or a name; semicolons part more
    return among or [","]


def _table(text: str, sign: str) -> list[list[Any]]:
    try:
        rows: list[list[Any]] = []
        for row in csv.reader(io.StringIO(text, newline=""), delimiter=sign):
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
    return _trimmed(rows)


def _unwrapped(cell: str) -> str:
    """``="0812345678"`` is how exports keep a leading zero from Excel; the text is what is meant."""
    found = _WRAPPED.fullmatch(cell)
    return found.group(1).replace('""', '"') if found else cell


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
    notes = ("อ่านอักษรแบบ CP874 (Windows ไทย)",) if kinds == {"cp874"} else ("แฟ้มปนอักษรสองแบบ อ่านทีละบรรทัด",)
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
