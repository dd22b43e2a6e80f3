"""`spreadsheets.get`: a whole workbook as JSON, and the partial answers that ``fields`` asks for."""

from __future__ import annotations

from typing import Any

from tests.sheets_double.book import Book, Sheet, bad
from tests.sheets_double.cells import Cell, effective, entered, formatted
from tests.sheets_double.requests import properties

Json = dict[str, Any]


def spreadsheet(book: Book, ranges: list[str], *, with_data: bool, with_rows: bool = True) -> Json:
    """The Spreadsheet resource; `ranges` limit the sheets that are named and their data."""
    blocks = [book.range(text) for text in ranges]
    sheets = [s for s in book.sheets if not blocks or any(s is b for b, _ in blocks)]
    found: Json = {
        "spreadsheetId": book.key,
        "properties": {
            "title": book.title,
            "locale": book.locale,
            "autoRecalc": "ON_CHANGE",
            "timeZone": book.timezone,
        },
        "sheets": [_sheet(book, s, blocks, with_data, with_rows) for s in sheets],
        "spreadsheetUrl": f"https://docs.google.com/spreadsheets/d/{book.key}/edit",
    }
    if book.metadata:
        found["developerMetadata"] = [
            {**m, "location": {"locationType": "SPREADSHEET", "spreadsheet": True}} for m in book.metadata
        ]
    return found


def _sheet(book: Book, sheet: Sheet, blocks: list[Any], with_data: bool, with_rows: bool) -> Json:
    found: Json = {"properties": properties(book, sheet)}
    if sheet.merges:
        found["merges"] = [_grid(sheet, m) for m in sheet.merges]
    if sheet.protections:
        found["protectedRanges"] = [{**p, "range": told(p["range"])} for p in sheet.protections]
    clinging = [m for m in sheet.metadata if not m["dimension"]]
    if clinging:
        found["developerMetadata"] = [
            {**_metadata(m), "location": told({"locationType": "SHEET", "sheetId": sheet.id})} for m in clinging
        ]
    if with_data:
        mine = [b for s, b in blocks if s is sheet] or [(0, 0, sheet.height, sheet.width)]
        found["data"] = [_data(sheet, b, with_rows) for b in mine]
    return found


def _metadata(one: Json) -> Json:
    return {k: one[k] for k in ("metadataId", "metadataKey", "metadataValue", "visibility")}


def _grid(sheet: Sheet, block: tuple[int, int, int, int]) -> Json:
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


def told(place: Json) -> Json:
    """A range or a location as Google tells it: the number of the first tab is 0, and is left out.

    Recorded exchanges keep ``startRowIndex: 0``, and ``sheetId: 0`` in the properties of a tab.
    """
    return {name: value for name, value in place.items() if name != "sheetId" or value}


def _data(sheet: Sheet, block: tuple[int, int, int, int], with_rows: bool) -> Json:
    top, left, bottom, right = block
    rows = []
    for r in range(top, min(bottom, len(sheet.rows)) if with_rows else top):
        line = [_cell(c) for c in sheet.rows[r][left:right]]
        while line and not line[-1]:
            line.pop()
        rows.append({"values": line} if line else {})
    found: Json = {"rowData": rows, "columnMetadata": [_column(sheet, c) for c in range(left, right)]}
    if top:
        found["startRow"] = top
    if left:
        found["startColumn"] = left
    return found


def _column(sheet: Sheet, column: int) -> Json:
    found: Json = {"pixelSize": sheet.sizes.get(column, 100)}
    if column in sheet.hidden_columns:
        found["hiddenByUser"] = True
    here = [m for m in sheet.metadata if m["dimension"] == "COLUMNS" and m["start"] == column]
    if here:
        found["developerMetadata"] = [
            {
                **_metadata(m),
                "location": {
                    "locationType": "COLUMN",
                    "dimensionRange": told(
                        {"sheetId": sheet.id, "dimension": "COLUMNS", "startIndex": column, "endIndex": column + 1}
                    ),
                },
            }
            for m in here
        ]
    return found


def _cell(cell: Cell) -> Json:
    found: Json = {}
    if cell.holds:
        found = {
            "userEnteredValue": entered(cell),
            "effectiveValue": effective(cell),
            "formattedValue": formatted(cell),
        }
    if cell.style:
        found["userEnteredFormat"] = cell.style
    if cell.note:
        found["note"] = cell.note
    if cell.rule:
        found["dataValidation"] = cell.rule
    return found


# Partial answers


def only(value: Any, fields: str) -> Any:
    """What a ``fields`` mask leaves of an answer: ``a,b(c,d),e/f`` or ``e.f``."""
    tree, rest = _parse(fields.replace("/", ".").replace(" ", ""))
    if rest:
        raise bad(f"Invalid field selection {fields}")
    return _pick(value, tree)


def _parse(text: str) -> tuple[Json, str]:
    tree: Json = {}
    while text and text[0] != ")":
        end = min((text.find(c) for c in ",()" if c in text), default=len(text))
        path, text = text[:end], text[end:]
        leaf = tree
        for part in path.split("."):
            leaf = leaf.setdefault(part, {})
        if text.startswith("("):
            inner, text = _parse(text[1:])
            leaf |= inner
            text = text[1:]
        if text.startswith(","):
            text = text[1:]
    return tree, text


def _pick(value: Any, tree: Json) -> Any:
    if not tree or "*" in tree:
        return value
    if isinstance(value, list):
        return [_pick(v, tree) for v in value]
    if isinstance(value, dict):
        return {k: _pick(v, tree[k]) for k, v in value.items() if k in tree}
    return value
