"""How requests name rows and columns."""

from __future__ import annotations

from tests.sheets_double.book import Book
from tests.sheets_double.refusal import bad
from tests.sheets_double.sheet import Block, Json, Sheet


def dimension(book: Book, grid: Json) -> tuple[Sheet, bool, int, int]:
    """Sheet, whether rows are meant, start and stop of a DimensionRange; open ends reach the edge."""
    sheet = book.by_id(grid.get("sheetId", 0))
    rows = grid["dimension"] == "ROWS"
    size = sheet.height if rows else sheet.width
    return sheet, rows, grid.get("startIndex", 0), min(grid.get("endIndex", size), size)


def corner(book: Book, place: Json) -> tuple[Sheet, int, int]:
    """Sheet, row and column of a GridCoordinate."""
    return book.by_id(place.get("sheetId", 0)), place.get("rowIndex", 0), place.get("columnIndex", 0)


def told(place: Json) -> Json:
    """A range or a location as Google tells it: the number of the first tab is 0, and is left out.

    Recorded exchanges keep ``startRowIndex: 0``, and ``sheetId: 0`` in the properties of a tab.
    """
    return {name: value for name, value in place.items() if name != "sheetId" or value}


def grid_range(sheet: Sheet, block: Block) -> Json:
    """A block as a GridRange, as Google tells it."""
    top, left, bottom, right = block
    return told(
        {
            "sheetId": sheet.id,
            "startRowIndex": top,
            "endRowIndex": bottom,
            "startColumnIndex": left,
            "endColumnIndex": right,
        }
    )


def whole(sheet: Sheet, grid: Json) -> Json:
    """A GridRange with all its edges, as Google stores that of a filter."""
    found = {"startRowIndex": 0, "endRowIndex": sheet.height, "startColumnIndex": 0, "endColumnIndex": sheet.width}
    return {"sheetId": sheet.id, **found, **grid}


def overlaps(one: Block, other: Block) -> bool:
    """Whether two blocks share a cell."""
    return one[0] < other[2] and other[0] < one[2] and one[1] < other[3] and other[1] < one[3]


def within(one: Block, other: Block) -> bool:
    """Whether the first block lies in the second."""
    return one[0] >= other[0] and one[1] >= other[1] and one[2] <= other[2] and one[3] <= other[3]


def not_empty(rows: bool, start: int, stop: int) -> None:
    """400 for a range of rows or columns that has none."""
    if start >= stop:
        raise bad(f"The {'row' if rows else 'column'} range is empty or outside the grid")
