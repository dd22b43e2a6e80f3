"""Security headers on every answer, a content security policy among them; hashed files may be kept for a year.

What Streamlit needs stays allowed: its charts are compiled in the browser (``unsafe-eval``), its styles
and ours stand in the page (``unsafe-inline``). Everything else comes from this server: no script of
another host runs, nothing is sent elsewhere, no other site shows the pages in a frame. Pictures of map
tiles come from the tile servers; without our own Leaflet the map's frame may take it from the network.
"""

from __future__ import annotations

import re

from starlette.datastructures import MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

#: Streamlit's own scripts carry a hash in their name: they never change under it.
_HASHED = ("/static/js/", "/static/css/", "/static/media/")
#: Fonts, polygons and Leaflet: they change with a release, not with the data.
_OURS = "/app/static/"
_SECURITY = {
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "same-origin",
    "X-Frame-Options": "SAMEORIGIN",
    "Permissions-Policy": "camera=(), microphone=(), geolocation=(self)",
}

#: The map's frame, and where folium's own files come from on a machine without ours (a test compares).
_COMPONENT = "/component/"
NETWORK = (
    "https://cdn.jsdelivr.net",
    "https://code.jquery.com",
    "https://cdnjs.cloudflare.com",
    "https://netdna.bootstrapcdn.com",
)
#: What stands in a policy as the name of a host.
_HOST = re.compile(r"[A-Za-z0-9.\-]+(:\d{1,5})?|\[[0-9A-Fa-f:]+\](:\d{1,5})?")


def policy(host: str, path: str) -> str:
    """The content security policy of an answer. `host`: as the browser names this server."""
    scripts = f" {' '.join(NETWORK)}" if _COMPONENT in path else ""
    # Older Safari does not count websockets to the same host as 'self'.
    sockets = f" ws://{host} wss://{host}" if _HOST.fullmatch(host) else ""
    return "; ".join(
        (
            "default-src 'self'",
            f"script-src 'self' 'unsafe-inline' 'unsafe-eval' blob:{scripts}",
            f"style-src 'self' 'unsafe-inline'{scripts}",
            f"font-src 'self' data:{scripts}",
            "img-src 'self' data: blob: https:",
            "media-src 'self' data: blob:",
            f"connect-src 'self' data: blob:{sockets}",
            "worker-src 'self' blob:",
            "frame-src 'self' data: blob:",
            "frame-ancestors 'self'",
            "object-src 'none'",
            "base-uri 'self'",
            "form-action 'self'",
        )
    )


class Headers:
    """ASGI middleware."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Add the headers to HTTP answers; leave websockets alone."""
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        path: str = scope["path"]
        host = next((value for name, value in scope["headers"] if name == b"host"), b"")
        allowed = policy(host.decode("latin-1"), path)

        async def with_headers(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = MutableHeaders(scope=message)
                for name, value in _SECURITY.items():
                    headers.setdefault(name, value)
                headers.setdefault("Content-Security-Policy", allowed)
                if message["status"] == 200 and any(part in path for part in _HASHED):
                    headers["Cache-Control"] = "public, max-age=31536000, immutable"
                elif message["status"] == 200 and _OURS in path:
                    headers["Cache-Control"] = "public, max-age=86400"
            await send(message)

        await self.app(scope, receive, with_headers)
