"""One Streamlit server of a variant in its own process, with its CPU seconds and memory."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
import tempfile
import threading
import time
import urllib.request
from contextlib import ExitStack
from pathlib import Path
from types import TracebackType
from typing import Self
from urllib.error import URLError

import psutil

from bench.owner import cookie_of
from bench.variants import Variant

START_LIMIT_S = 120  # a first start may build the practice store
SAMPLE_EVERY_S = 0.5
PROXY_LOOKS_S = 3.0  # Caddy looks every two seconds: by then it knows that both are ready
MB = 1024 * 1024


class ServerFailed(RuntimeError):
    """The server ended or never answered; the message carries the end of its log."""


class Server:
    """Context manager: started and healthy inside, ended and its folder removed outside."""

    def __init__(self, variant: Variant, data: Path, processes: int = 1) -> None:
        self.variant = variant
        self.processes = processes
        self.port = _free_port()
        self._ports = _free_row(processes) if processes > 1 else []
        self.max_rss_mb = 0.0
        self.cookie = ""
        """What the owner's browser sends; empty for a variant without sessions."""
        self._data = data
        self._temp = tempfile.TemporaryDirectory(prefix=f"bench-{variant.name}-")
        self._log_path = Path(self._temp.name) / "server.log"
        self._stop = threading.Event()

    @property
    def origin(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    @property
    def env(self) -> dict[str, str]:
        store = Path(self._temp.name) / "store"
        store.mkdir(exist_ok=True)
        own = {key: value.format(temp=store) for key, value in self.variant.env.items()}
        # Nothing of the caller's shell may configure one variant and not the other.
        clean = {k: v for k, v in os.environ.items() if not k.startswith("STREAMLIT_")}
        return {**clean, "BENCH_DATA": str(self._data), "PYTHONUNBUFFERED": "1", **own}

    def __enter__(self) -> Self:
        if self.variant.prepare is not None:
            self.variant.prepare(self._data)
        command = self._command()
        with self._log_path.open("wb") as log:
            self._process = subprocess.Popen(
                command,
                cwd=self.variant.folder,
                env=self.env,
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=subprocess.STDOUT,
            )
        self._handle = psutil.Process(self._process.pid)
        try:
            self._wait_for_health()
            # Several processes are a served app, where no machine is the owner's: visitors read.
            if "THUN_DATA_DIR" in self.variant.env and self.processes == 1:
                self.cookie = cookie_of(Path(self.env["THUN_DATA_DIR"]))
        except BaseException:
            self.__exit__(None, None, None)
            raise
        threading.Thread(target=self._watch_memory, daemon=True).start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._stop.set()
        self._process.terminate()
        try:
            self._process.wait(10 * self.processes)
        except subprocess.TimeoutExpired:
            self._process.kill()
            self._process.wait()
        self._temp.cleanup()

    def _command(self) -> list[str]:
        """One process by itself, or several behind Caddy as people start them."""
        if self.processes == 1:
            command = [sys.executable, "-m", "streamlit", "run", self.variant.script]
            command += ["--server.port", str(self.port), "--server.address", "127.0.0.1"]
            return [*command, "--server.headless", "true"]
        command = [sys.executable, "run.py", "serve", "--processes", str(self.processes)]
        return [*command, "--port", str(self.port), "--first-port", str(self._ports[0])]

    def cpu_seconds(self) -> float:
        """User and system time of the server and the processes it started."""
        children = self._handle.children(recursive=True)
        return sum(cpu_of(pid) for pid in (self._process.pid, *(c.pid for c in children)))

    def rss_mb(self) -> float:
        """Of several processes the largest."""
        if self.processes == 1:
            return self._handle.memory_info().rss / MB
        served = [c for c in self._handle.children(recursive=True) if "streamlit" in " ".join(c.cmdline())]
        return max((c.memory_info().rss / MB for c in served), default=0.0)

    def log_tail(self, lines: int = 15) -> str:
        text = self._log_path.read_text(encoding="utf-8", errors="replace")
        return "\n".join(text.splitlines()[-lines:])

    def log_errors(self) -> int:
        text = self._log_path.read_text(encoding="utf-8", errors="replace")
        return text.count("Traceback (most recent call last)")

    def _wait_for_health(self) -> None:
        deadline = time.monotonic() + START_LIMIT_S
        asked = [f"http://127.0.0.1:{port}/s/ready" for port in self._ports] + [f"{self.origin}/_stcore/health"]
        while time.monotonic() < deadline:
            if self._process.poll() is not None:
                raise ServerFailed(f"{self.variant.name} ended at its start:\n{self.log_tail()}")
            if all(_is_well(url) for url in asked):
                if self.processes > 1:
                    time.sleep(PROXY_LOOKS_S)
                return
            time.sleep(0.1)
        raise ServerFailed(f"{self.variant.name} is not healthy:\n{self.log_tail()}")

    def _watch_memory(self) -> None:
        while not self._stop.wait(SAMPLE_EVERY_S):
            try:
                self.max_rss_mb = max(self.max_rss_mb, self.rss_mb())
            except psutil.NoSuchProcess:
                return


def cpu_of(pid: int) -> float:
    """CPU seconds of a process, threads that ended included; 0 when it is gone.

    On Linux by the process's own CPU clock: /proc counts in steps of 10 ms, more than a whole
    rerun of a fast page, and in virtual machines it was seen to miss half of the time.
    """
    try:
        if sys.platform == "linux":
            process_clock = (~pid << 3) | 2  # what clock_getcpuclockid(3) computes
            return time.clock_gettime(process_clock)
        times = psutil.Process(pid).cpu_times()
    except (OSError, psutil.NoSuchProcess):
        return 0.0
    return float(times.user + times.system)


def _is_well(url: str) -> bool:
    try:
        with urllib.request.urlopen(url, timeout=5) as reply:
            return bool(reply.status == 200)
    except (URLError, OSError):
        return False  # not listening yet


def _free_row(processes: int) -> list[int]:
    """Ports side by side that nobody listens on."""
    for first in range(21000 + os.getpid() % 3000 * 10, 64000, 10):
        row = list(range(first, first + processes))
        with ExitStack() as held:
            try:
                for port in row:
                    held.enter_context(socket.socket()).bind(("127.0.0.1", port))
            except OSError:
                continue
            return row
    raise ServerFailed("no free ports")


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])
