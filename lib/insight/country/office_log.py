"""What the log file tells of the last day: it holds no data of anybody (see `lib/web/logbook.py`)."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path

#: moment, level, who, the rest
_LINE = re.compile(r"^(\S+) ([A-Z]+) (\S+) ?(.*)$")
_ADDRESS = re.compile(r"^start .*\baddress=(\S+)")
_NUMBER = re.compile(r"^failure ([0-9a-f]{6})\b")
DAY = timedelta(days=1)
#: Numbers of failures that are told; the rest stand in the file.
MOST_NUMBERS = 5


@dataclass(frozen=True)
class LogLook:
    """The last address the app answered at ('' for none), and errors of the last day with their numbers."""

    address: str = ""
    errors: int = 0
    numbers: tuple[str, ...] = ()


def look_at_log(file: Path, now: datetime) -> LogLook:
    """Read the log and its older parts; nothing there, or nothing to be read, is an empty look."""
    address, errors = "", 0
    numbers: list[str] = []
    for at, level, rest in _lines(file):
        address = said[1] if (said := _ADDRESS.match(rest)) else address
        if level in ("ERROR", "CRITICAL") and timedelta(0) <= now - at <= DAY:
            errors += 1
            numbers += [said[1]] if (said := _NUMBER.match(rest)) else []
    return LogLook(address, errors, tuple(numbers[-MOST_NUMBERS:]))


def _lines(file: Path) -> Iterator[tuple[datetime, str, str]]:
    older = sorted(file.parent.glob(f"{file.name}.*"), reverse=True) if file.parent.is_dir() else []
    for part in (*older, file):
        try:
            text = part.read_text(encoding="utf-8", errors="replace")
        except OSError:
            continue
        for line in text.splitlines():
            found = _LINE.match(line)
            try:
                moment = datetime.fromisoformat(found[1]) if found else None
            except ValueError:
                continue
            if found and moment and moment.tzinfo:
                yield moment, found[2], found[4]
