"""What the log file tells of the last day: it holds no data of anybody (see `lib/web/logbook.py`)."""

from __future__ import annotations

import json
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
    for part in _parts(file):
        try:
            text = part.read_text(encoding="utf-8", errors="replace")
        except OSError:
            continue
        for line in text.splitlines():
            at, level, rest = _of_json(line) if line.startswith("{") else _of_words(line)
            try:
                moment = datetime.fromisoformat(at)
            except ValueError:
                continue
            if moment.tzinfo:
                yield moment, level, rest


def _parts(file: Path) -> list[Path]:
    """The older parts before the newest, of each process that writes here: ``thun.log``, ``thun-2.log`` …"""
    if not file.parent.is_dir():
        return []
    every = file.stem.partition("-")[0]
    newest = sorted([*file.parent.glob(f"{every}{file.suffix}"), *file.parent.glob(f"{every}-*{file.suffix}")])
    return [part for one in newest for part in (*sorted(file.parent.glob(f"{one.name}.*"), reverse=True), one)]


def _of_words(line: str) -> tuple[str, str, str]:
    """Moment, level and the rest of a line of words; empty when it is none."""
    found = _LINE.match(line)
    return (found[1], found[2], found[4]) if found else ("", "", "")


def _of_json(line: str) -> tuple[str, str, str]:
    """The same of a line of JSON, with the rest as words."""
    try:
        told = json.loads(line)
    except ValueError:
        return "", "", ""
    words = [str(told.get("event", "")), str(told.get("number", ""))]
    words += [f"address={told['address']}"] if "address" in told else []
    return str(told.get("at", "")), str(told.get("level", "")).upper(), " ".join(w for w in words if w)
