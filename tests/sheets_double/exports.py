"""Workbooks as files of other kinds, and a CSV as a workbook."""

from __future__ import annotations

import csv
import io
from typing import NamedTuple

from openpyxl import Workbook

from tests.sheets_double.book import Book
from tests.sheets_double.cells import BLANK, formatted, typed
from tests.sheets_double.refusal import Refused, unknown
from tests.sheets_double.sheet import Sheet, fresh_id

_XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
_KNOWN = ("application/pdf", "application/zip", "application/vnd.oasis.opendocument.spreadsheet")


class File(NamedTuple):
    """An answer that is no JSON."""

    kind: str
    content: bytes


def export(book: Book, kind: str) -> File:
    """``files.export``: the first tab as text, or all tabs as XLSX."""
    if kind in ("text/csv", "text/tab-separated-values"):
        return File(kind, _text(book.sheets[0], "," if kind == "text/csv" else "\t").encode("utf-8"))
    if kind == _XLSX:
        return File(kind, _xlsx(book))
    if kind in _KNOWN:
        raise unknown(f"the export as {kind}")
    raise Refused(400, "INVALID_ARGUMENT", "The requested conversion is not supported.")


def _text(sheet: Sheet, comma: str) -> str:
    height = sheet.last()
    lines = [[formatted(c) for c in line] for line in sheet.rows[:height]]
    width = max((len(line) for line in lines), default=0)
    while width and not any(line[width - 1 :] and line[width - 1] for line in lines):
        width -= 1
    written = io.StringIO()
    csv.writer(written, delimiter=comma).writerows((line + [""] * width)[:width] for line in lines)
    # Google puts no line end after the last line.
    return written.getvalue().removesuffix("\r\n")


def _xlsx(book: Book) -> bytes:
    made = Workbook()
    for empty in list(made.worksheets):
        made.remove(empty)
    for sheet in book.sheets:
        tab = made.create_sheet(sheet.title)
        for r, line in enumerate(sheet.rows):
            for c, cell in enumerate(line):
                if cell.holds:
                    tab.cell(r + 1, c + 1, cell.formula or cell.value)
    written = io.BytesIO()
    made.save(written)
    return written.getvalue()


def replace_by_csv(book: Book, text: str) -> None:
    """All tabs go; the new one is called as the file is. The time zone becomes Google's own, as recorded."""
    sheet = Sheet(fresh_id(), book.title)
    for r, line in enumerate(csv.reader(io.StringIO(text))):
        sheet.height, sheet.width = max(sheet.height, r + 1), max(sheet.width, len(line))
        for c, entry in enumerate(line):
            if entry:
                sheet.put(r, c, typed(BLANK, entry, day_first=not book.locale.endswith("_US")))
    book.sheets, book.timezone = [sheet], "America/Los_Angeles"
