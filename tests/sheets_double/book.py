"""A workbook: its tabs, who may do what with it, and what clings to the whole of it."""

from __future__ import annotations

import secrets
import time
import unicodedata
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, replace

from tests.sheets_double.a1 import parse, reads_as_a_cell
from tests.sheets_double.refusal import Refused, bad
from tests.sheets_double.sheet import Block, Json, Sheet, fresh_id

__all__ = ["Book", "Refused", "Sheet", "bad", "fresh_id"]


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
    metadata: list[Json] = field(default_factory=list)
    created: float = field(default_factory=time.time)
    #: Whether the copy of a tab takes the developer metadata along.
    copies_metadata: bool = True
    #: Comments on the file, as Drive has them.
    comments: list[Json] = field(default_factory=list)

    def __post_init__(self) -> None:
        if not self.sheets:
            self.sheets.append(Sheet(0, self.new_title(1)))

    @property
    def thai(self) -> bool:
        """Whether Google speaks Thai to whoever has it open."""
        return self.locale.startswith("th")

    def new_title(self, number: int) -> str:
        """What a tab is called that nobody named."""
        return f"ชีต{number}" if self.thai else f"Sheet{number}"

    def copy_title(self, title: str) -> str:
        """What a copy is called that nobody named."""
        return f"สำเนาของ {title}" if self.thai else f"Copy of {title}"

    def copy(self) -> Book:
        """As it stands now, under the same key; what happens to one is not seen in the other."""
        return replace(
            self,
            sheets=[s.copy() for s in self.sheets],
            shared=dict(self.shared),
            metadata=[dict(m) for m in self.metadata],
            comments=[dict(c) for c in self.comments],
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

    def range(self, text: str) -> tuple[Sheet, Block]:
        """Sheet and clipped block of an A1 range or of a name."""
        # A tab's name may stand before the range's own.
        name = text.rpartition("!")[2].casefold()
        for sheet in self.sheets:
            for one in sheet.named:
                if one["name"].casefold() == name:
                    return sheet, block_on(sheet, one["range"])
        try:
            block = parse(text, self.sheets[0].title, [s.title for s in self.sheets])
        except ValueError:
            raise bad(f"Unable to parse range: {text}") from None
        sheet = self.sheet(block.title)
        return sheet, sheet.clip(block)

    def block_of(self, grid: Json) -> tuple[Sheet, Block]:
        """Sheet and block of a GridRange; open ends reach the edge."""
        sheet = self.by_id(grid.get("sheetId", 0))
        return sheet, block_on(sheet, grid)

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
        before = {**vars(self), "sheets": [s.copy() for s in self.sheets], "metadata": [dict(m) for m in self.metadata]}
        try:
            yield
        except BaseException:
            vars(self).update(before)
            raise


def block_on(sheet: Sheet, grid: Json) -> Block:
    """The block of a GridRange on its sheet."""
    block = (
        grid.get("startRowIndex", 0),
        grid.get("startColumnIndex", 0),
        min(grid.get("endRowIndex", sheet.height), sheet.height),
        min(grid.get("endColumnIndex", sheet.width), sheet.width),
    )
    if block[0] > block[2] or block[1] > block[3]:
        raise bad(f"Invalid requests: GridRange {grid} is empty or outside the grid")
    return block


def fit_for_a_name(name: str) -> bool:
    """Whether a range may be called so: letters, digits and _, and nothing that reads as a cell or a truth."""
    letters = all(c.isalnum() or c == "_" or unicodedata.category(c).startswith("M") for c in name)
    if not name or len(name) > 250 or name[0].isdigit() or not letters:
        return False
    return name.casefold() not in ("true", "false") and not reads_as_a_cell(name)
