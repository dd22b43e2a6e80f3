"""How often Google is asked: a share of its quota, and not at all for a while when nothing works."""

from __future__ import annotations

import threading
import time
from collections import deque
from collections.abc import Callable
from dataclasses import dataclass, field

#: The share of 60 + 60 calls a minute that we use; the rest is for other programs.
READS, WRITES = 56, 56
#: So many troubles one after another open the circuit for so long.
BREAKER_AFTER, BREAKER_SECONDS = 5, 30.0


@dataclass
class Budget:
    """So many calls in any 60 seconds; `take` waits for its turn."""

    limit: int
    clock: Callable[[], float] = time.monotonic
    sleep: Callable[[float], None] = time.sleep
    _used: deque[float] = field(default_factory=deque)
    _lock: threading.Lock = field(default_factory=threading.Lock)

    def left(self) -> int:
        """Calls that may be made now."""
        with self._lock:
            return self._left()

    def _left(self) -> int:
        now = self.clock()
        while self._used and self._used[0] <= now - 60:
            self._used.popleft()
        return self.limit - len(self._used)

    def take(self) -> None:
        """Count one call, after waiting when there is none left."""
        while not self.take_now():
            with self._lock:
                wait = self._used[0] + 60 - self.clock() if self._used else 0.0
            # Outside of the lock: whoever only asks how many are left does not wait too.
            self.sleep(max(0.01, wait))

    def take_now(self) -> bool:
        """Count one call; False when there is none left."""
        with self._lock:
            if self._left() <= 0:
                return False
            self._used.append(self.clock())
            return True


@dataclass
class Breaker:
    """Stops calling for a while when nothing works; one call then tries again."""

    clock: Callable[[], float] = time.monotonic
    failures: int = 0
    open_until: float = 0.0

    @property
    def is_open(self) -> bool:
        """Whether calls are refused now."""
        return self.clock() < self.open_until

    def note(self, *, worked: bool) -> None:
        """Count an outcome."""
        self.failures = 0 if worked else self.failures + 1
        if self.failures >= BREAKER_AFTER:
            self.open_until = self.clock() + BREAKER_SECONDS
