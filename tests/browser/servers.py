"""Real servers for real browsers: started as run.py starts them, on a data folder of their own."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path

from tests.owner import let_the_owner_in

ROOT = Path(__file__).parents[2]
#: A first import on a cold, busy machine is slow; a healthy start takes about 1.5 s.
START_SECONDS = 120.0
STOP_SECONDS = 30.0
LOG_LINES = 60


@dataclass(frozen=True)
class Server:
    """A running server over a store whose owner is let in: where it answers, its data folder, log and process."""

    url: str
    folder: Path
    log: Path
    child: subprocess.Popen[bytes]
    #: Name of the session cookie.
    cookie: str

    def report(self) -> str:
        """How the server is, and what it last wrote in its log."""
        code = self.child.poll()
        state = "runs" if code is None else f"has ended with {code}"
        lines = self.log.read_text("utf-8", errors="replace").splitlines()
        return "\n".join([f"{self.url} {state}; the end of its log:", *lines[-LOG_LINES:]])


@contextmanager
def serving(
    folder: Path,
    script: str = "lib/web/launcher.py",
    address: str = "127.0.0.1",
    *,
    dies: bool = False,
    port: int = 0,
    **settings: str,
) -> Iterator[Server]:
    """A server over the data in `folder`, started by `script`; fails when it had anything to complain about.

    `dies`: the test kills it; `port`: the one that it had before.
    """
    port = port or free_port()
    log = folder / f"server-{port}.log"
    cookie = let_the_owner_in(folder)
    # Watched for coverage: the plain pages below /s run nowhere else.
    kept = {k: v for k, v in os.environ.items() if not k.startswith(("THUN_", "STREAMLIT_"))}
    kept.pop("DATABASE_URL", None)
    with log.open("wb") as out:
        child = subprocess.Popen(
            [
                *(sys.executable, "-m", "streamlit", "run", script),
                *("--server.address", address, "--server.port", str(port)),
            ],
            cwd=ROOT,
            env={**kept, "THUN_DATA_DIR": str(folder), "PYTHONUNBUFFERED": "1", **settings},
            stdin=subprocess.DEVNULL,
            stdout=out,
            stderr=subprocess.STDOUT,
        )
        server = Server(f"http://127.0.0.1:{port}", folder, log, child, cookie)
        try:
            _wait(server)
            yield server
            assert dies or child.poll() is None, server.report()
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


def _wait(server: Server) -> None:
    """Until the server answers, or has given up, or there is no hope."""
    give_up = time.monotonic() + START_SECONDS
    while time.monotonic() < give_up and server.child.poll() is None:
        with suppress(OSError), urllib.request.urlopen(f"{server.url}/_stcore/health", timeout=START_SECONDS) as answer:
            answer.read()
            return
        time.sleep(0.05)
    raise AssertionError(f"the server did not start: {server.report()}")
