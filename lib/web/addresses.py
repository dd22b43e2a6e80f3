"""An address with more than one step (``/progress/x``) leads to the sentence that there is no such page.

Streamlit answers such an address with its frame, whose scripts are then looked for in the wrong
folder: a white screen. Addresses of one step are looked after in ``lib/ui/frame/addresses.py``.
"""

from __future__ import annotations

from starlette.responses import RedirectResponse
from starlette.types import ASGIApp, Receive, Scope, Send

from lib.ui.frame.addresses import LOST, base_path
from lib.ui.frame.light import PRACTICE_BELOW

#: First steps that are Streamlit's and the app's own files and routes, not pages.
_FILES = {
    PRACTICE_BELOW.strip("/"),
    "s",
    "m",
    "_stcore",
    "app",
    "component",
    "media",
    "static",
    "oauth2callback",
    "auth",
}


class Addresses:
    """ASGI middleware."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Send a browser that asks for a page of several steps to the page that says there is none."""
        if scope["type"] == "http" and scope["method"] == "GET" and _asks_for_a_page(scope):
            base = base_path()
            steps = str(scope["path"])[len(base) :].strip("/").split("/")
            if scope["path"].startswith(f"{base}/") and len(steps) > 1 and steps[0] not in _FILES:
                await RedirectResponse(f"{base}/{LOST}", 307)(scope, receive, send)
                return
        await self.app(scope, receive, send)


def _asks_for_a_page(scope: Scope) -> bool:
    accepted = next((value for name, value in scope["headers"] if name == b"accept"), b"")
    return bool(b"text/html" in accepted)
