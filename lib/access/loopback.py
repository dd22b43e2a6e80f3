"""Whether a connection looks as if it came from a browser on this very machine.

An address proves nothing: a forwarder or plain proxy on this machine makes everybody's connection
look so. What it is good for: whom to tell how to become the owner, and figures about the process.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from ipaddress import IPv6Address, ip_address
from urllib.parse import urlsplit

#: Any of these says that the browser is not the peer we see.
_FORWARDING = ("forwarded", "via", "cf-connecting-ip", "true-client-ip", "x-real-ip")
_LOCAL_NAMES = {"localhost", "127.0.0.1", "::1"}


@dataclass(frozen=True)
class Request:
    """What a browser's connection shows of itself; `peer` None means loopback."""

    peer: str | None
    headers: Mapping[str, str]


def looks_local(request: Request) -> bool:
    """Loopback peer, localhost as host, a page of localhost, and no sign of a proxy.

    The page's origin is looked at as well: a proxy on this machine in its default setting
    sends no forwarding header and rewrites the host, but passes the browser's origin on.
    """
    headers = {name.lower(): value for name, value in request.headers.items()}
    if any(name in headers for name in _FORWARDING) or any(h.startswith("x-forwarded") for h in headers):
        return False
    if not _is_loopback(request.peer) or _host_of("//" + headers.get("host", "")) not in _LOCAL_NAMES:
        return False
    origin = headers.get("origin")
    return origin is None or _host_of(origin) in _LOCAL_NAMES


def _is_loopback(peer: str | None) -> bool:
    if peer is None:
        return True
    try:
        address = ip_address(peer)
    except ValueError:
        return False
    # A server on both families sees ::ffff:127.0.0.1 (`is_loopback` says no before Python 3.13).
    mapped = address.ipv4_mapped if isinstance(address, IPv6Address) else None
    return (mapped or address).is_loopback


def _host_of(url: str) -> str | None:
    try:
        return urlsplit(url).hostname
    except ValueError:
        return None
