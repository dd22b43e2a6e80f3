"""An address with more than one step: ``/area/N`` is a region's page, any other leads to a sentence.

Streamlit answers such an address with its frame, whose scripts are then looked for in the wrong
folder: a white screen. Addresses of one step are looked after in ``lib/ui/frame/addresses.py``.
"""

from __future__ import annotations

import re
from typing import Final
from urllib.parse import parse_qsl, urlencode

from starlette.responses import RedirectResponse
from starlette.types import ASGIApp, Receive, Scope, Send

from lib.schema.choices import REGIONS
from lib.ui.frame.addresses import LOST, base_path
from lib.ui.frame.light import PRACTICE_BELOW

#: A province by its two digits, a tambon by six; other councils have ids of their own.
_PLACE: Final = re.compile(r"TH-\d{2}(?:\d{4})?")
_PROVINCE: Final = len("TH-50")
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
                query = scope["query_string"].decode("latin-1")
                await RedirectResponse(f"{base}/{_area_page(steps, query) or LOST}", 307)(scope, receive, send)
                return
        await self.app(scope, receive, send)


def _area_page(steps: list[str], query: str) -> str:
    """``area/N``, ``area/TH-50``, ``area/TH-500102``: the page of a region, province or tambon; '' for another."""
    if len(steps) != 2 or steps[0] != "area":
        return ""
    code = steps[1].upper()
    if code in {option.value for option in REGIONS}:
        asked = [("region", code)]
    elif _PLACE.fullmatch(code):
        asked = [("province" if len(code) == _PROVINCE else "tambon", code)]
    elif code == "TH":
        asked = [("region", "all"), ("province", "all")]
    else:
        return ""
    # What the address says itself of the place is the place's to say.
    named = {name for name, _ in asked}
    return "area?" + urlencode([*asked, *((k, v) for k, v in parse_qsl(query) if k not in named)])


def _asks_for_a_page(scope: Scope) -> bool:
    accepted = next((value for name, value in scope["headers"] if name == b"accept"), b"")
    return bool(b"text/html" in accepted)
