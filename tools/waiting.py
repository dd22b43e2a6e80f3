"""Two starts at the same moment must not install into the same folder: one waits for the other."""

from __future__ import annotations

import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from typing import IO

from tools.project import Project
from tools.speech import say

if sys.platform == "win32":
    import msvcrt

    def _take(file: IO[str]) -> None:
        msvcrt.locking(file.fileno(), msvcrt.LK_NBLCK, 1)
else:
    import fcntl

    def _take(file: IO[str]) -> None:
        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)


LOCK = ".setup.lock"
"""Beside `.venv`, not in it: making the environment anew must not remove the lock."""


@contextmanager
def one_at_a_time(project: Project) -> Iterator[None]:
    """Holds the set-up lock; the system gives it back even when we are killed."""
    with (project.root / LOCK).open("a", encoding="utf-8") as file:
        told = False
        while True:
            try:
                _take(file)
                break
            except (BlockingIOError, PermissionError):
                if not told:
                    say("กำลังติดตั้งอยู่ในอีกหน้าต่างหนึ่ง รอสักครู่ …", "Another window is installing right now; waiting for it …")
                told = True
                time.sleep(0.3)
        yield
