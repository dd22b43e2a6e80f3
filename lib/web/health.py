"""`/s/health`: the process lives. `/s/ready`: people may be sent to it, and how old what it serves is.

A proxy asks both every few seconds and sends nobody to a process that is not ready. Whoever asks through
the proxy hears yes or no; who asks on the machine itself hears the reasons.
"""

from __future__ import annotations

import threading
import time
from functools import cache

from starlette.requests import Request
from starlette.responses import JSONResponse, PlainTextResponse, Response
from starlette.routing import Route

from lib.config import forgettable
from lib.insight.country.readiness import Readiness, readiness

HEALTH, READY = "/s/health", "/s/ready"
#: So often the store is asked at most, seconds, whoever asks.
ASKED_EVERY = 1.0
_UNKEPT = {"Cache-Control": "no-store"}


class _Remembered:
    """The last answer, for those who ask again within a moment."""

    def __init__(self) -> None:
        self._guard = threading.Lock()
        self._last: tuple[float, Readiness] | None = None

    def now(self) -> Readiness:
        """How it is, at most `ASKED_EVERY` seconds ago."""
        with self._guard:
            if self._last is None or time.monotonic() - self._last[0] >= ASKED_EVERY:
                found = readiness()
                self._last = (time.monotonic(), found)
            return self._last[1]


@forgettable
@cache
def _remembered() -> _Remembered:
    return _Remembered()


async def health(_request: Request) -> Response:
    """The process answers."""
    return PlainTextResponse("ok", headers=_UNKEPT)


def ready(request: Request) -> Response:
    """200 or 503; a route without ``async`` is worked on beside the event loop, so nobody waits for the store."""
    found = _remembered().now()
    told = {"ready": found.ready} if _came_through_a_proxy(request) else found.told
    return JSONResponse(told, 200 if found.ready else 503, headers=_UNKEPT)


def _came_through_a_proxy(request: Request) -> bool:
    return any(name.lower().startswith(("x-forwarded", "forwarded", "via")) for name in request.headers)


def routes() -> list[Route]:
    """Both, for the app."""
    return [Route(HEALTH, health, methods=["GET"]), Route(READY, ready, methods=["GET"])]
