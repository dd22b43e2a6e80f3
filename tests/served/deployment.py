"""A deployment for a test: real processes behind a real Caddy, on free ports and a data folder of its own."""

from __future__ import annotations

import hashlib
import hmac
import json
import os
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from tests.owner import let_the_owner_in

ROOT = Path(__file__).parents[2]
START_SECONDS = 180.0
LOG_LINES = 60


@dataclass(frozen=True)
class Deployment:
    """What runs: where people reach it, its processes, its log."""

    url: str
    folder: Path
    log: Path
    child: subprocess.Popen[bytes]
    ports: list[int] = field(default_factory=list)
    #: Name of the session cookie of an administrator; '' where the store was not there yet.
    cookie: str = ""

    def pids(self) -> dict[str, int]:
        """Process ids by name: ``1``, ``2`` …, ``caddy``."""
        return dict(json.loads((self.folder / "serve.json").read_text("utf-8"))["processes"])

    def ask(self, path: str, port: int | None = None) -> tuple[int, str]:
        """Status and text of an answer, through the proxy or of one process."""
        base = f"http://127.0.0.1:{port}" if port else self.url
        request = urllib.request.Request(f"{base}{path}", headers={"Accept": "text/html"})
        try:
            with urllib.request.urlopen(request, timeout=30) as answer:
                return answer.status, answer.read().decode()
        except urllib.error.HTTPError as refused:
            return refused.code, refused.read().decode()

    def is_ready(self, number: int) -> bool:
        """Whether one process may be sent people."""
        try:
            return self.ask("/s/ready", self.ports[number - 1])[0] == 200
        except OSError:
            return False

    def wait(self, fits: Callable[[], bool], what: str, seconds: float = START_SECONDS) -> None:
        """Until it fits; fails with the log."""
        give_up = time.monotonic() + seconds
        while not fits():
            assert self.child.poll() is None, self.report()
            assert time.monotonic() < give_up, f"not within {seconds:g} s: {what}\n{self.report()}"
            time.sleep(0.1)

    def kill(self, name: str) -> None:
        """End a process as the system does when memory runs out."""
        os.kill(self.pids()[name], signal.SIGKILL)

    def process_of(self, cookie: str) -> str:
        """Which process a browser is kept with, by Caddy's cookie."""
        made = {hmac.new(b"", f"127.0.0.1:{port}".encode(), hashlib.sha256).hexdigest(): port for port in self.ports}
        return str(self.ports.index(made[cookie]) + 1)

    def report(self) -> str:
        """How it is, and the end of its log."""
        code = self.child.poll()
        lines = self.log.read_text("utf-8", errors="replace").splitlines()
        return "\n".join([f"{self.url} {'runs' if code is None else f'has ended with {code}'}:", *lines[-LOG_LINES:]])


@contextmanager
def deployed(folder: Path, processes: int = 2, **settings: str) -> Iterator[Deployment]:
    """All of it, ready; every process of it has ended afterwards."""
    port, *ports = _free_ports(processes)
    log = folder / "serve.log"
    cookie = let_the_owner_in(folder, served=True) if (folder / "own.sqlite").exists() else ""
    kept = {k: v for k, v in os.environ.items() if not k.startswith(("THUN_", "STREAMLIT_")) and k != "DATABASE_URL"}
    words = ["serve", "--processes", str(processes), "--port", str(port), "--first-port", str(ports[0])]
    with log.open("wb") as out:
        child = subprocess.Popen(
            [sys.executable, "-m", "tests.served.run", *words],
            cwd=ROOT,
            env={**kept, "THUN_DATA_DIR": str(folder), "PYTHONUNBUFFERED": "1", **settings},
            stdin=subprocess.DEVNULL,
            stdout=out,
            stderr=subprocess.STDOUT,
            start_new_session=True,
        )
    made = Deployment(f"http://127.0.0.1:{port}", folder, log, child, ports, cookie)
    try:
        for number in range(1, processes + 1):
            made.wait(lambda n=number: made.is_ready(n), f"process {number} ready")  # type: ignore[misc]
        made.wait(lambda: _is_open(port) and made.ask("/s/health")[0] == 200, "the proxy answers")
        yield made
    finally:
        child.terminate()
        try:
            child.wait(60)
        except subprocess.TimeoutExpired:
            os.killpg(child.pid, signal.SIGKILL)
            child.wait()
    said = log.read_text("utf-8", errors="replace")
    assert "Traceback" not in said, said


def _free_ports(processes: int) -> list[int]:
    """One for the proxy, and a row of free ones for the processes."""
    for first in range(18600 + os.getpid() % 2000 * 10, 64000, 10):
        row = range(first, first + processes)
        if not any(map(_is_open, row)):
            with socket.socket() as asking:
                asking.bind(("127.0.0.1", 0))
                return [int(asking.getsockname()[1]), *row]
    raise AssertionError("no free ports")


def _is_open(port: int) -> bool:
    with socket.socket() as asking:
        asking.settimeout(0.5)
        return asking.connect_ex(("127.0.0.1", port)) == 0
