"""What may come in by these pages: forms of our own site only, short ones, and ways back to our own site only."""

from __future__ import annotations

from urllib.parse import parse_qsl, urlsplit

from starlette.requests import Request

from lib.access.sealing import token_fits
from lib.ui.frame.addresses import base_path

_LONGEST_WAY = 500


class TooLong(Exception):
    """A form of more than anybody types."""


async def form_of(request: Request, longest: int, most_fields: int) -> tuple[tuple[str, str], ...]:
    """The fields of a form in their order, at most `longest` bytes. Raises `TooLong` without reading on."""
    body = b""
    async for part in request.stream():
        body += part
        if len(body) > longest:
            raise TooLong
    try:
        return tuple(parse_qsl(body.decode(), keep_blank_values=True, max_num_fields=most_fields))
    except ValueError:
        return ()


def comes_from_us(request: Request, browser: str, token: str) -> bool:
    """Whether a form was sent by a page of ours.

    Browsers say so themselves; those that do not (old ones, and any on plain http, where our own pages
    send no origin because they send no referrer) are told by the token that stands in the form.
    """
    site = request.headers.get("sec-fetch-site")
    if site is not None:
        return site == "same-origin"
    origin = request.headers.get("origin")
    if origin not in (None, "null"):
        return _host_of(origin or "") == request.headers.get("host", "").lower()
    return token_fits(browser, token)


def way_back(wanted: str) -> str:
    """A path on this very site to go on to; the start page for anything else."""
    start = f"{base_path()}/"
    strange = any(ord(c) <= 0x20 or c in "\\\x7f" for c in wanted)
    if not wanted.startswith(start) or wanted.startswith("//") or strange or len(wanted) > _LONGEST_WAY:
        return start
    # Not back to these pages: it would be a circle.
    return start if wanted.startswith(f"{start}s/") else wanted


def _host_of(origin: str) -> str:
    try:
        return urlsplit(origin).netloc.lower()
    except ValueError:
        return ""
