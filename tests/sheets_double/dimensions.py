"""Requests about rows and columns: more, fewer, elsewhere, hidden, wider, grouped."""

from __future__ import annotations

from tests.sheets_double.book import Book
from tests.sheets_double.cells import formatted
from tests.sheets_double.grids import dimension, not_empty, told
from tests.sheets_double.masks import masked
from tests.sheets_double.refusal import bad
from tests.sheets_double.sheet import Json, Sheet


def insert(book: Book, body: Json) -> None:
    """insertDimension"""
    grid = body["range"]
    sheet = book.by_id(grid.get("sheetId", 0))
    start = grid.get("startIndex", 0)
    if body.get("inheritFromBefore") and not start:
        raise bad("inheritFromBefore cannot be true if inserting at the first row or column")
    sheet.insert(grid["dimension"] == "ROWS", start, grid["endIndex"] - start)


def delete(book: Book, body: Json) -> None:
    """deleteDimension"""
    sheet, rows, start, stop = dimension(book, body["range"])
    not_empty(rows, start, stop)
    sheet.delete(rows, start, stop)


def move(book: Book, body: Json) -> None:
    """moveDimension"""
    sheet, rows, start, stop = dimension(book, body["source"])
    to = body.get("destinationIndex", 0)
    if start < to < stop:
        raise bad("Cannot move dimensions into themselves")
    sheet.move(rows, start, stop, to)


def append(book: Book, body: Json) -> None:
    """appendDimension"""
    sheet = book.by_id(body.get("sheetId", 0))
    if body["dimension"] == "ROWS":
        sheet.height += body["length"]
    else:
        sheet.width += body["length"]


def update(book: Book, body: Json) -> None:
    """updateDimensionProperties; heights of rows are not kept."""
    sheet, rows, start, stop = dimension(book, body["range"])
    wanted, fields = body["properties"], body["fields"]
    hidden = sheet.hidden_rows if rows else sheet.hidden_columns
    for at in range(start, stop):
        if masked(fields, "hiddenByUser"):
            (hidden.add if wanted.get("hiddenByUser", False) else hidden.discard)(at)
        if masked(fields, "pixelSize") and not rows:
            sheet.sizes[at] = wanted.get("pixelSize", 100)


def auto_resize(book: Book, body: Json) -> None:
    """autoResizeDimensions: as wide as the longest text, about seven pixels a letter."""
    sheet, rows, start, stop = dimension(book, body["dimensions"])
    if rows:
        return
    for column in range(start, stop):
        longest = max((len(formatted(sheet.at(r, column))) for r in range(len(sheet.rows))), default=0)
        if longest:
            sheet.sizes[column] = 7 * longest + 6


# Groups: what matters is how many a row or column is in


def groups(sheet: Sheet, rows: bool) -> list[Json]:
    """The DimensionGroups of a tab: at each depth, what hangs together."""
    depths = sheet.depths(rows)
    found: list[Json] = []
    for depth in range(1, max(depths.values(), default=0) + 1):
        inside = sorted(at for at, d in depths.items() if d >= depth)
        starts = [at for at in inside if at - 1 not in inside]
        stops = [at + 1 for at in inside if at + 1 not in inside]
        for start, stop in zip(starts, stops, strict=True):
            place = {"dimension": "ROWS" if rows else "COLUMNS", "startIndex": start, "endIndex": stop}
            hidden = sheet.hidden_rows if rows else sheet.hidden_columns
            folded = {"collapsed": True} if hidden.issuperset(range(start, stop)) else {}
            found.append({"range": told({"sheetId": sheet.id, **place}), "depth": depth, **folded})
    return sorted(found, key=lambda g: (g["range"]["startIndex"], g["depth"]))


def add_group(book: Book, body: Json) -> Json:
    """addDimensionGroup"""
    sheet, rows, start, stop = dimension(book, body["range"])
    not_empty(rows, start, stop)
    depths = sheet.depths(rows)
    if max(depths.get(at, 0) for at in range(start, stop)) >= 8:
        raise bad("A range can be in eight groups at most")
    for at in range(start, stop):
        depths[at] = depths.get(at, 0) + 1
    # With the first group, Google notes on which side its handle is.
    sheet.extras["rowGroupControlAfter" if rows else "columnGroupControlAfter"] = True
    return {"addDimensionGroup": {"dimensionGroups": groups(sheet, rows)}}


def update_group(book: Book, body: Json) -> None:
    """updateDimensionGroup: a collapsed group hides what it holds."""
    group = body["dimensionGroup"]
    sheet, rows, start, stop = dimension(book, group["range"])
    if not any(g["range"]["startIndex"] == start and g["depth"] == group["depth"] for g in groups(sheet, rows)):
        raise bad("There is no such dimension group")
    if masked(body["fields"], "collapsed"):
        hidden = sheet.hidden_rows if rows else sheet.hidden_columns
        for at in range(start, stop):
            (hidden.add if group.get("collapsed", False) else hidden.discard)(at)


def delete_group(book: Book, body: Json) -> Json:
    """deleteDimensionGroup"""
    sheet, rows, start, stop = dimension(book, body["range"])
    depths = sheet.depths(rows)
    if not all(depths.get(at) for at in range(start, stop)):
        raise bad("There is no dimension group over this whole range")
    for at in range(start, stop):
        depths[at] -= 1
        if not depths[at]:
            del depths[at]
    left = groups(sheet, rows)
    return {"deleteDimensionGroup": {"dimensionGroups": left} if left else {}}
