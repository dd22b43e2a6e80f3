"""`spreadsheets.batchUpdate`: every kind of request that we or gspread send. All or nothing."""

from __future__ import annotations

from collections.abc import Callable
from functools import lru_cache
from typing import Any

from tests.sheets_double.book import Book, Refused, Sheet, bad, fresh_id
from tests.sheets_double.cells import Cell, formatted, from_extended

Json = dict[str, Any]
Block = tuple[int, int, int, int]


def block_of(book: Book, grid: Json) -> tuple[Sheet, Block]:
    """Sheet and block of a GridRange; open ends reach the edge."""
    sheet = book.by_id(grid.get("sheetId", 0))
    block = (
        grid.get("startRowIndex", 0),
        grid.get("startColumnIndex", 0),
        min(grid.get("endRowIndex", sheet.height), sheet.height),
        min(grid.get("endColumnIndex", sheet.width), sheet.width),
    )
    if block[0] > block[2] or block[1] > block[3]:
        raise bad(f"Invalid requests: GridRange {grid} is empty or outside the grid")
    return sheet, block


def apply(book: Book, requests: list[Json], who: str) -> list[Json]:
    """Carry out requests in order; replies in the same order. The caller makes it atomic."""
    replies = []
    for number, request in enumerate(requests):
        if len(request) != 1:
            raise bad(f"Invalid requests[{number}]: exactly one kind must be set")
        ((name, body),) = request.items()
        if name not in KINDS:
            raise Refused(501, "UNIMPLEMENTED", f"The double does not know the request {name}")
        try:
            replies.append(KINDS[name](book, body) or {})
        except Refused as error:
            error.message = f"Invalid requests[{number}].{name}: {error.message}"
            raise
    if requests:
        book.touched(who)
    return replies


@lru_cache(maxsize=1024)
def _masked(fields: str, name: str) -> bool:
    parts = [p.strip() for p in fields.split(",")]
    return "*" in parts or name in parts or any(p.startswith(name + ".") for p in parts)


def _spreadsheet_properties(book: Book, body: Json) -> None:
    wanted = body["properties"]
    if _masked(body["fields"], "title"):
        book.title = wanted["title"]
    if _masked(body["fields"], "locale"):
        book.locale = wanted["locale"]
    if _masked(body["fields"], "timeZone"):
        book.timezone = wanted["timeZone"]


def _add_sheet(book: Book, body: Json) -> Json:
    wanted = body.get("properties", {})
    title = wanted.get("title") or f"ชีต{len(book.sheets) + 1}"
    if any(s.title.casefold() == title.casefold() for s in book.sheets):
        raise bad(f'A sheet with the name "{title}" already exists. Please enter another name.')
    grid = wanted.get("gridProperties", {})
    sheet = Sheet(
        wanted.get("sheetId", fresh_id()),
        title,
        grid.get("rowCount", 1000),
        grid.get("columnCount", 26),
        wanted.get("hidden", False),
        (grid.get("frozenRowCount", 0), grid.get("frozenColumnCount", 0)),
    )
    if any(s.id == sheet.id for s in book.sheets):
        raise bad(f"A sheet with id {sheet.id} already exists")
    book.sheets.insert(wanted.get("index", len(book.sheets)), sheet)
    return {"addSheet": {"properties": properties(book, sheet)}}


def _delete_sheet(book: Book, body: Json) -> None:
    sheet = book.by_id(body["sheetId"])
    if sum(not s.hidden for s in book.sheets if s is not sheet) < 1:
        raise bad("You can't remove all the visible sheets in a document.")
    book.sheets.remove(sheet)


def _sheet_properties(book: Book, body: Json) -> None:
    wanted, fields = body["properties"], body["fields"]
    sheet = book.by_id(wanted.get("sheetId", 0))
    if _masked(fields, "title"):
        if any(s.title == wanted["title"] for s in book.sheets if s is not sheet):
            raise bad(f'A sheet with the name "{wanted["title"]}" already exists.')
        sheet.title = wanted["title"]
    if _masked(fields, "hidden"):
        sheet.hidden = wanted.get("hidden", False)
    if _masked(fields, "index"):
        book.sheets.remove(sheet)
        book.sheets.insert(wanted.get("index", 0), sheet)
    grid = wanted.get("gridProperties", {})
    if "frozenRowCount" in fields or "frozenColumnCount" in fields:
        sheet.frozen = (grid.get("frozenRowCount", sheet.frozen[0]), grid.get("frozenColumnCount", sheet.frozen[1]))
    if "rowCount" in fields:
        sheet.height = grid["rowCount"]
        del sheet.rows[sheet.height :]
    if "columnCount" in fields:
        sheet.width = grid["columnCount"]
        for line in sheet.rows:
            del line[sheet.width :]
    if "tabColor" in fields:
        sheet.extras["tabColor"] = wanted.get("tabColorStyle") or wanted.get("tabColor")


def _written(old: Cell, data: Json, fields: str) -> Cell:
    cell = old
    if _masked(fields, "userEnteredValue"):
        cell = from_extended(cell, data.get("userEnteredValue"))
    if _masked(fields, "note"):
        cell = cell._replace(note=data.get("note"))
    if _masked(fields, "dataValidation"):
        cell = cell._replace(rule=data.get("dataValidation"))
    if _masked(fields, "userEnteredFormat"):
        style = data.get("userEnteredFormat") or {}
        parts = [p for p in fields.split(",") if p.startswith("userEnteredFormat.")]
        if parts:
            style = {**(old.style or {})} | {p.split(".")[1]: style.get(p.split(".")[1]) for p in parts}
        cell = cell._replace(style=style)
    return cell


def _update_cells(book: Book, body: Json) -> None:
    rows, fields = body.get("rows", []), body["fields"]
    if "start" in body:
        start = body["start"]
        sheet = book.by_id(start.get("sheetId", 0))
        top, left = start.get("rowIndex", 0), start.get("columnIndex", 0)
        for r, row in enumerate(rows):
            for c, data in enumerate(row.get("values", [])):
                sheet.put(top + r, left + c, _written(sheet.at(top + r, left + c), data, fields))
        return
    sheet, (top, left, bottom, right) = block_of(book, body["range"])
    if not rows:
        bottom = min(bottom, len(sheet.rows))
    for r in range(top, bottom):
        data_row = rows[r - top].get("values", []) if r - top < len(rows) else []
        for c in range(left, right):
            data = data_row[c - left] if c - left < len(data_row) else {}
            if data or sheet.at(r, c) != Cell():
                sheet.put(r, c, _written(sheet.at(r, c), data, fields))


def _repeat_cell(book: Book, body: Json) -> None:
    sheet, (top, left, bottom, right) = block_of(book, body["range"])
    blank = Cell()
    made = _written(blank, body["cell"], body["fields"])
    for r in range(top, bottom):
        for c in range(left, right):
            old = sheet.at(r, c)
            new = made if old == blank else _written(old, body["cell"], body["fields"])
            sheet.put(r, c, new)


def _append_cells(book: Book, body: Json) -> None:
    sheet = book.by_id(body.get("sheetId", 0))
    if sheet.extras.get("swallows"):
        return  # reported of tabs with a filter: answered as done, and nothing stands there
    at = sheet.last()
    rows = body.get("rows", [])
    sheet.height = max(sheet.height, at + len(rows))
    for r, row in enumerate(rows):
        for c, data in enumerate(row.get("values", [])):
            sheet.width = max(sheet.width, c + 1)
            sheet.put(at + r, c, _written(sheet.at(at + r, c), data, body["fields"]))


def _dimension(book: Book, grid: Json) -> tuple[Sheet, bool, int, int]:
    sheet = book.by_id(grid.get("sheetId", 0))
    rows = grid["dimension"] == "ROWS"
    size = sheet.height if rows else sheet.width
    return sheet, rows, grid.get("startIndex", 0), min(grid.get("endIndex", size), size)


def _insert_dimension(book: Book, body: Json) -> None:
    grid = body["range"]
    sheet = book.by_id(grid.get("sheetId", 0))
    start = grid.get("startIndex", 0)
    sheet.insert(grid["dimension"] == "ROWS", start, grid["endIndex"] - start)


def _delete_dimension(book: Book, body: Json) -> None:
    sheet, rows, start, stop = _dimension(book, body["range"])
    sheet.delete(rows, start, stop)


def _move_dimension(book: Book, body: Json) -> None:
    sheet, rows, start, stop = _dimension(book, body["source"])
    to = body["destinationIndex"]
    if start < to < stop:
        raise bad("Cannot move dimensions into themselves")
    sheet.move(rows, start, stop, to)


def _append_dimension(book: Book, body: Json) -> None:
    sheet = book.by_id(body.get("sheetId", 0))
    if body["dimension"] == "ROWS":
        sheet.height += body["length"]
    else:
        sheet.width += body["length"]


def _dimension_properties(book: Book, body: Json) -> None:
    sheet, rows, start, stop = _dimension(book, body["range"])
    if rows:
        return
    for column in range(start, stop):
        if _masked(body["fields"], "hiddenByUser"):
            hide = body["properties"].get("hiddenByUser", False)
            (sheet.hidden_columns.add if hide else sheet.hidden_columns.discard)(column)
        if _masked(body["fields"], "pixelSize"):
            sheet.sizes[column] = body["properties"].get("pixelSize", 100)


def _copy_paste(book: Book, body: Json) -> None:
    source, (top, left, bottom, right) = block_of(book, body["source"])
    target, (t_top, t_left, _, _) = block_of(book, body["destination"])
    kind = body.get("pasteType", "PASTE_NORMAL")
    for r in range(bottom - top):
        for c in range(right - left):
            cell, old = source.at(top + r, left + c), target.at(t_top + r, t_left + c)
            if kind == "PASTE_VALUES":
                cell = old._replace(value=cell.value, formula=None)
            elif kind != "PASTE_NORMAL":
                raise Refused(501, "UNIMPLEMENTED", f"pasteType {kind}")
            if cell != old:
                target.put(t_top + r, t_left + c, cell)


def _sort_range(book: Book, body: Json) -> None:
    sheet, block = block_of(book, body["range"])
    sort(sheet, block, [(s["dimensionIndex"], s.get("sortOrder") == "DESCENDING") for s in body["sortSpecs"]])


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


def _find_replace(book: Book, body: Json) -> Json:
    if body.get("searchByRegex") or body.get("includeFormulas"):
        raise Refused(501, "UNIMPLEMENTED", "findReplace with regular expressions")
    if "range" in body:
        places = [block_of(book, body["range"])]
    else:
        sheets = book.sheets if body.get("allSheets") else [book.by_id(body["sheetId"])]
        places = [(s, (0, 0, len(s.rows), s.width)) for s in sheets]
    changed = 0
    for sheet, (top, left, bottom, right) in places:
        for r in range(top, min(bottom, len(sheet.rows))):
            for c in range(left, right):
                cell = sheet.at(r, c)
                text = formatted(cell)
                hit = text == body["find"] if body.get("matchEntireCell") else body["find"] in text
                if cell.holds and not cell.formula and hit:
                    sheet.put(r, c, cell._replace(value=text.replace(body["find"], body.get("replacement", ""))))
                    changed += 1
    return {"findReplace": {"occurrencesChanged": changed, "valuesChanged": changed}}


def _validation(book: Book, body: Json) -> None:
    sheet, (top, left, bottom, right) = block_of(book, body["range"])
    for r in range(top, bottom):
        for c in range(left, right):
            sheet.put(r, c, sheet.at(r, c)._replace(rule=body.get("rule")))


def _add_protected(book: Book, body: Json) -> Json:
    wanted = {"protectedRangeId": fresh_id(), **body["protectedRange"]}
    if "namedRangeId" in wanted:
        raise Refused(501, "UNIMPLEMENTED", "protection of named ranges")
    sheet = book.by_id(wanted["range"].get("sheetId", 0))
    if wanted.get("warningOnly") and wanted.get("editors"):
        raise bad("A protected range that only warns can't have editors")
    sheet.protections.append({**wanted, "range": dict(wanted["range"])})
    return {"addProtectedRange": {"protectedRange": wanted}}


def _update_protected(book: Book, body: Json) -> None:
    wanted = body["protectedRange"]
    for sheet in book.sheets:
        for one in sheet.protections:
            if one["protectedRangeId"] == wanted["protectedRangeId"]:
                one |= {k: v for k, v in wanted.items() if _masked(body["fields"], k)}
                return
    raise bad("No protected range with this id")


def _delete_protected(book: Book, body: Json) -> None:
    for sheet in book.sheets:
        for one in sheet.protections:
            if one["protectedRangeId"] == body["protectedRangeId"]:
                sheet.protections.remove(one)
                return
    raise bad("No protected range with this id")


def _create_metadata(book: Book, body: Json) -> Json:
    wanted = body["developerMetadata"]
    place = wanted.get("location", {})
    one: Json = {
        "metadataId": wanted.get("metadataId", fresh_id()),
        "metadataKey": wanted["metadataKey"],
        "metadataValue": wanted.get("metadataValue", ""),
        "visibility": wanted.get("visibility", "DOCUMENT"),
    }
    if "dimensionRange" in place:
        span = place["dimensionRange"]
        if span["endIndex"] - span.get("startIndex", 0) != 1:
            raise bad("Developer metadata can only be on a single row or column")
        sheet = book.by_id(span.get("sheetId", 0))
        sheet.metadata.append(
            {**one, "dimension": span["dimension"], "start": span.get("startIndex", 0), "end": span["endIndex"]}
        )
    elif "sheetId" in place:
        book.by_id(place["sheetId"]).metadata.append({**one, "dimension": "", "start": 0, "end": 0})
    else:
        book.metadata.append(one)
    return {"createDeveloperMetadata": {"developerMetadata": {**one, "location": place or {"spreadsheet": True}}}}


def _delete_metadata(book: Book, body: Json) -> Json:
    wanted = body["dataFilter"]["developerMetadataLookup"]
    gone = []
    for holder in (book.metadata, *(s.metadata for s in book.sheets)):
        for one in list(holder):
            if (
                wanted.get("metadataId", one["metadataId"]) == one["metadataId"]
                and wanted.get("metadataKey", one["metadataKey"]) == one["metadataKey"]
            ):
                holder.remove(one)
                gone.append({k: one[k] for k in ("metadataId", "metadataKey", "metadataValue", "visibility")})
    return {"deleteDeveloperMetadata": {"deletedDeveloperMetadata": gone}}


def _merge(book: Book, body: Json) -> None:
    sheet, block = block_of(book, body["range"])
    top, left, bottom, right = block
    if body["mergeType"] != "MERGE_ALL":
        raise Refused(501, "UNIMPLEMENTED", body["mergeType"])
    sheet.merges.append(block)
    for r in range(top, bottom):
        for c in range(left, right):
            if (r, c) != (top, left) and sheet.at(r, c).holds:
                sheet.put(r, c, sheet.at(r, c)._replace(value=None, formula=None))


def _unmerge(book: Book, body: Json) -> None:
    sheet, (top, left, bottom, right) = block_of(book, body["range"])
    sheet.merges = [m for m in sheet.merges if m[0] >= bottom or m[2] <= top or m[1] >= right or m[3] <= left]


def _kept(name: str) -> Callable[[Book, Json], None]:
    """A request whose look we keep but never work out (filters, bands, borders)."""

    def keep(book: Book, body: Json) -> None:
        book.sheets[0].extras.setdefault(name, []).append(body)

    return keep


KINDS: dict[str, Callable[[Book, Json], Any]] = {
    "updateSpreadsheetProperties": _spreadsheet_properties,
    "addSheet": _add_sheet,
    "deleteSheet": _delete_sheet,
    "updateSheetProperties": _sheet_properties,
    "updateCells": _update_cells,
    "repeatCell": _repeat_cell,
    "appendCells": _append_cells,
    "insertDimension": _insert_dimension,
    "deleteDimension": _delete_dimension,
    "moveDimension": _move_dimension,
    "appendDimension": _append_dimension,
    "updateDimensionProperties": _dimension_properties,
    "copyPaste": _copy_paste,
    "sortRange": _sort_range,
    "findReplace": _find_replace,
    "setDataValidation": _validation,
    "addProtectedRange": _add_protected,
    "updateProtectedRange": _update_protected,
    "deleteProtectedRange": _delete_protected,
    "createDeveloperMetadata": _create_metadata,
    "deleteDeveloperMetadata": _delete_metadata,
    "mergeCells": _merge,
    "unmergeCells": _unmerge,
    "setBasicFilter": _kept("filter"),
    "updateBorders": _kept("borders"),
    "autoResizeDimensions": _kept("sizes"),
}


def properties(book: Book, sheet: Sheet) -> Json:
    """SheetProperties; proto defaults are left out except ``sheetId``."""
    grid: Json = {"rowCount": sheet.height, "columnCount": sheet.width}
    if sheet.frozen[0]:
        grid["frozenRowCount"] = sheet.frozen[0]
    if sheet.frozen[1]:
        grid["frozenColumnCount"] = sheet.frozen[1]
    found: Json = {
        "sheetId": sheet.id,
        "title": sheet.title,
        "index": book.sheets.index(sheet),
        "sheetType": "GRID",
        "gridProperties": grid,
    }
    if sheet.hidden:
        found["hidden"] = True
    return found
