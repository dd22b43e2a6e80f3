"""Rows of a tab into records: what changed on either side is read, merged, and stored or listed.

Nothing of the Sheet is touched here; what is to be written to it follows from the result (`wishes`).
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import Connection, select

from lib.actions.imports.comparing import load
from lib.actions.sheets import troubles
from lib.actions.sheets.identify import IdentifiedRows
from lib.actions.sheets.intake import TabIntake
from lib.actions.sheets.rows import Tab, is_declined
from lib.actions.sheets.state_words import is_overwritten
from lib.actions.sheets.take_row import RowTaker, TakenRow, WaitingRow
from lib.intake.identity import SheetRow
from lib.intake.row_read import RowRead, RowState
from lib.intake.table import read_rows
from lib.store import sheet_matters
from lib.store.records import Stored
from lib.store.sheet_rows import AgreedRow
from lib.store.tables import table

#: Looked at once more together when they are read.
_READ_TOGETHER = ("latitude", "longitude")
_NEVER = object()


@dataclass(frozen=True)
class TakenRows:
    """What became of the rows of a tab."""

    taken: tuple[TakenRow, ...]
    #: Rows that cannot be a record yet.
    waiting: tuple[WaitingRow, ...]
    #: Row → record id, of every row that was looked at and is one now.
    ids: Mapping[int, str]
    #: The records whose rows are gone, as they stood before anything was taken.
    gone: Mapping[str, Stored | None]


@dataclass
class RowsSoFar:
    """Rows that are a record already while others are still looked at."""

    at: dict[str, int]
    #: The same of rows that are not looked at.
    elsewhere: Mapping[str, int] = field(default_factory=dict)
    #: Rows of new records, by what tells records apart (see `Finder.name_of`).
    named: dict[bytes, int] = field(default_factory=dict)

    def twin(self, record_id: str, name: bytes) -> int | None:
        """The row that already is this record, or the new one of this name."""
        if record_id:
            return self.at.get(record_id, self.elsewhere.get(record_id))
        return self.named.get(name) if name else None

    def note(self, row: TakenRow) -> None:
        """A row became a record."""
        self.at[row.record_id] = row.found.row
        if row.name:
            self.named[row.name] = row.found.row


def take(intake: TabIntake, rows: IdentifiedRows) -> TakenRows:
    """Merge every row that changed on either side, and store what only the Sheet changed."""
    connection, tab = intake.pen.connection, intake.tab
    changed = _changed(connection, tab, rows)
    reads = _read(intake, rows, changed)
    gone = rows.identity.gone
    stored = load(connection, tab.kind, {i for f in changed if (i := rows.identity.ids.get(f.row))} | gone)
    taker = RowTaker.of(intake, rows)
    so_far = RowsSoFar({i: row for row, i in rows.identity.ids.items()}, rows.since.places if rows.since else {})
    taken, waiting = [], []
    for found in changed:
        if found.row in rows.identity.unsure:
            waiting.append(WaitingRow(found, (troubles.which_row(),)))
            continue
        read = reads[found.row]
        before = stored.get(rows.identity.ids.get(found.row, ""))
        fate = taker.known(found, read, before) if before is not None else taker.new(found, read, so_far)
        if isinstance(fate, TakenRow):
            so_far.note(fate)
            taken.append(fate)
        elif fate is not None:
            waiting.append(fate)
    ids = {**rows.identity.ids, **{row.found.row: row.record_id for row in taken}}
    _note_matters(intake, taken)
    # A row that was deleted and typed again is found again by its name.
    left = sorted(gone - set(ids.values()))
    return TakenRows(tuple(taken), tuple(waiting), ids, {i: stored.get(i) for i in left})


def store_taken(intake: TabIntake, taken: TakenRows) -> None:
    """Write the records that rows became or changed."""
    intake.pen.add_many([row.new for row in taken.taken if row.new is not None])
    intake.pen.change_many([row.change for row in taken.taken if row.change is not None])


def _changed(connection: Connection, tab: Tab, rows: IdentifiedRows) -> list[SheetRow]:
    """Rows of which the cells or the record are not what they were when both sides agreed last."""
    if rows.since is not None:
        return list(rows.found)
    kept = table(tab.kind)
    revisions = {row.id: row.revision for row in connection.execute(select(kept.c.id, kept.c.revision))}

    def is_changed(found: SheetRow) -> bool:
        row = rows.agreed(found.row)
        if row is None or row.digest != found.digest or found.id_text != row.record_id:
            return True
        return row.revision != revisions.get(row.record_id) or is_overwritten(tab, found.row, row)

    return [f for f in rows.found if is_changed(f)]


def _read(intake: TabIntake, rows: IdentifiedRows, changed: Iterable[SheetRow]) -> dict[int, RowRead]:
    """Rows as they are read; one that holds nothing of a record is a note."""
    tab = intake.tab
    settled = {f.row: _settled(f, rows.agreed(f.row)) for f in changed}
    read = read_rows(
        tab.grid,
        tab.plan,
        intake.known,
        intake.whole.answers,
        only=settled.keys(),
        settled=settled,
        apart=tab.apart if settled else None,
    )
    by_row = {one.row: one for one in read if one.state is not RowState.NOTE}
    return {row: by_row.get(row) or RowRead(tab.grid.tab, tab.kind, row, RowState.NOTE) for row in settled}


def _settled(found: SheetRow, row: AgreedRow | None) -> dict[str, Any]:
    """Values of the cells that say what they said when both sides agreed last."""
    if row is None:
        return {}
    listed = {t.field for t in row.troubles}  # what was put right stays listed: read again
    return {
        name: row.agreed[name]
        for name, raw in found.raw.items()
        if name not in _READ_TOGETHER
        and name not in listed
        and row.agreed.get(name) is not None
        and not is_declined(row.agreed[name])
        and raw == row.raw.get(name, _NEVER)
    }


def _note_matters(intake: TabIntake, taken: Iterable[TakenRow]) -> None:
    """Note what a person has to settle; close what settled itself."""
    connection, key = intake.pen.connection, intake.whole.book.key
    clashing = sheet_matters.clashing(connection, key)
    for row in taken:
        if row.new is not None:
            continue
        for what, several in (
            (sheet_matters.CONFLICT, row.merged.clashes),
            (sheet_matters.PROPOSAL, row.merged.proposals),
        ):
            for name, difference in several.items():
                sheet_matters.open_matter(connection, intake.matter(row.record_id, name, what, difference))
        for name in (*row.merged.settled, *row.merged.takes):
            if (row.record_id, name) in clashing:
                sheet_matters.close_matters(
                    connection, key, row.record_id, name, sheet_matters.GONE, settled_at=intake.whole.at
                )
