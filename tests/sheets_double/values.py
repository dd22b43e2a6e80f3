"""The values API: get, batchGet, update, batchUpdate, append, clear."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from tests.sheets_double import a1
from tests.sheets_double.book import Book, Sheet, bad
from tests.sheets_double.cells import raw, shown, typed

Json = dict[str, Any]


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


def write(book: Book, text: str, body: Json, option: str, who: str) -> Json:
    """Put a block of values; ``null`` skips a cell, ``""`` clears it."""
    if option not in ("RAW", "USER_ENTERED"):
        raise bad("'valueInputOption' is required but not specified")
    sheet, (top, left, bottom, right) = book.range(text)
    rows = body.get("values", [])
    if body.get("majorDimension") == "COLUMNS":
        rows = [list(line) for line in zip(*rows, strict=True)]
    high, wide = len(rows), max(map(len, rows), default=0)
    exact = ":" in text.rpartition("!")[2]
    if exact and (high > bottom - top or wide > right - left):
        raise bad(
            f"Requested writing within range [{a1.spell(sheet.title, top, left, bottom, right)}], "
            f"but tried writing to row [{top + high}]"
        )
    _put(sheet, top, left, rows, option)
    if rows:
        book.touched(who)
    return {
        "spreadsheetId": book.key,
        "updatedRange": a1.spell(sheet.title, top, left, top + max(high, 1), left + max(wide, 1)),
        "updatedRows": high,
        "updatedColumns": wide,
        "updatedCells": sum(1 for line in rows for v in line if v is not None),
    }


def _put(sheet: Sheet, top: int, left: int, rows: list[list[Any]], option: str) -> None:
    become: Callable[..., Any] = typed if option == "USER_ENTERED" else raw
    for r, line in enumerate(rows):
        for c, value in enumerate(line):
            if value is None:
                continue
            if isinstance(value, (list, dict)):
                raise bad(f"Invalid values[{r}][{c}]: list_value")
            sheet.put(top + r, left + c, become(sheet.at(top + r, left + c), value))


def append(book: Book, text: str, body: Json, query: Json, who: str) -> Json:
    """Write below "the table" that the API believes to see around the range."""
    sheet, (top, left, _, _) = book.range(text)
    block = table_around(sheet, top, left)
    rows = body.get("values", [])
    if block is None:
        at, column = (top if sheet.last() == 0 else max(top, 0)), left
    else:
        at, column = block[2], block[1]
    if query.get("insertDataOption") == "INSERT_ROWS" and rows and at < sheet.height:
        sheet.insert(True, at, len(rows))
    while at + len(rows) > sheet.height:
        sheet.height += 1
    wide = max(map(len, rows), default=1)
    if column + wide > sheet.width:
        sheet.width = column + wide
    area = a1.spell(sheet.title, at, column, at + max(len(rows), 1), column + wide)
    reply = write(book, area, body, query.get("valueInputOption", ""), who)
    found: Json = {"spreadsheetId": book.key, "updates": reply}
    if block is not None:
        found["tableRange"] = a1.spell(sheet.title, *block)
    return found


def table_around(sheet: Sheet, row: int, column: int) -> tuple[int, int, int, int] | None:
    """The cells that hang together with the one at (row, column), corners included."""
    filled = {(r, c) for r, line in enumerate(sheet.rows) for c, cell in enumerate(line) if cell.holds}
    near = [(r, c) for r, c in filled if abs(r - row) <= 1 and abs(c - column) <= 1]
    if not near:
        return None
    seen, todo = set(near), list(near)
    while todo:
        r, c = todo.pop()
        for other in ((r + dr, c + dc) for dr in (-1, 0, 1) for dc in (-1, 0, 1)):
            if other in filled and other not in seen:
                seen.add(other)
                todo.append(other)
    lines, columns = [r for r, _ in seen], [c for _, c in seen]
    return min(lines), min(columns), max(lines) + 1, max(columns) + 1


def clear(book: Book, text: str, who: str) -> Json:
    """Empty a range; formats, notes and rules stay."""
    sheet, (top, left, bottom, right) = book.range(text)
    for row in range(top, min(bottom, len(sheet.rows))):
        line = sheet.rows[row]
        for column in range(left, min(right, len(line))):
            line[column] = line[column]._replace(value=None, formula=None)
    book.touched(who)
    return {"spreadsheetId": book.key, "clearedRange": a1.spell(sheet.title, top, left, bottom, right)}
