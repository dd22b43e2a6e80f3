"""Write into a Sheet that people may be editing at this very moment, and hit nothing else.

The API knows no "only if". So each batch first copies the rows that it is about to write into to a
hidden tab, with the headings above them and the batch's id, and only then writes; a batch is
atomic. What stood there at that moment is known afterwards, even when the answer was lost: what
lands in a row or a column that had moved is put right (see `landing`), words that were typed in
between are kept, and no batch is ever sent twice.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, field
from typing import Any

from lib.actions.sheets.rows import CellWant, RowWant, Tab
from lib.domain.a1 import column_name, quoted
from lib.domain.thai_text import clean_text
from lib.intake.grid import Cell, shown
from lib.schema.record import new_id
from lib.sheets.book_meta import BookMeta
from lib.sheets.layout import SCRATCH, Json, longer, strings, typed
from lib.sheets.reading import Snapshot

#: "Field" of a wish that puts back what was hit by mistake.
REPAIR = "_repair"
#: Rows that one batch writes into or adds.
BATCH_ROWS = 2_000
#: Columns that somebody may insert while a batch is on its way, and the copies still hold the whole row.
_BESIDE = 4


@dataclass(frozen=True)
class SheetLine:
    """A row that a batch writes into: what it looked like when it was read, and its copy's place."""

    sheet_id: int
    row: int
    id_text: str
    cells: list[Cell]
    scratch_row: int


@dataclass(frozen=True)
class SheetHead:
    """What a tab's columns were when it was read: headings, marks (column → target), and the copy's place."""

    sheet_id: int
    title: str
    #: Row of the headings; -1 when they are gone.
    row: int
    cells: list[Cell]
    marks: dict[int, str]
    scratch_row: int


@dataclass(frozen=True)
class WriteBatch:
    """One atomic write. Kept in the store until its outcome is noted."""

    id: str
    lines: list[SheetLine]
    cells: list[CellWant]
    rows: list[RowWant]
    heads: list[SheetHead] = field(default_factory=list)

    def to_json(self) -> Json:
        """Plain values."""
        return asdict(self)

    @staticmethod
    def from_json(said: Json) -> WriteBatch:
        """What `to_json` gave. Columns of added rows come back as numbers."""
        rows = [RowWant(**{**r, "cells": _by_number(r["cells"])}) for r in said["rows"]]
        heads = [SheetHead(**{**h, "marks": _by_number(h["marks"])}) for h in said.get("heads", [])]
        lines, cells = [SheetLine(**one) for one in said["lines"]], [CellWant(**one) for one in said["cells"]]
        return WriteBatch(said["id"], lines, cells, rows, heads)


def _by_number(said: Mapping[str, Any]) -> dict[int, Any]:
    return {int(column): value for column, value in said.items()}


def batches(seen: Snapshot, cells: Sequence[CellWant], rows: Sequence[RowWant]) -> list[WriteBatch]:
    """Wants as atomic batches of bounded size."""
    tabs = {t.sheet_id: t for t in seen.tabs}
    by_row: dict[tuple[int, int], list[CellWant]] = {}
    for want in cells:
        by_row.setdefault((want.sheet_id, want.row), []).append(want)
    keys, made = sorted(by_row), []
    added = list(rows)
    while keys or added:
        here, keys = keys[:BATCH_ROWS], keys[BATCH_ROWS:]
        room = BATCH_ROWS - len(here)
        new, added = added[:room], added[room:]
        lines = [_line(seen, tabs[sheet_id], row, number) for number, (sheet_id, row) in enumerate(here, 1)]
        wants = [w for k in here for w in by_row[k]]
        made.append(WriteBatch(new_id("b"), lines, wants, new, _heads(seen, wants, new, len(lines) + 1)))
    return made


def _heads(seen: Snapshot, cells: Sequence[CellWant], rows: Sequence[RowWant], first: int) -> list[SheetHead]:
    """Headings of every tab that is written to; their copies stand below those of the rows."""
    written = {w.sheet_id for w in cells} | {r.sheet_id for r in rows}
    marks = {t.sheet_id: dict(t.columns) for t in seen.meta.tabs}
    made: list[SheetHead] = []
    for tab in seen.tabs:
        if tab.sheet_id in written:
            at = tab.plan.header_row if tab.plan.header_lines else -1
            made.append(
                SheetHead(tab.sheet_id, tab.grid.tab, at, tab.head, marks.get(tab.sheet_id, {}), first + len(made))
            )
    return made


def request(meta: BookMeta, batch: WriteBatch, ends: Mapping[int, int]) -> Json:
    """The batch as the API takes it: copies first, then values; typed, so nothing is evaluated.

    `ends`: sheet id → number of rows that it was read with.
    """
    scratch = meta.own(SCRATCH)
    assert scratch is not None, "a book without its scratch tab is not written to"
    widths = {t.sheet_id: t.width for t in meta.tabs}
    longest = [(one.sheet_id, len(one.cells)) for one in batch.lines]
    longest += [(one.sheet_id, len(one.cells)) for one in batch.heads]
    width = max([_copied(cells, widths[sheet_id]) for sheet_id, cells in longest], default=1)
    height = len(batch.lines) + len(batch.heads) + 1
    made: list[Json] = []
    if height > scratch.height:
        made.append(longer(scratch.sheet_id, "ROWS", height - scratch.height))
    if width > scratch.width:
        made.append(longer(scratch.sheet_id, "COLUMNS", width - scratch.width))
    # A copy of a row that became shorter must not end in what an earlier batch left there.
    made.append({"updateCells": {"range": {"sheetId": scratch.sheet_id}, "fields": "userEnteredValue"}})
    made.append(
        {
            "updateCells": {
                "start": {"sheetId": scratch.sheet_id, "rowIndex": 0, "columnIndex": 0},
                "rows": strings([[batch.id]]),
                "fields": "userEnteredValue",
            }
        }
    )
    for top, bottom, first in _runs(batch.lines):
        line = batch.lines[first]
        wide = max(len(batch.lines[first + i].cells) for i in range(bottom - top))
        made.append(
            _copy(scratch.sheet_id, line.scratch_row, line.sheet_id, top, bottom, _copied(wide, widths[line.sheet_id]))
        )
    for head in batch.heads:
        if head.row >= 0:
            wide = _copied(len(head.cells), widths[head.sheet_id])
            made.append(_copy(scratch.sheet_id, head.scratch_row, head.sheet_id, head.row, head.row + 1, wide))
    made += [
        {
            "updateCells": {
                "start": {"sheetId": w.sheet_id, "rowIndex": w.row, "columnIndex": w.column},
                "rows": [{"values": [{"userEnteredValue": typed(w.value)}]}],
                "fields": "userEnteredValue",
            }
        }
        for w in batch.cells
    ]
    for sheet_id in dict.fromkeys(r.sheet_id for r in batch.rows):
        new = [r for r in batch.rows if r.sheet_id == sheet_id]
        need = max(max(r.cells) for r in new) + 1
        if need > widths[sheet_id]:
            made.append(longer(sheet_id, "COLUMNS", need - widths[sheet_id]))
        made += _added(sheet_id, [[r.cells.get(c, "") for c in range(need)] for r in new if not r.unseen])
        again = [[r.cells.get(c, "") for c in range(need)] for r in new if r.unseen]
        made += _inserted(sheet_id, again, ends.get(sheet_id, 1))
    return {
        "requests": made,
        "includeSpreadsheetInResponse": True,
        "responseIncludeGridData": True,
        "responseRanges": [
            f"{quoted(scratch.title)}!A1:{column_name(width - 1)}{height}",
            # One row of each tab: what its columns are marked as at the moment of writing.
            *(f"{quoted(h.title)}!A1:{column_name(widths[h.sheet_id] - 1)}1" for h in batch.heads),
        ],
    }


def _copied(longest: int, width: int) -> int:
    """Columns of a copy: some more than were read, for those that were pushed to the right since."""
    return min(longest + _BESIDE, width)


def _copy(scratch_id: int, to: int, sheet_id: int, top: int, bottom: int, wide: int) -> Json:
    return {
        "copyPaste": {
            "source": _block(sheet_id, top, bottom, wide),
            "destination": _block(scratch_id, to, to + bottom - top, wide),
            "pasteType": "PASTE_VALUES",
        }
    }


def _added(sheet_id: int, lines: list[list[Cell]]) -> list[Json]:
    """Rows below everything, wherever that is at the moment of writing."""
    if not lines:
        return []
    return [{"appendCells": {"sheetId": sheet_id, "rows": strings(lines), "fields": "userEnteredValue"}}]


def _inserted(sheet_id: int, lines: list[list[Cell]], at: int) -> list[Json]:
    """Rows in a gap that is opened for them: a filtered tab has been known to swallow those that are added."""
    if not lines:
        return []
    gap = {"sheetId": sheet_id, "dimension": "ROWS", "startIndex": at, "endIndex": at + len(lines)}
    start = {"sheetId": sheet_id, "rowIndex": at, "columnIndex": 0}
    return [
        {"insertDimension": {"range": gap, "inheritFromBefore": at > 1}},
        {"updateCells": {"start": start, "rows": strings(lines), "fields": "userEnteredValue"}},
    ]


def _runs(lines: Sequence[SheetLine]) -> list[tuple[int, int, int]]:
    """Neighbouring rows of a tab as one block: (top, bottom, number of the first line)."""
    found: list[tuple[int, int, int]] = []
    for number, line in enumerate(lines):
        if found:
            top, bottom, first = found[-1]
            if lines[first].sheet_id == line.sheet_id and bottom == line.row:
                found[-1] = (top, bottom + 1, first)
                continue
        found.append((line.row, line.row + 1, number))
    return found


def _line(seen: Snapshot, tab: Tab, row: int, scratch_row: int) -> SheetLine:
    """A row as it stands, as wide as anything that is read or written in it."""
    cells = seen.stood.get((tab.sheet_id, row), tab.grid.rows[row])
    width = max([len(cells), *(c.index + 1 for c in tab.plan.columns if c.target)])
    cells = [*cells, *[""] * (width - len(cells))]
    id_text = "" if tab.id_column is None else clean_text(shown(cells[tab.id_column]))
    return SheetLine(tab.sheet_id, row, id_text, cells, scratch_row)


def _block(sheet_id: int, top: int, bottom: int, width: int) -> Json:
    return {
        "sheetId": sheet_id,
        "startRowIndex": top,
        "endRowIndex": bottom,
        "startColumnIndex": 0,
        "endColumnIndex": width,
    }
