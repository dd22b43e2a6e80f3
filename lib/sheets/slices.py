"""Many changed rows into the store bit by bit, so that whoever saves a form meanwhile does not wait for all of them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace

from lib.actions.sheets.intake import Finders, MergesUnknown
from lib.actions.sheets.rows import CellWant, Since, Tab
from lib.actions.sheets.syncing import BookRead, Slice, SliceRefused, may_be_sliced, take_in
from lib.store.opening import Store

#: Rows that one transaction takes in; tabs with fewer changes are taken in at once with all others.
SLICE_ROWS = 60


@dataclass
class Sliced:
    """What came of taking some tabs in by slices."""

    changed: int = 0
    troubles: int = 0
    cells: list[CellWant] = field(default_factory=list)
    #: What is known now of those tabs, and of others on which nothing changed: rows that are records, and that wait.
    ids: dict[int, Mapping[int, str]] = field(default_factory=dict)
    waiting: dict[int, frozenset[int]] = field(default_factory=dict)

    def know(self, sheet_id: int, since: Since) -> None:
        """How a tab was left."""
        self.ids[sheet_id], self.waiting[sheet_id] = since.ids, since.waiting


def take_slices(store: Store, key: str, read: BookRead, *, known: bool) -> Sliced | None:
    """Take in tabs with many plain changes; None when there is none. What hangs together is left for a whole look.

    `known`: whether the book was looked at before; else tabs of which nothing was ever agreed are taken in as well.
    """
    done, any_sliced = Sliced(), False
    for tab in read.tabs:
        since = read.since.get(tab.sheet_id) or (None if known else _all_new(tab))
        if known and since is not None and not since.rows:
            done.know(tab.sheet_id, since)
        if since is None or len(since.rows) <= SLICE_ROWS or not may_be_sliced(store, key, tab, since):
            continue
        try:
            _take_tab(store, key, read, tab, since, done)
        except (MergesUnknown, SliceRefused):
            continue  # what was taken in is agreed; a whole look does the rest
        any_sliced = True
    return done if any_sliced else None


def _all_new(tab: Tab) -> Since:
    """A tab that nobody has looked at yet."""
    return Since(frozenset(range(tab.plan.first_row, len(tab.grid.rows))), {})


def _take_tab(store: Store, key: str, read: BookRead, tab: Tab, since: Since, done: Sliced) -> None:
    finders, numbers = Finders(), [n for n in sorted(since.rows) if tab.row(n) is not None]
    ids, places = dict(since.ids), dict(since.places)
    for start in range(0, len(numbers), SLICE_ROWS):
        here = Since(frozenset(numbers[start : start + SLICE_ROWS]), ids, since.waiting, places)
        part = replace(read, since={tab.sheet_id: here})
        taken = take_in(store, key, part, Slice(tab.sheet_id, finders))
        found = taken.ids[tab.sheet_id]
        ids.update(found)
        places.update((record_id, row) for row, record_id in found.items())
        since = replace(since, ids=ids, waiting=taken.waiting[tab.sheet_id])
        done.changed, done.troubles = done.changed + taken.changed, taken.troubles
        done.cells += taken.cells
    done.know(tab.sheet_id, since)
