"""Real servers for real browsers: started as run.py starts them, on a data folder of their own."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).parents[2]
#: A first import on a cold, busy machine is slow; a healthy start takes about 1.5 s.
START_SECONDS = 60.0
STOP_SECONDS = 10.0


@dataclass(frozen=True)
class Server:
    """A running server: where it answers, its data folder and its log."""

    url: str
    folder: Path
    log: Path


@contextmanager
def serving(folder: Path, script: str = "lib/web/launcher.py", **settings: str) -> Iterator[Server]:
    """A server over the data in `folder`, started by `script`; fails when it had anything to complain about."""
    port = free_port()
    log = folder / "server.log"
    kept = {k: v for k, v in os.environ.items() if not k.startswith(("THUN_", "STREAMLIT_"))}
    kept.pop("DATABASE_URL", None)
    with log.open("wb") as out:
        child = subprocess.Popen(
            [
                *(sys.executable, "-m", "streamlit", "run", script),
                *("--server.address", "127.0.0.1", "--server.port", str(port)),
            ],
            cwd=ROOT,
            env={**kept, "THUN_DATA_DIR": str(folder), "PYTHONUNBUFFERED": "1", **settings},
            stdin=subprocess.DEVNULL,
            stdout=out,
            stderr=subprocess.STDOUT,
        )
        server = Server(f"http://127.0.0.1:{port}", folder, log)
        try:
            _wait(server, child)
            yield server
        finally:
            child.terminate()
            try:
                child.wait(STOP_SECONDS)
            except subprocess.TimeoutExpired:
                child.kill()
                child.wait()
    said = log.read_text("utf-8", errors="replace")
    assert "Traceback" not in said, said


def free_port() -> int:
    """A port that nobody listens on."""
    with socket.socket() as asking:
        asking.bind(("127.0.0.1", 0))
        return int(asking.getsockname()[1])


def _wait(server: Server, child: subprocess.Popen[bytes]) -> None:
    give_up = time.monotonic() + START_SECONDS
    while time.monotonic() < give_up:
        if child.poll() is not None:
            break
        try:
            with urllib.request.urlopen(f"{server.url}/_stcore/health", timeout=5) as answer:
                answer.read()
            return
        except OSError:
            time.sleep(0.05)
    raise AssertionError(f"the server did not start:\n{server.log.read_text('utf-8')}")
