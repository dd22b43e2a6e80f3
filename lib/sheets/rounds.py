"""One round with one book: read, take in, write, note. Safe to be killed at any point."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass, replace
from datetime import UTC, datetime
from typing import Any

from lib.actions.sheets.books import ask_for_filling, behind
from lib.actions.sheets.intake import MergesUnknown
from lib.actions.sheets.noting import note_trouble, note_written
from lib.actions.sheets.rows import CellWant, RowWant, Taken
from lib.actions.sheets.syncing import BookRead, take_in
from lib.intake.grid import Cell
from lib.sheets import landing, template, writing
from lib.sheets.book_notes import heading_wishes, tabs_known, tabs_problem
from lib.sheets.client import Google
from lib.sheets.corrections import correction_wishes
from lib.sheets.landing import Landing, Marks, Repair
from lib.sheets.looks import LastLook, put_down
from lib.sheets.reading import Snapshot
from lib.sheets.refusals import GoogleTrouble
from lib.sheets.slices import Sliced, take_slices
from lib.sheets.snapshots import Snapshots
from lib.sheets.upkeep import keep_up
from lib.sheets.writing import WriteBatch
from lib.store import sheet_books
from lib.store.opening import Store
from lib.store.sheet_books import Book

#: Written cells that one transaction notes.
NOTED_TOGETHER = 150
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
        self._looks: dict[str, LastLook] = {}

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
        # 400: something moved between two calls; the next round reads it again.
        state = sheet_books.WAITING if trouble.temporary or trouble.code == 400 else sheet_books.STOPPED
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
        look = self._looks.pop(key, None)
        if look is not None and look.at != book.read_at:
            look = None  # somebody else has looked since
        since = look.since(seen) if look else {}
        read = BookRead(seen.tabs, at, editor, seen.sure, since)
        if not wants and (sliced := take_slices(self.store, key, read, known=look is not None)) is not None:
            return self._after_slices(book, seen, sliced, at, so_far)
        try:
            taken = take_in(self.store, key, read)
        except MergesUnknown:
            # Cells were emptied: only what the book says of its merges now tells what that means.
            at = datetime.now(UTC)
            seen = self._snapshots.read(book, sure=True)
            wants = self._repair(key, seen, [Repair(**one) for one in book.repairs])
            since = look.since(seen) if look else {}
            taken = take_in(self.store, key, BookRead(seen.tabs, at, editor, sure=True, since=since))
        if not seen.stood:
            ids = {i: {**(since[i].ids if i in since else {}), **found} for i, found in taken.ids.items()}
            self._looks[key] = LastLook(at, seen, ids, taken.waiting)
        wants += heading_wishes(book, seen)
        settled = not (taken.cells or taken.rows or wants) or not self.google.settings.may_write
        count = 0
        if not settled and template.is_filled(seen.meta):
            count = self._write(key, seen, [*wants, *taken.cells], taken.rows)
        self._finish(book, seen, modified, settled, taken)
        if settled and self.google.settings.may_write and template.is_filled(seen.meta):
            self._keep_up(key, seen)
        return Done(so_far.changed + taken.changed, so_far.written + count, taken.troubles, settled)

    def _keep_up(self, key: str, seen: Snapshot) -> None:
        book = self._book(key)
        if book is not None and keep_up(self.store, self.google, book, seen):
            self.forget(key)

    def _after_slices(self, book: Book, seen: Snapshot, sliced: Sliced, at: datetime, so_far: Done) -> Done:
        """Write what follows from them; the next look takes in what other tabs say."""
        look, count = LastLook(at, seen, sliced.ids, sliced.waiting), 0
        if self.google.settings.may_write and template.is_filled(seen.meta):
            # That took a while, and people go on: what moved or changed meanwhile is not written to.
            now = self.snapshot(book)
            since = look.since(now)
            stay = [w for w in sliced.cells if w.sheet_id in since and w.row not in since[w.sheet_id].rows]
            quiet = {i for i, one in since.items() if not one.rows}
            look = LastLook(at, now, {i: ids for i, ids in sliced.ids.items() if i in quiet}, sliced.waiting)
            self._looks[book.key] = look
            count = self._write(book.key, now, stay, [])
        else:
            self._looks[book.key] = look
        return Done(so_far.changed + sliced.changed, so_far.written + count, sliced.troubles)

    def _note_quiet(self, key: str, modified: str, at: datetime) -> None:
        """Nothing new on either side; what has to be said of the tabs still has."""
        if (look := self._looks.get(key)) is not None:
            look.at = at
        values: dict[str, Any] = {"read_at": at, "tried_at": at, "state": sheet_books.OK}
        if modified:
            values["modified"] = modified
        with self.store.database.writing() as connection:
            sheet_books.note_book(connection, key, **values)

    def _finish(self, book: Book, seen: Snapshot, modified: str, settled: bool, taken: Taken) -> None:
        problem = tabs_problem(book, seen, taken.swallowing)
        values: dict[str, Any] = {
            "digest": seen.digest if settled else None,
            "title": seen.meta.title,
            "tabs": tabs_known(book, seen),
            "problem_th": problem.th if problem else None,
            "problem_en": problem.en if problem else None,
        }
        if modified:
            values["modified"] = modified
        with self.store.database.writing() as connection:
            sheet_books.note_book(connection, book.key, **values)
            if self.google.settings.may_write and template.lacks_own(seen.meta) and book.tabs:
                ask_for_filling(connection, book.key)

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

    def remembers(self, key: str) -> bool:
        """Whether a look costs one call."""
        return self._snapshots.remembers(key)

    def forget(self, key: str) -> None:
        """Read what the book says of itself again next time."""
        self._snapshots.forget(key)

    def _is_quiet(self, book: Book, seen: Snapshot) -> bool:
        """Nothing changed on either side since the last complete round."""
        if book.digest != seen.digest or book.state != sheet_books.OK:
            return False
        with self.store.database.reading() as connection:
            return not behind(connection, [book])

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
                # What is known of the book may be what was wrong; and when the answer was lost, the
                # next round finds out from the hidden tab.
                self.forget(key)
                if not trouble.unsure:
                    self._drop_sent(key)
                raise
            scratch = landing.copies(reply, seen.scratch_id)
            landed = self._note_outcome(key, seen, batch, scratch, landing.marks_then(reply))
            count += sum(w.meant for w in landed.done) + len(batch.rows) - len(landed.astray)
            if landed.repairs:
                self.forget(key)
                self._looks.pop(key, None)
                break
        return count

    def _drop_sent(self, key: str) -> None:
        with self.store.database.writing() as connection:
            sheet_books.note_book(connection, key, sent=None)

    def _note_outcome(
        self, key: str, seen: Snapshot, batch: WriteBatch, scratch: Sequence[Sequence[Cell]], marks: Marks | None
    ) -> Landing:
        """Put down what came of an applied batch. `marks`: None when its answer was lost."""
        at, landed = datetime.now(UTC), landing.landing_of(batch, scratch, seen.id_columns, marks)
        # Of a batch whose answer was lost nothing is known but what the read after it tells.
        told = {} if marks is None else put_down(seen, landed)
        written = [replace(w, digest=told.get((w.want.sheet_id, w.want.row), "")) for w in landed.done]
        ends = {t.sheet_id: len(t.grid.rows) for t in seen.tabs}
        added = {
            r.record_id: (r, ends.get(r.sheet_id, 0) + n)
            for n, r in enumerate(batch.rows)
            if r.record_id not in landed.astray
        }
        if added:
            note_written(self.store, key, [], added, at)
        mine = [w for w in written if w.want.record_id]
        # Bit by bit: whoever saves a form meanwhile does not wait for all of it.
        for start in range(0, len(mine), NOTED_TOGETHER):
            note_written(self.store, key, mine[start : start + NOTED_TOGETHER], {}, at)
        with self.store.database.writing() as connection:
            book = sheet_books.book(connection, key, for_update=True)
            if book is not None:
                mended = {
                    (w.want.sheet_id, w.want.column, str(w.want.expected), str(w.want.value))
                    for w in landed.done
                    if w.want.field == writing.REPAIR
                }
                kept = [
                    r
                    for r in book.repairs
                    if (r["sheet_id"], r["column"], str(r["ours"]), str(r["before"])) not in mended
                ]
                kept += [asdict(r) for r in landed.repairs]
                sheet_books.note_book(connection, key, sent=None, repairs=kept)
        return landed

    def _settle_sent(self, book: Book, seen: Snapshot) -> tuple[Book, list[Repair]]:
        """Find out what became of a batch whose answer was lost (or that outlived its process)."""
        if book.sent is not None:
            batch = WriteBatch.from_json(book.sent)
            if landing.was_applied(batch, seen.scratch):
                self._note_outcome(book.key, seen, batch, seen.scratch, None)
                book = self._book(book.key) or book
        return book, [Repair(**one) for one in book.repairs]

    def _repair(self, key: str, seen: Snapshot, repairs: Sequence[Repair]) -> list[CellWant]:
        """Wishes that put mistaken cells back; until then they are read as they were."""
        tabs = {t.sheet_id: t for t in seen.tabs}
        # All are looked for before any is read as it was: several may stand in one row.
        places = [(r, landing.place_of(r, tabs[r.sheet_id]) if r.sheet_id in tabs else None) for r in repairs]
        wants, waiting = [], []
        for repair, place in places:
            if place is None:
                continue  # somebody has changed the cell since: theirs stands
            waiting.append(repair)
            row, column = place
            rows = tabs[repair.sheet_id].grid.rows
            self._snapshots.forget_cells(key)
            seen.stood.setdefault((repair.sheet_id, row), rows[row])
            rows[row] = [*rows[row], *[""] * (column + 1 - len(rows[row]))]
            rows[row][column] = repair.before
            wants.append(CellWant(repair.sheet_id, "", row, column, writing.REPAIR, repair.ours, repair.before))
        if len(waiting) != len(repairs):
            with self.store.database.writing() as connection:
                sheet_books.note_book(connection, key, repairs=[asdict(r) for r in waiting])
        return wants
