"""The values API: get, batchGet, update, batchUpdate, append, clear."""

from __future__ import annotations

from itertools import zip_longest
from typing import Any

from tests.sheets_double import a1
from tests.sheets_double.book import Book
from tests.sheets_double.cells import raw, shown, typed
from tests.sheets_double.grids import overlaps
from tests.sheets_double.refusal import bad
from tests.sheets_double.sheet import Block, Json, Sheet


def get(book: Book, text: str, query: Json) -> Json:
    """A ValueRange: ragged, trailing blanks cut, no ``values`` when nothing stands there."""
    sheet, (top, left, bottom, right) = book.range(text)
    option = query.get("valueRenderOption", "FORMATTED_VALUE")
    dates = query.get("dateTimeRenderOption", "SERIAL_NUMBER")
    rows = []
    for row in range(top, min(bottom, len(sheet.rows))):
        # Most cells of a register are blank, and every round reads all of them.
        line = ["" if c.value is None else shown(c, option, dates) for c in sheet.rows[row][left:right]]
        while line and line[-1] == "":
            line.pop()
        rows.append(line)
    while rows and not rows[-1]:
        rows.pop()
    major = query.get("majorDimension", "ROWS")
    if major == "COLUMNS":
        rows = _turned(rows)
    found: Json = {"range": a1.spell(sheet.title, top, left, bottom, right), "majorDimension": major}
    return {**found, "values": rows} if rows else found


def _turned(rows: list[list[Any]]) -> list[list[Any]]:
    width = max(map(len, rows), default=0)
    turned = [[line[c] if c < len(line) else "" for line in rows] for c in range(width)]
    for line in turned:
        while line and line[-1] == "":
            line.pop()
    return turned


def write(book: Book, text: str, body: Json, query: Json, who: str) -> Json:
    """Put a block of values; ``null`` skips a cell, ``""`` clears it."""
    option = query.get("valueInputOption", "")
    if option not in ("RAW", "USER_ENTERED"):
        raise bad("'valueInputOption' is required but not specified")
    sheet, (top, left, bottom, right) = book.range(text)
    rows = _rows(body)
    high, wide = len(rows), max(map(len, rows), default=0)
    if _exact(text):
        where = f"Requested writing within range [{a1.spell(sheet.title, top, left, bottom, right)}]"
        if high > bottom - top:
            raise bad(f"{where}, but tried writing to row [{bottom + 1}]")
        if wide > right - left:
            raise bad(f"{where}, but tried writing to column [{a1.letters(right)}]")
    _put(sheet, top, left, rows, option, day_first=not book.locale.endswith("_US"))
    if rows:
        book.touched(who)
    area = a1.spell(sheet.title, top, left, top + max(high, 1), left + max(wide, 1))
    found: Json = {"spreadsheetId": book.key, "updatedRange": area}
    counts = {
        "updatedRows": high,
        "updatedColumns": wide,
        "updatedCells": sum(1 for line in rows for v in line if v is not None),
    }
    found |= {name: count for name, count in counts.items() if count}
    if str(query.get("includeValuesInResponse", "")).lower() == "true":
        shown_as = query.get("responseValueRenderOption", "FORMATTED_VALUE")
        dates = query.get("responseDateTimeRenderOption", "SERIAL_NUMBER")
        found["updatedData"] = get(book, area, {"valueRenderOption": shown_as, "dateTimeRenderOption": dates})
    return found


def _rows(body: Json) -> list[list[Any]]:
    """The values as rows, however they are given; what is missing in a column is skipped."""
    rows: list[list[Any]] = body.get("values", [])
    return [list(line) for line in zip_longest(*rows)] if body.get("majorDimension") == "COLUMNS" else rows


def _exact(text: str) -> bool:
    """A range with two ends is a limit; a single cell, or a whole tab, is a place to begin."""
    return ":" in text.rpartition("!")[2]


def _put(sheet: Sheet, top: int, left: int, rows: list[list[Any]], option: str, *, day_first: bool) -> None:
    for r, line in enumerate(rows):
        for c, value in enumerate(line):
            if value is None:
                continue
            if isinstance(value, (list, dict)):
                raise bad(f"Invalid values[{r}][{c}]: list_value")
            old = sheet.at(top + r, left + c)
            new = typed(old, value, day_first=day_first) if option == "USER_ENTERED" else raw(old, value)
            sheet.put(top + r, left + c, new)


def append(book: Book, text: str, body: Json, query: Json, who: str) -> Json:
    """Write below the last table that the API sees in the range, or at its corner when it sees none."""
    sheet, block = book.range(text)
    met = [t for t in tables(sheet) if overlaps(t, block)]
    table = max(met, key=lambda t: (t[2], t[3]), default=None)
    at, column = (table[2], table[1]) if table else block[:2]
    rows = _rows(body)
    if query.get("insertDataOption") == "INSERT_ROWS" and rows and at < sheet.height:
        sheet.insert(True, at, len(rows))
    sheet.height = max(sheet.height, at + len(rows))
    wide = max(map(len, rows), default=1)
    sheet.width = max(sheet.width, column + wide)
    area = a1.spell(sheet.title, at, column, at + max(len(rows), 1), column + max(wide, 1))
    reply = write(book, area, body, query, who)
    found: Json = {"spreadsheetId": book.key, "updates": reply}
    if table is not None:
        found["tableRange"] = a1.spell(sheet.title, *table)
    return found


def tables(sheet: Sheet) -> list[Block]:
    """What the API takes for tables: blocks of cells that hang together, corners included."""
    left = {(r, c) for r, line in enumerate(sheet.rows) for c, cell in enumerate(line) if cell.holds}
    found: list[Block] = []
    while left:
        todo = [left.pop()]
        rows, columns = set(), set()
        while todo:
            r, c = todo.pop()
            rows.add(r)
            columns.add(c)
            near = {(r + dr, c + dc) for dr in (-1, 0, 1) for dc in (-1, 0, 1)} & left
            left -= near
            todo += near
        found.append((min(rows), min(columns), max(rows) + 1, max(columns) + 1))
    return _joined(found)


def _joined(blocks: list[Block]) -> list[Block]:
    """Blocks that meet or touch are one."""
    found: list[Block] = []
    for block in blocks:
        top, left, bottom, right = block
        near = next((b for b in found if overlaps(b, (top - 1, left - 1, bottom + 1, right + 1))), None)
        if near is None:
            found.append(block)
            continue
        found.remove(near)
        one = (min(top, near[0]), min(left, near[1]), max(bottom, near[2]), max(right, near[3]))
        found = _joined([*found, one])
    return found


def clear(book: Book, text: str, who: str) -> Json:
    """Empty a range; formats, notes and rules stay."""
    sheet, (top, left, bottom, right) = book.range(text)
    for row in range(top, min(bottom, len(sheet.rows))):
        line = sheet.rows[row]
        for column in range(left, min(right, len(line))):
            line[column] = line[column]._replace(value=None, formula=None)
    book.touched(who)
    return {"spreadsheetId": book.key, "clearedRange": a1.spell(sheet.title, top, left, bottom, right)}
