"""A real server that writes down what its garbage collector does; run by a test in a process of its own.

``python -m tests.web.watched_server <script> <port> <notes.json>``: a faster pace and a short memory
for sessions whose tab is closed, so that a test need not wait for minutes. A folder ``hand-in`` that appears beside the notes holds files that
somebody at this machine hands in, on the page of imports or of the survey: what became of each is noted.
"""

from __future__ import annotations

import gc
import json
import sys
import threading
import time
import weakref
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import psutil
from streamlit.runtime import app_session, memory_session_storage
from streamlit.web.cli import main

from lib.access.actors import OWN_MACHINE
from lib.actions.imports import importing
from lib.domain.errors import BadInput
from lib.domain.worlds import OWN
from lib.intake.odk_files import read_export
from lib.store.opening import opened
from lib.web import collector

EVERY_SECONDS = 0.2
PACE = collector.Pace(watch=0.5, quiet=1.0, rest_share=0.15, worth=0.2, overdue=4.0)
#: So many closed tabs may still come back.
REMEMBERED = 4


def serve(script: str, port: str, notes: Path) -> None:
    """Serve until ended, with a note every fifth of a second."""
    sessions: weakref.WeakSet[Any] = weakref.WeakSet()
    begun = [0]
    begin = app_session.AppSession.__init__

    def counted(self: Any, *arguments: Any, **named: Any) -> None:
        begin(self, *arguments, **named)
        sessions.add(self)
        begun[0] += 1

    app_session.AppSession.__init__ = counted  # type: ignore[method-assign]
    memory_session_storage.MemorySessionStorage.__init__.__defaults__ = (REMEMBERED, 1)
    works = collector.Collector(PACE)
    collector._collector = lambda: works  # type: ignore[assignment]
    handed_in: dict[str, str] = {}
    threading.Thread(target=_note, args=(notes, sessions, begun, handed_in), daemon=True).start()
    threading.Thread(target=_take_files, args=(notes.parent / "hand-in", handed_in), daemon=True).start()
    sys.argv = ["streamlit", "run", script, "--server.address", "127.0.0.1", "--server.port", port]
    main()


def _take_files(folder: Path, told: dict[str, str]) -> None:
    """Two clerks at once, each one file after the other."""
    while not folder.is_dir():
        time.sleep(0.1)
    with ThreadPoolExecutor(2) as clerks:
        for file in sorted(folder.iterdir()):
            clerks.submit(_take, file, told)


def _take(file: Path, told: dict[str, str]) -> None:
    content = file.read_bytes()
    try:
        if file.suffix == ".zip":
            read_export(file.name, content)
        else:
            importing.start(opened(OWN), OWN_MACHINE, "สำนักงาน", file.name, content)
        told[file.name] = "taken"
    except BadInput as error:
        told[file.name] = error.problems[0].th
    except BaseException as error:
        told[file.name] = f"Traceback: {error!r}"


def _note(file: Path, sessions: weakref.WeakSet[Any], begun: list[int], handed_in: dict[str, str]) -> None:
    process = psutil.Process()
    works = collector._collector()
    rests, frozen = 0, gc.get_freeze_count()
    while True:
        if works.rests != rests:
            # Counting them takes a while: only when the count has changed.
            rests, frozen = works.rests, gc.get_freeze_count()
        said = {
            "threshold": gc.get_threshold(),
            "frozen": frozen,
            "rests": works.rests,
            "catch_ups": works.catch_ups,
            "begun": begun[0],
            "sessions": len(sessions),
            "handed_in": dict(handed_in),
            "rss_mb": process.memory_info().rss / 2**20,
        }
        whole = file.with_suffix(".new")
        whole.write_text(json.dumps(said), encoding="utf-8")
        whole.replace(file)
        time.sleep(EVERY_SECONDS)


if __name__ == "__main__":
    serve(sys.argv[1], sys.argv[2], Path(sys.argv[3]))
