"""A server that is watched, and people who come, look, change something and go."""

from __future__ import annotations

import json
import os
import random
import subprocess
import sys
import time
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from bench.sessions import Plan, Visitor
from bench.variants import VARIANTS
from tests.browser.servers import free_port

ROOT = Path(__file__).parents[2]
PATIENCE_SECONDS = 90.0
Notes = dict[str, Any]


@contextmanager
def watched(script: str, folder: Path, *, covered: bool = False, **settings: str) -> Iterator[tuple[int, Path]]:
    """A server that writes down what its collector does: its port, and the file of its notes.

    `covered`: coverage looks on, for one server with few visitors; with many it costs as much as all they do.
    """
    port, notes, log = free_port(), folder / "notes.json", folder / "server.log"
    strange = ("THUN_", "STREAMLIT_", "DATABASE_URL", *(() if covered else ("COVERAGE_",)))
    kept = {k: v for k, v in os.environ.items() if not k.startswith(strange)}
    with log.open("wb") as out:
        child = subprocess.Popen(
            [sys.executable, "-m", "tests.web.watched_server", script, str(port), str(notes)],
            cwd=ROOT,
            env={**kept, "THUN_DATA_DIR": str(folder), **settings},
            stdout=out,
            stderr=subprocess.STDOUT,
        )
        try:
            _wait_for_health(port, child, log)
            yield port, notes
        finally:
            child.terminate()
            child.wait(20)
    assert "Traceback" not in log.read_text("utf-8"), log.read_text("utf-8")


def _wait_for_health(port: int, child: subprocess.Popen[bytes], log: Path) -> None:
    give_up = time.monotonic() + PATIENCE_SECONDS
    while time.monotonic() < give_up and child.poll() is None:
        try:
            with urllib.request.urlopen(f"http://127.0.0.1:{port}/_stcore/health", timeout=5) as answer:
                answer.read()
            return
        except OSError:
            time.sleep(0.05)
    raise AssertionError(log.read_text("utf-8"))


def wait_until(notes: Path, holds: Callable[[Notes], bool]) -> Notes:
    give_up = time.monotonic() + PATIENCE_SECONDS
    while True:
        said: Notes = json.loads(notes.read_text(encoding="utf-8")) if notes.exists() else {}
        if said and holds(said):
            return said
        assert time.monotonic() < give_up, said
        time.sleep(0.1)


async def visit(port: int, *, visitors: int) -> None:
    """People open a page, go to another, change something, and close the tab."""
    plan = Plan(port, VARIANTS["app"].pages, think=0, fresh=0, patience=PATIENCE_SECONDS, assets=False)
    people = [Visitor(plan, random.Random(number)) for number in range(visitors)]
    for person in people:
        await person.visit()
        await person.switch()
        await person.interact()
    for person in people:
        await person.close()
    assert [s.errors for p in people for s in p.samples if s.errors] == []
