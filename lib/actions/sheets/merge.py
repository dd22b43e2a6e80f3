"""One row of a Sheet against its record: the three-way merge, field by field. Writes nothing."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from lib.actions.imports.comparing import as_json
from lib.actions.records.checks import same_value
from lib.actions.sheets.rows import Tab, written
from lib.domain.three_way import Merge, merge
from lib.intake.context import Known
from lib.intake.grid import is_blank, shown
from lib.intake.reading import Verdict
from lib.intake.table import RowRead
from lib.intake.wording import word
from lib.schema.field import NoAnswer, Spec
from lib.schema.record import specs, typable
from lib.store.sheet_state import Row

_MISSING = object()


@dataclass
class Outcome:
    """What is to become of a row's fields."""

    #: As agreed from now on.
    raw: dict[str, Any]
    agreed: dict[str, Any]
    #: field → typed value (or `NoAnswer`) to be stored.
    takes: dict[str, Any] = field(default_factory=dict)
    #: field → (what the cell says, its value, the stored value), the last two JSON-ready
    clashes: dict[str, tuple[str, Any, Any]] = field(default_factory=dict)
    #: The same for fields that only the app decides.
    proposals: dict[str, tuple[str, Any, Any]] = field(default_factory=dict)
    #: field → what is to stand in its cell.
    pushes: dict[str, Any] = field(default_factory=dict)
    #: Fields on which both sides now say the same.
    settled: list[str] = field(default_factory=list)
    troubles: list[list[str]] = field(default_factory=list)

    @property
    def bad(self) -> int:
        """Cells that could not be used."""
        return sum(t[1] in (Verdict.QUESTION, Verdict.REJECTED) for t in self.troubles)


@dataclass(frozen=True)
class RowMerge:
    """Merges rows of one tab. `province`: the one that its places lie in, when there is one."""

    tab: Tab
    known: Known
    province: str

    def words(self, field_id: str, value: Any) -> Any:
        """A stored value (JSON-ready) as its cell should say it."""
        spec = specs(self.tab.model)[field_id]
        if isinstance(value, dict) and "no" in value:
            value = NoAnswer(value["no"])
        return written(word(self.tab.model, spec, value, self.known, self.province))

    def merged(
        self, standing: Row | None, raw: Mapping[str, Any], read: RowRead, now: Mapping[str, Any], *, locked: bool
    ) -> Outcome:
        """The fate of every field. `locked`: nothing of the row may be edited here."""
        made = Outcome(dict(standing.raw) if standing else {}, dict(standing.agreed) if standing else {})
        for name in self.tab.columns:
            spec = specs(self.tab.model)[name]
            base = standing.raw.get(name, _MISSING) if standing else _MISSING
            changed = raw[name] != base if base is not _MISSING else not _blank(raw[name])
            if locked or name not in typable(self.tab.model):
                self._decided(made, name, raw[name], now.get(name), meant=changed and base is not _MISSING)
            else:
                self._free(made, spec, raw[name], changed, read, now.get(name), standing)
        made.troubles += troubles_of(read)
        return made

    def _decided(self, made: Outcome, name: str, said: Any, now: Any, *, meant: bool) -> None:
        """A field that the app alone decides: shown, and put back when somebody edits it."""
        wanted = self.words(name, now)
        if said == wanted:
            made.raw[name], made.agreed[name] = said, now
            return
        if meant and not _blank(said):
            made.proposals[name] = (_said(said), None, now)
        if self.tab.column_of(name) is not None:
            made.pushes[name] = wanted

    def _free(
        self, made: Outcome, spec: Spec, said: Any, changed: bool, read: RowRead, now: Any, standing: Row | None
    ) -> None:
        name = spec.id
        agreed = standing.agreed.get(name) if standing else None
        value = _value(read, name)
        theirs = {"no": value.value} if isinstance(value, NoAnswer) else as_json(value)
        worst = read.worst(name)
        readable = worst not in (Verdict.QUESTION, Verdict.REJECTED)
        if readable and value is None and self.tab.model.model_fields[name].is_required():
            readable = not changed
            if changed:
                made.troubles.append(_required(spec))
        fate = merge(
            sheet_changed=changed,
            app_changed=not same_value(now, agreed),
            readable=readable,
            same=same_value(theirs, now),
        )
        if fate is Merge.TAKE:
            made.takes[name] = value
            made.raw[name], made.agreed[name] = said, theirs
        elif fate is Merge.AGREE:
            made.settled.append(name)
            made.raw[name], made.agreed[name] = said, now
        elif fate is Merge.CLASH:
            made.clashes[name] = (_said(said), theirs, now)
        elif fate is Merge.PUSH and self.tab.column_of(name) is not None:
            made.pushes[name] = self.words(name, now)
        elif fate is Merge.STAY:
            made.raw.setdefault(name, said)
            made.agreed.setdefault(name, now)


def troubles_of(read: RowRead) -> list[list[str]]:
    """Every cell of a row that was not taken as it stands."""
    found = []
    for cell in read.cells:
        why, fix = cell.reading.why, cell.reading.fix
        found.append(
            [
                cell.target.partition("/")[0],
                cell.reading.verdict.value,
                cell.said[:500],
                why.th if why else "",
                why.en if why else "",
                fix.th if fix else "",
                fix.en if fix else "",
            ]
        )
    return found


def _required(spec: Spec) -> list[str]:
    return [
        spec.id,
        Verdict.REJECTED.value,
        "",
        f"{spec.th} ว่างไม่ได้ ระบบยังใช้ค่าเดิม",
        f"{spec.en} cannot be empty; the last value stays in use",
        "ใส่ค่า หรือลบทั้งแถวถ้าเลิกใช้รายการนี้",
        "fill it in, or delete the whole row",
    ]


def _value(read: RowRead, name: str) -> Any:
    declined = read.values.get("no_answer", {})
    return declined[name] if name in declined else read.values.get(name)


def _blank(raw: Any) -> bool:
    return all(map(is_blank, raw)) if isinstance(raw, list) else is_blank(raw)


def _said(raw: Any) -> str:
    return " ".join(map(shown, raw)) if isinstance(raw, list) else shown(raw)
