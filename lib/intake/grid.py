"""Raw cells of one tab, wherever they came from, and the names of their addresses."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import Any

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
