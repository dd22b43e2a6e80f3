"""From the bytes of a CSV to its table: which letters it is written in, and which sign parts its columns."""

from __future__ import annotations

import csv
import io
from collections import Counter
from typing import Any

from lib.intake.file_limits import MAX_COLUMNS, MAX_ROWS
from lib.intake.grid import Grid, trimmed
from lib.intake.refusal import damaged, refused

#: Lines at the beginning of a CSV that show how its columns are parted.
_LOOK_AT = 60


def read_csv(name: str, content: bytes) -> list[Grid]:
    """The one tab of a CSV; when nobody can tell what parts its columns, one for each reading.

    Raises `BadInput` when its letters cannot be read or the table is too large.
    """
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
                raise refused(
                    f"ตารางใหญ่เกิน {MAX_ROWS:,} แถวหรือ {MAX_COLUMNS:,} คอลัมน์ แบ่งแฟ้ม",
                    f"The table has more than {MAX_ROWS:,} rows or {MAX_COLUMNS:,} columns; split the file",
                )
            rows.append([_unquoted(cell) for cell in row])
    except csv.Error as error:
        raise refused(
            "อ่านตาราง CSV ไม่ได้ อาจมีเครื่องหมายคำพูดไม่ครบคู่ เปิดใน Excel แล้วบันทึกใหม่",
            "The CSV cannot be read; a quotation mark may be missing. Open it in Excel and save it again",
        ) from error
    return trimmed(rows)


def _unquoted(cell: str) -> str:
    """Our own CSVs put an apostrophe before what a spreadsheet would run; it is not content."""
    return cell[1:] if len(cell) > 1 and cell[0] == "'" and cell[1] in "=+-@\t\r|%" else cell


def _decoded(content: bytes) -> tuple[str, tuple[str, ...]]:
    if content.startswith((b"\xff\xfe", b"\xfe\xff")):
        try:
            return content.decode("utf-16"), ()
        except UnicodeDecodeError as error:
            raise damaged() from error
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
            raise refused(
                f"บรรทัดที่ {number} อ่านอักษรไม่ได้ บันทึกแฟ้มเป็น CSV UTF-8 แล้วส่งใหม่",
                f"The letters of line {number} cannot be read. Save the file as CSV UTF-8",
            )
    notes = ("อ่านอักษรแบบ CP874 (Windows ไทย)",) if kinds == {"cp874"} else ("แฟ้มปนอักษรสองแบบ อ่านทีละบรรทัด",)
    return "".join(lines).removeprefix("\ufeff"), notes
