"""A wire that can be cut: TCP between a browser and a server, with the faults of a village hall."""

from __future__ import annotations

import socket
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from urllib.parse import urlsplit


@dataclass
class Wire:
    """`cut`: nothing goes through, standing connections break. `deaf`: requests arrive, their answers get lost."""

    target: tuple[str, int]
    listening: socket.socket
    cut: bool = False
    deaf: bool = False
    #: Other processes of the same server: connections go to each in turn.
    others: list[tuple[str, int]] = field(default_factory=list)
    #: Bytes that came back from the server.
    carried: int = 0
    _open: set[socket.socket] = field(default_factory=set)
    _turn: int = 0
    _lock: threading.Lock = field(default_factory=threading.Lock)

    @property
    def url(self) -> str:
        """Where the browser goes."""
        return f"http://127.0.0.1:{self.listening.getsockname()[1]}"

    def pull(self) -> None:
        """Cut the wire: what is open breaks as well."""
        self.cut = True
        self.hang_up()

    def mend(self) -> None:
        """Everything goes through again."""
        self.cut = self.deaf = False
        self.hang_up()

    def hang_up(self) -> None:
        """Break what is open; whoever pumps closes it."""
        with self._lock:
            standing = list(self._open)
        for one in standing:
            with suppress(OSError):
                one.shutdown(socket.SHUT_RDWR)

    def _serve(self) -> None:
        while True:
            try:
                near, _ = self.listening.accept()
            except OSError:
                return
            threading.Thread(target=self._carry, args=(near,), daemon=True).start()

    def _carry(self, near: socket.socket) -> None:
        """One connection from its beginning to its end; both its sockets are closed here and nowhere else."""
        with near:
            if self.cut:
                return
            try:
                with self._lock:
                    everyone = [self.target, *self.others]
                    self._turn += 1
                far = socket.create_connection(everyone[self._turn % len(everyone)], timeout=10)
            except OSError:
                return
            with far:
                far.settimeout(None)
                with self._lock:
                    self._open |= {near, far}
                    cut = self.cut
                if not cut:
                    there = threading.Thread(target=self._pump, args=(near, far, False), daemon=True)
                    there.start()
                    self._pump(far, near, True)
                    there.join()
                with self._lock:
                    self._open -= {near, far}

    def _pump(self, source: socket.socket, sink: socket.socket, back: bool) -> None:
        with suppress(OSError):
            # Deaf: the server has done what it was asked to do; nobody hears of it.
            while (chunk := source.recv(65536)) and not (back and self.deaf):
                if back:
                    self.carried += len(chunk)
                sink.sendall(chunk)
        for one in (source, sink):
            with suppress(OSError):
                one.shutdown(socket.SHUT_RDWR)

    def close(self) -> None:
        """No wire any more: nothing is left open behind it."""
        self.cut = True
        # A listener that is only closed goes on listening while its thread waits in accept.
        with suppress(OSError):
            self.listening.shutdown(socket.SHUT_RDWR)
        self.listening.close()
        deadline = time.monotonic() + 10
        while time.monotonic() < deadline:
            self.hang_up()
            with self._lock:
                if not self._open:
                    return
            time.sleep(0.01)


@contextmanager
def wire_to(url: str) -> Iterator[Wire]:
    """A wire to a server."""
    parts = urlsplit(url)
    wire = Wire((str(parts.hostname), int(parts.port or 80)), socket.create_server(("127.0.0.1", 0)))
    threading.Thread(target=wire._serve, daemon=True).start()
    try:
        yield wire
    finally:
        wire.close()
