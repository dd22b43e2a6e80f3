"""One read of a book on its way into the store: who writes, which book, what it may hold."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from sqlalchemy import Connection

from lib.actions.records.keys import Finder
from lib.actions.records.writing import Pen
from lib.actions.sheets.books import Homes
from lib.actions.sheets.merge import Difference, RowMerge
from lib.actions.sheets.rows import Tab
from lib.actions.sheets.troubles import outside
from lib.domain.errors import Problem
from lib.intake.context import IntakeContext
from lib.schema.record import Record, new_id
from lib.store import versions
from lib.store.sheet_books import Book
from lib.store.sheet_matters import Matter


class MergesUnknown(Exception):
    """A cell was emptied, and what is known of merged cells is older than what the cells say."""


#: Beside a row whose record somebody took out of the counts.
WITHDRAWN_NOTE = "ถอนออกจากระบบแล้ว"
#: Beside a row that is at home in another book, with that book's name.
COPY_NOTE = "สำเนา แก้ที่ชีต"


@dataclass
class Finders:
    """Finds records by what tells them apart; kept from one slice of a look to the next while nobody else writes."""

    kept: dict[str, tuple[int, Finder]] = field(default_factory=dict)

    def of(self, connection: Connection, kind_id: str) -> Finder:
        """For the records of a kind as they stand."""
        version = versions.current(connection).get(kind_id, 0)
        held = self.kept.get(kind_id)
        if held is None or held[0] != version:
            held = self.kept[kind_id] = (version, Finder(connection, kind_id))
        return held[1]

    def note(self, pen: Pen, new: Iterable[Record]) -> None:
        """Records that this transaction adds, and the versions that it will leave behind."""
        added = Counter(kind_id for kind_id, _ in set(pen.touched))
        for kind_id, (version, finder) in list(self.kept.items()):
            self.kept[kind_id] = (version + added[kind_id], finder)
        for record in new:
            if (held := self.kept.get(record.about.id)) is not None:
                held[1].add(record)


@dataclass(frozen=True)
class BookIntake:
    """What every tab of one read shares."""

    pen: Pen
    book: Book
    homes: Homes
    #: What people said of doubtful cells, by `answer_key`.
    answers: Mapping[str, Mapping[str, Any]]
    #: When it was read, and who Drive says edited the file last ('' when it does not say).
    at: datetime
    editor: str
    #: Whether what is known of merged cells is as new as the cells.
    sure: bool
    finders: Finders


@dataclass(frozen=True)
class TabIntake:
    """One tab of the read, and what it is read with."""

    whole: BookIntake
    tab: Tab
    known: IntakeContext

    @property
    def pen(self) -> Pen:
        """The transaction that everything is written in."""
        return self.whole.pen

    @property
    def merger(self) -> RowMerge:
        """Merges the tab's rows."""
        return RowMerge(self.tab, self.known, self.tab.plan.province, self._emptied)

    def _emptied(self, row: int, column: int, before: Any) -> bool:
        """Whether an emptied cell may be part of a merge that took its words: a person has to say.

        Raises `MergesUnknown` when the book has to be asked first.
        """
        if not self.whole.sure:
            raise MergesUnknown
        return self.tab.stands_beside(row, column, before)

    def is_copy(self, record: Record) -> bool:
        """Whether a record is at home in another book, and only shown here."""
        return self.whole.homes.is_copy(self.whole.book, self.pen.where.province(record), self.tab.kind)

    def copy_note(self, record: Record) -> str:
        """What stands beside a record that is only shown here; '' for one that is at home."""
        homes, province = self.whole.homes, self.pen.where.province(record)
        if not homes.is_copy(self.whole.book, province, self.tab.kind):
            return ""
        return f"{COPY_NOTE} {homes.names[homes.home_of(province, self.tab.kind)]}"

    def out_of_scope(self, record: Record) -> list[Problem]:
        """Why a record may not be made from this book."""
        province = self.pen.where.province(record)
        if not province or self.whole.homes.covers(self.whole.book.scope, province):
            return []
        return [outside(record.about.place)]

    def matter(self, record_id: str, name: str, what: str, difference: Difference) -> Matter:
        """What a person has to settle about a field ('' for the row)."""
        return Matter(
            new_id("m"),
            self.whole.book.key,
            self.tab.sheet_id,
            self.tab.kind,
            record_id,
            name,
            what,
            difference.cell,
            difference.theirs,
            difference.ours,
            self.whole.book.read_at,
            self.whole.at,
            self.whole.editor,
        )
