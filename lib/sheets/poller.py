"""The one who looks at the Sheets: one per deployment, within the quota, whatever goes wrong."""

from __future__ import annotations

import logging
import os
import secrets
import socket
import threading
import time
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any

from sqlalchemy import select

from lib.actions.imports.lookups import known_of
from lib.actions.sheets.books import Homes, WantedBook, connect
from lib.domain.errors import Problem, ThunError
from lib.intake.context import IntakeContext
from lib.sheets import doctor, template
from lib.sheets.client import Google
from lib.sheets.refusals import GoogleTrouble
from lib.sheets.rounds import Done, Rounds
from lib.sheets.settings import SheetSettings
from lib.store import leases, sheet_books, sheet_wishes, versions
from lib.store.opening import Store
from lib.store.process_lock import CONNECTING, one_at_a_time
from lib.store.sheet_books import Book
from lib.store.tables import table

_log = logging.getLogger("thun.sheets")
LEASE, LEASE_SECONDS = "sheets", 30.0
#: How often wishes and the app's own changes are looked for, seconds.
TICK = 0.5
#: Reads that a minute's sweep may use; the rest is for what Drive's hint and the app ask for.
SWEEP_READS = 30
#: A book that fails waits a little longer each time, seconds.
_PATIENCE = (5.0, 15.0, 60.0, 300.0)


class Poller:
    """Looks at every book of one store, again and again, until it is stopped."""

    def __init__(
        self,
        store: Store,
        settings: SheetSettings,
        google: Google | None = None,
        *,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self.store, self.settings, self._clock = store, settings, clock
        self.google = google or Google(settings)
        self.rounds = Rounds(store, self.google, clock)
        self.holder = f"{socket.gethostname()[:30]}:{os.getpid()}:{secrets.token_hex(4)}"
        self._read_at: dict[str, float] = {}
        self._hinted_at = float("-inf")
        self._hints: dict[str, tuple[str, str]] = {}
        self._rest: dict[str, tuple[int, float]] = {}
        self._versions: dict[str, int] = {}
        self._stop = threading.Event()
        self._thread: threading.Thread | None = None

    # Running

    def start(self) -> Poller:
        """Look in a thread of its own."""
        self._thread = threading.Thread(target=self._run, daemon=True, name="sheets-poller")
        self._thread.start()
        return self

    def stop(self) -> None:
        """Stop after the present call and give the lease back."""
        self._stop.set()
        if self._thread is not None:
            self._thread.join(timeout=10)
        with self.store.database.writing() as connection:
            leases.give_back(connection, LEASE, self.holder)

    def _run(self) -> None:
        while not self._stop.is_set():
            try:
                self.tick()
            except ThunError as error:
                _log.warning("sheets: %s", error)
                self._stop.wait(5)
            except Exception:
                # Nothing that one book does may stop the others for good.
                _log.exception("sheets: a round failed")
                self._stop.wait(5)
            self._stop.wait(TICK)

    def tick(self) -> int:
        """Do what is due now; returns the number of rounds. Nothing without the lease."""
        if not self._leads():
            return 0
        if not self._read_at and not self._rest:
            self.connect()
        self._wishes()
        count = 0
        for book in self._due():
            if self._stop.is_set() or not self._leads():
                break
            self.round(book.key)
            count += 1
        return count

    def connect(self) -> None:
        """Bring the store's list of books in line with the settings."""
        wanted = [WantedBook(b.key, b.name, b.scope) for b in self.settings.workbooks]
        # Several processes may start at once and find the same books missing.
        with one_at_a_time(self.store.database, CONNECTING):
            connect(self.store, wanted)

    def round(self, key: str) -> Done | None:
        """One round with one book; None when it failed (noted, and tried again later)."""
        modified, editor = self._hints.get(key, ("", ""))
        if editor == self.settings.email:
            editor = ""  # we wrote last: of the people nothing is known
        began = self._clock()
        try:
            done = self.rounds.round(key, modified=modified, editor=editor)
        except GoogleTrouble as trouble:
            fails = self._rest.get(key, (0, 0.0))[0]
            wait = _PATIENCE[min(fails, len(_PATIENCE) - 1)]
            self._rest[key] = (fails + 1, self._clock() + wait)
            self._read_at[key] = began
            _log.warning("sheets: %s: %s", key, trouble)
            return None
        self._rest.pop(key, None)
        self._read_at[key] = began
        return done

    # What is due

    def _leads(self) -> bool:
        now = datetime.now(UTC)
        with self.store.database.writing() as connection:
            until = now + timedelta(seconds=LEASE_SECONDS)
            return leases.take_lease(connection, LEASE, self.holder, now, until)

    def _due(self) -> list[Book]:
        """Books to look at now: edited ones, ones the app has something for, then the oldest."""
        with self.store.database.reading() as connection:
            books = sheet_books.books(connection)
            standing = versions.current(connection)
        now = self._clock()
        self._take_hints(now)
        changed_here = standing != self._versions
        self._versions = standing
        urgent, sweep = [], []
        for book in books:
            if now < self._rest.get(book.key, (0, 0.0))[1]:
                continue
            age = now - self._read_at.get(book.key, float("-inf"))
            hint = self._hints.get(book.key, ("", ""))[0]
            edited = bool(hint) and hint != book.modified
            # A book whose last words are not on the Sheet yet, or that has never been read.
            waiting = book.digest is None and age >= min(2.0, self.settings.poll_seconds)
            if (edited or changed_here or waiting) and self._behind(book, standing, edited):
                urgent.append((age, book))
            elif age >= self.settings.poll_seconds:
                sweep.append((age, book))
        sweep.sort(key=lambda one: -one[0])
        room = max(1, self.google.reads.left() - (self.google.reads.limit - SWEEP_READS))
        return [b for _, b in urgent] + [b for _, b in sweep[:room]]

    def _behind(self, book: Book, standing: dict[str, int], edited: bool) -> bool:
        """Whether a look at the book can bring anything."""
        return edited or book.digest is None or book.versions != standing

    def _take_hints(self, now: float) -> None:
        """Drive's list of modified times: one call for all books. It lags, so it is only a hint."""
        if not self.settings.may_write or now - self._hinted_at < self.settings.poll_seconds / 2:
            return
        self._hinted_at = now
        try:
            self._hints = self.google.modified()
        except GoogleTrouble as trouble:
            _log.warning("drive: %s", trouble)

    # Wishes

    def _wishes(self) -> None:
        with self.store.database.reading() as connection:
            waiting = sheet_wishes.open_wishes(connection)
        for wish in waiting:
            answer = self._grant(wish)
            with self.store.database.writing() as connection:
                sheet_wishes.answer_wish(connection, wish.id, datetime.now(UTC), answer)

    def _grant(self, wish: sheet_wishes.Wish) -> Any:
        try:
            if wish.what == "check":
                return [f.to_json() for f in doctor.examine(self.settings, self.google)]
            if wish.what == "fill":
                return [[p.th, p.en] for p in self.fill(wish.book)]
            if wish.what == "fix":
                return {"written": self.rounds.fix(wish.book, wish.asked or [])}
            keys = [wish.book] if wish.book else [b.key for b in self.settings.workbooks]
            done = [self.rounds.round(key) for key in keys]
            return {
                "changed": sum(d.changed for d in done),
                "written": sum(d.written for d in done),
                "troubles": sum(d.troubles for d in done),
            }
        except GoogleTrouble as trouble:
            problem = trouble.problems[0]
            return {"problem": [problem.th, problem.en]}

    def fill(self, key: str) -> list[Problem]:
        """Fill a book's template in or bring it up to date, then look at it."""
        with self.store.database.reading() as connection:
            book = sheet_books.book(connection, key)
            homes = Homes(connection)
            areas = table("area")
            query = select(areas.c.id).where(areas.c.type == "province")
            provinces = [p for p in connection.scalars(query) if book and homes.covers(book.scope, p)]
        if book is None:
            return []
        self.rounds.forget(key)
        seen = self.rounds.snapshot(book)
        known: IntakeContext = known_of(self.store)
        covered = frozenset() if book.scope == "country" else frozenset(provinces)
        told = template.fill(self.google, key, seen, known, covered, self.settings.email)
        self.rounds.forget(key)
        with self.store.database.writing() as connection:
            standing = {str(t.sheet_id) for t in seen.meta.tabs}
            tabs = {k: v for k, v in book.tabs.items() if k in standing}
            sheet_books.note_book(connection, key, digest=None, tabs=tabs)
        self.rounds.round(key)
        return told
