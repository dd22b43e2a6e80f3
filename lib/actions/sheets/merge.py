"""One row of a Sheet against its record: the three-way merge, field by field. Writes nothing."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field, replace
from decimal import Decimal
from typing import Any

from lib.actions.imports.row_record import as_json
from lib.actions.records.checks import same_value
from lib.actions.sheets import troubles
from lib.actions.sheets.rows import Tab, cell_text, is_empty, written
from lib.domain.errors import Problem
from lib.domain.three_way import Merge, merge
from lib.intake.context import IntakeContext
from lib.intake.qualifiers import ONE, scale_of
from lib.intake.row_read import RowRead
from lib.intake.wording import CellValue, word
from lib.schema.field import NoAnswer, Spec
from lib.schema.record import specs, typable
from lib.store.sheet_rows import AgreedRow, CellTrouble

_MISSING: Any = object()


@dataclass(frozen=True, slots=True)
class Difference:
    """What a cell says, its value (None: not asked), and the stored value; the last two JSON-ready."""

    cell: str
    theirs: Any
    ours: Any


@dataclass(frozen=True, slots=True)
class FieldFate:
    """What is to become of one field of a row."""

    field: str
    #: Raw cell and stored value as agreed from now on; None: as before.
    agreed: tuple[Any, Any] | None = None
    #: Typed value (or `NoAnswer`) to be stored.
    take: Any = _MISSING
    #: What is to stand in its cell.
    push: Any = _MISSING
    #: Both sides changed it, differently.
    clash: Difference | None = None
    #: The Sheet changed what only the app decides.
    proposal: Difference | None = None
    #: Both sides now say the same.
    settled: bool = False
    trouble: CellTrouble | None = None


@dataclass(frozen=True)
class MergedRow:
    """What is to become of a row's fields, by field id."""

    #: Raw cells and stored values as agreed from now on.
    raw: Mapping[str, Any] = field(default_factory=dict)
    agreed: Mapping[str, Any] = field(default_factory=dict)
    #: Typed values (or `NoAnswer`) to be stored.
    takes: Mapping[str, Any] = field(default_factory=dict)
    #: What is to stand in cells.
    pushes: Mapping[str, Any] = field(default_factory=dict)
    clashes: Mapping[str, Difference] = field(default_factory=dict)
    proposals: Mapping[str, Difference] = field(default_factory=dict)
    #: Fields on which both sides now say the same.
    settled: tuple[str, ...] = ()
    troubles: tuple[CellTrouble, ...] = ()

    @classmethod
    def of(cls, standing: AgreedRow | None, fates: Iterable[FieldFate], listed: tuple[CellTrouble, ...]) -> MergedRow:
        """The fields of a row together. `listed`: cells that could not be read as they stand."""
        raw = dict(standing.raw) if standing else {}
        agreed = dict(standing.agreed) if standing else {}
        takes, pushes, clashes, proposals, settled, empty = {}, {}, {}, {}, [], []
        for fate in fates:
            if fate.agreed is not None:
                raw[fate.field], agreed[fate.field] = fate.agreed
            if fate.take is not _MISSING:
                takes[fate.field] = fate.take
            if fate.push is not _MISSING:
                pushes[fate.field] = fate.push
            if fate.clash is not None:
                clashes[fate.field] = fate.clash
            if fate.proposal is not None:
                proposals[fate.field] = fate.proposal
            if fate.settled:
                settled.append(fate.field)
            if fate.trouble is not None:
                empty.append(fate.trouble)
        return cls(raw, agreed, takes, pushes, clashes, proposals, tuple(settled), (*empty, *listed))

    def without_takes(self, standing: AgreedRow | None) -> MergedRow:
        """Nothing is stored: what was agreed before about those fields still is."""
        raw = {name: value for name, value in self.raw.items() if name not in self.takes}
        agreed = {name: value for name, value in self.agreed.items() if name not in self.takes}
        for name in self.takes:
            if standing is not None and name in standing.raw:
                raw[name], agreed[name] = standing.raw[name], standing.agreed.get(name)
        return replace(self, raw=raw, agreed=agreed, takes={})

    def refused(self, standing: AgreedRow | None, problems: Iterable[Problem]) -> MergedRow:
        """The record cannot be kept like this: nothing is stored, and the row tells why."""
        return replace(self.without_takes(standing), troubles=(*self.troubles, *troubles.of_problems(problems)))

    def as_note(self) -> MergedRow:
        """Too little is left to be this record: the row waits, and nothing is written over it."""
        return replace(self, pushes={}, proposals={}, troubles=(*self.troubles, troubles.too_little()))


@dataclass(frozen=True, slots=True)
class CellNow:
    """What the Sheet says of one field: the raw cell, and the value that was read from it."""

    cell: Any
    value: Any
    #: Since both sides agreed last.
    changed: bool
    readable: bool


@dataclass(frozen=True)
class RowMerge:
    """Merges rows of one tab. `province`: the one that its places lie in, when there is one."""

    tab: Tab
    known: IntakeContext
    province: str
    #: Whether a cell (row, column) that said something and is empty now may only have been merged.
    merged_away: Callable[[int, int, Any], bool]

    def words(self, field_id: str, value: Any) -> Any:
        """A stored value (JSON-ready) as its cell should say it."""
        spec = specs(self.tab.model)[field_id]
        if isinstance(value, dict) and "no" in value:
            value = NoAnswer(value["no"])
        return written(self._scaled(spec, word(self.tab.model, spec, value, self.known, self.province)))

    def _scaled(self, spec: Spec, cell: CellValue) -> CellValue:
        """A figure in the thousands or millions that its column counts in."""
        at = self.tab.column_of(spec.id)
        heading = next((c.heading for c in self.tab.plan.columns if c.index == at), "")
        scale = scale_of(heading, spec)
        if scale == ONE or isinstance(cell, (str, bool)):
            return cell
        share = float(Decimal(str(cell)) / scale)
        return int(share) if share.is_integer() else share

    def merged(
        self, standing: AgreedRow | None, raw: Mapping[str, Any], read: RowRead, now: Mapping[str, Any], *, locked: bool
    ) -> MergedRow:
        """The fate of every field. `locked`: nothing of the row may be edited here."""
        fates, declared = [], specs(self.tab.model)
        listed = troubles.of_read(read)
        unusable = {t.field for t in listed if t.unusable}
        for name in self.tab.columns:
            spec = declared[name]
            base = standing.raw.get(name, _MISSING) if standing else _MISSING
            changed = raw[name] != base if base is not _MISSING else not is_empty(raw[name])
            if locked or name not in typable(self.tab.model):
                fates.append(self._decided(name, raw[name], now.get(name), meant=changed and base is not _MISSING))
            else:
                said = CellNow(raw[name], _value(read, name), changed, name not in unusable)
                fates.append(self._unmerged(spec, said, now.get(name), standing, read.row))
        return MergedRow.of(standing, fates, listed)

    def proposed(
        self, merged: MergedRow, standing: AgreedRow | None, raw: Mapping[str, Any], now: Mapping[str, Any]
    ) -> MergedRow:
        """What the Sheet changed as a proposal to a person; until then its cells say what is stored."""
        proposals = {
            name: Difference(cell_text(raw[name]), merged.agreed[name], now.get(name)) for name in merged.takes
        }
        pushes = {name: self.words(name, now.get(name)) for name in merged.takes}
        return replace(
            merged.without_takes(standing),
            proposals={**merged.proposals, **proposals},
            pushes={**merged.pushes, **pushes},
        )

    def _decided(self, name: str, cell: Any, now: Any, *, meant: bool) -> FieldFate:
        """A field that the app alone decides: shown, and put back when somebody edits it."""
        wanted = self.words(name, now)
        if cell == wanted:
            return FieldFate(name, agreed=(cell, now))
        proposal = Difference(cell_text(cell), None, now) if meant and not is_empty(cell) else None
        return FieldFate(name, proposal=proposal, push=wanted if self._is_written(name) else _MISSING)

    def _unmerged(self, spec: Spec, said: CellNow, now: Any, standing: AgreedRow | None, row: int) -> FieldFate:
        """A field that both sides may change; merging equal cells leaves all but one of them empty."""
        at, base = self.tab.column_of(spec.id), standing.raw.get(spec.id, "") if standing else ""
        emptied = at is not None and said.changed and is_empty(said.cell) and not is_empty(base)
        merged_away = emptied and self.merged_away(row, at or 0, base)
        fate = self._free(spec, said, now, standing)
        if merged_away and fate.take is None:
            return FieldFate(spec.id, clash=Difference("", None, now))
        return fate

    def _free(self, spec: Spec, said: CellNow, now: Any, standing: AgreedRow | None) -> FieldFate:
        """A field that both sides may change."""
        name, value = spec.id, said.value
        theirs = {"no": value.value} if isinstance(value, NoAnswer) else as_json(value)
        emptied = said.readable and said.changed and value is None and self.tab.model.model_fields[name].is_required()
        fate = merge(
            sheet_changed=said.changed,
            app_changed=not same_value(now, standing.agreed.get(name) if standing else None),
            readable=said.readable and not emptied,
            same=same_value(theirs, now),
        )
        if fate is Merge.TAKE:
            return FieldFate(name, agreed=(said.cell, theirs), take=value)
        if fate is Merge.AGREE:
            return FieldFate(name, agreed=(said.cell, now), settled=True)
        if fate is Merge.CLASH:
            return FieldFate(name, clash=Difference(cell_text(said.cell), theirs, now))
        if fate is Merge.PUSH:
            return FieldFate(name, push=self.words(name, now) if self._is_written(name) else _MISSING)
        if fate is Merge.STAY and (standing is None or name not in standing.raw):
            return FieldFate(name, agreed=(said.cell, now))
        return FieldFate(name, trouble=troubles.required(spec) if emptied else None)

    def _is_written(self, name: str) -> bool:
        """Only a field that has one column of its own."""
        return self.tab.column_of(name) is not None


def _value(read: RowRead, name: str) -> Any:
    declined = read.values.get("no_answer", {})
    return declined[name] if name in declined else read.values.get(name)
