"""Write into a Sheet that people may be editing at this very moment, and hit nothing else.

The API knows no "only if". So each batch first copies the rows that it is about to write into to a
hidden tab, together with the batch's id, and only then writes; a batch is atomic. What stood there
at that moment is known afterwards, even when the answer was lost: a row that had moved is put
right, words that were typed in between are kept, and no batch is ever sent twice.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from typing import Any

from lib.actions.sheets.noting import Written
from lib.actions.sheets.rows import CellWant, RowWant, Tab
from lib.domain.a1 import column_name
from lib.domain.thai_text import clean_text
from lib.intake.grid import shown
from lib.schema.record import new_id
from lib.sheets.layout import SCRATCH, from_typed, longer, strings, typed
from lib.sheets.reading import BookMeta, Snapshot

Json = dict[str, Any]
#: "Field" of a wish that puts back what was hit by mistake.
REPAIR = "_repair"
#: Rows that one batch writes into or adds.
BATCH_ROWS = 2_000


@dataclass(frozen=True)
class SheetLine:
    """A row that a batch writes into: what it looked like when it was read, and its copy's place."""

    sheet_id: int
    row: int
    id_text: str
    cells: list[Any]
    scratch_row: int


@dataclass(frozen=True)
class WriteBatch:
    """One atomic write. Kept in the store until its outcome is noted."""

    id: str
    lines: list[SheetLine]
    cells: list[CellWant]
    rows: list[RowWant]

    def to_json(self) -> Json:
        """Plain values."""
        return asdict(self)

    @staticmethod
    def from_json(said: Json) -> WriteBatch:
        """What `to_json` gave. Columns of added rows come back as numbers."""
        rows = [RowWant(**{**r, "cells": {int(k): v for k, v in r["cells"].items()}}) for r in said["rows"]]
        return WriteBatch(
            said["id"], [SheetLine(**one) for one in said["lines"]], [CellWant(**one) for one in said["cells"]], rows
        )


@dataclass(frozen=True)
class Repair:
    """A cell of another row that was hit: what stood there, and what we put by mistake."""

    sheet_id: int
    id_text: str
    cells: list[Any]
    column: int
    before: Any
    ours: Any


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
        lines = [
            SheetLine(sheet_id, row, _id_at(tabs[sheet_id], row), _line(tabs[sheet_id], row), number)
            for number, (sheet_id, row) in enumerate(here, 1)
        ]
        made.append(WriteBatch(new_id("b"), lines, [w for k in here for w in by_row[k]], new))
    return made


def request(meta: BookMeta, batch: WriteBatch, ends: Mapping[int, int]) -> Json:
    """The batch as the API takes it: copies first, then values; typed, so nothing is evaluated.

    `ends`: sheet id → number of rows that it was read with.
    """
    scratch = meta.own(SCRATCH)
    assert scratch is not None, "a book without its scratch tab is not written to"
    widths = {t.sheet_id: t.width for t in meta.tabs}
    width = max([len(line.cells) + 1 for line in batch.lines], default=1)
    made: list[Json] = []
    if len(batch.lines) + 1 > scratch.height:
        made.append(longer(scratch.sheet_id, "ROWS", len(batch.lines) + 1 - scratch.height))
    if width > scratch.width:
        made.append(longer(scratch.sheet_id, "COLUMNS", width - scratch.width))
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
        wide = min(
            max(len(batch.lines[first + i].cells) for i in range(bottom - top)), widths[batch.lines[first].sheet_id]
        )
        made.append(
            {
                "copyPaste": {
                    "source": _block(batch.lines[first].sheet_id, top, bottom, wide),
                    "destination": _block(
                        scratch.sheet_id,
                        batch.lines[first].scratch_row,
                        batch.lines[first].scratch_row + bottom - top,
                        wide,
                    ),
                    "pasteType": "PASTE_VALUES",
                }
            }
        )
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
        "responseRanges": [f"'{scratch.title}'!A1:{column_name(width - 1)}{len(batch.lines) + 1}"],
    }


def _added(sheet_id: int, lines: list[list[Any]]) -> list[Json]:
    """Rows below everything, wherever that is at the moment of writing."""
    if not lines:
        return []
    return [{"appendCells": {"sheetId": sheet_id, "rows": strings(lines), "fields": "userEnteredValue"}}]


def _inserted(sheet_id: int, lines: list[list[Any]], at: int) -> list[Json]:
    """Rows in a gap that is opened for them: a filtered tab has been known to swallow those that are added."""
    if not lines:
        return []
    gap = {"sheetId": sheet_id, "dimension": "ROWS", "startIndex": at, "endIndex": at + len(lines)}
    start = {"sheetId": sheet_id, "rowIndex": at, "columnIndex": 0}
    return [
        {"insertDimension": {"range": gap, "inheritFromBefore": at > 1}},
        {"updateCells": {"start": start, "rows": strings(lines), "fields": "userEnteredValue"}},
    ]


def copies(reply: Json) -> list[list[Any]]:
    """The hidden tab's cells in an answer."""
    sheets = reply.get("updatedSpreadsheet", {}).get("sheets", [])
    data = (sheets[0].get("data") or [{}])[0] if sheets else {}
    return [
        [from_typed(cell.get("effectiveValue")) for cell in row.get("values", [])] for row in data.get("rowData", [])
    ]


def was_applied(batch: WriteBatch, scratch: Sequence[Sequence[Any]]) -> bool:
    """Whether the hidden tab carries the batch's id."""
    return bool(scratch and scratch[0]) and scratch[0][0] == batch.id


def outcome(
    batch: WriteBatch, scratch: Sequence[Sequence[Any]], id_columns: dict[int, int | None]
) -> tuple[list[Written], list[Repair]]:
    """What each write of an applied batch met, and which cells of other rows have to be put back."""
    lines = {(line.sheet_id, line.row): line for line in batch.lines}
    done: list[Written] = []
    repairs: list[Repair] = []
    for want in batch.cells:
        line = lines[(want.sheet_id, want.row)]
        copy = list(scratch[line.scratch_row]) if line.scratch_row < len(scratch) else []
        at = id_columns.get(want.sheet_id)
        before = _at(copy, want.column)
        meant = _is_meant(want, line, copy, at)
        done.append(Written(want, meant, before))
        if not meant:
            id_text = "" if at is None else str(_at(copy, at))
            repairs.append(Repair(want.sheet_id, id_text, copy, want.column, before, want.value))
    return done, repairs


def _is_meant(want: CellWant, line: SheetLine, copy: Sequence[Any], id_column: int | None) -> bool:
    """Whether the row that was hit is the one that was read."""
    mends = want.field == REPAIR
    if mends and _at(copy, want.column) != want.expected:
        return False  # somebody has put it right meanwhile
    if id_column is not None and line.id_text and (mends or want.record_id == line.id_text):
        return str(_at(copy, id_column)) == line.id_text
    # A row without its id yet is known by everything that it says.
    width = max(len(copy), len(line.cells))
    return all(_at(copy, c) == _at(line.cells, c) for c in range(width) if not (mends and c == want.column))


def place_of(repair: Repair, tab: Tab) -> int | None:
    """Row in which a mistaken cell stands now; None when somebody has changed it since."""
    for number, row in enumerate(tab.grid.rows):
        if _at(row, repair.column) != repair.ours:
            continue
        if repair.id_text and tab.id_column is not None:
            if str(_at(row, tab.id_column)) == repair.id_text:
                return number
        elif all(
            _at(row, c) == _at(repair.cells, c) for c in range(max(len(row), len(repair.cells))) if c != repair.column
        ):
            return number
    return None


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


def _id_at(tab: Tab, row: int) -> str:
    return "" if tab.id_column is None else clean_text(shown(tab.grid.at(row, tab.id_column)))


def _line(tab: Tab, row: int) -> list[Any]:
    """A row as wide as anything that is read or written in it."""
    width = max([len(tab.grid.rows[row]), *(c.index + 1 for c in tab.plan.columns if c.target)])
    return [tab.grid.at(row, c) for c in range(width)]


def _at(line: Sequence[Any], column: int) -> Any:
    return line[column] if column < len(line) else ""


def _block(sheet_id: int, top: int, bottom: int, width: int) -> Json:
    return {
        "sheetId": sheet_id,
        "startRowIndex": top,
        "endRowIndex": bottom,
        "startColumnIndex": 0,
        "endColumnIndex": width,
    }
