"""Security headers on every answer; hashed files may be kept for a year."""

from __future__ import annotations

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

        async def with_headers(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = MutableHeaders(scope=message)
                for name, value in _SECURITY.items():
                    headers.setdefault(name, value)
                if message["status"] == 200 and any(part in path for part in _HASHED):
                    headers["Cache-Control"] = "public, max-age=31536000, immutable"
                elif message["status"] == 200 and _OURS in path:
                    headers["Cache-Control"] = "public, max-age=86400"
            await send(message)

        await self.app(scope, receive, with_headers)
