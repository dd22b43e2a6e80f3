"""What `run.py` says to a person: Thai first, then English, and never a traceback."""

from __future__ import annotations

import os
import sys

RUN = "py run.py" if os.name == "nt" else "python3 run.py"
"""How this person types the command; Windows has no `python3`."""


class Trouble(Exception):
    """Something a person can put right, said in one sentence per language with the fix."""

    def __init__(self, thai: str, english: str, exit_code: int = 1) -> None:
        super().__init__(english)
        self.thai = thai
        self.english = english
        self.exit_code = exit_code


def say(thai: str, english: str) -> None:
    """One thought, once in each language."""
    print(f"{thai}\n{english}", flush=True)


def say_trouble(trouble: Trouble) -> None:
    print(f"{trouble.thai}\n{trouble.english}", file=sys.stderr, flush=True)


def let_any_console_print_thai() -> None:
    """A Windows pipe or an old locale would raise UnicodeEncodeError on the first Thai letter."""
    for stream in (sys.stdout, sys.stderr):
        reconfigure = getattr(stream, "reconfigure", None)
        if reconfigure is not None:
            reconfigure(encoding="utf-8", errors="replace")
