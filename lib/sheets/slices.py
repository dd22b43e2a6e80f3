"""Many changed rows into the store bit by bit, so that whoever saves a form meanwhile does not wait for all of them."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from datetime import datetime

from lib.actions.sheets.intake import Finders, MergesUnknown
from lib.actions.sheets.rows import CellWant, Since, Tab
from lib.actions.sheets.syncing import BookRead, Slice, SliceRefused, may_be_sliced, take_in
from lib.sheets.looks import LastLook
from lib.sheets.reading import Snapshot
from lib.store.opening import Store

#: Rows that one transaction takes in; tabs with fewer changes are taken in at once with all others.
SLICE_ROWS = 60


@dataclass
class Sliced:
    """What came of taking some tabs in by slices."""

    changed: int = 0
    troubles: int = 0
    cells: list[CellWant] = field(default_factory=list)
    #: The tabs, as they were left.
    tabs: dict[int, Since] = field(default_factory=dict)


def take_slices(store: Store, key: str, seen: Snapshot, look: LastLook | None, read: BookRead) -> Sliced | None:
    """Take in tabs with many plain changes; None when there is none. What hangs together is left for a whole look."""
    known = look.since(seen) if look else {}
    done = Sliced()
    for tab in seen.tabs:
        since = known.get(tab.sheet_id) or (None if look else _all_new(tab))
        if since is None or len(since.rows) <= SLICE_ROWS or not may_be_sliced(store, key, tab, since):
            continue
        try:
            _take_tab(store, key, read, tab, since, done)
        except (MergesUnknown, SliceRefused):
            continue  # what was taken in is agreed; a whole look does the rest
    return done if done.tabs else None


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
    done.tabs[tab.sheet_id] = since


def look_after(seen: Snapshot, look: LastLook | None, sliced: Sliced, at: datetime) -> LastLook:
    """What is known of a book once some of its tabs were taken in by slices: those, and tabs on which nothing changed."""
    known = look.since(seen) if look else {}
    tabs = {i: since for i, since in known.items() if not since.rows} | sliced.tabs
    return LastLook(at, seen, {i: s.ids for i, s in tabs.items()}, {i: s.waiting for i, s in tabs.items()})
