"""A book as it stands: what its tabs and columns are, and one consistent read of their cells."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from lib.actions.sheets.rows import Tab
from lib.domain.thai_text import clean_text
from lib.intake.grid import Block, Grid, shown
from lib.intake.header import plan_tab
from lib.intake.tab_plan import Column, How, TabPlan
from lib.schema.registry import KINDS
from lib.sheets.client import Google
from lib.sheets.layout import GUIDE, LISTS, META_KEY, SCRATCH, synced_kinds

META_FIELDS = (
    "properties(title,locale,timeZone),sheets(properties(sheetId,title,hidden,gridProperties(rowCount,columnCount)),"
    "merges,developerMetadata(metadataKey,metadataValue),"
    "data(columnMetadata(developerMetadata(metadataKey,metadataValue))))"
)
_OWN_TABS = (GUIDE, LISTS, SCRATCH)
#: Rows in which a header may stand; when they change, columns are looked at again.
_HEAD = 30


@dataclass(frozen=True)
class TabMeta:
    """What is known of a tab without its cells. `columns`: index → target."""

    sheet_id: int
    title: str
    hidden: bool
    height: int
    width: int
    kind: str
    columns: Mapping[int, str]
    merged: tuple[Block, ...]

    @property
    def is_own(self) -> bool:
        """Whether the app made it for itself."""
        return self.kind in _OWN_TABS or (not self.kind and self.title in _OWN_TABS)


@dataclass(frozen=True)
class BookMeta:
    """A book without its cells."""

    title: str
    locale: str
    timezone: str
    tabs: tuple[TabMeta, ...]

    def own(self, name: str) -> TabMeta | None:
        """One of the app's own tabs."""
        return next((t for t in self.tabs if t.kind == name or (t.is_own and t.title == name)), None)


@dataclass
class Snapshot:
    """One complete read."""

    meta: BookMeta
    tabs: list[Tab]
    scratch: list[list[Any]]
    #: Tabs that nobody said what they are: proposals for a person.
    proposals: list[TabPlan] = field(default_factory=list)
    #: Plans of all tabs that are read, for the mapping screen.
    plans: list[TabPlan] = field(default_factory=list)
    digest: str = ""
    #: Titles of tabs whose heading row is gone.
    headless: list[str] = field(default_factory=list)


def read_meta(google: Google, key: str) -> BookMeta:
    """What a book says of itself."""
    said = google.metadata(key, META_FIELDS)
    properties = said["properties"]
    return BookMeta(
        properties.get("title", ""),
        properties.get("locale", ""),
        properties.get("timeZone", ""),
        tuple(_tab(one) for one in said.get("sheets", [])),
    )


def _tab(said: Mapping[str, Any]) -> TabMeta:
    properties = said["properties"]
    grid = properties.get("gridProperties", {})
    data = (said.get("data") or [{}])[0]
    columns = {
        index: target
        for index, one in enumerate(data.get("columnMetadata", []))
        if (target := _ours(one.get("developerMetadata", [])))
    }
    merged = tuple(
        (m.get("startRowIndex", 0), m.get("startColumnIndex", 0), m["endRowIndex"] - 1, m["endColumnIndex"] - 1)
        for m in said.get("merges", [])
    )
    return TabMeta(
        properties.get("sheetId", 0),
        properties.get("title", ""),
        properties.get("hidden", False),
        grid.get("rowCount", 0),
        grid.get("columnCount", 0),
        _ours(said.get("developerMetadata", [])),
        columns,
        merged,
    )


def _ours(metadata: list[Mapping[str, Any]]) -> str:
    found = [m.get("metadataValue", "") for m in metadata if m.get("metadataKey") == META_KEY]
    return str(found[0]) if found else ""


def read_cells(google: Google, key: str, meta: BookMeta, scope: str, layouts: Mapping[str, TabPlan]) -> Snapshot:
    """All tabs in one read. `layouts`: confirmed layouts by fingerprint of their headings."""
    read = [t for t in meta.tabs if not t.is_own and not (t.hidden and not t.kind)]
    scratch = meta.own(SCRATCH)
    asked = [*read, *([scratch] if scratch else [])]
    blocks = [{"sheetId": t.sheet_id} for t in asked]
    cells, answer = google.values_with_digest(key, blocks) if asked else ([], "")
    made = Snapshot(meta, [], cells[len(read)] if scratch else [])
    for tab, rows in zip(read, cells, strict=False):
        grid = Grid(tab.title, rows, tab.merged, hidden=tab.hidden)
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
            made.proposals.append(plan)
    # What was read (the hidden tab included), from where, and how.
    told = [answer, [[t.sheet_id, t.title] for t in asked], [p.to_json() for p in made.plans]]
    text = json.dumps(told, ensure_ascii=False)
    made.digest = hashlib.blake2b(text.encode(), digest_size=16).hexdigest()
    return made


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
