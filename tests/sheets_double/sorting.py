"""Sorting a block, and the basic filter that hides rows of a tab."""

from __future__ import annotations

from typing import Any

from tests.sheets_double.book import Book
from tests.sheets_double.cells import Cell, formatted
from tests.sheets_double.grids import whole
from tests.sheets_double.refusal import unknown
from tests.sheets_double.sheet import Block, Json, Sheet


def sort_range(book: Book, body: Json) -> None:
    """sortRange"""
    sheet, block = book.block_of(body["range"])
    sort(sheet, block, _specs(body.get("sortSpecs", [])))


def _specs(given: list[Json]) -> list[tuple[int, bool]]:
    return [(s.get("dimensionIndex", 0), s.get("sortOrder") == "DESCENDING") for s in given]


def sort(sheet: Sheet, block: Block, by: list[tuple[int, bool]]) -> None:
    """Sort the cells of a block; what is outside of it stays."""
    top, left, bottom, right = block
    bottom = min(bottom, max(len(sheet.rows), top))
    lines = [[sheet.at(r, c) for c in range(left, right)] for r in range(top, bottom)]
    for column, down in reversed(by):

        def order(line: list[Cell], column: int = column) -> tuple[int, Any]:
            value = line[column - left].value
            if isinstance(value, bool):
                return 2, str(value)
            return (0, value) if isinstance(value, (int, float)) else (1, str(value))

        full = [line for line in lines if line[column - left].holds]
        empty = [line for line in lines if not line[column - left].holds]
        lines = sorted(full, key=order, reverse=down) + empty
    for r, line in enumerate(lines):
        for c, cell in enumerate(line):
            if cell != sheet.at(top + r, left + c):
                sheet.put(top + r, left + c, cell)


# The basic filter


def set_filter(book: Book, body: Json) -> None:
    """setBasicFilter: sorts the rows below its heading, and hides those that it says."""
    wanted = body["filter"]
    sheet, (top, left, bottom, right) = book.block_of(wanted.get("range", {}))
    criteria = dict(wanted.get("criteria", {}))
    for one in wanted.get("filterSpecs", []):
        criteria[str(one.get("columnIndex", 0))] = one.get("filterCriteria", {})
    sheet.filter = {
        **wanted,
        "range": whole(sheet, wanted.get("range", {})),
        "criteria": criteria,
        "filterSpecs": [{"columnIndex": int(c), "filterCriteria": one} for c, one in criteria.items()],
    }
    specs = _specs(wanted.get("sortSpecs", []))
    if specs:
        sort(sheet, (top + 1, left, bottom, right), specs)
    hide_filtered(sheet)


def hide_filtered(sheet: Sheet) -> None:
    """Look at the rows as they are now; what is typed later is not looked at again by itself."""
    sheet.filtered_rows = set()
    if sheet.filter is None:
        return
    place = sheet.filter["range"]
    for column, one in sheet.filter["criteria"].items():
        if set(one) - {"hiddenValues"}:
            raise unknown(f"filters by {', '.join(set(one) - {'hiddenValues'})}")
        hidden = one.get("hiddenValues", [])
        for row in range(place["startRowIndex"] + 1, min(place["endRowIndex"], len(sheet.rows))):
            if formatted(sheet.at(row, int(column))) in hidden:
                sheet.filtered_rows.add(row)


def clear_filter(book: Book, body: Json) -> None:
    """clearBasicFilter"""
    sheet = book.by_id(body.get("sheetId", 0))
    sheet.filter, sheet.filtered_rows = None, set()


def told_filter(sheet: Sheet) -> Json:
    """The BasicFilter as it comes back: empty parts are left out."""
    assert sheet.filter is not None
    found = {name: value for name, value in sheet.filter.items() if value}
    return {**found, "range": {n: v for n, v in sheet.filter["range"].items() if n != "sheetId" or v}}
