"""One tab of a look, step by step: `identify` → `take` → `gone` → `wishes`; each step is a value."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from lib.actions.sheets.gone import take_out
from lib.actions.sheets.identify import IdentifiedRows
from lib.actions.sheets.intake import TabIntake
from lib.actions.sheets.rows import CellWant, RowWant, Tab
from lib.actions.sheets.take import TakenRows, store_taken, take
from lib.actions.sheets.take_row import TakenRow
from lib.actions.sheets.wishes import cell_wishes, row_wishes, stray_ids
from lib.schema.record import Record
from lib.store import imports, sheet_rows
from lib.store.sheet_rows import AgreedRow, CellTrouble, RowVersion

#: A row that was added so often and never showed waits until somebody has looked at the tab.
MOST_TRIES = 3


@dataclass(frozen=True)
class TabTaken:
    """What came of one tab: wishes for the Sheet, and its cells that are not used as they stand."""

    cells: tuple[CellWant, ...]
    rows: tuple[RowWant, ...]
    listed: tuple[imports.UnusedCell, ...]
    #: Whether rows were added again and again, and none of them shows.
    swallowing: bool
    #: Row → record id now, of rows that were looked at; rows that cannot be one yet; rows that were looked at (None: all).
    ids: Mapping[int, str]
    waiting: frozenset[int]
    looked_at: frozenset[int] | None
    #: Records that this look itself brought in line, and those of them that are new.
    settled: frozenset[str]
    new: tuple[Record, ...] = ()


def take_tab(intake: TabIntake, rows: IdentifiedRows, *, changed_here: bool = True) -> TabTaken:
    """One tab, believed as it stands, into the store.

    `changed_here`: whether records of the kind may have changed in the store since the last look.
    """
    connection, key, tab = intake.pen.connection, intake.whole.book.key, intake.tab
    if rows.since is not None and not (rows.found or rows.standing or changed_here):
        return TabTaken((), (), (), False, {}, rows.waiting, frozenset(), frozenset())
    taken = take(intake, rows)
    said = take_out(intake, rows.standing, taken.gone)
    store_taken(intake, taken)
    wishes = cell_wishes(tab, taken)
    kept = {row.record_id: _agreed(tab, row, bool(wishes[row.record_id])) for row in taken.taken}
    sheet_rows.keep_rows(connection, key, tab.sheet_id, list(kept.values()))
    sheet_rows.move_rows(connection, key, tab.sheet_id, _moved(rows, taken, kept))
    said = [*_said(tab, rows, taken), *said]
    sheet_rows.keep_versions(connection, key, tab.sheet_id, intake.whole.at, said)
    unsure = [record_id for several in rows.identity.unsure.values() for record_id in several]
    unseen = {record_id: row.unseen for record_id, row in rows.standing.items() if row.unseen}
    there = [
        *taken.ids.values(),
        *unsure,
        *(rows.since.ids.values() if rows.since and (changed_here or unseen) else ()),
    ]
    added = row_wishes(intake, there, unseen) if changed_here or unseen else []
    waiting = rows.waiting | {row.found.row for row in taken.waiting}
    done = frozenset({row.record_id for row in taken.taken} | set(taken.gone))
    return TabTaken(
        (*(want for several in wishes.values() for want in several), *stray_ids(tab, rows)),
        tuple(want for want in added if want.unseen < MOST_TRIES),
        tuple(_listed(tab, {**rows.standing, **kept}, taken)),
        any(want.unseen >= MOST_TRIES for want in added),
        taken.ids,
        waiting,
        None if rows.since is None else frozenset(row.row for row in rows.found),
        done,
        tuple(row.new for row in taken.taken if row.new is not None),
    )


def _agreed(tab: Tab, row: TakenRow, waits: bool) -> AgreedRow:
    """A row as both sides agree on it now; `waits`: something of it is still to be written."""
    found, merged = row.found, row.merged
    return AgreedRow(
        row.record_id,
        tab.kind,
        found.row,
        found.id_text == row.record_id,
        0 if waits or merged.pushes else row.revision,
        merged.raw,
        merged.agreed,
        found.digest,
        merged.troubles,
    )


def _moved(rows: IdentifiedRows, taken: TakenRows, kept: Mapping[str, AgreedRow]) -> dict[str, int]:
    """Rows that stand elsewhere now and say the same: record id → row."""
    return {
        record_id: row
        for row, record_id in taken.ids.items()
        if record_id not in kept and record_id in rows.standing and rows.standing[record_id].row != row
    }


def _said(tab: Tab, rows: IdentifiedRows, taken: TakenRows) -> list[RowVersion]:
    """What rows say that say something new."""
    return [
        RowVersion(tab.kind, row.record_id, row.found.row, dict(row.found.raw))
        for row in taken.taken
        if (before := rows.standing.get(row.record_id)) is None or before.digest != row.found.digest
    ]


def _listed(tab: Tab, standing: Mapping[str, AgreedRow], taken: TakenRows) -> list[imports.UnusedCell]:
    """Every cell of the tab that is not used as it stands, with its address now."""
    at = {record_id: row for row, record_id in taken.ids.items()}
    of_records = [
        _cell(tab, at[record_id], record_id, trouble)
        for record_id, row in standing.items()
        if record_id in at
        for trouble in row.troubles
    ]
    return [*of_records, *(_cell(tab, row.found.row, "", trouble) for row in taken.waiting for trouble in row.troubles)]


def _cell(tab: Tab, row: int, record_id: str, trouble: CellTrouble) -> imports.UnusedCell:
    columns = tab.columns.get(trouble.field, ())
    return imports.UnusedCell(
        tab.grid.tab,
        row,
        columns[0].index if columns else 0,
        tab.kind,
        trouble.field,
        record_id,
        trouble.verdict,
        trouble.said,
        trouble.why_th,
        trouble.why_en,
        trouble.fix_th,
        trouble.fix_en,
    )
