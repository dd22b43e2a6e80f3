"""Small answers leave at once (TCP_NODELAY), instead of waiting 40 ms for the last acknowledgement."""

from __future__ import annotations

import asyncio
import socket

import uvicorn.protocols.http.h11_impl as h11_impl


def answer_at_once() -> None:
    """Set TCP_NODELAY on every connection uvicorn accepts.

    Streamlit binds its socket itself, with ``proto=0``; asyncio sets the option only for sockets
    that say ``IPPROTO_TCP`` (measured: 43 ms between two frames of a page load).
    """
    protocol = h11_impl.H11Protocol
    if getattr(protocol, "_answers_at_once", False):
        return
    accept = protocol.connection_made

    def connection_made(self: h11_impl.H11Protocol, transport: asyncio.Transport) -> None:
        raw = transport.get_extra_info("socket")
        if raw is not None and raw.family in (socket.AF_INET, socket.AF_INET6):
            raw.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        accept(self, transport)

    protocol.connection_made = connection_made  # type: ignore[method-assign]
    protocol._answers_at_once = True  # type: ignore[attr-defined]
