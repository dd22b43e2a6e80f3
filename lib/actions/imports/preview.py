"""What a person decides by before an import is applied: each row with its fate."""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from lib.actions.imports.row_record import as_json, record_of
from lib.actions.records.checks import same_value
from lib.domain.errors import Problem
from lib.domain.row_fate import Fate
from lib.intake.reading import Verdict
from lib.intake.row_read import CellRead, RowRead
from lib.schema.record import Record, plain, specs
from lib.schema.registry import kind
from lib.store import imports, records

Progress = Callable[[int, int], None]


@dataclass(slots=True)
class RowFate:
    """A row with what it would do."""

    read: RowRead
    fate: Fate
    #: Id of the record that it becomes or changes; '' when it becomes none.
    record_id: str = ""
    #: The record as it would be; a new one is made from the row when asked for (see `record`).
    after: Record | None = None
    before: records.Stored | None = None
    problems: tuple[Problem, ...] = ()
    #: Fields where somebody changed the record since this office's last file; theirs stays.
    kept: tuple[str, ...] = ()
    #: Whether it takes a person's verdict back: its record's, or one that rests on it.
    reopens: bool = False

    @property
    def record(self) -> Record | None:
        """The record as it would be. New ones are not held: a hundred thousand would not fit."""
        if self.after is not None or not self.record_id:
            return self.after
        return record_of(kind(self.kind), self.read.values, {}, self.record_id)

    @property
    def changes(self) -> dict[str, tuple[Any, Any]]:
        """Field → (stored now, after), JSON-ready."""
        record = self.record
        if record is None:
            return {}
        now = plain(self.before.record) if self.before else {}
        return {
            n: (now.get(n), value)
            for n, value in plain(record).items()
            if n != "id" and not same_value(now.get(n), value)
        }

    @property
    def lost(self) -> dict[str, tuple[Any, Any]]:
        """Changes by which something that stands would be lost, not only completed."""
        return {n: (was, then) for n, (was, then) in self.changes.items() if _loses(was, then)}

    @property
    def kind(self) -> str:
        """Record kind (with nested rows: the kind they belong to)."""
        return self.read.kind.partition("/")[0]

    @property
    def doubts(self) -> list[CellRead]:
        """Cells that were not used."""
        return [c for c in self.read.cells if c.reading.verdict in (Verdict.QUESTION, Verdict.REJECTED)]


@dataclass
class Preview:
    """Everything a person decides by before pressing the button."""

    job: imports.Job
    rows: list[RowFate]
    #: Data versions that it was made from: while they stand, so does the preview.
    versions: dict[str, int]

    @property
    def counts(self) -> dict[str, int]:
        """Rows by fate and cells by verdict (``cell.normalised`` …)."""
        found = Counter(r.fate.value for r in self.rows)
        found.update(f"cell.{c.reading.verdict.value}" for r in self.rows for c in r.read.cells)
        found["cell.used"] += sum(len(r.read.used) for r in self.rows)
        return dict(found)

    @property
    def digest(self) -> str:
        """Changes whenever the preview would read differently."""
        told = hashlib.sha256()
        for row in self.rows:
            told.update(f"{row.read.tab}\x00{row.read.row}\x00{row.fate}\x00".encode())
            told.update(repr(sorted(row.changes.items(), key=lambda p: p[0])).encode())
        return told.hexdigest()

    @property
    def writes(self) -> list[RowFate]:
        """Rows that would be written."""
        return [r for r in self.rows if r.fate in (Fate.NEW, Fate.CHANGED)]


def _loses(was: Any, then: Any) -> bool:
    if was in (None, "", [], {}):
        return False
    if isinstance(was, str) and isinstance(then, str):
        return was not in then
    return not (isinstance(was, list) and isinstance(then, list) and all(w in then for w in was))


def said_by(row: RowFate) -> dict[str, Any]:
    """What a row said of its record, JSON-ready, to be compared with the office's next file."""
    names = specs(kind(row.kind))
    return {n: as_json(v) for n, v in row.read.values.items() if n in names and not _nested(v)}


def _nested(value: Any) -> bool:
    return isinstance(value, list) and bool(value) and isinstance(value[0], dict)
