"""Pages go out compressed, and what every page of a site begins with – its style – is compressed once.

Half of a light page is its style: pressing it anew for each was a tenth of what the page cost.
"""

from __future__ import annotations

import zlib
from functools import lru_cache
from typing import TYPE_CHECKING, Final

from starlette.requests import Request
from starlette.responses import HTMLResponse, Response

from lib.config import forgettable

if TYPE_CHECKING:
    from zlib import _Compress

#: As the rest of the app is compressed; 31: gzip, with the largest window.
_LEVEL, _GZIP = 5, 31
#: What ends the part that is the same for all pages.
_BEGINNING: Final = b"</style>"


def pack(response: Response, request: Request) -> None:
    """Compress a page for a browser that takes it so; other answers are left to the middleware around."""
    head, end, rest = bytes(response.body).partition(_BEGINNING)
    if not (end and isinstance(response, HTMLResponse) and "gzip" in request.headers.get("accept-encoding", "")):
        return
    begun, one = _begun(head + end)
    one = one.copy()
    response.body = begun + one.compress(rest) + one.flush()
    response.headers["Content-Length"] = str(len(response.body))
    response.headers["Content-Encoding"] = "gzip"
    response.headers.add_vary_header("Accept-Encoding")


@forgettable
@lru_cache(16)
def _begun(head: bytes) -> tuple[bytes, _Compress]:
    """The beginning of a page compressed, and the compressor to go on with: it still knows what it has read."""
    one = zlib.compressobj(_LEVEL, zlib.DEFLATED, _GZIP)
    return one.compress(head) + one.flush(zlib.Z_SYNC_FLUSH), one
