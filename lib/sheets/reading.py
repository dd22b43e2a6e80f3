"""One consistent read of a book's cells: what stands on each tab, and how each is read."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Container, Mapping
from dataclasses import dataclass, field, replace

from lib.actions.sheets.rows import Tab
from lib.domain.thai_text import clean_text
from lib.intake.grid import Cell, Grid, shown
from lib.intake.header import plan_tab
from lib.intake.tab_plan import Column, How, TabPlan
from lib.intake.targets import ID
from lib.schema.registry import KINDS, synced_kinds
from lib.sheets.book_meta import BookMeta, TabMeta
from lib.sheets.client import Google
from lib.sheets.layout import SCRATCH

#: Rows among which a heading is looked for.
_HEAD = 30
#: A tab of which this share of the ids stands on another tab is a copy of that one.
_COPIED = 0.5


@dataclass(frozen=True)
class BookCells:
    """What stood on the tabs of a book at one moment. `scratch`: the app's hidden tab, when there is one."""

    tabs: tuple[TabMeta, ...]
    cells: list[list[list[Cell]]]
    scratch: list[list[Cell]]
    #: Equal when every cell is.
    digest: str


@dataclass
class Snapshot:
    """One complete read."""

    meta: BookMeta
    tabs: list[Tab]
    scratch: list[list[Cell]]
    #: Tabs that nobody said what they are: proposals for a person.
    proposals: list[TabPlan] = field(default_factory=list)
    #: Plans of all tabs that are read, for the mapping screen.
    plans: list[TabPlan] = field(default_factory=list)
    digest: str = ""
    #: Titles of tabs whose heading row is gone.
    headless: list[str] = field(default_factory=list)
    #: Titles of tabs that are copies of others: they are not read.
    copies: list[str] = field(default_factory=list)
    #: Whether the merges and marks were looked up after the cells were read.
    sure: bool = False
    #: Numbers of tabs in which nothing stands.
    empty: set[int] = field(default_factory=set)
    #: (tab, row) → what stands there of rows that are read as they were before a mistake of the app's.
    stood: dict[tuple[int, int], list[Cell]] = field(default_factory=dict)

    @property
    def scratch_id(self) -> int:
        """The app's hidden tab, which is there when something is written."""
        scratch = self.meta.own(SCRATCH)
        return scratch.sheet_id if scratch else -1

    @property
    def id_columns(self) -> dict[int, int | None]:
        """Tab → the column with the ids."""
        return {t.sheet_id: t.id_column for t in self.tabs}


def read_cells(google: Google, key: str, meta: BookMeta, last: BookCells | None = None) -> BookCells:
    """All tabs in one read; `last` again, when no cell says anything else."""
    read = tuple(t for t in meta.tabs if not t.is_own and not (t.hidden and not t.kind))
    scratch = meta.own(SCRATCH)
    asked = [*read, *([scratch] if scratch else [])]
    if not asked:
        return BookCells(read, [], [], "")
    same = last is not None and [t.sheet_id for t in last.tabs] == [t.sheet_id for t in read]
    known = last.digest if last is not None and same else ""
    cells, digest = google.values_unless(key, [(t.sheet_id, t.title) for t in asked], known)
    if cells is None:
        assert last is not None
        return last
    return BookCells(read, cells[: len(read)], cells[len(read)] if scratch else [], digest)


def snapshot_of(
    meta: BookMeta,
    read: BookCells,
    scope: str,
    layouts: Mapping[str, TabPlan],
    standing: Container[int],
    before: Snapshot | None = None,
) -> Snapshot:
    """Cells as the book says that they are to be understood.

    `layouts`: confirmed layouts by fingerprint of their headings; `standing`: numbers of the tabs
    that were read before (a duplicated tab carries the marks of the one that it was made from);
    `before`: a snapshot whose plans still hold for tabs that begin with the same rows.
    """
    made = Snapshot(meta, [], read.scratch)
    about = {t.sheet_id: t for t in meta.tabs}
    doubles, unsure = _doubles(meta, standing), []
    planned = _planned(before, meta, layouts)
    for then, rows in zip(read.tabs, read.cells, strict=True):
        tab = about.get(then.sheet_id, then)
        if not rows:
            made.empty.add(tab.sheet_id)
        if tab.sheet_id in doubles:
            made.copies.append(tab.title)
            continue
        grid = Grid(tab.title, rows, tab.merged, hidden=tab.hidden)
        known = planned.get(tab.sheet_id)
        plan: TabPlan | None
        if known is not None and known.grid.rows[:_HEAD] == rows[:_HEAD] and grid.width <= len(known.plan.columns):
            plan, headless = known.plan, not known.plan.header_lines
        else:
            plan, headless = _plan(tab, grid, layouts)
        if plan is None:
            continue
        if scope.startswith("TH-"):
            plan = replace(plan, province=scope)
        if headless:
            made.headless.append(tab.title)
        if plan.confirmed:
            made.plans.append(plan)
            made.tabs.append(Tab(tab.sheet_id, grid, plan))
        else:
            unsure.append((grid, plan))
    for grid, plan in unsure:
        if _repeats(grid, plan, made.tabs):
            made.copies.append(grid.tab)
        else:
            made.proposals.append(plan)
    # What was read (the hidden tab included), from where, and how.
    told = [read.digest, [[t.sheet_id, t.title] for t in read.tabs], [p.to_json() for p in made.plans]]
    made.digest = hashlib.blake2b(json.dumps(told, ensure_ascii=False).encode(), digest_size=16).hexdigest()
    return made


def _planned(before: Snapshot | None, meta: BookMeta, layouts: Mapping[str, TabPlan]) -> dict[int, Tab]:
    """Tabs of a snapshot that are marked as they were then: how they are read follows from their first rows."""
    if before is None or layouts:
        return {}
    then = {t.sheet_id: t for t in before.meta.tabs}
    same = {
        t.sheet_id
        for t in meta.tabs
        if t.kind
        and (old := then.get(t.sheet_id)) is not None
        and (t.title, t.kind, t.columns, t.merged) == (old.title, old.kind, old.columns, old.merged)
    }
    return {tab.sheet_id: tab for tab in before.tabs if tab.sheet_id in same}


def _doubles(meta: BookMeta, standing: Container[int]) -> set[int]:
    """Tabs that carry the mark of a kind which another tab stands for: the one that was read before, else the first."""
    found: set[int] = set()
    for kind_id in {t.kind for t in meta.tabs if t.kind in KINDS}:
        several = [t.sheet_id for t in meta.tabs if t.kind == kind_id]
        keeper = next((i for i in several if i in standing), several[0])
        found |= set(several) - {keeper}
    return found


def _repeats(grid: Grid, plan: TabPlan, tabs: list[Tab]) -> bool:
    """Whether a tab without marks was made by duplicating one that is read."""
    at = next((c.index for c in plan.columns if c.target == ID), None)
    if at is None:
        return False
    ids = {clean_text(shown(grid.at(row, at))) for row in range(plan.first_row, len(grid.rows))} - {""}
    there = {row.id_text for tab in tabs if tab.kind == plan.kind for row in tab.rows()}
    return bool(ids) and len(ids & there) >= _COPIED * len(ids)


def _plan(tab: TabMeta, grid: Grid, layouts: Mapping[str, TabPlan]) -> tuple[TabPlan | None, bool]:
    """How a tab is read; None when it is none of ours. The second: its heading row is gone."""
    known_kind = tab.kind if tab.kind in KINDS else ""
    plan = plan_tab(grid, known_kind)
    if not plan.kind and not known_kind:
        return None, False
    chosen = layouts.get(plan.fingerprint)
    if not known_kind:
        # Somebody's own tab: used only once a person has said what it is.
        if chosen is None:
            return (replace(plan, confirmed=False) if plan.kind in synced_kinds() else None), False
        known_kind = chosen.kind
    if known_kind not in synced_kinds():
        return None, False
    sure = (How.LABEL, How.ALIAS, How.REMEMBERED)
    by_name = {c.index: c for c in plan.columns if c.target and c.how in sure} if plan.kind else {}
    if chosen is not None:
        by_name |= {
            c.index: replace(c, target=o.target, how=How.CHOSEN)
            for c, o in zip(plan.columns, chosen.columns, strict=True)
            if o.target
        }
    headless = len(by_name) < 2 and len(tab.columns) >= 2
    taken = set(tab.columns.values())
    width = max([grid.width, *(i + 1 for i in tab.columns)], default=0)
    columns = []
    for index in range(width):
        heading = "" if headless else clean_text(shown(grid.at(plan.header_row, index)))
        named = by_name.get(index)
        if index in tab.columns:
            columns.append(Column(index, heading, tab.columns[index], How.REMEMBERED))
        elif named is not None and named.target not in taken:
            columns.append(replace(named, index=index))
        else:
            columns.append(Column(index, heading))
    made = replace(
        plan,
        kind=known_kind,
        columns=tuple(columns),
        confirmed=True,
        header_row=0 if headless else plan.header_row,
        header_lines=0 if headless else plan.header_lines,
    )
    return made, headless
