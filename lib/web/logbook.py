"""The log file: starts, backups, errors with their number – and nothing that anybody typed.

What a person is shown as a number after a failure is found here, with the kind of error and the places
in the program it passed. Messages of errors, arguments and local values are left out: they hold what
was typed. Of other libraries only their name and the kind of error is kept, for the same reason.
"""

from __future__ import annotations

import json
import logging
import os
import re
import sys
import traceback
from collections.abc import Sequence
from datetime import UTC, datetime
from io import TextIOWrapper
from logging.handlers import RotatingFileHandler
from pathlib import Path

from lib.config import ROOT, forget_with, program_version, settings

#: Five files of a megabyte: about a year of an office, and never a full disk.
SIZE, FILES = 1_000_000, 4
_OURS = ("thun", "lib.")
_PLACEHOLDER = re.compile(r"%[sd]")
_FRAME = re.compile(r'^  File "(.+)", line (\d+)', re.MULTILINE)
_log = logging.getLogger("thun")


class WithoutPersons(logging.Formatter):
    """Moment, level, who speaks, our own constant words, a failure's number, kind and places of an error."""

    def format(self, record: logging.LogRecord) -> str:
        """One line; `record.msg` is a constant of ours (a law keeps it so), its arguments are not told."""
        words = [_at(record), record.levelname, record.name, _said(record)]
        number = getattr(record, "number", None)
        words += [str(number)] if number else []
        words += [f"{name}={value}" for name, value in getattr(record, "facts", {}).items()]
        words += _error(record)
        return " ".join(" ".join(words).split())


class AsJson(logging.Formatter):
    """The same, as one JSON object a line, for programs that gather logs."""

    def format(self, record: logging.LogRecord) -> str:
        """One line of JSON; names that have nothing to say are left out."""
        kind, *places = _error(record) or [""]
        told = {
            "at": _at(record),
            "level": record.levelname.lower(),
            "logger": record.name,
            "event": " ".join(_said(record).split()),
            "number": getattr(record, "number", None),
            "process": settings().process or None,
            "error": kind,
            "places": places,
            **getattr(record, "facts", {}),
        }
        return json.dumps({k: v for k, v in told.items() if v not in (None, "", [])}, ensure_ascii=False, default=str)


def _at(record: logging.LogRecord) -> str:
    return datetime.fromtimestamp(record.created, UTC).isoformat(timespec="seconds")


def _said(record: logging.LogRecord) -> str:
    """Our own constant words; of others nothing, they may quote a value."""
    return _PLACEHOLDER.sub("", str(record.msg)) if record.name.startswith(_OURS) else ""


def _error(record: logging.LogRecord) -> list[str]:
    """The kind of an error and the places it passed; empty when there was none."""
    if record.exc_info and record.exc_info[0]:
        frames = [(f.filename, f.lineno or 0) for f in traceback.extract_tb(record.exc_info[2])]
        return [record.exc_info[0].__name__, *_places(frames)]
    if record.exc_text:
        # Written by `logs.WithoutValues`, which leaves the error's words out and ends with its kind.
        frames = [(name, int(line)) for name, line in _FRAME.findall(record.exc_text)]
        return [record.exc_text.splitlines()[-1], *_places(frames)]
    return []


def _places(frames: Sequence[tuple[str, int]]) -> list[str]:
    """Where in the program it happened, the innermost last: files and lines, no values."""
    inside = [(Path(name).relative_to(ROOT), line) for name, line in frames if Path(name).is_relative_to(ROOT)]
    return [f"{place.as_posix()}:{line}" for place, line in inside if place.parts[0] in ("lib", "pages")][-4:]


class _Private(RotatingFileHandler):
    """A log that only its owner reads, and that never stops the program."""

    def _open(self) -> TextIOWrapper:
        stream = super()._open()
        Path(self.baseFilename).chmod(0o600)
        return stream

    def handleError(self, record: logging.LogRecord) -> None:
        """A full disk is told by who saves, not by the log."""


def ensure_log() -> Path | None:
    """Write into the log file from now on; the second call does nothing. None where it cannot be written."""
    file = settings().log_file
    root = logging.getLogger()
    if any(isinstance(h, _Private) and h.baseFilename == str(file.absolute()) for h in root.handlers):
        return file
    try:
        settings().data_dir.mkdir(parents=True, exist_ok=True, mode=0o700)
        file.parent.mkdir(exist_ok=True, mode=0o700)
        handler = _Private(file, maxBytes=SIZE, backupCount=FILES, encoding="utf-8")
    except OSError:
        print(
            f"เขียนบันทึกเหตุการณ์ใน {file.parent} ไม่ได้ ระบบทำงานต่อโดยไม่มีบันทึก",
            f"The log in {file.parent} cannot be written; the app goes on without one.",
            sep="\n",
            file=sys.stderr,
        )
        return None
    handler.setFormatter(AsJson() if settings().log_as_json else WithoutPersons())
    handler.addFilter(_worth_keeping)
    if not root.handlers and logging.lastResort:
        # Whoever watches the window still sees what went wrong, as before there was a file.
        root.addHandler(logging.lastResort)
    root.addHandler(handler)
    _log.setLevel(logging.INFO)
    return file


def close_log() -> None:
    """Write no longer; for tests and whoever changes the data folder."""
    root = logging.getLogger()
    for handler in [h for h in root.handlers if isinstance(h, _Private)]:
        root.removeHandler(handler)
        handler.close()


forget_with(close_log)


def note(words: str, **facts: object) -> None:
    """Something happened that whoever looks after the app wants to find again. `facts`: never a person's data."""
    _log.info(words, extra={"facts": facts})


def note_start(address: str) -> None:
    """The app answers at an address from now on."""
    note("start", version=program_version(), address=address, process=os.getpid())


def _worth_keeping(record: logging.LogRecord) -> bool:
    """Our own news; of others only what went wrong."""
    return record.levelno >= logging.WARNING or hasattr(record, "facts")
