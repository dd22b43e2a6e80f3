"""A workbook: sheets, their grids, and what clings to them (metadata, protection, merges)."""

from __future__ import annotations

import itertools
import secrets
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from typing import Any

from tests.sheets_double.a1 import Range, parse
from tests.sheets_double.cells import BLANK, Cell


class Refused(Exception):
    """An answer of the API that is an error."""

    def __init__(self, code: int, status: str, message: str) -> None:
        super().__init__(message)
        self.code, self.status, self.message = code, status, message


def bad(message: str) -> Refused:
    """400 INVALID_ARGUMENT."""
    return Refused(400, "INVALID_ARGUMENT", message)


_ids = itertools.count(1_000)


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
    #: Columns and rows that are not shown.
    hidden_columns: set[int] = field(default_factory=set)
    sizes: dict[int, int] = field(default_factory=dict)
    merges: list[tuple[int, int, int, int]] = field(default_factory=list)
    #: DeveloperMetadata with ``start``/``end``/``dimension`` of where they cling.
    metadata: list[dict[str, Any]] = field(default_factory=list)
    protections: list[dict[str, Any]] = field(default_factory=list)
    extras: dict[str, Any] = field(default_factory=dict)

    def at(self, row: int, column: int) -> Cell:
        """A cell; blank outside of what was ever written."""
        if row < len(self.rows) and column < len(self.rows[row]):
            return self.rows[row][column]
        return BLANK

    def put(self, row: int, column: int, cell: Cell) -> None:
        """Set a cell; raises when it is outside the grid."""
        if row >= self.height or column >= self.width:
            raise bad(
                f"Range ({self.title}!R{row + 1}C{column + 1}) exceeds grid limits. "
                f"Max rows: {self.height}, max columns: {self.width}"
            )
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

    def clip(self, block: Range) -> tuple[int, int, int, int]:
        """A range within the grid (ends exclusive)."""
        bottom = self.height if block.bottom is None else min(block.bottom, self.height)
        right = self.width if block.right is None else min(block.right, self.width)
        if block.top >= self.height or block.left >= self.width:
            raise bad(f"Range exceeds grid limits. Max rows: {self.height}, max columns: {self.width}")
        return block.top, block.left, bottom, right

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
            self.hidden_columns = {c + count if c >= start else c for c in self.hidden_columns}
        self._shift(rows, lambda at, end: at + count if at > start or (at == start and not end) else at)

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
            self.hidden_columns = {c - count if c >= stop else c for c in self.hidden_columns if not start <= c < stop}
        self._shift(rows, lambda at, _end: at - count if at >= stop else min(at, start))

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
            self.hidden_columns = {order.index(c) for c in self.hidden_columns}
        wanted = "ROWS" if rows else "COLUMNS"
        for one in self.metadata:
            if one["dimension"] == wanted and one["end"] - one["start"] == 1:
                one["start"] = order.index(one["start"])
                one["end"] = one["start"] + 1
        names = ("startRowIndex", "endRowIndex") if rows else ("startColumnIndex", "endColumnIndex")
        for one in self.protections:
            block_ = one["range"]
            if block_.get(names[1], 0) - block_.get(names[0], 0) == 1:
                block_[names[0]] = order.index(block_[names[0]])
                block_[names[1]] = block_[names[0]] + 1

    def _shift(self, rows: bool, moved: Callable[[int, bool], int]) -> None:
        wanted = "ROWS" if rows else "COLUMNS"
        for one in list(self.metadata):
            if one["dimension"] == wanted:
                one["start"], one["end"] = moved(one["start"], False), moved(one["end"], True)
                if one["start"] >= one["end"]:
                    self.metadata.remove(one)
        names = ("startRowIndex", "endRowIndex") if rows else ("startColumnIndex", "endColumnIndex")
        for one in list(self.protections):
            block = one["range"]
            if names[0] in block:
                block[names[0]] = moved(block[names[0]], False)
            if names[1] in block:
                block[names[1]] = moved(block[names[1]], True)
                if block.get(names[0], 0) >= block[names[1]]:
                    self.protections.remove(one)
        kept = []
        for top, left, bottom, right in self.merges:
            edges = (top, bottom) if rows else (left, right)
            a, b = moved(edges[0], False), moved(edges[1], True)
            if b > a:
                kept.append((a, left, b, right) if rows else (top, a, bottom, b))
        self.merges = kept

    def copy(self) -> Sheet:
        """As it stands now; cells are immutable and shared."""
        return Sheet(
            self.id,
            self.title,
            self.height,
            self.width,
            self.hidden,
            self.frozen,
            [line[:] for line in self.rows],
            set(self.hidden_columns),
            dict(self.sizes),
            list(self.merges),
            [dict(m) for m in self.metadata],
            [{**p, "range": dict(p["range"])} for p in self.protections],
            {name: list(v) if isinstance(v, list) else v for name, v in self.extras.items()},
        )


@dataclass(repr=False)
class Book:
    """One spreadsheet file."""

    title: str
    owner: str = "leader@example.org"
    key: str = field(default_factory=lambda: "1" + secrets.token_urlsafe(32)[:43])
    locale: str = "th_TH"
    timezone: str = "Asia/Bangkok"
    sheets: list[Sheet] = field(default_factory=list)
    #: e-mail → role (writer, reader).
    shared: dict[str, str] = field(default_factory=dict)
    public: bool = False
    modified: float = field(default_factory=time.time)
    last_editor: str = ""
    metadata: list[dict[str, Any]] = field(default_factory=list)

    def __post_init__(self) -> None:
        if not self.sheets:
            self.sheets.append(Sheet(0, "ชีต1"))

    def copy(self) -> Book:
        """As it stands now, under the same key; what happens to one is not seen in the other."""
        return replace(
            self,
            sheets=[s.copy() for s in self.sheets],
            shared=dict(self.shared),
            metadata=[dict(m) for m in self.metadata],
        )

    def sheet(self, title: str) -> Sheet:
        """A tab by title."""
        return next(s for s in self.sheets if s.title == title)

    def by_id(self, sheet_id: int) -> Sheet:
        """A tab by its number."""
        found = next((s for s in self.sheets if s.id == sheet_id), None)
        if found is None:
            raise bad(f"No grid with id: {sheet_id}")
        return found

    def range(self, text: str) -> tuple[Sheet, tuple[int, int, int, int]]:
        """Sheet and clipped block of an A1 range."""
        try:
            block = parse(text, self.sheets[0].title, [s.title for s in self.sheets])
        except ValueError:
            raise bad(f"Unable to parse range: {text}") from None
        sheet = self.sheet(block.title)
        return sheet, sheet.clip(block)

    def touched(self, who: str) -> None:
        """Note an edit."""
        self.modified, self.last_editor = time.time(), who

    def role(self, who: str) -> str:
        """owner, writer, reader or ''."""
        if who == self.owner:
            return "owner"
        return self.shared.get(who, "reader" if self.public else "")

    @contextmanager
    def all_or_nothing(self) -> Iterator[None]:
        """What happens inside is undone when it fails."""
        before = ([s.copy() for s in self.sheets], [dict(m) for m in self.metadata], self.title)
        try:
            yield
        except BaseException:
            self.sheets, self.metadata, self.title = before
            raise


def fresh_id() -> int:
    """A number for a sheet, a piece of metadata or a protection."""
    return next(_ids)
