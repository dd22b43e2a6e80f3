"""One row of a tab against its record, or into a new one; what may not be taken is put aside."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any, Protocol

from lib.actions.imports.comparing import load
from lib.actions.imports.references import fitting_places
from lib.actions.records.checks import Memo, may_not_change, problems_with, verifiers_own
from lib.actions.records.keys import Finder
from lib.actions.records.verdicts import verdict_after, would_reopen
from lib.actions.sheets import troubles
from lib.actions.sheets.identify import IdentifiedRows
from lib.actions.sheets.intake import WITHDRAWN_NOTE, TabIntake
from lib.actions.sheets.merge import MergedRow, RowMerge
from lib.actions.sheets.rows import is_declined, values_of
from lib.domain.errors import BadInput, Problem
from lib.intake.identity import SheetRow
from lib.intake.row_read import RowRead, RowState
from lib.schema.field import NoAnswer
from lib.schema.problems import validate
from lib.schema.record import Record, new_id
from lib.store import history
from lib.store.records import Stored
from lib.store.sheet_rows import AgreedRow, CellTrouble


@dataclass(frozen=True)
class TakenRow:
    """A row that is a record, and what becomes of both."""

    found: SheetRow
    record_id: str
    #: Of the record, once what is taken is stored.
    revision: int
    merged: MergedRow
    #: Stored values (JSON-ready) before anything was taken.
    now: Mapping[str, Any]
    #: What stands beside the row when nothing is wrong; '' for the plain tick.
    note: str = ""
    #: The record that the row becomes.
    new: Record | None = None
    #: What tells a new record from others, see `Finder.name_of`.
    name: bytes = b""
    #: The record as it stands and as it becomes.
    change: tuple[Stored, Record] | None = None


@dataclass(frozen=True)
class WaitingRow:
    """A row that cannot be a record yet, and why."""

    found: SheetRow
    troubles: tuple[CellTrouble, ...]


@dataclass(frozen=True)
class EditedRow:
    """A row after its edits were looked at: what is left of the merge, and the record to be stored."""

    merged: MergedRow
    change: tuple[Stored, Record] | None = None


class Twins(Protocol):
    """Knows which rows are a record already."""

    def twin(self, record_id: str, name: bytes) -> int | None:
        """The row that already is this record, or the new one of this name."""


@dataclass(frozen=True)
class RowTaker:
    """Takes rows of one tab, one at a time."""

    intake: TabIntake
    rows: IdentifiedRows
    merger: RowMerge
    #: References already looked up.
    memo: Memo

    @classmethod
    def of(cls, intake: TabIntake, rows: IdentifiedRows) -> RowTaker:
        """With what is looked up once for all rows."""
        tab = intake.tab
        return cls(intake, rows, intake.merger, fitting_places(tab.model, intake.known))

    @cached_property
    def finder(self) -> Finder:
        """Finds records by what tells them apart; made when the first row without a record comes."""
        return self.intake.whole.finders.of(self.intake.pen.connection, self.intake.tab.kind)

    def new(self, found: SheetRow, read: RowRead, others: Twins) -> TakenRow | WaitingRow | None:
        """A row without a record: the one that it means, or a new one; None for a note."""
        if read.state is RowState.NOTE:
            return None
        listed = troubles.of_read(read)
        if read.state is RowState.WAITS:
            return WaitingRow(found, listed)
        read.record_id = ""
        target = self.finder.find(read)
        if isinstance(target, Problem):
            return WaitingRow(found, (*listed, *troubles.of_problems([target])))
        name = self.finder.name_of(read)
        twin = others.twin(target, name)
        if twin is not None:
            return WaitingRow(found, (*listed, troubles.twice(twin)))
        if target:
            kind_id = self.intake.tab.kind
            return self.known(found, read, load(self.intake.pen.connection, kind_id, {target})[target])
        record = self._checked({**read.values, "id": new_id(self.intake.tab.model.about.prefix)}, None)
        if not isinstance(record, Record):
            return WaitingRow(found, (*listed, *troubles.of_problems(record)))
        self._note_where(record, found)
        now = values_of(record)
        merged = self.merger.merged(None, found.raw, read, now, locked=False)
        return TakenRow(found, record.id, 1, merged, now, new=record, name=name)

    def known(self, found: SheetRow, read: RowRead, before: Stored) -> TakenRow:
        """A row with its record: merge, and take what only the Sheet changed."""
        record, standing = before.record, self.rows.standing.get(before.record.id)
        returns = before.withdrawn and standing is None and self._was_deleted_here(record.id)
        stays_out = before.withdrawn and not returns
        copy = self.intake.copy_note(record)
        now = values_of(record)
        locked = bool(copy) or stays_out or read.state is RowState.NOTE
        edited = EditedRow(self.merger.merged(standing, found.raw, read, now, locked=locked))
        if read.state is RowState.NOTE:
            edited = EditedRow(edited.merged.as_note())
        elif edited.merged.takes or returns:
            edited = self._edited(found, before, edited.merged, standing, now)
        return TakenRow(
            found,
            record.id,
            before.revision + (edited.change is not None),
            edited.merged,
            now,
            note=copy or (WITHDRAWN_NOTE if stays_out else ""),
            change=edited.change,
        )

    def _edited(
        self, found: SheetRow, before: Stored, merged: MergedRow, standing: AgreedRow | None, now: Mapping[str, Any]
    ) -> EditedRow:
        """The record as the taken fields make it; what may not be taken is put aside."""
        after = self._checked(_with(now, merged.takes), before)
        if not isinstance(after, Record):
            return EditedRow(merged.refused(standing, after))
        if would_reopen(self.intake.pen.connection, before, after):
            # No edit on a Sheet moves a verified count: a person at the app decides.
            return EditedRow(self.merger.proposed(merged, standing, found.raw, now))
        self._note_where(after, found)
        try:
            after = verdict_after(self.intake.pen, before, after)[0]
        except BadInput as error:
            return EditedRow(merged.refused(standing, error.problems))
        if not (before.withdrawn or history.difference(before.record, after)):
            return EditedRow(merged)
        return EditedRow(merged, (before, after))

    def _checked(self, values: Mapping[str, Any], before: Stored | None) -> Record | tuple[Problem, ...]:
        """The record of these values, or every reason why it cannot be kept."""
        connection = self.intake.pen.connection
        try:
            record = validate(self.intake.tab.model, dict(values))
            problems = (
                *self.intake.out_of_scope(record),
                *problems_with(connection, record, self.memo),
                *(may_not_change(connection, before.record, record) if before else ()),
                *verifiers_own(record),
            )
        except BadInput as error:
            return error.problems
        return problems or record

    def _note_where(self, record: Record, found: SheetRow) -> None:
        """History tells from which row a change came."""
        self.intake.pen.rows[record.id] = f"{self.intake.tab.grid.tab}!{found.row + 1}"

    def _was_deleted_here(self, record_id: str) -> bool:
        """Whether the record is withdrawn only because its row was deleted on a Sheet."""
        changes = history.of_record(self.intake.pen.connection, self.intake.tab.kind, record_id)
        return bool(changes) and changes[0].source == "sheet" and history.WITHDRAWN in changes[0].fields


def _with(now: Mapping[str, Any], takes: Mapping[str, Any]) -> dict[str, Any]:
    """Stored values (JSON-ready) with the taken ones in their place, ready for the schema."""
    declined = {name: value["no"] for name, value in now.items() if is_declined(value) and name not in takes}
    declined |= {name: value for name, value in takes.items() if isinstance(value, NoAnswer)}
    answered = {name: None if isinstance(value, NoAnswer) else value for name, value in takes.items()}
    return {**{n: v for n, v in now.items() if not is_declined(v)}, **answered, "no_answer": declined}
