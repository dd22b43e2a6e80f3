"""A hand on a phone: what leaders do to a Sheet between two requests of the app."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any

from tests.sheets_double.a1 import parse
from tests.sheets_double.book import Book
from tests.sheets_double.cells import BLANK, Cell, typed
from tests.sheets_double.sheet import Sheet, fresh_id
from tests.sheets_double.sorting import sort


class Forbidden(Exception):
    """Google Sheets does not let this person do it."""


@dataclass
class Phone:
    """Somebody with a book open. `owner`: may do all; others are stopped by hard protection."""

    book: Book
    owner: bool = True
    who: str = "leader@example.org"

    def _may(self, sheet: Sheet, top: int, left: int, bottom: int, right: int) -> None:
        """Hard protection stops people without rights; a warning only asks "are you sure"."""
        if self.owner:
            return
        for one in sheet.protections:
            if one.get("warningOnly") or self.who in (one.get("editors") or {}).get("users", []):
                continue
            block = one["range"]
            if (
                block.get("startRowIndex", 0) < bottom
                and block.get("endRowIndex", sheet.height) > top
                and block.get("startColumnIndex", 0) < right
                and block.get("endColumnIndex", sheet.width) > left
            ):
                raise Forbidden("You are trying to edit a protected cell or object.")

    def types(self, tab: str, cell: str, text: Any) -> None:
        """Type into a cell."""
        sheet = self.book.sheet(tab)
        at = parse(f"'{tab}'!{cell}", tab, [tab])
        self.types_at(sheet, at.top, at.left, text)

    def types_at(self, sheet: Sheet, row: int, column: int, text: Any) -> None:
        """Type into a cell counted from 0; '' empties it."""
        self._may(sheet, row, column, row + 1, column + 1)
        sheet.height, sheet.width = max(sheet.height, row + 1), max(sheet.width, column + 1)
        old = sheet.at(row, column)
        new = old._replace(value=None, formula=None) if text in ("", None) else typed(old, text)
        sheet.put(row, column, new)
        self.book.touched(self.who)

    def pastes_row(self, tab: str, source: int, target: int) -> None:
        """Copy a whole row over another (rows counted from 0)."""
        sheet = self.book.sheet(tab)
        self._may(sheet, target, 0, target + 1, sheet.width)
        for column in range(sheet.width):
            cell = sheet.at(source, column)
            if cell != sheet.at(target, column):
                sheet.put(target, column, cell)
        self.book.touched(self.who)

    def sorts(self, tab: str, column: int, first_row: int, *, down: bool = False) -> None:
        """Sort all rows from `first_row` by a column."""
        sheet = self.book.sheet(tab)
        block = (first_row, 0, max(sheet.last(), first_row), sheet.width)
        self._may(sheet, *block)
        sort(sheet, block, [(column, down)])
        self.book.touched(self.who)

    def sorts_columns(
        self, tab: str, left: int, right: int, column: int, first_row: int, *, down: bool = False
    ) -> None:
        """Select some columns (right exclusive) and sort them; what stands beside them stays."""
        sheet = self.book.sheet(tab)
        block = (first_row, left, max(sheet.last(), first_row), right)
        self._may(sheet, *block)
        sort(sheet, block, [(column, down)])
        self.book.touched(self.who)

    def fills_down(self, tab: str, column: int, row: int, to: int) -> None:
        """Drag the corner of a cell down over the cells below it (to exclusive)."""
        sheet = self.book.sheet(tab)
        self._may(sheet, row, column, to, column + 1)
        for below in range(row + 1, to):
            sheet.put(below, column, sheet.at(row, column))
        self.book.touched(self.who)

    def inserts_row(self, tab: str, row: int) -> None:
        """Insert an empty row before `row`."""
        self.book.sheet(tab).insert(True, row, 1)
        self.book.touched(self.who)

    def deletes_row(self, tab: str, row: int) -> None:
        """Delete a row."""
        sheet = self.book.sheet(tab)
        self._may(sheet, row, 0, row + 1, sheet.width)
        sheet.delete(True, row, row + 1)
        self.book.touched(self.who)

    def inserts_column(self, tab: str, column: int) -> None:
        """Insert an empty column."""
        self.book.sheet(tab).insert(False, column, 1)
        self.book.touched(self.who)

    def moves_column(self, tab: str, column: int, to: int) -> None:
        """Drag a column before another."""
        self.book.sheet(tab).move(False, column, column + 1, to)
        self.book.touched(self.who)

    def deletes_column(self, tab: str, column: int) -> None:
        """Delete a column."""
        sheet = self.book.sheet(tab)
        self._may(sheet, 0, column, sheet.height, column + 1)
        sheet.delete(False, column, column + 1)
        self.book.touched(self.who)

    def renames_tab(self, tab: str, name: str) -> None:
        """Rename a tab."""
        self.book.sheet(tab).title = name
        self.book.touched(self.who)

    def adds_tab(self, name: str) -> Sheet:
        """Add a tab of one's own."""
        sheet = Sheet(fresh_id(), name)
        self.book.sheets.append(sheet)
        self.book.touched(self.who)
        return sheet

    def deletes_tab(self, tab: str) -> None:
        """Delete a tab."""
        self.book.sheets.remove(self.book.sheet(tab))
        self.book.touched(self.who)

    def merges(self, tab: str, top: int, left: int, bottom: int, right: int) -> None:
        """Merge cells (ends exclusive); only the first one's content stays."""
        sheet = self.book.sheet(tab)
        for row in range(top, bottom):
            for column in range(left, right):
                if (row, column) != (top, left) and sheet.at(row, column) != BLANK:
                    sheet.put(row, column, sheet.at(row, column)._replace(value=None, formula=None))
        sheet.merges.append((top, left, bottom, right))
        self.book.touched(self.who)

    def unmerges(self, tab: str) -> None:
        """Take all merges of a tab apart; what they took does not come back."""
        self.book.sheet(tab).merges.clear()
        self.book.touched(self.who)

    def duplicates_tab(self, tab: str, *, marked: bool = True) -> Sheet:
        """Duplicate a tab, as people do for a backup. `marked`: its metadata is copied as well."""
        sheet = self.book.sheet(tab)
        made = replace(sheet.copy(), id=fresh_id(), title=f"สำเนาของ {tab}")
        if not marked:
            made.metadata = []
        self.book.sheets.insert(self.book.sheets.index(sheet) + 1, made)
        self.book.touched(self.who)
        return made

    def sees(self, tab: str) -> list[list[Cell]]:
        """The rows as they stand."""
        return [line[:] for line in self.book.sheet(tab).rows]
