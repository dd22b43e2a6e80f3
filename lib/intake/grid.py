"""Raw cells of one tab, wherever they came from, and how a person sees them."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from typing import Any

#: What a cell holds: text, a figure, a truth, a date; '' for nothing.
Cell = Any
#: (first row, first column, last row, last column), counted from 0, both ends included.
Block = tuple[int, int, int, int]


@dataclass(frozen=True)
class Grid:
    """A tab: rows of raw cells (str, float, bool, date, datetime or '' for blank), ragged."""

    tab: str
    rows: list[list[Any]]
    merged: tuple[Block, ...] = ()
    notes: tuple[str, ...] = field(default=())
    #: Not shown in the office's workbook (lists behind dropdowns mostly).
    hidden: bool = False

    @property
    def width(self) -> int:
        """Cells of the longest row."""
        return max(map(len, self.rows), default=0)

    def at(self, row: int, column: int) -> Any:
        """A cell's raw content; '' outside the tab."""
        cells = self.rows[row] if row < len(self.rows) else []
        return cells[column] if column < len(cells) else ""


class Unreadable(str):
    """A cell that shows no value: a formula nobody calculated, or an error such as ``#REF!``."""

    __slots__ = ()


class Serial1904(float):
    """A number of a workbook that counts its days from 1904 (old Excel for the Macintosh)."""

    __slots__ = ()


#: What Google Sheets, Excel and LibreOffice show where a value should be: an error, or that it is
#: still being fetched. None of it is an answer, whatever the question.
_ERROR = re.compile(
    r"#(?:error|ref|n/a|name|value|div/0|num|null|spill|calc|field|blocked|connect|busy|unknown|external|python|"
    r"timeout|getting_data|cycle|macro)[!?]?"
    r"|(?:err|ข้อผิดพลาด|ผิดพลาด)\s?:\s?\d{3}"
    r"|(?:loading|กำลังโหลด(?:ข้อมูล)?|กำลังคำนวณ|calculating|fetching data|กำลังดึงข้อมูล)\s?(?:\.{2,3}|…)",
    re.IGNORECASE,
)
_WRAPPED = re.compile(r'\s*="((?:[^"]|"")*)"\s*')


def as_read(cell: Any) -> Any:
    """A raw cell, marked `Unreadable` when it shows an error instead of a value."""
    if isinstance(cell, str) and cell and cell[0] in "#eEขผlLกcCfF" and _ERROR.fullmatch(cell.strip()):
        return Unreadable(cell.strip())
    return cell


def is_blank(cell: Any) -> bool:
    """Whether a cell holds nothing that a person could see."""
    return cell is None or (isinstance(cell, str) and not cell.strip("\u200b\ufeff\u00a0 \t\r\n"))


def shown(cell: Any) -> str:
    """A raw cell as a person reads it in the sheet."""
    if is_blank(cell):
        return ""
    if isinstance(cell, float):
        return f"{cell:.0f}" if cell.is_integer() and abs(cell) < 1e15 else f"{cell:.15g}"
    if isinstance(cell, bool):
        return "TRUE" if cell else "FALSE"
    return str(cell)


def trimmed(rows: list[list[Any]]) -> list[list[Any]]:
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


def _cell(cell: Any) -> Any:
    if isinstance(cell, (bool, int)):
        return cell if isinstance(cell, bool) else float(cell)
    if isinstance(cell, (datetime, date)):
        return cell
    if isinstance(cell, (time, timedelta)):
        return str(cell)
    return "" if cell is None else cell


def _unwrapped(cell: str) -> str:
    """``="0812345678"`` is how exports keep a leading zero from Excel; the text is what is meant."""
    found = _WRAPPED.fullmatch(cell)
    return found.group(1).replace('""', '"') if found else cell
