"""Raw cells of one tab, wherever they came from, and the names of their addresses."""

from __future__ import annotations

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


def is_blank(cell: Any) -> bool:
    """Whether a cell holds nothing that a person could see."""
    return cell is None or (isinstance(cell, str) and not cell.strip("\u200b\ufeff\u00a0 \t\r\n"))


def shown(cell: Any) -> str:
    """A raw cell as a person reads it in the sheet."""
    if is_blank(cell):
        return ""
    if isinstance(cell, float) and cell.is_integer() and abs(cell) < 1e15:
        return str(int(cell))
    if isinstance(cell, bool):
        return "TRUE" if cell else "FALSE"
    return str(cell)
