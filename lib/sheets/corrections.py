"""Corrections that somebody asked for in the app, as wishes for the cells of a Sheet."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from typing import Any

from lib.actions.sheets.rows import CellWant, Tab, written
from lib.intake.grid import shown
from lib.intake.numbers import read_number
from lib.intake.reading import Verdict
from lib.schema.record import shape, specs
from lib.sheets import writing
from lib.sheets.reading import Snapshot


def correction_wishes(seen: Snapshot, cells: Sequence[dict[str, Any]]) -> list[CellWant]:
    """Corrections of cells that still say what they said when somebody corrected them.

    Each: ``tab``, ``row``, ``column``, ``record_id``, ``said``, ``text``.
    """
    wants = []
    for one in cells:
        tab = next((t for t in seen.tabs if t.grid.tab == one["tab"]), None)
        row = None if tab is None else _row_of(tab, one)
        if tab is None or row is None or shown(tab.grid.at(row, one["column"])) != one["said"]:
            continue
        was = tab.grid.at(row, one["column"])
        text = _as_typed(tab, one["column"], one["text"])
        wants.append(CellWant(tab.sheet_id, "", row, one["column"], writing.REPAIR, was, text))
    return wants


def _as_typed(tab: Tab, column: int, text: str) -> Any:
    """A correction as a person would have typed it: plain figures of a figure's column as such."""
    target = next((c.target for c in tab.plan.columns if c.index == column), "")
    if target in specs(tab.model) and shape(tab.model, target).python in (int, float, Decimal):
        reading = read_number(text, float)
        if reading.verdict is Verdict.USED:
            return written(reading.value)
    return text


def _row_of(tab: Tab, one: dict[str, Any]) -> int | None:
    """Where a listed cell's row stands now: by its id, else where it stood."""
    if one["record_id"] and tab.id_column is not None:
        return next((f.row for f in tab.rows() if f.id_text == one["record_id"]), None)
    return int(one["row"])
