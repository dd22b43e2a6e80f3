"""`spreadsheets.get`: a whole workbook as JSON, with as much of its cells as is asked for."""

from __future__ import annotations

from tests.sheets_double.book import Book
from tests.sheets_double.cells import Cell, effective, entered, formatted
from tests.sheets_double.dimensions import groups
from tests.sheets_double.grids import grid_range, told
from tests.sheets_double.looks import new_book, with_styles
from tests.sheets_double.marks import told_names, told_protection
from tests.sheets_double.masks import masked
from tests.sheets_double.sheet import Block, Json, Sheet
from tests.sheets_double.sorting import told_filter
from tests.sheets_double.tabs import properties

_PARTS = ("rowData", "rowMetadata", "columnMetadata")


def spreadsheet(book: Book, ranges: list[str], fields: str = "", *, with_data: bool = False) -> Json:
    """The Spreadsheet resource; `ranges` limit the sheets that are named and their data.

    A field mask decides by itself whether cells are sent; the caller cuts the reply down to it.
    """
    blocks = [book.range(text) for text in ranges]
    sheets = [s for s in book.sheets if not blocks or any(s is b for b, _ in blocks)]
    parts = set(_PARTS) if with_data else set()
    if fields:
        parts = {p for p in _PARTS if masked(fields, f"sheets.data.{p}")}
    found: Json = {
        "spreadsheetId": book.key,
        "properties": {
            "title": book.title,
            "locale": book.locale,
            "autoRecalc": "ON_CHANGE",
            "timeZone": book.timezone,
            **new_book(),
        },
        "sheets": [_sheet(book, s, blocks, parts) for s in sheets],
        "spreadsheetUrl": f"https://docs.google.com/spreadsheets/d/{book.key}/edit",
    }
    names = told_names(book)
    if names:
        found["namedRanges"] = names
    if book.metadata:
        found["developerMetadata"] = [
            {**m, "location": {"locationType": "SPREADSHEET", "spreadsheet": True}} for m in book.metadata
        ]
    return found


def _sheet(book: Book, sheet: Sheet, blocks: list[tuple[Sheet, Block]], parts: set[str]) -> Json:
    found: Json = {"properties": properties(book, sheet)}
    if parts:
        mine = [b for s, b in blocks if s is sheet] or [(0, 0, sheet.height, sheet.width)]
        found["data"] = [_data(sheet, b, parts) for b in mine]
    if sheet.merges:
        found["merges"] = [grid_range(sheet, m) for m in sheet.merges]
    if sheet.protections:
        found["protectedRanges"] = [told_protection(p) for p in sheet.protections]
    if sheet.filter is not None:
        found["basicFilter"] = told_filter(sheet)
    if sheet.row_depths:
        found["rowGroups"] = groups(sheet, True)
    if sheet.column_depths:
        found["columnGroups"] = groups(sheet, False)
    clinging = [m for m in sheet.metadata if not m["dimension"]]
    if clinging:
        found["developerMetadata"] = [
            {**_metadata(m), "location": told({"locationType": "SHEET", "sheetId": sheet.id})} for m in clinging
        ]
    return found


def _metadata(one: Json) -> Json:
    return {k: one[k] for k in ("metadataId", "metadataKey", "metadataValue", "visibility")}


def _data(sheet: Sheet, block: Block, parts: set[str]) -> Json:
    top, left, bottom, right = block
    found: Json = {}
    if top:
        found["startRow"] = top
    if left:
        found["startColumn"] = left
    if "rowData" in parts:
        rows = []
        for r in range(top, min(bottom, len(sheet.rows))):
            line = [_cell(c) for c in sheet.rows[r][left:right]]
            while line and not line[-1]:
                line.pop()
            rows.append({"values": line} if line else {})
        while rows and not rows[-1]:
            rows.pop()
        if rows:
            found["rowData"] = rows
    if "rowMetadata" in parts:
        found["rowMetadata"] = [_row(sheet, r) for r in range(top, bottom)]
    if "columnMetadata" in parts:
        found["columnMetadata"] = [_column(sheet, c) for c in range(left, right)]
    return found


def _row(sheet: Sheet, row: int) -> Json:
    found: Json = {"pixelSize": 21}
    if row in sheet.filtered_rows:
        found["hiddenByFilter"] = True
    if row in sheet.hidden_rows:
        found["hiddenByUser"] = True
    return found | _clinging(sheet, "ROWS", row)


def _column(sheet: Sheet, column: int) -> Json:
    found: Json = {"pixelSize": sheet.sizes.get(column, 100)}
    if column in sheet.hidden_columns:
        found["hiddenByUser"] = True
    return found | _clinging(sheet, "COLUMNS", column)


def _clinging(sheet: Sheet, dimension: str, at: int) -> Json:
    here = [m for m in sheet.metadata if m["dimension"] == dimension and m["start"] == at]
    if not here:
        return {}
    span = told({"sheetId": sheet.id, "dimension": dimension, "startIndex": at, "endIndex": at + 1})
    place = {"locationType": dimension.removesuffix("S"), "dimensionRange": span}
    return {"developerMetadata": [{**_metadata(m), "location": place} for m in here]}


def _cell(cell: Cell) -> Json:
    found: Json = {}
    if cell.holds:
        found = {
            "userEnteredValue": entered(cell),
            "effectiveValue": effective(cell),
            "formattedValue": formatted(cell),
        }
    if cell.style:
        found["userEnteredFormat"] = with_styles(cell.style)
    if cell.note:
        found["note"] = cell.note
    if cell.rule:
        found["dataValidation"] = cell.rule
    return found
