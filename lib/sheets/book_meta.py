"""What a book says of itself: its tabs, what each is, and what each of their columns is."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from lib.intake.grid import Block
from lib.sheets.client import Google
from lib.sheets.layout import GUIDE, LISTS, META_KEY, SCRATCH

META_FIELDS = (
    "properties(title,locale,timeZone),sheets(properties(sheetId,title,hidden,gridProperties(rowCount,columnCount)),"
    "merges,developerMetadata(metadataKey,metadataValue),"
    "data(columnMetadata(developerMetadata(metadataKey,metadataValue))))"
)
_OWN_TABS = (GUIDE, LISTS, SCRATCH)


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
    columns = marks_in(data)
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


def marks_in(data: Mapping[str, Any]) -> dict[int, str]:
    """Column → what it is marked as, of a block of a tab (GridData)."""
    first = data.get("startColumn", 0)
    return {
        first + index: target
        for index, one in enumerate(data.get("columnMetadata", []))
        if (target := _ours(one.get("developerMetadata", [])))
    }


def _ours(metadata: list[Mapping[str, Any]]) -> str:
    found = [m.get("metadataValue", "") for m in metadata if m.get("metadataKey") == META_KEY]
    return str(found[0]) if found else ""
