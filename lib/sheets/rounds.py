"""One round with one book: read, take in, write, note. Safe to be killed at any point."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass, field
from datetime import UTC, datetime
from decimal import Decimal
from typing import Any

from lib.actions.sheets.noting import Written, note_trouble, note_written
from lib.actions.sheets.rows import CellWant, RowWant, Tab, Taken, written
from lib.actions.sheets.syncing import take_in
from lib.domain.errors import Problem
from lib.intake.columns import TabPlan
from lib.intake.grid import shown
from lib.intake.numbers import read_number
from lib.intake.reading import Verdict
from lib.schema.record import shape, specs
from lib.sheets import template, writing
from lib.sheets.client import Google, Trouble
from lib.sheets.reading import BookMeta, Snapshot, read_cells, read_meta
from lib.sheets.writing import Batch, Repair
from lib.store import imports, sheet_books, versions
from lib.store.opening import Store
from lib.store.sheet_books import Book

#: How long what a book says of its tabs and columns is believed, seconds.
META_SECONDS = 300.0
#: A round repeats at most so often when its own writes give more to do.
_AGAIN = 3


@dataclass
class Remembered:
    """What this process remembers of a book between rounds; losing it costs one read."""

    meta: BookMeta | None = None
    meta_at: float = 0.0
    heads: dict[int, list[Any]] = field(default_factory=dict)
    header_rows: dict[int, int] = field(default_factory=dict)


@dataclass
class Done:
    """What a round did."""

    changed: int = 0
    written: int = 0
    troubles: int = 0
    idle: bool = False


class Rounds:
    """Rounds with the books of one store."""

    def __init__(self, store: Store, google: Google, clock: Callable[[], float]) -> None:
        self.store, self.google, self._clock = store, google, clock
        self._memory: dict[str, Remembered] = {}

    def round(self, key: str, *, modified: str = "", editor: str = "") -> Done:
        """Look at a book once and bring both sides together. Raises `Trouble`, already noted."""
        done = Done()
        try:
            for _ in range(_AGAIN):
                before = (done.changed, done.written)
                self._once(key, modified, editor, done)
                if done.idle or (done.changed, done.written) == before:
                    break
        except Trouble as trouble:
            self._note(key, trouble)
            raise
        return done

    def _note(self, key: str, trouble: Trouble) -> None:
        problem = trouble.problems[0]
        state = sheet_books.WAITING if trouble.temporary else sheet_books.STOPPED
        note_trouble(self.store, key, datetime.now(UTC), state, problem.th, problem.en)

    def _once(self, key: str, modified: str, editor: str, done: Done) -> None:
        book = self._book(key)
        if book is None:
            done.idle = True
            return
        at = datetime.now(UTC)
        seen = self.snapshot(book)
        book, repairs = self._settle_sent(book, seen)
        wants = self._repair(key, seen, repairs)
        if self._is_quiet(book, seen) and not wants:
            with self.store.database.writing() as connection:
                sheet_books.note_book(
                    connection,
                    key,
                    read_at=at,
                    tried_at=at,
                    state=sheet_books.OK,
                    problem_th=None,
                    problem_en=None,
                    **({"modified": modified} if modified else {}),
                )
            done.idle = True
            return
        self._keep_plans(book, seen)
        taken = take_in(self.store, key, seen.tabs, at, editor)
        done.changed += taken.changed
        done.troubles = taken.troubles
        settled = not taken.cells and not taken.rows and not wants
        if not settled and self.google.settings.may_write and template.is_filled(seen.meta):
            done.written += self._write(key, seen, [*wants, *taken.cells], taken.rows)
            settled = False
        elif not self.google.settings.may_write:
            settled = True
        self._finish(book, seen, modified, settled, taken)
        if settled:
            done.idle = True

    def _finish(self, book: Book, seen: Snapshot, modified: str, settled: bool, taken: Taken) -> None:
        missing = {int(k) for k in book.tabs} - {t.sheet_id for t in seen.tabs}
        problem = _missing_tabs(book, missing) or _headless(seen)
        values: dict[str, Any] = {
            "digest": seen.digest if settled and not taken.held else None,
            "title": seen.meta.title,
            "tabs": _tabs(book, seen, missing),
            "problem_th": problem.th if problem else None,
            "problem_en": problem.en if problem else None,
        }
        if modified:
            values["modified"] = modified
        with self.store.database.writing() as connection:
            sheet_books.note_book(connection, book.key, **values)

    def fix(self, key: str, cells: Sequence[dict[str, Any]]) -> int:
        """Write corrections into cells that still say what they said; returns how many did.

        Each: ``tab``, ``row``, ``column``, ``record_id``, ``said``, ``text``.
        """
        book = self._book(key)
        if book is None:
            return 0
        seen = self.snapshot(book)
        wants = []
        for one in cells:
            tab = next((t for t in seen.tabs if t.grid.tab == one["tab"]), None)
            row = None if tab is None else _row_of(tab, one)
            if tab is None or row is None or shown(tab.grid.at(row, one["column"])) != one["said"]:
                continue
            was = tab.grid.at(row, one["column"])
            text = _as_typed(tab, one["column"], one["text"])
            wants.append(CellWant(tab.sheet_id, "", row, one["column"], writing.REPAIR, was, text))
        count = self._write(key, seen, wants, []) if wants else 0
        self.round(key)
        return count

    # Reading

    def _book(self, key: str) -> Book | None:
        with self.store.database.reading() as connection:
            return sheet_books.book(connection, key)

    def snapshot(self, book: Book) -> Snapshot:
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
            except Trouble as trouble:
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
        raise Trouble(0, _restless())

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

    def _keep_plans(self, book: Book, seen: Snapshot) -> None:
        """Show the mapping screen how the tabs are read."""
        plans = [p.to_json() for p in (*seen.plans, *seen.proposals)]
        with self.store.database.writing() as connection:
            job = imports.get(connection, book.job, for_update=True)
            if job is not None and job.plans != plans:
                imports.note(connection, job, plans=plans)

    def _is_quiet(self, book: Book, seen: Snapshot) -> bool:
        """Nothing changed on either side since the last complete round."""
        if book.digest != seen.digest or book.state != sheet_books.OK or book.problem_th:
            return False
        with self.store.database.reading() as connection:
            return versions.current(connection) == book.versions

    # Writing

    def _write(self, key: str, seen: Snapshot, cells: Sequence[CellWant], rows: Sequence[RowWant]) -> int:
        """Send wants, batch by batch; returns the number of cells and rows written as meant."""
        count = 0
        for batch in writing.batches(seen, cells, rows):
            with self.store.database.writing() as connection:
                sheet_books.note_book(connection, key, sent=batch.to_json())
            try:
                reply = self.google.write(key, writing.request(seen.meta, batch))
            except Trouble as trouble:
                if trouble.unsure:
                    # The next round finds out from the hidden tab.
                    self.forget(key)
                    raise
                self._note_outcome(key, seen, None, [], [])
                raise
            scratch = writing.copies(reply)
            done, repairs = writing.outcome(batch, scratch, _id_columns(seen))
            self._note_outcome(key, seen, batch, done, repairs)
            count += sum(w.meant for w in done) + len(batch.rows)
        return count

    def _note_outcome(
        self, key: str, seen: Snapshot, batch: Batch | None, done: Sequence[Written], repairs: Sequence[Repair]
    ) -> None:
        at = datetime.now(UTC)
        if batch is not None:
            ends = {t.sheet_id: len(t.grid.rows) for t in seen.tabs}
            added = {r.record_id: (r, ends.get(r.sheet_id, 0) + n) for n, r in enumerate(batch.rows)}
            note_written(self.store, key, [w for w in done if w.want.record_id], added, at)
        with self.store.database.writing() as connection:
            book = sheet_books.book(connection, key, for_update=True)
            if book is not None:
                mended = {
                    (w.want.sheet_id, w.want.column, str(w.want.expected), str(w.want.value))
                    for w in done
                    if w.want.field == writing.REPAIR
                }
                kept = [
                    r
                    for r in book.repairs
                    if (r["sheet_id"], r["column"], str(r["ours"]), str(r["before"])) not in mended
                ]
                kept += [asdict(r) for r in repairs]
                sheet_books.note_book(connection, key, sent=None, repairs=kept)

    def _settle_sent(self, book: Book, seen: Snapshot) -> tuple[Book, list[Repair]]:
        """Find out what became of a batch whose answer was lost (or that outlived its process)."""
        if book.sent is not None:
            batch = Batch.from_json(book.sent)
            if writing.was_applied(batch, seen.scratch):
                done, repairs = writing.outcome(batch, seen.scratch, _id_columns(seen))
                self._note_outcome(book.key, seen, batch, done, repairs)
                book = self._book(book.key) or book
        return book, [Repair(**one) for one in book.repairs]

    def _repair(self, key: str, seen: Snapshot, repairs: Sequence[Repair]) -> list[CellWant]:
        """Wishes that put mistaken cells back; until then they are read as they were."""
        wants, waiting = [], []
        for repair in repairs:
            tab = next((t for t in seen.tabs if t.sheet_id == repair.sheet_id), None)
            row = writing.place_of(repair, tab) if tab else None
            if tab is None or row is None:
                continue  # somebody has changed the cell since: theirs stands
            waiting.append(repair)
            tab.grid.rows[row][repair.column] = repair.before
            wants.append(CellWant(tab.sheet_id, "", row, repair.column, writing.REPAIR, repair.ours, repair.before))
        if len(waiting) != len(repairs):
            with self.store.database.writing() as connection:
                sheet_books.note_book(connection, key, repairs=[asdict(r) for r in waiting])
        return wants


def _as_typed(tab: Tab, column: int, text: str) -> Any:
    """A correction as a person would have typed it: plain figures of a figure's column as such."""
    target = next((c.target for c in tab.plan.columns if c.index == column), "")
    if target in specs(tab.model) and shape(tab.model, target).python in (int, float, Decimal):
        reading = read_number(text, float)
        if reading.verdict is Verdict.USED:
            return written(reading.value)
    return text


def _row_of(tab: Tab, one: dict[str, Any]) -> int | None:
    """Where a listed cell's row stands now: by its id, else where it stood."""
    if one["record_id"] and tab.id_column is not None:
        return next((f.row for f in tab.rows() if f.id_text == one["record_id"]), None)
    return int(one["row"])


def _id_columns(seen: Snapshot) -> dict[int, int | None]:
    return {t.sheet_id: t.id_column for t in seen.tabs}


def _head(tab: Tab, header_rows: dict[int, int]) -> list[Any]:
    row = header_rows.get(tab.sheet_id, tab.plan.header_row)
    return list(tab.grid.rows[row]) if row < len(tab.grid.rows) else []


def _tabs(book: Book, seen: Snapshot, missing: set[int]) -> dict[str, dict[str, Any]]:
    found: dict[str, dict[str, Any]] = {str(k): book.tabs[str(k)] for k in missing}
    for tab in seen.tabs:
        found[str(tab.sheet_id)] = {
            "title": tab.grid.tab,
            "kind": tab.kind,
            "width": tab.grid.width,
            "columns": {n: tab.column_of(n) for n in tab.columns},
            "rows": len(tab.grid.rows),
        }
    return found


def _missing_tabs(book: Book, missing: set[int]) -> Problem | None:
    if not missing:
        return None
    names = ", ".join(str(book.tabs[str(k)]["title"]) for k in sorted(missing))
    return Problem(
        f"แท็บ {names} หายไปจากชีต ข้อมูลยังอยู่ครบ กู้คืนในชีต (ไฟล์ → ประวัติเวอร์ชัน) หรือกด “เติมแบบฟอร์ม”",
        f"The tab {names} is gone; its data is safe. Bring it back in the sheet (File → Version history) or press “Fill in the template”",
    )


def _headless(seen: Snapshot) -> Problem | None:
    if not seen.headless:
        return None
    names = ", ".join(seen.headless)
    return Problem(
        f"แท็บ {names} ไม่มีหัวตาราง ระบบยังอ่านต่อได้ กด “เติมแบบฟอร์ม” เพื่อใส่คืน",
        f"The tab {names} has no heading row; it is still read. Press “Fill in the template” to put it back",
    )


def _restless() -> Problem:
    return Problem(
        "มีผู้กำลังย้ายคอลัมน์ในชีตนี้อยู่ ระบบจะอ่านใหม่ในรอบหน้า",
        "Somebody is moving columns at this moment; the next round reads again",
    )


__all__ = ["Done", "Rounds"]
