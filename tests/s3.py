"""A real S3 server over real HTTP, which checks signatures; and ways for a network to fail before it."""

from __future__ import annotations

import os
import shutil
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path

RCLONE = shutil.which("rclone", path=f"{Path(sys.executable).parent}{os.pathsep}{os.environ.get('PATH', '')}")
KEY, SECRET = "THUNKEY", "thun-secret-of-tests"
START_SECONDS = 60.0
#: For so long the server remembers what a folder held; with none at all it locks itself out.
SEEN_SECONDS = 0.5


@dataclass
class S3Server:
    """A running server; its buckets are folders of `folder`."""

    folder: Path
    port: int
    log: Path
    process: subprocess.Popen[bytes] | None = None

    @property
    def endpoint(self) -> str:
        """Its address."""
        return f"http://127.0.0.1:{self.port}"

    def start(self) -> None:
        """Returns when it answers."""
        assert RCLONE is not None
        command = [RCLONE, "serve", "s3", "--config", os.devnull, "--auth-key", f"{KEY},{SECRET}"]
        command += ["--addr", f"127.0.0.1:{self.port}", "--dir-cache-time", f"{SEEN_SECONDS}s"]
        command.append(str(self.folder))
        with self.log.open("ab") as log:
            self.process = subprocess.Popen(command, stdout=log, stderr=log)
        until = time.monotonic() + START_SECONDS
        while True:
            with suppress(OSError), socket.create_connection(("127.0.0.1", self.port), timeout=1):
                return
            assert self.process.poll() is None, self.report()
            assert time.monotonic() < until, self.report()
            time.sleep(0.05)

    def stop(self) -> None:
        """Nobody answers any more."""
        if self.process is not None:
            self.process.kill()
            self.process.wait()
            self.process = None

    def report(self) -> str:
        """How it is, and the end of its log."""
        state = "runs" if self.process is not None and self.process.poll() is None else "has ended"
        return f"The S3 server {state}:\n" + "\n".join(self.log.read_text("utf-8", errors="replace").splitlines()[-40:])

    def look_again(self) -> None:
        """Wait until the server sees what was changed in its folder past it."""
        time.sleep(SEEN_SECONDS * 1.5)

    def bucket(self, name: str) -> Path:
        """An empty bucket; its folder."""
        made = self.folder / name
        made.mkdir()
        if self.process is not None:
            self.look_again()
        return made


@contextmanager
def s3_running(folder: Path) -> Iterator[S3Server]:
    """A server of its own until it is no longer needed."""
    buckets = folder / "buckets"
    buckets.mkdir(parents=True)
    server = S3Server(buckets, _free_port(), folder / "log")
    server.start()
    try:
        yield server
    finally:
        server.stop()


class Wire:
    """A piece of network before a server: it can be cut after so many bytes, or take everything and say nothing."""

    def __init__(self, to_port: int) -> None:
        self._to = to_port
        self._listening = socket.create_server(("127.0.0.1", 0))
        self._cut_after: int | None = None
        self._passed = 0
        self.silent = False
        #: Bytes from the server after which each connection says no more, or is cut; None: never.
        self.stall_after: int | None = None
        self.end_after: int | None = None
        #: Seconds before each piece from the server.
        self.slowness = 0.0
        #: Somebody has called.
        self.called = threading.Event()
        threading.Thread(target=self._accept, daemon=True).start()

    @property
    def endpoint(self) -> str:
        """Where its near end is."""
        return f"http://127.0.0.1:{self._listening.getsockname()[1]}"

    @property
    def cut_after(self) -> int | None:
        """Bytes from the client, on all its connections since this was set, after which each is cut; None: never."""
        return self._cut_after

    @cut_after.setter
    def cut_after(self, many: int | None) -> None:
        self._cut_after, self._passed = many, 0

    def close(self) -> None:
        """The near end is gone."""
        self._listening.close()

    def _accept(self) -> None:
        while True:
            try:
                near, _ = self._listening.accept()
            except OSError:
                return
            self.called.set()
            threading.Thread(target=self._serve, args=(near,), daemon=True).start()

    def _serve(self, near: socket.socket) -> None:
        with near, suppress(OSError), socket.create_connection(("127.0.0.1", self._to)) as far:
            threading.Thread(target=self._back, args=(far, near), daemon=True).start()
            while received := near.recv(65536):
                if self.silent:
                    continue
                self._passed += len(received)
                if self.cut_after is not None and self._passed > self.cut_after:
                    far.sendall(received[: len(received) // 2])
                    return
                far.sendall(received)

    def _back(self, far: socket.socket, near: socket.socket) -> None:
        with suppress(OSError):
            passed = 0
            while received := far.recv(65536):
                passed += len(received)
                if self.end_after is not None and passed > self.end_after:
                    near.shutdown(socket.SHUT_RDWR)
                    return
                if not self.silent and (self.stall_after is None or passed <= self.stall_after):
                    time.sleep(self.slowness)
                    near.sendall(received)


def _free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as free:
        return int(free.getsockname()[1])
