"""Python's garbage collector works while nobody waits, and passes over what stays for good.

A full collection walks every object of the process – half a second in which nobody is served –
although nearly all of them (modules, declarations, read models) live as long as the process. So
they are frozen (`gc.freeze`), the thresholds are raised, and full collections are made when the
process rests: what lived is thawed, looked through once, and frozen again. A process that never
rests still collects what came since, now and then, so that closed sessions are given back.
Figures and reasons: docs/decisions/016-the-collector-works-while-nobody-waits.md.
"""

from __future__ import annotations

import atexit
import gc
import threading
import time
from dataclasses import dataclass
from functools import cache

from lib.config import settings

#: Objects more than went: a look at the young ones; every so many of them at the older ones.
#: (Python 3.14 collects the oldest bit by bit and has no use for the third.)
THRESHOLDS = (100_000, 50, 100)


@dataclass(frozen=True)
class Pace:
    """When the collector works; all in seconds."""

    #: How long one look at the process takes.
    watch: float = 2.0
    #: How long it has to have rested before everything is looked through; the first time one look will do.
    quiet: float = 20.0
    #: CPU by wall time below which it rests: one page view is as much or more.
    rest_share: float = 0.01
    #: CPU used since the last collection that makes another worth while.
    worth: float = 1.0
    #: A process that never rests collects what came since its last collection after this long.
    overdue: float = 300.0


class Collector:
    """Watches the process from a thread of its own and collects at the right moment."""

    def __init__(self, pace: Pace | None = None) -> None:
        self.pace = pace or Pace()
        self.rests = self.catch_ups = 0
        self._stop = threading.Event()
        self._thread: threading.Thread | None = None
        #: Whether what the first visitors brought to life has been set aside.
        self._settled = False
        self._collected_at, self._cpu_then = time.monotonic(), time.process_time()

    def start(self) -> None:
        """Raise the thresholds and begin to watch; a second call does nothing."""
        if self._thread is not None:
            return
        self._stop.clear()
        gc.set_threshold(*THRESHOLDS)
        self._thread = threading.Thread(target=self._watch, name="collector", daemon=True)
        self._thread.start()
        # A thread that walks all objects while Python takes itself down would have nowhere to stand.
        atexit.register(self.stop)

    def stop(self) -> None:
        """Stop watching and put everything back as Python has it."""
        self._stop.set()
        thread, self._thread = self._thread, None
        if thread is not None:
            thread.join(timeout=5)
            gc.unfreeze()
            gc.set_threshold(*_PYTHONS_OWN)

    def rest(self) -> None:
        """While nobody waits: look through everything once, then set aside what lives."""
        gc.unfreeze()
        gc.collect()
        gc.freeze()
        self.rests += 1
        self._mark()

    def catch_up(self) -> None:
        """While people wait: collect what came since, leave aside what was set aside."""
        gc.collect()
        self.catch_ups += 1
        self._mark()

    def _mark(self) -> None:
        self._collected_at, self._cpu_then = time.monotonic(), time.process_time()

    def _watch(self) -> None:
        wall, cpu, busy_at = time.monotonic(), time.process_time(), time.monotonic()
        while not self._stop.wait(self.pace.watch):
            now, used = time.monotonic(), time.process_time()
            if (used - cpu) / (now - wall) >= self.pace.rest_share:
                busy_at = now
            wall, cpu = now, used
            if used - self._cpu_then < self.pace.worth:
                continue
            overdue = now - self._collected_at > self.pace.overdue
            quiet = now - busy_at
            if quiet >= self.pace.quiet or (not self._settled and (quiet > 0 or overdue)):
                self.rest()
                self._settled = True
            elif overdue:
                self.catch_up()
            else:
                continue
            # Its own work is not the process's.
            wall, cpu = time.monotonic(), time.process_time()


_PYTHONS_OWN = gc.get_threshold()


@cache
def _collector() -> Collector:
    return Collector()


def ensure_collector(*, warm: bool = False) -> Collector | None:
    """Let the collector work while nobody waits, unless the settings leave it to Python.

    `warm`: what stays for good is there already and nobody waits yet, so it is set aside at once;
    else at the first moment of rest.
    """
    if settings().plain_collector:
        return None
    collector = _collector()
    collector.start()
    if warm:
        collector.rest()
    return collector
