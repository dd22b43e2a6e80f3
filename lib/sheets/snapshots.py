"""Reads of a book whose columns are certain, and what a process remembers of it to read little."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from lib.actions.sheets.rows import Tab
from lib.domain.errors import Problem
from lib.intake.tab_plan import TabPlan
from lib.sheets.client import Google
from lib.sheets.reading import BookMeta, Snapshot, read_cells, read_meta
from lib.sheets.refusals import GoogleTrouble
from lib.store import imports
from lib.store.opening import Store
from lib.store.sheet_books import Book

#: How long what a book says of its tabs and columns is believed, seconds.
META_SECONDS = 300.0


@dataclass
class Remembered:
    """What this process remembers of a book between rounds; losing it costs one read."""

    meta: BookMeta | None = None
    meta_at: float = 0.0
    heads: dict[int, list[Any]] = field(default_factory=dict)
    header_rows: dict[int, int] = field(default_factory=dict)


class Snapshots:
    """Reads the books of one store."""

    def __init__(self, store: Store, google: Google, clock: Callable[[], float]) -> None:
        self.store, self.google, self._clock = store, google, clock
        self._memory: dict[str, Remembered] = {}

    def read(self, book: Book) -> Snapshot:
        """A read whose columns are certain: when a header changed, columns are looked at again."""
        memory = self._memory.setdefault(book.key, Remembered())
        layouts = self._layouts(book)
        for _ in range(3):
            fresh = memory.meta is None or self._clock() - memory.meta_at > META_SECONDS
            if fresh:
                memory.meta, memory.meta_at = read_meta(self.google, book.key), self._clock()
            assert memory.meta is not None
            try:
                seen = read_cells(self.google, book.key, memory.meta, book.scope, layouts)
            except GoogleTrouble as trouble:
                if trouble.code == 400 and not fresh:
                    memory.meta = None  # a tab is gone
                    continue
                raise
            heads = {t.sheet_id: _head(t, memory.header_rows) for t in seen.tabs}
            if fresh or heads == {k: memory.heads.get(k) for k in heads}:
                memory.header_rows = {t.sheet_id: t.plan.header_row for t in seen.tabs}
                memory.heads = {t.sheet_id: _head(t, memory.header_rows) for t in seen.tabs}
                return seen
            memory.meta = None
        raise GoogleTrouble(0, _restless())

    def forget(self, key: str) -> None:
        """Read what the book says of itself again next time."""
        self._memory.pop(key, None)

    def _layouts(self, book: Book) -> dict[str, TabPlan]:
        """Layouts that somebody confirmed for this book's own tabs, by fingerprint."""
        with self.store.database.reading() as connection:
            job = imports.get(connection, book.job)
            plans = [TabPlan.from_json(p) for p in (job.plans if job else [])]
            found = {}
            for plan in plans:
                kept = imports.layout_of(connection, book.name, plan.fingerprint)
                if kept is not None:
                    found[plan.fingerprint] = TabPlan.from_json(kept)
        return found

    def keep_plans(self, book: Book, seen: Snapshot) -> None:
        """Show the mapping screen how the tabs are read."""
        plans = [p.to_json() for p in (*seen.plans, *seen.proposals)]
        with self.store.database.writing() as connection:
            job = imports.get(connection, book.job, for_update=True)
            if job is not None and job.plans != plans:
                imports.note(connection, job, plans=plans)


def _head(tab: Tab, header_rows: dict[int, int]) -> list[Any]:
    row = header_rows.get(tab.sheet_id, tab.plan.header_row)
    return list(tab.grid.rows[row]) if row < len(tab.grid.rows) else []


def _restless() -> Problem:
    return Problem(
        "มีผู้กำลังย้ายคอลัมน์ในชีตนี้อยู่ ระบบจะอ่านใหม่ในรอบหน้า",
        "Somebody is moving columns at this moment; the next round reads again",
    )
