"""Fill an empty spreadsheet that somebody shared with us; bring an older one up to date.

Idempotent. What people typed, renamed or moved stays where it is: a new question gets a column to
the right of everything, a lost heading row is put back above the rows.
"""

from __future__ import annotations

import random
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from lib.domain.errors import Problem
from lib.intake.context import IntakeContext
from lib.schema.registry import kind
from lib.sheets.book_meta import BookMeta, TabMeta
from lib.sheets.layout import (
    GUIDE,
    LISTS,
    ROWS,
    SCRATCH,
    Lists,
    SheetColumn,
    column_mark,
    column_requests,
    columns_of,
    guide,
    heading_request,
    lacking,
    longer,
    rule_request,
    strings,
    synced_kinds,
    tab_mark,
)
from lib.sheets.reading import Snapshot

Json = dict[str, Any]
#: The number that Google gives the first tab of a new book, whatever it calls it.
_FIRST = 0


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


def filling_of(seen: Snapshot, known: IntakeContext, provinces: frozenset[str], email: str) -> Filling:
    """What a book lacks of its template. `provinces`: those that it covers, for its dropdowns; none: all."""
    maker = _Maker(seen, Lists(known, provinces=provinces), email)
    requests, told = maker.requests()
    return Filling(requests, told, maker.marked)


class _Maker:
    def __init__(self, seen: Snapshot, lists: Lists, email: str) -> None:
        self.seen, self.meta, self.lists, self.email = seen, seen.meta, lists, email
        self.told: list[Problem] = []
        #: Tabs on which columns that stand there get their marks.
        self.marked: set[int] = set()
        self._filled = any(t.kind in synced_kinds() for t in seen.meta.tabs)
        self._ids = {t.sheet_id for t in self.meta.tabs}

    def requests(self) -> tuple[list[Json], list[Problem]]:
        """Requests in order; an up-to-date book gets only its lists written again."""
        made: list[Json] = []
        tabs: list[Json] = []
        for kind_id in synced_kinds():
            standing = next((t for t in self.meta.tabs if t.kind == kind_id), None)
            tabs += self._mend(standing, kind_id) if standing else self._add(kind_id)
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
        return made

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
        lines = guide(self.email, [kind(k).about.th for k in synced_kinds()])
        self.told.append(Problem(f"เพิ่มแท็บ {GUIDE}", "guide added"))
        sheet_id, made = self._empty_first(len(lines)) or self._guide_of_its_own()
        return [
            *made,
            tab_mark(sheet_id, GUIDE),
            {
                "updateCells": {
                    "start": {"sheetId": sheet_id, "rowIndex": 0, "columnIndex": 0},
                    "rows": strings(lines),
                    "fields": "userEnteredValue",
                }
            },
            {
                "repeatCell": {
                    "range": {"sheetId": sheet_id},
                    "cell": {"userEnteredFormat": {"wrapStrategy": "WRAP", "textFormat": {"fontSize": 14}}},
                    "fields": "userEnteredFormat",
                }
            },
            {
                "updateDimensionProperties": {
                    "range": {"sheetId": sheet_id, "dimension": "COLUMNS", "startIndex": 0, "endIndex": 1},
                    "properties": {"pixelSize": 640},
                    "fields": "pixelSize",
                }
            },
        ]

    def _guide_of_its_own(self) -> tuple[int, list[Json]]:
        sheet_id = self._new_id()
        grid = {"rowCount": 20, "columnCount": 1}
        properties = {"sheetId": sheet_id, "title": GUIDE, "index": 0, "gridProperties": grid}
        return sheet_id, [{"addSheet": {"properties": properties}}]

    def _empty_first(self, lines: int) -> tuple[int, list[Json]] | None:
        """The empty tab that a new book begins with becomes the guide instead of standing in the way.

        What somebody types into it at this very moment is moved down, not written over.
        """
        others = [t for t in self.meta.tabs if t.sheet_id != _FIRST]
        if others or _FIRST not in self.seen.empty:
            return None
        gap = {"sheetId": _FIRST, "dimension": "ROWS", "startIndex": 0, "endIndex": lines}
        properties = {"sheetId": _FIRST, "title": GUIDE, "index": 0}
        return _FIRST, [
            {"updateSheetProperties": {"properties": properties, "fields": "title,index"}},
            {"insertDimension": {"range": gap, "inheritFromBefore": False}},
        ]

    def _lists(self) -> list[Json]:
        """The lists behind the dropdowns, written anew every time: they are the app's own."""
        rows = self.lists.cells()
        height, width = len(rows) + 1, max(len(rows[0]), 1)
        standing = self.meta.own(LISTS)
        made: list[Json] = []
        if standing is None:
            sheet_id = self._new_id()
            self._tell_anew(LISTS)
            made.append(_hidden(sheet_id, LISTS, height, width))
            made.append(tab_mark(sheet_id, LISTS))
        else:
            sheet_id = standing.sheet_id
            made += [longer(sheet_id, "ROWS", height - standing.height)] if height > standing.height else []
            made += [longer(sheet_id, "COLUMNS", width - standing.width)] if width > standing.width else []
        made.append(
            {"updateCells": {"range": {"sheetId": sheet_id}, "fields": "userEnteredValue"}}
            if standing is not None
            else {}
        )
        made.append(
            {
                "updateCells": {
                    "start": {"sheetId": sheet_id, "rowIndex": 0, "columnIndex": 0},
                    "rows": strings(rows),
                    "fields": "userEnteredValue",
                }
            }
        )
        return [one for one in made if one]

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
