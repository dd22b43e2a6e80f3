"""The office's own workbook back, with the cells that could not be used coloured and explained."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from lib.domain.limits import MARKED_WORKBOOK

if TYPE_CHECKING:
    from openpyxl import Workbook

#: Colours by verdict, with a word beside them: never colour alone.
_COLOURS = {"rejected": "F6C7BC", "question": "FCE8B2", "normalised": "DCEBE8"}


@dataclass(frozen=True)
class Mark:
    """One cell to mark; `row` and `column` count from 0."""

    tab: str
    row: int
    column: int
    verdict: str
    text: str


def to_marked(
    content: bytes,
    marks: Iterable[Mark],
    legend: Iterable[str],
    tables: Iterable[tuple[str, list[list[Any]]]] = (),
    say: Callable[[str], str] = str,
) -> bytes:
    """The workbook with marks and a first tab that lists them.

    A file that is no workbook comes back as one, made of `tables`: (tab, rows of cells). Of a workbook too
    large to be held whole only the list comes back, and says so. `say` says the words of the first tab in the
    reader's language; Thai without it.

    Nothing else of the file is touched: values, formulas and formats stay.
    """
    from openpyxl.comments import Comment
    from openpyxl.styles import PatternFill

    if not content.startswith(b"PK") or unpacked(content) <= MARKED_WORKBOOK.most:
        book = _open(content, tables)
    else:
        beyond = MARKED_WORKBOOK.problem()
        book, legend = _open(b"", ()), (beyond.th, beyond.en, *legend)
    told = list(marks)
    fills = {v: PatternFill("solid", fgColor=f"FF{c}") for v, c in _COLOURS.items()}
    tabs = {sheet.title: sheet for sheet in book.worksheets}
    for mark in told:
        sheet = tabs.get(mark.tab)
        if sheet is None or mark.verdict not in fills:
            continue
        cell = sheet.cell(mark.row + 1, mark.column + 1)
        if cell.__class__.__name__ == "MergedCell":
            continue
        cell.fill = fills[mark.verdict]
        cell.comment = Comment(mark.text[:1000], say("ทุนชุมชน"), height=120, width=320)
    _summary(book, told, legend, say)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def unpacked(content: bytes) -> int:
    """Bytes of a workbook's tabs and texts once unpacked, as its own index tells: what it costs to hold it."""
    with zipfile.ZipFile(io.BytesIO(content)) as parts:
        return sum(part.file_size for part in parts.infolist() if part.filename.startswith("xl/"))


def _summary(book: Workbook, marks: list[Mark], legend: Iterable[str], say: Callable[[str], str]) -> None:
    from openpyxl.utils import get_column_letter

    sheet = book.create_sheet(say("สิ่งที่ต้องแก้"), 0)
    for line in legend:
        sheet.append([_text(line)])
    sheet.append([])
    sheet.append([say("แท็บ"), say("ช่อง"), say("ต้องทำอะไร")])
    for mark in marks:
        if mark.verdict in ("rejected", "question"):
            where = f"{get_column_letter(mark.column + 1)}{mark.row + 1}"
            sheet.append([_text(mark.tab), where, _text(mark.text)])
    for column, width in (("A", 24), ("B", 10), ("C", 90)):
        sheet.column_dimensions[column].width = width
    for row in sheet.iter_rows():
        for cell in row:
            cell.data_type = "s" if isinstance(cell.value, str) else cell.data_type


def _open(content: bytes, tables: Iterable[tuple[str, list[list[Any]]]]) -> Workbook:
    from openpyxl import Workbook, load_workbook

    if content.startswith(b"PK"):
        return load_workbook(io.BytesIO(content), keep_vba=b"vbaProject.bin" in content)
    book = Workbook()
    for sheet in book.worksheets:
        book.remove(sheet)
    for tab, rows in tables:
        sheet = book.create_sheet(tab[:31] or "CSV")
        for row in rows:
            sheet.append([_text(cell) for cell in row])
        for cells in sheet.iter_rows():
            for cell in cells:
                cell.data_type = "s" if isinstance(cell.value, str) else cell.data_type
    return book


def _text(value: Any) -> Any:
    """What openpyxl may store; control characters would make the file unreadable."""
    from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE

    return ILLEGAL_CHARACTERS_RE.sub("", value) if isinstance(value, str) else value
