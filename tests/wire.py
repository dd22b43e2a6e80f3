"""A wire that can be cut: TCP between a browser and a server, with the faults of a village hall."""

from __future__ import annotations

import socket
import threading
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
    #: Bytes that came back from the server.
    carried: int = 0
    _open: list[socket.socket] = field(default_factory=list)

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
        """Break what is open."""
        for one in self._open:
            with suppress(OSError):
                one.shutdown(socket.SHUT_RDWR)
            one.close()
        self._open.clear()

    def _serve(self) -> None:
        while True:
            try:
                near, _ = self.listening.accept()
            except OSError:
                return
            if self.cut:
                near.close()
                continue
            try:
                far = socket.create_connection(self.target, timeout=10)
            except OSError:
                near.close()
                continue
            self._open += [near, far]
            threading.Thread(target=self._pump, args=(near, far, False), daemon=True).start()
            threading.Thread(target=self._pump, args=(far, near, True), daemon=True).start()

    def _pump(self, source: socket.socket, sink: socket.socket, back: bool) -> None:
        with suppress(OSError):
            source.settimeout(None)
            while chunk := source.recv(65536):
                if back and self.deaf:
                    # The server has done what it was asked to do; nobody hears of it.
                    source.close()
                    sink.close()
                    return
                if back:
                    self.carried += len(chunk)
                sink.sendall(chunk)
        for one in (source, sink):
            with suppress(OSError):
                one.shutdown(socket.SHUT_RDWR)


@contextmanager
def wire_to(url: str) -> Iterator[Wire]:
    """A wire to a server."""
    parts = urlsplit(url)
    listening = socket.create_server(("127.0.0.1", 0))
    wire = Wire((str(parts.hostname), int(parts.port or 80)), listening)
    threading.Thread(target=wire._serve, daemon=True).start()
    yield wire
    listening.close()
    wire.hang_up()
