"""What this process remembers of its last look at a book, so that the next one looks at what changed only.

Losing it costs one look at everything. It is worth something only as long as the store says that
nobody else has looked since.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from lib.actions.sheets.rows import Since, Tab, digest
from lib.intake.grid import Cell
from lib.sheets.landing import Landing
from lib.sheets.reading import Snapshot


@dataclass
class LastLook:
    """A look that was taken in: when, what it saw, and which row was which record."""

    at: datetime
    seen: Snapshot
    ids: Mapping[int, Mapping[int, str]]
    waiting: Mapping[int, frozenset[int]]

    def since(self, seen: Snapshot) -> dict[int, Since]:
        """Tabs of which only some rows have to be looked at, with those."""
        before = {tab.sheet_id: tab for tab in self.seen.tabs}
        found = {}
        for tab in seen.tabs:
            ids = self.ids.get(tab.sheet_id)
            rows = _changed(before[tab.sheet_id], tab) if tab.sheet_id in before else None
            if ids is not None and rows is not None:
                found[tab.sheet_id] = Since(rows, ids, self.waiting.get(tab.sheet_id, frozenset()))
        return found


def _changed(before: Tab, now: Tab) -> frozenset[int] | None:
    """Rows that say something else now, and new ones below; None when rows or columns may have moved."""
    first, then = now.plan.first_row, before.grid.rows
    rows = now.grid.rows
    same = (before.grid.tab, before.plan, before.grid.merged) == (now.grid.tab, now.plan, now.grid.merged)
    if not same or len(rows) < len(then) or rows[:first] != then[:first]:
        return None
    changed = [number for number in range(first, len(then)) if rows[number] != then[number]]
    at = now.id_column
    if at is not None and any(before.grid.at(number, at) != now.grid.at(number, at) for number in changed):
        return None
    return frozenset([*changed, *range(max(first, len(then)), len(rows))])


def put_down(seen: Snapshot, landed: Landing) -> dict[tuple[int, int], str]:
    """Put what was written of records into what was seen; (tab, row) → digest of each row that is known exactly now.

    What the app wrote as a person would (a correction, a cell put back) is read like a person's words.
    """
    tabs = {tab.sheet_id: tab for tab in seen.tabs}
    touched: set[tuple[int, int]] = set()
    for one in landed.done:
        place = (one.want.sheet_id, one.want.row)
        if place in landed.clean and one.want.record_id:
            rows = tabs[one.want.sheet_id].grid.rows
            rows[one.want.row] = _with(rows[one.want.row], one.want.column, one.want.value)
            touched.add(place)
    return {(sheet_id, row): digest(tabs[sheet_id].raw(row)) for sheet_id, row in touched}


def _with(row: list[Cell], column: int, value: Cell) -> list[Cell]:
    """A row with a cell written into it, as Google tells it: blanks at its end are left out."""
    made = [*row, *[""] * (column + 1 - len(row))]
    made[column] = value
    while made and made[-1] == "":
        made.pop()
    return made
