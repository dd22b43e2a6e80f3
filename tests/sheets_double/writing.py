"""Requests that write, copy, move and replace cells."""

from __future__ import annotations

from itertools import product

from tests.sheets_double.book import Book
from tests.sheets_double.cells import BLANK, Cell, formatted, from_extended
from tests.sheets_double.grids import corner
from tests.sheets_double.masks import masked, tree
from tests.sheets_double.refusal import unknown
from tests.sheets_double.sheet import Block, Json, Sheet


def _written(old: Cell, data: Json, fields: str) -> Cell:
    cell = old
    if masked(fields, "userEnteredValue"):
        cell = from_extended(cell, data.get("userEnteredValue"))
    if masked(fields, "note"):
        cell = cell._replace(note=data.get("note"))
    if masked(fields, "dataValidation"):
        cell = cell._replace(rule=data.get("dataValidation"))
    if masked(fields, "userEnteredFormat"):
        style = data.get("userEnteredFormat") or {}
        parts = tree(fields).get("userEnteredFormat")
        if parts and "*" not in parts:
            style = {**(old.style or {})} | {name: style.get(name) for name in parts}
            style = {name: value for name, value in style.items() if value is not None}
        cell = cell._replace(style=style)
    return cell


def update_cells(book: Book, body: Json) -> None:
    """updateCells"""
    rows, fields = body.get("rows", []), body["fields"]
    if "start" in body:
        sheet, top, left = corner(book, body["start"])
        for r, row in enumerate(rows):
            for c, data in enumerate(row.get("values", [])):
                sheet.put(top + r, left + c, _written(sheet.at(top + r, left + c), data, fields))
        return
    sheet, (top, left, bottom, right) = book.block_of(body["range"])
    if not rows:
        bottom = min(bottom, len(sheet.rows))
    for r in range(top, bottom):
        data_row = rows[r - top].get("values", []) if r - top < len(rows) else []
        for c in range(left, right):
            data = data_row[c - left] if c - left < len(data_row) else {}
            if data or sheet.at(r, c) != BLANK:
                sheet.put(r, c, _written(sheet.at(r, c), data, fields))


def repeat_cell(book: Book, body: Json) -> None:
    """repeatCell"""
    sheet, (top, left, bottom, right) = book.block_of(body["range"])
    made = _written(BLANK, body["cell"], body["fields"])
    for r, c in product(range(top, bottom), range(left, right)):
        old = sheet.at(r, c)
        sheet.put(r, c, made if old == BLANK else _written(old, body["cell"], body["fields"]))


def append_cells(book: Book, body: Json) -> None:
    """appendCells: below the last row that holds something, whatever table it belongs to."""
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


def validation(book: Book, body: Json) -> None:
    """setDataValidation"""
    sheet, (top, left, bottom, right) = book.block_of(body["range"])
    for r, c in product(range(top, bottom), range(left, right)):
        sheet.put(r, c, sheet.at(r, c)._replace(rule=body.get("rule")))


# Copies


def pasted(kind: str, cell: Cell, old: Cell) -> Cell:
    """What a paste of a kind makes of a cell."""
    if kind in ("PASTE_NORMAL", "PASTE_NO_BORDERS"):
        return cell
    if kind == "PASTE_VALUES":
        return old._replace(value=cell.value, formula=None)
    if kind == "PASTE_FORMULA":
        return old._replace(value=cell.value, formula=cell.formula)
    if kind == "PASTE_FORMAT":
        return old._replace(style=cell.style)
    if kind == "PASTE_DATA_VALIDATION":
        return old._replace(rule=cell.rule)
    raise unknown(f"pasteType {kind}")


def _taken(sheet: Sheet, block: Block) -> list[list[Cell]]:
    top, left, bottom, right = block
    return [[sheet.at(r, c) for c in range(left, right)] for r in range(top, bottom)]


def _put(sheet: Sheet, top: int, left: int, cells: list[list[Cell]], kind: str) -> None:
    for r, line in enumerate(cells):
        for c, cell in enumerate(line):
            old = sheet.at(top + r, left + c)
            new = pasted(kind, cell, old)
            if new != old:
                sheet.put(top + r, left + c, new)


def copy_paste(book: Book, body: Json) -> None:
    """copyPaste; a destination that is a multiple of the source is filled with copies of it."""
    cells = _taken(*book.block_of(body["source"]))
    if body.get("pasteOrientation") == "TRANSPOSE":
        cells = [list(line) for line in zip(*cells, strict=True)]
    if not cells or not cells[0]:
        return
    sheet, (top, left, bottom, right) = book.block_of(body["destination"])
    high, wide = len(cells), len(cells[0])
    down = (bottom - top) // high if (bottom - top) % high == 0 else 1
    across = (right - left) // wide if (right - left) % wide == 0 else 1
    for r, c in product(range(max(down, 1)), range(max(across, 1))):
        _put(sheet, top + r * high, left + c * wide, cells, body.get("pasteType", "PASTE_NORMAL"))


def cut_paste(book: Book, body: Json) -> None:
    """cutPaste: nothing stays at the source, merges and formats go along."""
    sheet, block = book.block_of(body["source"])
    target, top, left = corner(book, body["destination"])
    cells = _taken(sheet, block)
    _put(sheet, block[0], block[1], [[BLANK] * len(line) for line in cells], "PASTE_NORMAL")
    _put(target, top, left, cells, body.get("pasteType", "PASTE_NORMAL"))
    moved = [m for m in sheet.merges if m[0] >= block[0] and m[1] >= block[1] and m[2] <= block[2] and m[3] <= block[3]]
    sheet.merges = [m for m in sheet.merges if m not in moved]
    down, across = top - block[0], left - block[1]
    target.merges += [(m[0] + down, m[1] + across, m[2] + down, m[3] + across) for m in moved]


def insert_range(book: Book, body: Json) -> None:
    """insertRange: the cells below (or to the right) make room; what clings to rows and columns stays."""
    sheet, (top, left, bottom, right) = book.block_of(body["range"])
    if body["shiftDimension"] == "ROWS":
        sheet.height = max(sheet.height, sheet.last() + bottom - top)
        cells = _taken(sheet, (top, left, max(len(sheet.rows), top), right))
        _put(sheet, top, left, [[BLANK] * (right - left)] * (bottom - top) + cells, "PASTE_NORMAL")
        return
    rest = _taken(sheet, (top, left, bottom, sheet.width))
    sheet.width += right - left
    _put(sheet, top, left, [[BLANK] * (right - left) + line for line in rest], "PASTE_NORMAL")


def delete_range(book: Book, body: Json) -> None:
    """deleteRange: the cells below (or to the right) close up."""
    sheet, (top, left, bottom, right) = book.block_of(body["range"])
    if body["shiftDimension"] == "ROWS":
        cells = _taken(sheet, (bottom, left, max(len(sheet.rows), bottom), right))
        cells += [[BLANK] * (right - left)] * (bottom - top)
    else:
        rest = _taken(sheet, (top, right, bottom, sheet.width))
        cells = [line + [BLANK] * (right - left) for line in rest]
    _put(sheet, top, left, cells, "PASTE_NORMAL")


def find_replace(book: Book, body: Json) -> Json:
    """findReplace"""
    if body.get("searchByRegex") or body.get("includeFormulas"):
        raise unknown("findReplace with regular expressions or in formulas")
    if "range" in body:
        places = [book.block_of(body["range"])]
    else:
        sheets = book.sheets if body.get("allSheets") else [book.by_id(body.get("sheetId", 0))]
        places = [(s, (0, 0, len(s.rows), s.width)) for s in sheets]
    changed = 0
    for sheet, (top, left, bottom, right) in places:
        for r, c in product(range(top, min(bottom, len(sheet.rows))), range(left, right)):
            cell = sheet.at(r, c)
            text = formatted(cell)
            hit = text == body["find"] if body.get("matchEntireCell") else body["find"] in text
            if cell.holds and not cell.formula and hit:
                sheet.put(r, c, cell._replace(value=text.replace(body["find"], body.get("replacement", ""))))
                changed += 1
    return {"findReplace": {"occurrencesChanged": changed, "valuesChanged": changed}}
