"""Tables as XLSX and CSV. Text stays text: nothing in a cell is ever run as a formula."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any

#: A cell that begins so is run by spreadsheet programs when a CSV is opened.
_RISKY = ("=", "+", "-", "@", "\t", "\r", "|", "%")
#: Excel's limit for a cell; longer text is cut and says so.
_CELL_LIMIT = 32_000

Row = Mapping[str, Any]


@dataclass(frozen=True)
class Origin:
    """What a file says of itself: title, as of when, from where, and whether it is invented."""

    title: str
    as_of: str
    source: str
    practice: str = ""
    #: Says the file's own words in the reader's language; Thai without it.
    say: Callable[[str], str] = str

    def lines(self) -> list[str]:
        """The notes, practice first so that nobody overlooks it."""
        return [line for line in (self.practice, self.title, self.as_of, self.source) if line]


def to_csv(rows: Sequence[Row], origin: Origin) -> bytes:
    """UTF-8 with BOM (Excel reads Thai then); the notes stand under the table."""
    out = io.StringIO(newline="")
    writer = csv.writer(out)
    if origin.practice:
        writer.writerow([origin.practice])
    if rows:
        writer.writerow([_safe(name) for name in rows[0]])
        writer.writerows([[_safe(_plain(value)) for value in row.values()] for row in rows])
    writer.writerow([])
    writer.writerows([[_safe(line)] for line in origin.lines()])
    return out.getvalue().encode("utf-8-sig")


def to_xlsx(rows: Sequence[Row], origin: Origin) -> bytes:
    """One sheet with the table, one with the notes."""
    import xlsxwriter  # 40 ms; only when somebody downloads

    out = io.BytesIO()
    options = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    with xlsxwriter.Workbook(out, options) as book:
        head = book.add_format({"bold": True, "font_name": "Sarabun", "bottom": 1, "text_wrap": True})
        body = book.add_format({"font_name": "Sarabun"})
        warn = book.add_format({"bold": True, "font_name": "Sarabun", "font_color": "#c8553d"})
        sheet = book.add_worksheet(origin.say("ข้อมูล"))
        top = 0
        if origin.practice:
            sheet.write_string(0, 0, origin.practice, warn)
            top = 1
        names = list(rows[0]) if rows else []
        for column, name in enumerate(names):
            sheet.write_string(top, column, name, head)
            longest = max((len(str(_plain(r[name]))) for r in rows[:200]), default=0)
            sheet.set_column(column, column, min(max(len(name), longest) + 2, 60), body)
        for number, row in enumerate(rows, start=top + 1):
            for column, value in enumerate(row.values()):
                _write(sheet, number, column, _plain(value), body)
        if rows:
            sheet.freeze_panes(top + 1, 1)
        notes = book.add_worksheet(origin.say("ที่มา"))
        for number, line in enumerate(origin.lines()):
            notes.write_string(number, 0, line, body)
        notes.set_column(0, 0, 100)
    return out.getvalue()


def _write(sheet: Any, row: int, column: int, value: Any, style: Any) -> None:
    if value == "":
        return
    if isinstance(value, bool) or not isinstance(value, (int, float)):
        sheet.write_string(row, column, str(value)[:_CELL_LIMIT], style)
    else:
        sheet.write_number(row, column, value, style)


def _plain(value: Any) -> Any:
    if value is None:
        return ""
    if isinstance(value, Decimal):
        return float(value)
    if isinstance(value, (date, datetime)):
        return value.isoformat()
    if isinstance(value, (list, tuple)):
        return ", ".join(str(v) for v in value)
    return value


def _safe(value: Any) -> Any:
    """A text that a spreadsheet would run gets an apostrophe in front."""
    return f"'{value}" if isinstance(value, str) and value.startswith(_RISKY) else value
