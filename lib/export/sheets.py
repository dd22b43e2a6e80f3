"""Tables as XLSX and CSV. Text stays text: nothing in a cell is ever run as a formula.

Numbers, years and dates are numbers and dates in a workbook, so that it can add, sort and filter.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from xlsxwriter.worksheet import Worksheet

#: A cell that begins so is run by spreadsheet programs when a CSV is opened.
_RISKY = ("=", "+", "-", "@", "\t", "\r", "|", "%")
#: Excel's limit for a cell; longer text is cut and says so.
_CELL_LIMIT = 32_000

#: Dates as the workbook shows them; in Thai by the Buddhist calendar (07) of Thailand (041E).
_DAYS = {"th": "[$-107041E]d mmm yyyy", "en": "d mmm yyyy"}

Row = Mapping[str, Any]


@dataclass(frozen=True)
class Cell:
    """A value with the words it has on a screen; a workbook stores the value, a CSV the words."""

    words: str
    value: int | float | date | datetime

    def __str__(self) -> str:
        return self.words


@dataclass(frozen=True)
class OnlyInFile:
    """A cell of a column that files have and a screen has no room for: a code, a part of what it says in one."""

    value: str | int | float | date | None

    def __str__(self) -> str:
        return "" if self.value is None else str(self.value)


class OnlyOnScreen(str):
    """A cell of a column that is drawn for the eye; a file says the same by words and numbers in others."""

    __slots__ = ()


def on_screen(rows: Sequence[Row]) -> list[Row]:
    """Rows without what only files have."""
    return [{name: v for name, v in row.items() if not isinstance(v, OnlyInFile)} for row in rows]


def in_file(rows: Sequence[Row]) -> list[Row]:
    """Rows without what is drawn for the eye, and with what only files have."""
    return [
        {n: v.value if isinstance(v, OnlyInFile) else v for n, v in row.items() if not isinstance(v, OnlyOnScreen)}
        for row in rows
    ]


@dataclass(frozen=True)
class Origin:
    """What a file says of itself: title, as of when, from where, and whether it is invented."""

    title: str
    as_of: str
    source: str
    practice: str = ""
    #: Says the file's own words in the reader's language; Thai without it.
    say: Callable[[str], str] = str
    #: What chose its rows and their order, in words.
    chosen: Sequence[str] = ()

    def lines(self) -> list[str]:
        """The notes, practice first so that nobody overlooks it."""
        return [line for line in (self.practice, self.title, self.as_of, *self.chosen, self.source) if line]


def to_csv(rows: Sequence[Row], origin: Origin) -> bytes:
    """UTF-8 with BOM (Excel reads Thai then); the notes stand under the table."""
    out, rows = io.StringIO(newline=""), in_file(rows)
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
    """One sheet with the table, ready to be filtered and printed, and one with the notes."""
    import xlsxwriter  # 40 ms; only when somebody downloads

    out, rows = io.BytesIO(), in_file(rows)
    options = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    with xlsxwriter.Workbook(out, options) as book:
        head = book.add_format({"bold": True, "font_name": "Sarabun", "bottom": 1, "text_wrap": True})
        body = book.add_format({"font_name": "Sarabun"})
        days = book.add_format(day_format(origin.say))
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
                write_cell(sheet, number, column, _yes_or_no(value, origin.say), (body, days))
        if rows:
            sheet.autofilter(top, 0, top + len(rows), len(names) - 1)
            sheet.freeze_panes(top + 1, 1)
        _for_paper(sheet, top)
        notes = book.add_worksheet(origin.say("ที่มา"))
        for number, line in enumerate(origin.lines()):
            notes.write_string(number, 0, line, body)
        notes.set_column(0, 0, 100)
    return out.getvalue()


def _for_paper(sheet: Worksheet, top: int) -> None:
    """A4 on its side, as wide as the table, its head on every page."""
    sheet.set_landscape()
    sheet.set_paper(9)
    sheet.fit_to_pages(1, 0)
    sheet.repeat_rows(top)
    sheet.set_footer("&C&P/&N")


def day_format(say: Callable[[str], str], **look: object) -> dict[str, object]:
    """How a workbook shows dates, in the era of the language that `say` speaks."""
    return {"font_name": "Sarabun", "align": "left", "num_format": _DAYS[getattr(say, "language", "th")], **look}


def write_cell(sheet: Any, row: int, column: int, value: object, styles: tuple[object, object]) -> None:
    """Write a value as what it is; `styles`: of everything, of dates. Nothing is written for nothing."""
    body, days = styles
    stored = value.value if isinstance(value, Cell) else value
    if isinstance(stored, datetime):
        sheet.write_string(row, column, str(value), body)  # a moment has a time zone, a workbook has none
    elif isinstance(stored, date):
        sheet.write_datetime(row, column, datetime(stored.year, stored.month, stored.day), days)
    elif isinstance(stored, (int, float, Decimal)) and not isinstance(stored, bool):
        sheet.write_number(row, column, float(stored) if isinstance(stored, Decimal) else stored, body)
    elif (text := _plain(value)) != "":
        sheet.write_string(row, column, str(text)[:_CELL_LIMIT], body)


def _yes_or_no(value: object, say: Callable[[str], str]) -> object:
    return (say("ใช่") if value else say("ไม่ใช่")) if isinstance(value, bool) else value


def _plain(value: object) -> object:
    if isinstance(value, Cell):
        return value.words
    if value is None:
        return ""
    if isinstance(value, Decimal):
        return float(value)
    if isinstance(value, (date, datetime)):
        return value.isoformat()
    if isinstance(value, (list, tuple)):
        return ", ".join(str(v) for v in value)
    return value


def _safe(value: object) -> object:
    """A text that a spreadsheet would run gets an apostrophe in front."""
    return f"'{value}" if isinstance(value, str) and value.startswith(_RISKY) else value
