"""One round with one book: read, take in, write, note. Safe to be killed at any point."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass, replace
from datetime import UTC, datetime
from typing import Any

from lib.actions.sheets.noting import Written, note_trouble, note_written
from lib.actions.sheets.rows import CellWant, RowWant, Taken
from lib.actions.sheets.syncing import take_in
from lib.sheets import template, writing
from lib.sheets.book_notes import tabs_known, tabs_problem
from lib.sheets.client import Google
from lib.sheets.corrections import correction_wishes
from lib.sheets.reading import Snapshot
from lib.sheets.refusals import GoogleTrouble
from lib.sheets.snapshots import Snapshots
from lib.sheets.writing import Repair, WriteBatch
from lib.store import sheet_books, versions
from lib.store.opening import Store
from lib.store.sheet_books import Book

#: A round repeats at most so often when its own writes give more to do.
_AGAIN = 3


@dataclass(frozen=True)
class Done:
    """What a round did. `idle`: nothing is left to be done for now."""

    changed: int = 0
    written: int = 0
    troubles: int = 0
    idle: bool = False


class Rounds:
    """Rounds with the books of one store."""

    def __init__(self, store: Store, google: Google, clock: Callable[[], float]) -> None:
        self.store, self.google = store, google
        self._snapshots = Snapshots(store, google, clock)

    def round(self, key: str, *, modified: str = "", editor: str = "") -> Done:
        """Look at a book once and bring both sides together. Raises `GoogleTrouble`, already noted."""
        done = Done()
        try:
            for _ in range(_AGAIN):
                before, done = done, self._once(key, modified, editor, done)
                if done.idle or (done.changed, done.written) == (before.changed, before.written):
                    break
        except GoogleTrouble as trouble:
            self._note(key, trouble)
            raise
        return done

    def _note(self, key: str, trouble: GoogleTrouble) -> None:
        problem = trouble.problems[0]
        state = sheet_books.WAITING if trouble.temporary else sheet_books.STOPPED
        note_trouble(self.store, key, datetime.now(UTC), state, problem.th, problem.en)

    def _once(self, key: str, modified: str, editor: str, so_far: Done) -> Done:
        """One look and one writing; what was done with them added to what was done before."""
        book = self._book(key)
        if book is None:
            return replace(so_far, idle=True)
        at = datetime.now(UTC)
        seen = self.snapshot(book)
        book, repairs = self._settle_sent(book, seen)
        wants = self._repair(key, seen, repairs)
        if self._is_quiet(book, seen) and not wants:
            self._note_quiet(key, modified, at)
            return replace(so_far, idle=True)
        self._snapshots.keep_plans(book, seen)
        taken = take_in(self.store, key, seen.tabs, at, editor)
        may_write = self.google.settings.may_write
        settled = not (taken.cells or taken.rows or wants) or not may_write
        count = 0
        if not settled and template.is_filled(seen.meta):
            count = self._write(key, seen, [*wants, *taken.cells], taken.rows)
        self._finish(book, seen, modified, settled, taken)
        return Done(so_far.changed + taken.changed, so_far.written + count, taken.troubles, settled)

    def _note_quiet(self, key: str, modified: str, at: datetime) -> None:
        """Nothing new on either side."""
        values: dict[str, Any] = {"read_at": at, "tried_at": at, "state": sheet_books.OK}
        if modified:
            values["modified"] = modified
        with self.store.database.writing() as connection:
            sheet_books.note_book(connection, key, problem_th=None, problem_en=None, **values)

    def _finish(self, book: Book, seen: Snapshot, modified: str, settled: bool, taken: Taken) -> None:
        problem = tabs_problem(book, seen, taken.swallowing)
        values: dict[str, Any] = {
            "digest": seen.digest if settled and not taken.held else None,
            "title": seen.meta.title,
            "tabs": tabs_known(book, seen),
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
        wants = correction_wishes(seen, cells)
        count = self._write(key, seen, wants, []) if wants else 0
        self.round(key)
        return count

    # Reading

    def _book(self, key: str) -> Book | None:
        with self.store.database.reading() as connection:
            return sheet_books.book(connection, key)

    def snapshot(self, book: Book) -> Snapshot:
        """A read whose columns are certain."""
        return self._snapshots.read(book)

    def forget(self, key: str) -> None:
        """Read what the book says of itself again next time."""
        self._snapshots.forget(key)

    def _is_quiet(self, book: Book, seen: Snapshot) -> bool:
        """Nothing changed on either side since the last complete round."""
        if book.digest != seen.digest or book.state != sheet_books.OK or book.problem_th:
            return False
        with self.store.database.reading() as connection:
            return versions.current(connection) == book.versions

    # Writing

    def _write(self, key: str, seen: Snapshot, cells: Sequence[CellWant], rows: Sequence[RowWant]) -> int:
        """Send wants, batch by batch; returns the number of cells and rows written as meant."""
        count, ends = 0, {t.sheet_id: len(t.grid.rows) for t in seen.tabs}
        for batch in writing.batches(seen, cells, rows):
            with self.store.database.writing() as connection:
                sheet_books.note_book(connection, key, sent=batch.to_json())
            try:
                reply = self.google.write(key, writing.request(seen.meta, batch, ends))
            except GoogleTrouble as trouble:
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
        self, key: str, seen: Snapshot, batch: WriteBatch | None, done: Sequence[Written], repairs: Sequence[Repair]
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
            batch = WriteBatch.from_json(book.sent)
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


def _id_columns(seen: Snapshot) -> dict[int, int | None]:
    return {t.sheet_id: t.id_column for t in seen.tabs}


__all__ = ["Done", "Rounds"]
