"""Small answers leave at once (TCP_NODELAY), instead of waiting 40 ms for the last acknowledgement."""

from __future__ import annotations

import asyncio
import socket
import sys
from typing import Any

from uvicorn.protocols.http.auto import AutoHTTPProtocol

#: Threads take turns this often, seconds. At Python's 5 ms a page waits behind every other one
#: for each of its frames; shorter turns cost nothing measurable here.
SWITCH_SECONDS = 0.0005


def take_short_turns() -> None:
    """Let the thread that sends frames interrupt the threads that run pages."""
    sys.setswitchinterval(SWITCH_SECONDS)


def answer_at_once() -> None:
    """Set TCP_NODELAY on every connection uvicorn accepts.

    Streamlit binds its socket itself, with ``proto=0``; asyncio sets the option only for sockets
    that say ``IPPROTO_TCP`` (measured: 43 ms between two frames of a page load). uvloop, where
    it runs, sets it always.
    """
    protocol: Any = AutoHTTPProtocol
    if getattr(protocol, "_answers_at_once", False):
        return
    accept = protocol.connection_made

    def connection_made(self: Any, transport: asyncio.Transport) -> None:
        raw = transport.get_extra_info("socket")
        if raw is not None and raw.family in (socket.AF_INET, socket.AF_INET6):
            raw.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        accept(self, transport)

    protocol.connection_made = connection_made
    protocol._answers_at_once = True
