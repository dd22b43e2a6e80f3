"""What a cell shows although nothing is written in it: the text of a merged cell, or what a ditto mark repeats."""

from __future__ import annotations

from typing import Any

from lib.intake.grid import Block, Grid, is_blank

_DITTO = frozenset({'"', "''", "”", "〃", "-do-", "ditto", "เหมือนบน", "เหมือนข้างบน", "เช่นเดียวกัน", "ดังบน"})


class MergedCells:
    """The cells of one tab below its header (`first_row`, from 0), merged cells and ditto marks filled in."""

    def __init__(self, grid: Grid, first_row: int) -> None:
        self.grid, self.first_row = grid, first_row
        #: (row, column) → the vertically merged cell that it is part of.
        self.tall: dict[tuple[int, int], Block] = {}
        #: Row → column → the merged text, for all but the first row of a vertically merged cell.
        self.covered = self._vertical()

    def raw(self, row: int, column: int) -> Any:
        """A cell with merged cells and ditto marks filled in."""
        while True:  # a column may hold thousands of ditto marks
            cell = self.grid.at(row, column)
            if is_blank(cell):
                return self.covered.get(row, {}).get(column, "")
            if not (isinstance(cell, str) and cell.strip() in _DITTO and row > self.first_row):
                return cell
            row -= 1

    def _vertical(self) -> dict[int, dict[int, Any]]:
        """Rows below the first of a vertically merged cell: column → the merged text."""
        found: dict[int, dict[int, Any]] = {}
        for top, left, bottom, right in self.grid.merged:
            if bottom > top >= self.first_row:
                for row in range(top, bottom + 1):
                    for column in range(left, right + 1):
                        self.tall[row, column] = (top, left, bottom, right)
                        if row > top:
                            found.setdefault(row, {})[column] = self.grid.at(top, left)
        return found
