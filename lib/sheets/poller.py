"""The one who looks at the Sheets: one per deployment, within the quota, whatever goes wrong."""

from __future__ import annotations

import logging
import os
import secrets
import socket
import threading
import time
from collections import defaultdict
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from functools import partial
from typing import Any

from lib.actions.sheets.books import WantedBook, behind, connect
from lib.actions.sheets.noting import note_trouble
from lib.domain.errors import Problem, ThunError
from lib.sheets import doctor
from lib.sheets.client import Google
from lib.sheets.filling import fill
from lib.sheets.refusals import GoogleTrouble, unexpected
from lib.sheets.rounds import Done, Rounds
from lib.sheets.settings import SheetSettings
from lib.sheets.turns import Turns
from lib.store import leases, sheet_books, sheet_wishes, versions
from lib.store.opening import Store
from lib.store.process_lock import CONNECTING, one_at_a_time
from lib.store.sheet_books import Book

_log = logging.getLogger("thun.sheets")
LEASE, LEASE_SECONDS = "sheets", 30.0
#: How often wishes and the app's own changes are looked for, seconds.
TICK = 0.5
#: Reads that a minute's sweep may use; the rest is for what Drive's hint and the app ask for.
SWEEP_READS = 22
#: Reads of a minute that stay free for books in which somebody is typing: they never wait for a window to pass.
READS_FOR_EDITS = 16
#: What the app has to say waits at most so long for its turn, seconds.
MOST_PATIENT = 20.0
#: Calls for a book of which this process remembers nothing.
READS_OF_A_STRANGER = 2
#: Books that are looked at side by side; a tick waits so long for them, seconds, and then goes on without.
SIDE_BY_SIDE, PATIENT = 4, 5.0
#: A book that fails waits a little longer each time, seconds.
_PATIENCE = (5.0, 15.0, 60.0, 300.0)


class Poller:
    """Looks at every book of one store, again and again, until it is stopped.

    Several books are looked at side by side, so that one that hangs holds up nobody else; what goes
    wrong with a book is noted with it, and it rests a while.
    """

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
        #: Books in whose places something was saved since they were looked at.
        self._behind: set[str] = set()
        #: Books that the settings name in a way that cannot be used.
        self._unusable, self._connected = set[str](), False
        #: Book → the turn that is taken with it; wishes for all books and the doctor have turns of their own.
        self.turns = Turns()
        self._locks: defaultdict[str, threading.Lock] = defaultdict(threading.Lock)
        self._stop = threading.Event()
        self._thread: threading.Thread | None = None

    # Running

    def start(self) -> Poller:
        """Look in a thread of its own."""
        self._thread = threading.Thread(target=self._run, daemon=True, name="sheets-poller")
        self._thread.start()
        return self

    def stop(self) -> None:
        """Stop after the present calls and give the lease back."""
        self._stop.set()
        if self._thread:
            self._thread.join(timeout=10)
        self.finish()
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
                # The store did not answer, say: nothing that happens once stops the looking for good.
                _log.exception("sheets: the poller failed")
                self._stop.wait(5)
            self._stop.wait(TICK)

    def tick(self) -> int:
        """Begin what is due now, and wait a little for it; returns the number of turns begun.

        Nothing without the lease. What takes longer goes on beside the next ticks.
        """
        if not self._leads():
            return 0
        if not self._connected:
            self.connect()
        begun = self._begin_wishes()
        for book in self._due():
            if self._stop.is_set() or len(self.turns.going_on()) >= SIDE_BY_SIDE:
                break
            begun += self.turns.begin(book.key, partial(self.round, book.key))
        self.turns.wait_for_one(PATIENT)
        return begun

    def finish(self, seconds: float = 10.0) -> bool:
        """Wait for the turns that were begun, so long each at most; whether all have ended."""
        return self.turns.finish(seconds)

    def connect(self) -> list[Problem]:
        """Bring the store's list of books in line with the settings; returns what is wrong with which."""
        wanted = [WantedBook(b.key, b.name, b.scope) for b in self.settings.workbooks]
        # Several processes may start at once and find the same books missing.
        with one_at_a_time(self.store.database, CONNECTING):
            wrong = connect(self.store, wanted)
        self._unusable, self._connected = set(wrong), True
        return list(wrong.values())

    def round(self, key: str) -> Done | None:
        """One round with one book; None when it failed (noted, and tried again later)."""
        modified, editor = self._hints.get(key, ("", ""))
        if editor == self.settings.email:
            editor = ""  # we wrote last: of the people nothing is known
        began = self._clock()
        self._behind.discard(key)
        try:
            with self._locks[key]:
                done = self.rounds.round(key, modified=modified, editor=editor)
        except Exception as error:
            self._note_failure(key, error, began)
            return None
        self._rest.pop(key, None)
        self._read_at[key] = began
        return done

    def _note_failure(self, key: str, error: Exception, began: float) -> None:
        """The book rests; a failure of the program is told with it like one of Google's."""
        fails = self._rest.get(key, (0, 0.0))[0]
        self._rest[key] = (fails + 1, self._clock() + _PATIENCE[min(fails, len(_PATIENCE) - 1)])
        self._read_at[key] = began
        if isinstance(error, GoogleTrouble):
            _log.warning("sheets: %s: %s", key, error)
            return
        _log.error("sheets: a round with %s failed", key, exc_info=error)
        problem = unexpected()
        note_trouble(self.store, key, datetime.now(UTC), sheet_books.STOPPED, problem.th, problem.en)

    # What is due

    def _leads(self) -> bool:
        now = datetime.now(UTC)
        with self.store.database.writing() as connection:
            until = now + timedelta(seconds=LEASE_SECONDS)
            return leases.take_lease(connection, LEASE, self.holder, now, until)

    def _due(self) -> list[Book]:
        """Books to look at now: edited ones, ones the app has something for, then the oldest."""
        with self.store.database.reading() as connection:
            books, standing = sheet_books.books(connection), versions.current(connection)
            if standing != self._versions:
                self._versions = standing
                self._behind |= behind(connection, books)
        now = self._clock()
        self._take_hints(now)
        # With many books, those whose places are saved to all the time leave some of the quota for the others.
        patience = min(MOST_PATIENT, 2.0 + len(books) / 4)
        edits, said, sweep = list[Book](), list[tuple[float, Book]](), list[tuple[float, Book]]()
        taken = self._unusable | self.turns.going_on()
        for book in books:
            if book.key in taken or now < self._rest.get(book.key, (0, 0.0))[1]:
                continue
            age = now - self._read_at.get(book.key, float("-inf"))
            hint = self._hints.get(book.key, ("", ""))[0]
            edited = bool(hint) and hint != book.modified
            # A book whose last words are not on the Sheet yet, or that has never been read.
            waiting = book.digest is None and age >= min(2.0, self.settings.poll_seconds)
            if edited:
                edits.append(book)
            elif waiting or (book.key in self._behind and age >= patience):
                said.append((age, book))
            elif age >= self.settings.poll_seconds:
                sweep.append((age, book))
        # Somebody waits for an answer where something was typed; then comes what the app has to say.
        for several in (said, sweep):
            several.sort(key=lambda one: -one[0])
        limit = self.google.reads.limit
        first = edits + self._affordable([b for _, b in said], min(READS_FOR_EDITS, limit // 3))
        return first + self._affordable([b for _, b in sweep], limit - SWEEP_READS)

    def _affordable(self, books: list[Book], free: int) -> list[Book]:
        """As many as leave so many reads free for what somebody waits for; a book that is not remembered costs more."""
        room = self.google.reads.left() - free
        chosen = []
        for book in books:
            room -= 1 if self.rounds.remembers(book.key) else READS_OF_A_STRANGER
            if room < 0:
                break
            chosen.append(book)
        return chosen

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

    def _begin_wishes(self) -> int:
        with self.store.database.reading() as connection:
            waiting = sheet_wishes.open_wishes(connection)
        begun = 0
        for wish in waiting:
            # What is wished for all books, and the doctor, take a turn of their own.
            begun += self.turns.begin(wish.book or f"{wish.what} for all", partial(self._answer, wish))
        return begun

    def _answer(self, wish: sheet_wishes.Wish) -> None:
        """Grant a wish; whatever happens, whoever asked hears of it."""
        try:
            answer = self._grant(wish)
        except Exception as error:
            problem = error.problems[0] if isinstance(error, ThunError) else unexpected()
            if not isinstance(error, ThunError):
                _log.error("sheets: the wish %s failed", wish.what, exc_info=error)
            answer = {"problem": [problem.th, problem.en]}
        with self.store.database.writing() as connection:
            sheet_wishes.answer_wish(connection, wish.id, datetime.now(UTC), answer)

    def _grant(self, wish: sheet_wishes.Wish) -> Any:
        if wish.what == "check":
            with self.store.database.reading() as connection:
                chosen = {b.key: b.tab_kinds for b in sheet_books.books(connection)}
            return [f.to_json() for f in doctor.examine(self.settings, self.google, chosen)]
        if wish.what == "fill":
            return [[p.th, p.en] for p in self.fill(wish.book)]
        if wish.what == "fix":
            with self._locks[wish.book]:
                return {"written": self.rounds.fix(wish.book, wish.asked or [])}
        keys = [wish.book] if wish.book else [b.key for b in self.settings.workbooks if b.key not in self._unusable]
        done, failed = [], []
        for key in keys:
            try:
                with self._locks[key]:
                    done.append(self.rounds.round(key))
            except GoogleTrouble as trouble:
                failed.append(trouble)
        if failed and not done:
            raise failed[0]
        return {
            "changed": sum(d.changed for d in done),
            "written": sum(d.written for d in done),
            "troubles": sum(d.troubles for d in done),
        }

    def fill(self, key: str) -> list[Problem]:
        """Fill a book's template in or bring it up to date, then look at it; what was added, in words."""
        with self._locks[key]:
            return fill(self.store, self.google, self.rounds, key)
