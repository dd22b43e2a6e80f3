"""One tab: its grid of cells, and what clings to it (metadata, protection, merges, names, groups, a filter)."""

from __future__ import annotations

import itertools
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from typing import Any

from tests.sheets_double.a1 import Range, spell
from tests.sheets_double.cells import BLANK, Cell
from tests.sheets_double.refusal import bad

Json = dict[str, Any]
Block = tuple[int, int, int, int]
_ids = itertools.count(1_000)
_ROWS = ("startRowIndex", "endRowIndex")
_COLUMNS = ("startColumnIndex", "endColumnIndex")


def fresh_id() -> int:
    """A number for a sheet, a piece of metadata, a protection or a name."""
    return next(_ids)


@dataclass(repr=False)
class Sheet:
    """One tab. Rows are ragged lists of cells; the grid's size is `height` × `width`."""

    id: int
    title: str
    height: int = 1000
    width: int = 26
    hidden: bool = False
    frozen: tuple[int, int] = (0, 0)
    rows: list[list[Cell]] = field(default_factory=list)
    #: Columns that somebody hid.
    hidden_columns: set[int] = field(default_factory=set)
    sizes: dict[int, int] = field(default_factory=dict)
    merges: list[Block] = field(default_factory=list)
    #: DeveloperMetadata with ``start``/``end``/``dimension`` of where they cling.
    metadata: list[Json] = field(default_factory=list)
    protections: list[Json] = field(default_factory=list)
    extras: Json = field(default_factory=dict)
    #: Rows that somebody hid, and rows that the filter hides.
    hidden_rows: set[int] = field(default_factory=set)
    filtered_rows: set[int] = field(default_factory=set)
    #: The BasicFilter of the tab.
    filter: Json | None = None
    #: NamedRanges that lie on this tab.
    named: list[Json] = field(default_factory=list)
    #: How many groups each row and each column is in.
    row_depths: dict[int, int] = field(default_factory=dict)
    column_depths: dict[int, int] = field(default_factory=dict)

    def at(self, row: int, column: int) -> Cell:
        """A cell; blank outside of what was ever written."""
        if row < len(self.rows) and column < len(self.rows[row]):
            return self.rows[row][column]
        return BLANK

    def put(self, row: int, column: int, cell: Cell) -> None:
        """Set a cell; raises when it is outside the grid."""
        if row >= self.height or column >= self.width:
            raise self._outside(row, column, row + 1, column + 1)
        while len(self.rows) <= row:
            self.rows.append([])
        line = self.rows[row]
        while len(line) <= column:
            line.append(BLANK)
        line[column] = cell

    def last(self) -> int:
        """Number of rows up to the last one that holds something."""
        for row in range(len(self.rows) - 1, -1, -1):
            if any(c.holds for c in self.rows[row]):
                return row + 1
        return 0

    def clip(self, block: Range) -> Block:
        """A range within the grid (ends exclusive)."""
        bottom = self.height if block.bottom is None else min(block.bottom, self.height)
        right = self.width if block.right is None else min(block.right, self.width)
        if block.top >= self.height or block.left >= self.width:
            raise self._outside(block.top, block.left, block.bottom or self.height, block.right or self.width)
        return block.top, block.left, bottom, right

    def _outside(self, top: int, left: int, bottom: int, right: int) -> Exception:
        where = spell(self.title, top, left, bottom, right)
        return bad(f"Range ({where}) exceeds grid limits. Max rows: {self.height}, max columns: {self.width}")

    # What moves when rows or columns do

    def insert(self, rows: bool, start: int, count: int) -> None:
        """Open a gap."""
        if rows:
            if start < len(self.rows):
                self.rows[start:start] = [[] for _ in range(count)]
            self.height += count
        else:
            for line in self.rows:
                if start < len(line):
                    line[start:start] = [BLANK] * count
            self.width += count
        self._shift(rows, lambda at, end: at + count if at > start or (at == start and not end) else at)
        self._renumber(rows, lambda at: at + count if at >= start else at)
        # A gap within a group belongs to the group.
        depths = self.depths(rows)
        inside = min(depths.get(start - 1, 0), depths.get(start + count, 0))
        depths |= {at: inside for at in range(start, start + count) if inside}

    def delete(self, rows: bool, start: int, stop: int) -> None:
        """Take rows or columns out."""
        count = stop - start
        if rows:
            if count >= self.height:
                raise bad("You can't delete all the rows on the sheet.")
            del self.rows[start:stop]
            self.height -= count
        else:
            if count >= self.width:
                raise bad("You can't delete all the columns on the sheet.")
            for line in self.rows:
                del line[start:stop]
            self.width -= count
        self._shift(rows, lambda at, _end: at - count if at >= stop else min(at, start))
        self._renumber(rows, lambda at: at if at < start else at - count if at >= stop else None)

    def move(self, rows: bool, start: int, stop: int, to: int) -> None:
        """Move rows or columns before the (old) index `to`."""
        size = self.height if rows else self.width
        order = list(range(size))
        block = order[start:stop]
        rest = order[:start] + order[stop:]
        at = to if to <= start else to - (stop - start)
        order = rest[:at] + block + rest[at:]
        if rows:
            self.rows = [self.rows[i] if i < len(self.rows) else [] for i in order]
        else:
            self.rows = [[line[i] if i < len(line) else BLANK for i in order] for line in self.rows]
        self._renumber(rows, order.index)
        wanted = "ROWS" if rows else "COLUMNS"
        for one in self.metadata:
            if one["dimension"] == wanted and one["end"] - one["start"] == 1:
                one["start"] = order.index(one["start"])
                one["end"] = one["start"] + 1
        first, last = _ROWS if rows else _COLUMNS
        for one in (*self.protections, *self.named):
            place = one["range"]
            if place.get(last, 0) - place.get(first, 0) == 1:
                place[first] = order.index(place.get(first, 0))
                place[last] = place[first] + 1

    def depths(self, rows: bool) -> dict[int, int]:
        """How many groups each row (or column) is in."""
        return self.row_depths if rows else self.column_depths

    def _renumber(self, rows: bool, new: Callable[[int], int | None]) -> None:
        """What is kept by the number of a row or column follows it; None: it is gone."""

        def kept(numbers: dict[int, Any]) -> dict[int, Any]:
            return {now: value for at, value in numbers.items() if (now := new(at)) is not None}

        if rows:
            self.hidden_rows = set(kept(dict.fromkeys(self.hidden_rows)))
            self.filtered_rows = set(kept(dict.fromkeys(self.filtered_rows)))
            self.row_depths = kept(self.row_depths)
        else:
            self.hidden_columns = set(kept(dict.fromkeys(self.hidden_columns)))
            self.sizes = kept(self.sizes)
            self.column_depths = kept(self.column_depths)

    def _shift(self, rows: bool, moved: Callable[[int, bool], int]) -> None:
        wanted = "ROWS" if rows else "COLUMNS"
        for one in list(self.metadata):
            if one["dimension"] == wanted:
                one["start"], one["end"] = moved(one["start"], False), moved(one["end"], True)
                if one["start"] >= one["end"]:
                    self.metadata.remove(one)
        self.protections = [one for one in self.protections if _reaches(one["range"], rows, moved)]
        self.named = [one for one in self.named if _reaches(one["range"], rows, moved)]
        if self.filter is not None and not _reaches(self.filter["range"], rows, moved):
            self.filter, self.filtered_rows = None, set()
        kept = []
        for top, left, bottom, right in self.merges:
            edges = (top, bottom) if rows else (left, right)
            a, b = moved(edges[0], False), moved(edges[1], True)
            if b > a:
                kept.append((a, left, b, right) if rows else (top, a, bottom, b))
        self.merges = kept

    def copy(self) -> Sheet:
        """As it stands now; cells are immutable and shared."""
        return replace(
            self,
            rows=[line[:] for line in self.rows],
            hidden_columns=set(self.hidden_columns),
            sizes=dict(self.sizes),
            merges=list(self.merges),
            metadata=[dict(m) for m in self.metadata],
            protections=[_standing_alone(p) for p in self.protections],
            extras={name: list(v) if isinstance(v, list) else v for name, v in self.extras.items()},
            hidden_rows=set(self.hidden_rows),
            filtered_rows=set(self.filtered_rows),
            filter=None if self.filter is None else _standing_alone(self.filter),
            named=[_standing_alone(n) for n in self.named],
            row_depths=dict(self.row_depths),
            column_depths=dict(self.column_depths),
        )


def _standing_alone(one: Json) -> Json:
    """A copy of what lies on a range; only the range is ever changed in its place."""
    return {**one, "range": dict(one["range"])}


def _reaches(place: Json, rows: bool, moved: Callable[[int, bool], int]) -> bool:
    """Move the edges of a GridRange; False when nothing is left of it."""
    first, last = _ROWS if rows else _COLUMNS
    if first in place:
        place[first] = moved(place[first], False)
    if last in place:
        place[last] = moved(place[last], True)
        return bool(place.get(first, 0) < place[last])
    return True
