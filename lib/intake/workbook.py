"""From an Excel workbook (xlsx, xlsm) to its tabs, once `workbook_inspection` has let it pass."""

from __future__ import annotations

import io
from collections.abc import Iterable, Sequence
from typing import Any

from lib.intake.file_limits import MAX_MERGED, MAX_ROWS, MAX_TABS
from lib.intake.grid import Block, Grid, Serial1904, Unreadable, is_blank, trimmed
from lib.intake.refusal import damaged, refused
from lib.intake.workbook_inspection import inspect_workbook


def is_workbook(content: bytes) -> bool:
    """Whether the bytes are an Excel workbook (and not CSV)."""
    return content.startswith(b"PK")


def read_workbook(content: bytes) -> list[Grid]:
    """Every tab that holds anything; raises `BadInput` with the way out."""
    uncalculated, from_1904 = inspect_workbook(content)
    from python_calamine import CalamineError, CalamineWorkbook, SheetVisibleEnum  # 10 ms; only when a file comes

    try:
        book = CalamineWorkbook.from_filelike(io.BytesIO(content))
        names = book.sheet_names
        _check_names(names)
        visible = {s.name for s in book.sheets_metadata if s.visible == SheetVisibleEnum.Visible}
        grids = []
        for name in names:
            sheet = book.get_sheet_by_name(name)
            raw = sheet.to_python(skip_empty_area=False, nrows=MAX_ROWS)
            rows = trimmed(_with_formulas(raw, uncalculated.get(name, ())))
            if from_1904:
                rows = [[Serial1904(cell) if type(cell) is float else cell for cell in row] for row in rows]
            if any(rows):
                blocks = _merged(rows, sheet.merged_cell_ranges or ())
                grids.append(Grid(name, rows, blocks, hidden=name not in visible))
    except (CalamineError, OSError, ValueError, KeyError) as error:
        raise damaged() from error
    if not grids:
        raise refused("ไม่มีข้อมูลในแฟ้ม", "There is nothing in the file")
    return grids


def _check_names(names: Sequence[str]) -> None:
    if len(names) > MAX_TABS:
        raise refused(
            f"มี {len(names)} แท็บ เกิน {MAX_TABS} ลบแท็บที่ไม่ใช้ หรือแบ่งแฟ้ม",
            f"It has {len(names)} tabs, more than {MAX_TABS}; delete some or split the file",
        )
    twice = next((n for n in names if names.count(n) > 1), None)
    if twice is not None:
        raise refused(
            f"มีสองแท็บชื่อ {twice} เหมือนกัน ตั้งชื่อให้ต่างกันแล้วส่งใหม่",
            f"Two tabs are called {twice}. Give them different names and send it again",
        )


def _merged(rows: list[list[Any]], ranges: Iterable[tuple[tuple[int, int], tuple[int, int]]]) -> tuple[Block, ...]:
    """Merged cells as far as the tab reaches; a merge over a whole sheet says no more."""
    height, width = len(rows), max(map(len, rows), default=0)
    blocks, covered = [], 0
    for first, last in ranges:
        bottom, right = min(last[0], height - 1), min(last[1], width - 1)
        if bottom < first[0] or right < first[1]:
            continue
        covered += (bottom - first[0] + 1) * (right - first[1] + 1)
        if covered > MAX_MERGED:
            raise refused(
                f"มีช่องที่ผสานเซลล์มากผิดปกติ (เกิน {MAX_MERGED:,} ช่อง) ยกเลิกผสานเซลล์แล้วส่งใหม่",
                f"Far too many cells are merged (more than {MAX_MERGED:,}). Unmerge them and send it again",
            )
        blocks.append((first[0], first[1], bottom, right))
    return tuple(blocks)


def _with_formulas(rows: list[list[Any]], at: Iterable[tuple[int, int]]) -> list[list[Any]]:
    """Put a word where a formula stands that nobody calculated; blank would be a lie."""
    for row, column in at:
        while len(rows) <= row:
            rows.append([])
        cells = rows[row]
        cells += [""] * (column + 1 - len(cells))
        if is_blank(cells[column]):
            cells[column] = Unreadable("สูตรที่ไม่มีค่า")
    return rows
