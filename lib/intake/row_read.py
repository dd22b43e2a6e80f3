"""What reading made of one row of a tab: values ready for the schema, and the fate of every cell."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

from lib.domain.a1 import address
from lib.intake.reading import Reading, Verdict


class RowState(StrEnum):
    """What a row is before the store is looked at."""

    READ = "read"
    NOTE = "note"
    WAITS = "waits"  # a required cell is a question or was rejected


@dataclass(frozen=True, slots=True)
class CellRead:
    """One cell's fate. `said` is the row's own text, which an answer is remembered under."""

    row: int
    column: int
    target: str
    heading: str
    said: str
    reading: Reading

    @property
    def address(self) -> str:
        """A1 notation."""
        return address(self.row, self.column)


@dataclass(slots=True)
class RowRead:
    """One row: values ready for the schema, and what became of each cell.

    `used`: columns taken as they stand; all other filled cells are in `cells`.
    """

    tab: str
    kind: str
    row: int
    state: RowState
    values: dict[str, Any] = field(default_factory=dict)
    used: tuple[int, ...] = ()
    cells: list[CellRead] = field(default_factory=list)
    record_id: str = ""
    #: With nested rows: the text that names the record they belong to.
    parent: str = ""
    text: str = ""

    def worst(self, field_id: str) -> Verdict:
        """Worst verdict of the cells that answer a question."""
        found = [c.reading.verdict for c in self.cells if c.target.partition("/")[0] == field_id]
        return max(found, key=list(Verdict).index, default=Verdict.EMPTY)
