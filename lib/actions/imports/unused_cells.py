"""What an import did not take as it stood: cells, refused rows and notes, for the quality screen."""

from __future__ import annotations

from collections.abc import Iterator

from lib.actions.imports.preview import Preview, RowFate
from lib.domain.errors import Problem
from lib.domain.row_fate import Fate
from lib.intake.reading import Reading, Verdict
from lib.intake.row_read import CellRead
from lib.store.imports import UnusedCell

_A_NOTE = Problem("แถวนี้เป็นหมายเหตุหรือยอดรวม ไม่ใช่รายการ", "This row is a note or a total, no record")


def unused_cells(preview: Preview) -> list[UnusedCell]:
    """Every cell and row that was not taken as it stood."""
    return [cell for row in preview.rows for cell in _of_row(row)]


def _of_row(row: RowFate) -> Iterator[UnusedCell]:
    for cell in row.read.cells:
        if cell.reading.verdict is not Verdict.USED:
            yield _cell(row, cell, cell.reading)
    for problem in row.problems:
        yield _whole_row(row, problem.field or "", Verdict.REJECTED.value, None, problem)
    if row.fate is Fate.NOTE:
        yield _whole_row(row, "", "note", row.read.text, _A_NOTE)


def _cell(row: RowFate, cell: CellRead, reading: Reading) -> UnusedCell:
    why, fix = reading.why, reading.fix
    return UnusedCell(
        row.read.tab,
        cell.row,
        cell.column,
        row.kind,
        cell.target,
        _record_id(row),
        reading.verdict.value,
        cell.said[:500],
        why.th if why else "",
        why.en if why else "",
        fix.th if fix else "",
        fix.en if fix else "",
    )


def _whole_row(row: RowFate, field: str, verdict: str, said: str | None, why: Problem) -> UnusedCell:
    return UnusedCell(
        row.read.tab, row.read.row, 0, row.kind, field, _record_id(row), verdict, said, why.th, why.en, "", ""
    )


def _record_id(row: RowFate) -> str:
    return row.record_id or (row.before.record.id if row.before else "")
