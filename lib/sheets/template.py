"""Fill an empty spreadsheet that somebody shared with us; bring an older one up to date.

Idempotent. What people typed, renamed or moved stays where it is: a new question gets a column to
the right of everything, a lost heading row is put back above the rows.
"""

from __future__ import annotations

import random
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from lib.domain.errors import Problem
from lib.intake.context import IntakeContext
from lib.schema.registry import kind, synced_kinds
from lib.sheets.book_meta import BookMeta, TabMeta
from lib.sheets.guide_tab import guide_requests
from lib.sheets.layout import (
    GUIDE,
    LISTS,
    ROWS,
    SCRATCH,
    Json,
    SheetColumn,
    column_mark,
    column_requests,
    columns_of,
    fold,
    heading_request,
    lacking,
    rule_request,
    tab_mark,
)
from lib.sheets.lists import DropdownList, Lists, column_request, emptied_request, room_requests
from lib.sheets.reading import Snapshot


def lacking_columns(seen: Snapshot) -> dict[int, list[str]]:
    """Tab → the questions that its kind asks and that have no column on it."""
    return {
        tab.sheet_id: [c.target for c in lacking(tab.kind, {p.target for p in tab.plan.columns})] for tab in seen.tabs
    }


@dataclass(frozen=True)
class Filling:
    """What a book lacks: the requests that bring it, what they do in words, and tabs whose standing columns get marks."""

    requests: list[Json]
    told: list[Problem]
    marked: set[int]
    #: The lists behind its dropdowns, in the order of their columns.
    lists: list[DropdownList]


@dataclass(frozen=True)
class Wanted:
    """What a book's template shall hold."""

    #: Kinds that it has tabs of; empty tabs of others are hidden.
    kinds: Sequence[str]
    #: Its office chose them: tabs of others are hidden with their rows.
    strict: bool
    known: IntakeContext
    #: Provinces that it covers, for its dropdowns; none: all.
    provinces: frozenset[str]
    #: The address that people share spreadsheets with.
    email: str
    #: What each column of the hidden tab of lists says now.
    lists: Sequence[list[str]] = ()


def filling_of(seen: Snapshot, wanted: Wanted) -> Filling:
    """What a book lacks of its template."""
    maker = _Maker(seen, wanted)
    requests, told = maker.requests()
    return Filling(requests, told, maker.marked, maker.lists.columns)


class _Maker:
    def __init__(self, seen: Snapshot, wanted: Wanted) -> None:
        self.seen, self.meta, self.wanted = seen, seen.meta, wanted
        self.lists = Lists(wanted.known, provinces=wanted.provinces)
        self.told: list[Problem] = []
        #: Tabs on which columns that stand there get their marks.
        self.marked: set[int] = set()
        self._filled = any(t.kind in synced_kinds() for t in seen.meta.tabs)
        self._ids = {t.sheet_id for t in self.meta.tabs}

    def requests(self) -> tuple[list[Json], list[Problem]]:
        """Requests in order; an up-to-date book gets its dropdowns again, and the lists that say something new."""
        made: list[Json] = []
        tabs: list[Json] = []
        for kind_id in synced_kinds():
            standing = next((t for t in self.meta.tabs if t.kind == kind_id), None)
            if standing is not None:
                tabs += [*self._shown(standing, kind_id), *self._mend(standing, kind_id)]
            elif kind_id in self.wanted.kinds:
                tabs += self._add(kind_id)
        made += self._guide()
        # Dropdowns point at the lists: the lists come first.
        made += self._lists()
        made += self._scratch()
        made += tabs
        return made, self.told

    def _new_id(self) -> int:
        while (made := random.randrange(1, 2**31 - 1)) in self._ids:
            continue
        self._ids.add(made)
        return made

    def _add(self, kind_id: str) -> list[Json]:
        """A tab that is not there yet."""
        model, columns, sheet_id = kind(kind_id), columns_of(kind_id), self._new_id()
        titles = {t.title.casefold() for t in self.meta.tabs}
        title = model.about.th
        while title.casefold() in titles:
            title += " (ระบบ)"
        self.told.append(Problem(f"เพิ่มแท็บ {title}", f"tab {model.about.en} added"))
        made: list[Json] = [
            {
                "addSheet": {
                    "properties": {
                        "sheetId": sheet_id,
                        "title": title,
                        "gridProperties": {
                            "rowCount": ROWS,
                            "columnCount": len(columns) + 4,
                            "frozenRowCount": 1,
                            # The hidden id and what names a row stay in sight while one goes to the right.
                            "frozenColumnCount": 2,
                        },
                    }
                }
            },
            tab_mark(sheet_id, kind_id),
        ]
        for at, column in enumerate(columns):
            made += column_requests(model, column, sheet_id, at, self.lists, header_row=0)
        return [*made, *fold(sheet_id, columns)]

    def _shown(self, tab: TabMeta, kind_id: str) -> list[Json]:
        """Hide a tab that the office has not chosen, with everything in it; show one that it has."""
        hide = kind_id not in self.wanted.kinds and (self.wanted.strict or not self._has_rows(tab))
        if tab.hidden == hide:
            return []
        self.told.append(
            Problem(f"ซ่อนแท็บ {tab.title} แถวในแท็บยังอยู่ครบ", f"the tab {tab.title} hidden with its rows")
            if hide
            else Problem(f"แสดงแท็บ {tab.title}", f"the tab {tab.title} shown again")
        )
        properties = {"sheetId": tab.sheet_id, "hidden": hide}
        return [{"updateSheetProperties": {"properties": properties, "fields": "hidden"}}]

    def _has_rows(self, tab: TabMeta) -> bool:
        read = next((t for t in self.seen.tabs if t.sheet_id == tab.sheet_id), None)
        return read is not None and any(any(row) for row in read.grid.rows[read.plan.header_row + 1 :])

    def _mend(self, tab: TabMeta, kind_id: str) -> list[Json]:
        """Questions that the tab lacks, its heading row when it is gone, fresh dropdowns."""
        model, made = kind(kind_id), []
        read = next((t for t in self.seen.tabs if t.sheet_id == tab.sheet_id), None)
        at: dict[str, int] = {target: index for index, target in tab.columns.items()}
        header = read.plan.header_row if read else 0
        if read is not None:
            at |= {c.target: c.index for c in read.plan.columns if c.target and c.target not in at}
            if tab.title in self.seen.headless:
                made += self._head(tab, at, kind_id)
                header = 0
        width = max(read.grid.width if read else 0, *(i + 1 for i in tab.columns), 0)
        new = lacking(kind_id, at)
        if new:
            names = ", ".join(c.text for c in new)
            self.told.append(Problem(f"แท็บ {tab.title}: เพิ่มคอลัมน์ {names}", f"{tab.title}: column {names} added"))
            # Columns of their own, wherever others were moved meanwhile: nothing is written over.
            gap = {"sheetId": tab.sheet_id, "dimension": "COLUMNS", "startIndex": width, "endIndex": width + len(new)}
            made.append({"insertDimension": {"range": gap, "inheritFromBefore": width > 0}})
            made.append(_plain(tab.sheet_id, width, width + len(new)))
        for column in new:
            made += column_requests(model, column, tab.sheet_id, width, self.lists, header_row=header)
            width += 1
        for column in columns_of(kind_id):
            if column.target in at:
                rule = rule_request(model, column, tab.sheet_id, at[column.target], self.lists, header)
                made += [rule] if rule else []
                if column.target not in tab.columns.values():
                    made.append(column_mark(tab.sheet_id, at[column.target], column.target))
                    self.marked.add(tab.sheet_id)
        return made

    def _head(self, tab: TabMeta, at: Mapping[str, int], kind_id: str) -> list[Json]:
        """The heading row, put back above everything."""
        self.told.append(Problem(f"แท็บ {tab.title}: ใส่หัวตารางคืน", f"{tab.title}: headings put back"))
        by_target: dict[str, SheetColumn] = {c.target: c for c in columns_of(kind_id)}
        gap = {"sheetId": tab.sheet_id, "dimension": "ROWS", "startIndex": 0, "endIndex": 1}
        return [
            {"insertDimension": {"range": gap, "inheritFromBefore": False}},
            *(
                heading_request(by_target[target], tab.sheet_id, index, 0)
                for target, index in at.items()
                if target in by_target
            ),
        ]

    def _guide(self) -> list[Json]:
        if self.meta.own(GUIDE) is not None:
            return []
        self.told.append(Problem(f"เพิ่มแท็บ {GUIDE}", "guide added"))
        return guide_requests(self.seen, self.wanted.email, self._new_id())

    def _lists(self) -> list[Json]:
        """The lists behind the dropdowns: those that say something else than what stands there."""
        lists, standing = self.lists.columns, self.meta.own(LISTS)
        there = self.wanted.lists if standing is not None else ()
        changed = {at: one for at, one in enumerate(lists) if at >= len(there) or there[at] != one.cells}
        made: list[Json] = []
        if standing is None:
            sheet_id = self._new_id()
            self._tell_anew(LISTS)
            height = max((len(one.cells) for one in lists), default=1)
            made += [_hidden(sheet_id, LISTS, height, max(len(lists), 1)), tab_mark(sheet_id, LISTS)]
        else:
            sheet_id = standing.sheet_id
            made += room_requests(sheet_id, standing.height, standing.width, list(changed.values()), len(lists))
        made += [column_request(sheet_id, at, one) for at, one in changed.items()]
        # What stood behind the last list is from a book with more tabs.
        return [*made, emptied_request(sheet_id, len(lists))] if len(there) > len(lists) else made

    def _scratch(self) -> list[Json]:
        if self.meta.own(SCRATCH) is not None:
            return []
        sheet_id = self._new_id()
        self._tell_anew(SCRATCH)
        return [_hidden(sheet_id, SCRATCH, ROWS, 40), tab_mark(sheet_id, SCRATCH)]

    def _tell_anew(self, title: str) -> None:
        """A hidden tab that somebody deleted is made again, and said."""
        if self._filled:
            self.told.append(
                Problem(f"แท็บซ่อน {title} ถูกลบไป สร้างให้ใหม่แล้ว", f"the hidden tab {title} was deleted and is made anew")
            )


def _plain(sheet_id: int, first: int, stop: int) -> Json:
    """New columns do not look or behave like the one before them."""
    block = {"sheetId": sheet_id, "startColumnIndex": first, "endColumnIndex": stop}
    return {"repeatCell": {"range": block, "cell": {}, "fields": "userEnteredFormat,dataValidation"}}


def is_filled(meta: BookMeta) -> bool:
    """Whether the app may write: it needs its scratch tab and at least one kind's."""
    return meta.own(SCRATCH) is not None and any(t.kind in synced_kinds() for t in meta.tabs)


def lacks_own(meta: BookMeta) -> bool:
    """Whether a hidden tab of a book that was filled in is gone."""
    filled = any(t.kind in synced_kinds() for t in meta.tabs)
    return filled and (meta.own(SCRATCH) is None or meta.own(LISTS) is None)


def _hidden(sheet_id: int, title: str, rows: int, columns: int) -> Json:
    return {
        "addSheet": {
            "properties": {
                "sheetId": sheet_id,
                "title": title,
                "hidden": True,
                "gridProperties": {"rowCount": rows, "columnCount": columns},
            }
        }
    }
