"""The hidden tab that dropdowns read from: a column for each list, told apart by what stands in its first row."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from lib.domain.a1 import column_name
from lib.domain.thai_text import thai_sort_key
from lib.intake.context import IntakeContext
from lib.intake.grid import Cell, shown
from lib.intake.values import options_of
from lib.intake.wording import place_label
from lib.schema.field import Spec
from lib.schema.record import Record, shape
from lib.sheets.layout import LISTS, Json, longer, strings


@dataclass(frozen=True)
class DropdownList:
    """One list: its name, its entries, and the kind of record that they are titles of ('' for other lists)."""

    name: str
    entries: tuple[str, ...]
    refers_to: str = ""

    @property
    def cells(self) -> list[str]:
        """Its column, from the top."""
        return [self.name, *self.entries]


@dataclass
class Lists:
    """The lists that the dropdowns of a book ask for, in the order of their columns."""

    known: IntakeContext
    #: Provinces that the workbook covers; empty: all.
    provinces: frozenset[str] = frozenset()
    columns: list[DropdownList] = field(default_factory=list)

    def rule(self, model: type[Record], spec: Spec) -> Json | None:
        """The dropdown of a question; None when anything may be written."""
        wanted = self._wanted(model, spec)
        if wanted is None:
            return None
        if wanted not in self.columns:
            self.columns.append(wanted)
        at = column_name(self.columns.index(wanted))
        # To the end of the tab: a list that grows needs no new rule.
        block = f"'{LISTS}'!${at}$2:${at}"
        return {
            "condition": {"type": "ONE_OF_RANGE", "values": [{"userEnteredValue": f"={block}"}]},
            # A warning, not a wall: what is not in the list is told on the quality screen.
            "strict": False,
            "showCustomUi": True,
        }

    def _wanted(self, model: type[Record], spec: Spec) -> DropdownList | None:
        python, many, _ = shape(model, spec.id)
        if many:
            return None
        if python is bool:
            return DropdownList(spec.th, ("มี", "ไม่มี"))
        if spec.refers_to and spec.refers_to != "area":
            # Kept even while there is nothing to point at: what is recorded later stands in it at once.
            return self.of_records(spec.refers_to) if spec.refers_to in self.known.titles else None
        entries = self._entries(spec)
        name = spec.choice_list or spec.refers_to + "/".join(spec.area_types) or spec.th
        return DropdownList(name, entries) if entries else None

    def of_records(self, kind_id: str) -> DropdownList:
        """Titles of a kind's records."""
        titles = {c.th for c in self.known.titles.get(kind_id, ())}
        return DropdownList(kind_id, tuple(sorted(titles, key=thai_sort_key)), kind_id)

    def _entries(self, spec: Spec) -> tuple[str, ...]:
        if spec.refers_to == "area":
            places = [
                p
                for p in self.known.gazetteer.by_id.values()
                if (not spec.area_types or p.type in spec.area_types)
                and (not self.provinces or (p.province or p.id) in self.provinces)
            ]
            return tuple(sorted((place_label(self.known, p.id) for p in places), key=thai_sort_key))
        return tuple(c.th for c in options_of(spec, self.known))


def room_requests(sheet_id: int, height: int, width: int, lists: Sequence[DropdownList], columns: int) -> list[Json]:
    """What makes the hidden tab large enough. `columns`: how many it shall have."""
    tallest = max((len(one.cells) for one in lists), default=1)
    made = [longer(sheet_id, "ROWS", tallest - height)] if tallest > height else []
    return [*made, longer(sheet_id, "COLUMNS", columns - width)] if columns > width else made


def column_request(sheet_id: int, at: int, one: DropdownList) -> Json:
    """Write one list anew, and empty what stands below it."""
    place = {"sheetId": sheet_id, "startColumnIndex": at, "endColumnIndex": at + 1, "startRowIndex": 0}
    cells = strings([[cell] for cell in one.cells])
    return {"updateCells": {"range": place, "rows": cells, "fields": "userEnteredValue"}}


def emptied_request(sheet_id: int, first: int) -> Json:
    """Nothing stands in any column from here on."""
    place = {"sheetId": sheet_id, "startColumnIndex": first}
    return {"updateCells": {"range": place, "fields": "userEnteredValue"}}


def standing_columns(cells: Sequence[Sequence[Cell]]) -> list[list[str]]:
    """What each column of the hidden tab says, without the empty cells below it."""
    width = max((len(row) for row in cells), default=0)
    columns = [[shown(row[at]) if at < len(row) else "" for row in cells] for at in range(width)]
    for column in columns:
        while column and not column[-1]:
            column.pop()
    return columns
