"""Requests about the workbook and its tabs: properties, new ones, copies, and what goes."""

from __future__ import annotations

from typing import Any

from tests.sheets_double.book import Book
from tests.sheets_double.looks import colour
from tests.sheets_double.masks import masked
from tests.sheets_double.refusal import bad
from tests.sheets_double.sheet import Json, Sheet, fresh_id

_SWITCHES = ("hideGridlines", "rowGroupControlAfter", "columnGroupControlAfter")


def properties(book: Book, sheet: Sheet) -> Json:
    """SheetProperties; proto defaults are left out except ``sheetId`` and ``index``."""
    grid: Json = {"rowCount": sheet.height, "columnCount": sheet.width}
    if sheet.frozen[0]:
        grid["frozenRowCount"] = sheet.frozen[0]
    if sheet.frozen[1]:
        grid["frozenColumnCount"] = sheet.frozen[1]
    grid |= {name: True for name in _SWITCHES if sheet.extras.get(name)}
    found: Json = {
        "sheetId": sheet.id,
        "title": sheet.title,
        "index": book.sheets.index(sheet),
        "sheetType": "GRID",
        "gridProperties": grid,
    }
    if sheet.hidden:
        found["hidden"] = True
    painted = sheet.extras.get("tabColor")
    if painted is not None:
        found |= {"tabColor": painted, "tabColorStyle": {"rgbColor": painted}}
    return found


def of_the_book(book: Book, body: Json) -> None:
    """updateSpreadsheetProperties"""
    wanted, fields = body["properties"], body["fields"]
    if masked(fields, "title") and "title" in wanted:
        book.title = wanted["title"]
    if masked(fields, "locale") and "locale" in wanted:
        book.locale = wanted["locale"]
    if masked(fields, "timeZone") and "timeZone" in wanted:
        book.timezone = wanted["timeZone"]


def add(book: Book, body: Json) -> Json:
    """addSheet"""
    wanted = body.get("properties", {})
    grid = wanted.get("gridProperties", {})
    sheet = Sheet(
        wanted.get("sheetId", fresh_id()),
        wanted.get("title") or _free(book, [book.new_title(n) for n in range(1, len(book.sheets) + 2)]),
        grid.get("rowCount", 1000),
        grid.get("columnCount", 26),
        wanted.get("hidden", False),
        (grid.get("frozenRowCount", 0), grid.get("frozenColumnCount", 0)),
    )
    _painted(sheet, wanted, "*")
    _place(book, sheet, wanted.get("index", len(book.sheets)))
    return {"addSheet": {"properties": properties(book, sheet)}}


def _free(book: Book, titles: list[str]) -> str:
    taken = {s.title.casefold() for s in book.sheets}
    return next(t for t in titles if t.casefold() not in taken)


def _place(book: Book, sheet: Sheet, index: int) -> None:
    """Put a new tab among the others; its number and its title must be its own."""
    if any(s.title.casefold() == sheet.title.casefold() for s in book.sheets):
        raise bad(f'A sheet with the name "{sheet.title}" already exists. Please enter another name.')
    if any(s.id == sheet.id for s in book.sheets):
        raise bad(f"A sheet with id {sheet.id} already exists")
    book.sheets.insert(index, sheet)


def delete(book: Book, body: Json) -> None:
    """deleteSheet"""
    sheet = book.by_id(body.get("sheetId", 0))
    if all(s.hidden for s in book.sheets if s is not sheet):
        raise bad("You can't remove all the visible sheets in a document.")
    book.sheets.remove(sheet)


def duplicate(book: Book, body: Json) -> Json:
    """duplicateSheet"""
    source = book.by_id(body.get("sourceSheetId", 0))
    sheet = copied(book, source, book, body.get("newSheetName", ""))
    sheet.id = body.get("newSheetId", sheet.id)
    _place(book, sheet, body.get("insertSheetIndex", 0))
    return {"duplicateSheet": {"properties": properties(book, sheet)}}


def copy_to(book: Book, sheet_id: int, target: Book, who: str) -> Json:
    """``spreadsheets.sheets.copyTo``: the copy becomes the last tab of the other workbook."""
    sheet = copied(book, book.by_id(sheet_id), target)
    _place(target, sheet, len(target.sheets))
    target.touched(who)
    return properties(target, sheet)


def copied(book: Book, source: Sheet, target: Book, title: str = "") -> Sheet:
    """A copy of a tab; what has a number of its own gets a new one."""
    sheet = source.copy()
    sheet.id = fresh_id()
    name = target.copy_title(source.title)
    sheet.title = title or _free(target, [name, *(f"{name} {n}" for n in range(2, len(target.sheets) + 3))])
    sheet.metadata = [{**m, "metadataId": fresh_id()} for m in sheet.metadata] if book.copies_metadata else []
    # Names are the workbook's; the copy would need others.
    sheet.named = []
    for one in sheet.protections:
        one["protectedRangeId"] = fresh_id()
        one["range"]["sheetId"] = sheet.id
    if sheet.filter is not None:
        sheet.filter["range"]["sheetId"] = sheet.id
    return sheet


def update(book: Book, body: Json) -> None:
    """updateSheetProperties"""
    wanted, fields = body["properties"], body["fields"]
    sheet = book.by_id(wanted.get("sheetId", 0))
    if masked(fields, "title") and "title" in wanted:
        if any(s.title.casefold() == wanted["title"].casefold() for s in book.sheets if s is not sheet):
            raise bad(f'A sheet with the name "{wanted["title"]}" already exists. Please enter another name.')
        sheet.title = wanted["title"]
    if masked(fields, "hidden"):
        sheet.hidden = wanted.get("hidden", False)
        if all(s.hidden for s in book.sheets):
            raise bad("You can't hide all the sheets in a document.")
    if masked(fields, "index"):
        # Google counts the places as they are before the tab leaves its own.
        index, now = wanted.get("index", 0), book.sheets.index(sheet)
        book.sheets.remove(sheet)
        book.sheets.insert(index - 1 if index > now else index, sheet)
    _resize(sheet, wanted.get("gridProperties", {}), fields)
    _painted(sheet, wanted, fields)


def _resize(sheet: Sheet, grid: Json, fields: str) -> None:
    def meant(name: str) -> bool:
        return masked(fields, f"gridProperties.{name}")

    if meant("rowCount") and "rowCount" in grid:
        _cut(sheet, True, grid["rowCount"])
    if meant("columnCount") and "columnCount" in grid:
        _cut(sheet, False, grid["columnCount"])
    rows, columns = sheet.frozen
    if meant("frozenRowCount"):
        rows = grid.get("frozenRowCount", 0)
    if meant("frozenColumnCount"):
        columns = grid.get("frozenColumnCount", 0)
    if rows >= sheet.height or columns >= sheet.width:
        raise bad("You can't freeze all visible rows or columns on the sheet.")
    sheet.frozen = (rows, columns)
    for name in _SWITCHES:
        if meant(name):
            sheet.extras[name] = grid.get(name, False)


def _cut(sheet: Sheet, rows: bool, size: int) -> None:
    """Make the grid longer or shorter at its end."""
    now = sheet.height if rows else sheet.width
    if size < 1:
        raise bad(f"You can't delete all the {'rows' if rows else 'columns'} on the sheet.")
    if size < now:
        sheet.delete(rows, size, now)
    elif rows:
        sheet.height = size
    else:
        sheet.width = size


def _painted(sheet: Sheet, wanted: Json, fields: str) -> None:
    given: Any = None
    if masked(fields, "tabColorStyle"):
        given = wanted.get("tabColorStyle", {}).get("rgbColor")
    if given is None and masked(fields, "tabColor"):
        given = wanted.get("tabColor")
    if masked(fields, "tabColorStyle") or masked(fields, "tabColor"):
        sheet.extras["tabColor"] = None if given is None else colour(given)
