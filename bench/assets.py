"""Fetch one static file as a browser would: gzip offered, bytes on the wire counted."""

from __future__ import annotations

import asyncio


async def fetch(port: int, url: str, cookie: str = "") -> int:
    """Bytes of the reply with its headers. Raises ValueError when it is not a 200."""
    reader, writer = await asyncio.open_connection("127.0.0.1", port)
    try:
        kept = f"Cookie: {cookie}\r\n" if cookie else ""
        writer.write(
            f"GET /{url} HTTP/1.1\r\nHost: 127.0.0.1:{port}\r\n"
            f"{kept}"
            "Accept-Encoding: gzip, deflate, br\r\nConnection: close\r\n\r\n".encode()
        )
        await writer.drain()
        status = await reader.readline()
        if b" 200 " not in status:
            raise ValueError(status.decode(errors="replace").strip() or "empty reply")
        return len(status) + len(await reader.read())
    finally:
        writer.close()
