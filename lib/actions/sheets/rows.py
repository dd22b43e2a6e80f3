"""One tab of a Google Sheet as the app holds it against the store."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from lib.domain.thai_text import clean_text
from lib.intake.grid import Cell, Grid, is_blank, shown
from lib.intake.identity import SheetRow
from lib.intake.rows_apart import RowsApart
from lib.intake.tab_plan import Column, TabPlan
from lib.intake.targets import ID, STATE
from lib.schema.record import Record, plain, specs
from lib.schema.registry import kind


@dataclass(frozen=True)
class Tab:
    """A tab as it was read: its number, its cells, and what its columns answer."""

    sheet_id: int
    grid: Grid
    plan: TabPlan

    @property
    def kind(self) -> str:
        """Record kind of its rows."""
        return self.plan.kind

    @property
    def model(self) -> type[Record]:
        """The kind's model."""
        return kind(self.plan.kind)

    @cached_property
    def columns(self) -> dict[str, tuple[Column, ...]]:
        """Columns by the field that they answer (a place may take several)."""
        found: dict[str, tuple[Column, ...]] = {}
        for column in self.plan.used:
            name = column.target.partition("/")[0]
            for one in ("latitude", "longitude") if name == "point" else (name,):
                if one in specs(self.model):
                    found[one] = (*found.get(one, ()), column)
        return found

    @cached_property
    def id_column(self) -> int | None:
        """Index of the id column."""
        return next((c.index for c in self.plan.columns if c.target == ID), None)

    @cached_property
    def state_column(self) -> int | None:
        """Index of the column in which the app tells how a row fares."""
        return next((c.index for c in self.plan.columns if c.target == STATE), None)

    @property
    def head(self) -> list[Cell]:
        """Cells of the row with the headings; none when it is gone."""
        row = self.plan.header_row
        return list(self.grid.rows[row]) if self.plan.header_lines and row < len(self.grid.rows) else []

    @cached_property
    def apart(self) -> RowsApart:
        """Tells its records from totals, captions and notes."""
        required = {n for n in specs(self.model) if self.model.model_fields[n].is_required()}
        return RowsApart(self.grid, self.plan, required)

    def column_of(self, field_id: str) -> int | None:
        """The one column that holds a field, when it can be written."""
        found = self.columns.get(field_id, ())
        return found[0].index if len(found) == 1 and found[0].target == field_id else None

    def raw(self, row: int) -> dict[str, Any]:
        """A row's cells by field, JSON-ready; a field with several columns gives a list."""
        found: dict[str, Any] = {}
        for name, columns in self.columns.items():
            cells = [_json(self.grid.at(row, c.index)) for c in columns]
            found[name] = cells[0] if len(cells) == 1 else cells
        return found

    def stands_beside(self, row: int, column: int, said: Any) -> bool:
        """Whether the next words above or to the left of an empty cell are these."""
        above = (self.grid.at(r, column) for r in range(row - 1, self.plan.first_row - 1, -1))
        left = (self.grid.at(row, c) for c in range(column - 1, -1, -1))
        return any(_json(next((c for c in cells if not is_blank(c)), "")) == said for cells in (above, left))

    def state_said(self, row: int) -> str:
        """What the state column of a row says."""
        at = self.state_column
        return "" if at is None else shown(self.grid.at(row, at))

    def rows(self) -> Iterator[SheetRow]:
        """Every row below the header that holds an id or an answer."""
        for number in range(self.plan.first_row, len(self.grid.rows)):
            found = self.row(number)
            if found is not None:
                yield found

    def row(self, number: int) -> SheetRow | None:
        """One row; None when neither an id nor an answer stands in it."""
        raw, at = self.raw(number), self.id_column
        id_text = "" if at is None else clean_text(shown(self.grid.at(number, at)))
        if id_text or not all(map(is_empty, raw.values())):
            return SheetRow(number, id_text, digest(raw), raw)
        return None


@dataclass(frozen=True)
class Since:
    """What this process knows of a tab since it looked last: then only what changed has to be looked at.

    Rows stand where they stood, with the ids that they had; new ones may have come below them.
    """

    #: Rows that say something else now, and new ones.
    rows: frozenset[int]
    #: Row → record id, of every row that was a record at the last look.
    ids: Mapping[int, str]
    #: Rows that could not be a record yet.
    waiting: frozenset[int] = frozenset()

    #: Record id → row, when somebody keeps it up to date beside `ids`.
    known_places: Mapping[str, int] | None = None

    @cached_property
    def places(self) -> Mapping[str, int]:
        """Record id → row."""
        known = self.known_places
        return {record_id: row for row, record_id in self.ids.items()} if known is None else known


@dataclass(frozen=True)
class CellWant:
    """A cell that the app wants to write. `expected`: what must stand there before."""

    sheet_id: int
    record_id: str
    row: int
    column: int
    #: Field id, or ``id`` / ``_state``.
    field: str
    expected: Cell
    value: Cell
    #: The stored value (JSON-ready) that `value` puts into words.
    agreed: Any = None
    #: Of the record, which the row shows once everything that is wanted of it stands there.
    revision: int = 0


@dataclass(frozen=True)
class RowWant:
    """A row that the app wants to add. `cells`: column → value, the id included.

    `unseen`: how often it was added before and did not stand on the Sheet afterwards.
    """

    sheet_id: int
    kind: str
    record_id: str
    revision: int
    cells: dict[int, Any]
    #: field → raw cell and stored value, for when the row stands on the Sheet.
    raw: dict[str, Any] = field(default_factory=dict)
    agreed: dict[str, Any] = field(default_factory=dict)
    unseen: int = 0


@dataclass(frozen=True)
class Taken:
    """What came of a look at a book."""

    changed: int = 0
    troubles: int = 0
    cells: tuple[CellWant, ...] = ()
    rows: tuple[RowWant, ...] = ()
    #: Tabs whose contents were not believed.
    held: tuple[int, ...] = ()
    #: Titles of tabs on which added rows do not show.
    swallowing: tuple[str, ...] = ()
    #: Tab → row → record id, of the rows that were looked at and are records now; and rows that cannot be one yet.
    ids: Mapping[int, Mapping[int, str]] = field(default_factory=dict)
    waiting: Mapping[int, frozenset[int]] = field(default_factory=dict)


def digest(raw: Mapping[str, Any]) -> str:
    """Of a row's cells: equal exactly when they are."""
    text = json.dumps(raw, ensure_ascii=False, sort_keys=True, default=str)
    return hashlib.blake2b(text.encode(), digest_size=16).hexdigest()


def values_of(record: Record | None) -> dict[str, Any]:
    """A record's values by field, JSON-ready; a declined answer is ``{"no": reason}``."""
    if record is None:
        return {}
    values = plain(record)
    declined = values.pop("no_answer", {})
    return {**values, **{name: {"no": reason} for name, reason in declined.items()}}


def written(value: Cell) -> Any:
    """A value as the Sheet gives it back once it was written."""
    return int(value) if isinstance(value, float) and value.is_integer() else value


def _json(cell: Any) -> Any:
    if is_blank(cell):
        return ""
    if isinstance(cell, float) and cell.is_integer() and abs(cell) < 1e15:
        return int(cell)
    return cell if isinstance(cell, (str, int, float, bool)) else str(cell)


def is_empty(raw: Any) -> bool:
    """Whether nothing stands in a field's cell (or in any of its several)."""
    return all(map(is_blank, raw)) if isinstance(raw, list) else is_blank(raw)


def cell_text(raw: Any) -> str:
    """A field's raw cell (or several) as people see it."""
    return " ".join(map(shown, raw)) if isinstance(raw, list) else shown(raw)


def is_declined(value: Cell) -> bool:
    """Whether a value (JSON-ready) says why there is no answer."""
    return isinstance(value, dict) and set(value) == {"no"}
