"""Reads of a book whose columns are certain, and what a process remembers of it to read little."""

from __future__ import annotations

import hashlib
import json
import zlib
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace

from lib.intake.tab_plan import TabPlan
from lib.sheets.book_meta import BookMeta, read_meta
from lib.sheets.client import Google
from lib.sheets.reading import BookCells, Snapshot, read_cells, snapshot_of
from lib.sheets.refusals import GoogleTrouble, restless
from lib.store import imports
from lib.store.opening import Store
from lib.store.sheet_books import Book

#: How long what a book says of its tabs and columns is believed at least, seconds; at most twice as long.
META_SECONDS = 600.0
#: Looks at a book whose columns move while they are read.
_LOOKS = 4


@dataclass
class Remembered:
    """What this process remembers of a book between rounds; losing it costs a read or two."""

    meta: BookMeta | None = None
    meta_at: float = 0.0
    #: Tab → its headings together with the marks of its columns, as they were last certain.
    layouts: dict[int, str] = field(default_factory=dict)
    #: The cells that were read last, and what they were understood to be.
    cells: BookCells | None = None
    seen: Snapshot | None = None


class Snapshots:
    """Reads the books of one store."""

    def __init__(self, store: Store, google: Google, clock: Callable[[], float]) -> None:
        self.store, self.google, self._clock = store, google, clock
        self._memory: dict[str, Remembered] = {}

    def read(self, book: Book, *, sure: bool = False) -> Snapshot:
        """A read whose columns are certain. `sure`: merges as well.

        What a book says of its columns and what stands in them are two calls. They belong together
        when headings and marks are those that were certain before, or when the book says after the
        cells what it said before them.
        """
        memory = self._memory.setdefault(book.key, Remembered())
        layouts, known = self._layouts(book), {int(k): t.get("layout", "") for k, t in book.tabs.items()}
        gone: GoogleTrouble | None = None
        for _ in range(_LOOKS):
            if memory.meta is None or self._is_old(book.key, memory):
                self._ask(book.key, memory)
            meta = memory.meta
            assert meta is not None
            try:
                cells = read_cells(self.google, book.key, meta, memory.cells)
            except GoogleTrouble as trouble:
                if trouble.code != 400:
                    raise
                gone, memory.meta = trouble, None  # a tab is gone, or called otherwise
                continue
            seen = snapshot_of(meta, cells, book.scope, layouts, known, memory.seen)
            found = layouts_of(seen)
            if sure or any((memory.layouts or known).get(k) != said for k, said in found.items()):
                after = self._ask(book.key, memory)
                if _places(after) != _places(meta):
                    continue
                seen = replace(snapshot_of(after, cells, book.scope, layouts, known), sure=True)
            memory.layouts, memory.cells, memory.seen = found, cells, seen
            return seen
        raise gone or GoogleTrouble(0, restless())

    def _is_old(self, key: str, memory: Remembered) -> bool:
        """Books that were read one after another are not asked again at the same time."""
        return self._clock() - memory.meta_at > META_SECONDS * (1 + zlib.crc32(key.encode()) % 100 / 100)

    def _ask(self, key: str, memory: Remembered) -> BookMeta:
        memory.meta, memory.meta_at = read_meta(self.google, key), self._clock()
        return memory.meta

    def remembers(self, key: str) -> bool:
        """Whether the book's tabs and columns are known, and still believed."""
        memory = self._memory.get(key)
        return memory is not None and memory.meta is not None and not self._is_old(key, memory)

    def forget(self, key: str) -> None:
        """Read what the book says of itself again next time."""
        self._memory.pop(key, None)

    def forget_cells(self, key: str) -> None:
        """What was read last was changed in memory: read all of it again next time."""
        if (memory := self._memory.get(key)) is not None:
            memory.cells = memory.seen = None

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


def layouts_of(seen: Snapshot) -> dict[int, str]:
    """Tab → its headings together with the marks of its columns, in short."""
    marks = {t.sheet_id: t.columns for t in seen.meta.tabs}
    found = {}
    for tab in seen.tabs:
        told = json.dumps([sorted(marks.get(tab.sheet_id, {}).items()), tab.head], ensure_ascii=False, default=str)
        found[tab.sheet_id] = hashlib.blake2b(told.encode(), digest_size=8).hexdigest()
    return found


def _places(meta: BookMeta) -> dict[int, Mapping[int, str]]:
    """Where every marked column of every tab stands."""
    return {t.sheet_id: t.columns for t in meta.tabs}
