"""Turns that go on side by side, one at a time under each name."""

from __future__ import annotations

import threading
from collections.abc import Callable
from typing import Any


class Turns:
    """What is done with each book goes on beside the others; a turn that hangs holds up its own name only."""

    def __init__(self) -> None:
        self._threads: dict[str, threading.Thread] = {}
        self._ended = threading.Event()

    def going_on(self) -> set[str]:
        """Names of the turns that have not ended."""
        return {name for name, thread in self._threads.items() if thread.is_alive()}

    def begin(self, name: str, act: Callable[[], Any]) -> bool:
        """Take a turn, unless one under the same name still goes on."""
        if name in self.going_on():
            return False

        def take() -> None:
            try:
                act()
            finally:
                self._ended.set()

        # A thread that keeps no process alive: what it does may be cut off at any point.
        self._threads[name] = threading.Thread(target=take, name=f"sheets {name[:20]}", daemon=True)
        self._threads[name].start()
        return True

    def wait_for_one(self, seconds: float) -> None:
        """Wait until a turn ends, so long at most; not at all when none goes on."""
        if self.going_on():
            self._ended.wait(seconds)
        self._ended.clear()

    def finish(self, seconds: float, name: str = "") -> bool:
        """Wait for the turns that were begun (or the one of a name), so long each at most; whether all have ended."""
        for begun, thread in list(self._threads.items()):
            if name in ("", begun):
                thread.join(seconds)
        return name not in self.going_on() if name else not self.going_on()
