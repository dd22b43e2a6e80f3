"""Cookies of these pages: who is signed in, which browser it is, and what waits for a provider's answer."""

from __future__ import annotations

import secrets
from datetime import timedelta

from starlette.requests import Request
from starlette.responses import Response

from lib.access.sealing import seal, unseal
from lib.actions.access.signing_in import COOKIE_LASTS
from lib.web.identity import cookie_name, is_secure

#: Tells one browser from another in counts of tries, and ties forms to it.
BROWSER, BROWSER_LASTS = "browser", timedelta(days=1)
#: What waits while somebody is at a provider's.
FLOW, FLOW_LASTS = "flow", timedelta(minutes=10)
_SHORTEST = 20


def browser_of(request: Request) -> str:
    """The random id of a browser that was here; '' for a new one."""
    said = request.cookies.get(_name(request, BROWSER), "")
    return said if _SHORTEST <= len(said) <= 64 else ""


def new_browser() -> str:
    """An id for a browser that has none."""
    return secrets.token_urlsafe(18)


def keep_browser(response: Response, request: Request, browser: str) -> None:
    """Let the browser keep its id."""
    _set(response, request, _name(request, BROWSER), browser, BROWSER_LASTS)


def keep_session(response: Response, request: Request, secret: str) -> None:
    """Sign this browser in: always by a token that was drawn just now."""
    _set(response, request, cookie_name(secure=is_secure(request.scope)), secret, COOKIE_LASTS)


def forget_session(response: Response, request: Request) -> None:
    """Take the token away from this browser."""
    _forget(response, request, cookie_name(secure=is_secure(request.scope)))


def keep_flow(response: Response, request: Request, waits: dict[str, str]) -> None:
    """Keep what waits, sealed, in the browser that it is for."""
    _set(response, request, _name(request, FLOW), seal(FLOW, waits), FLOW_LASTS)


def flow_of(request: Request, browser: str) -> dict[str, str]:
    """What waits; {} when nothing does, or it is another browser's."""
    waits = unseal(FLOW, request.cookies.get(_name(request, FLOW), ""), FLOW_LASTS)
    return waits if browser and waits.get("browser") == browser else {}


def forget_flow(response: Response, request: Request) -> None:
    """Nothing waits any more: an answer counts once."""
    _forget(response, request, _name(request, FLOW))


def kept(request: Request, purpose: str) -> str:
    """What a cookie of ours holds; '' for none."""
    return request.cookies.get(_name(request, purpose), "")


def keep(response: Response, request: Request, purpose: str, value: str, lasts: timedelta) -> None:
    """Let the browser keep something that is sealed."""
    _set(response, request, _name(request, purpose), value, lasts)


def _name(request: Request, purpose: str) -> str:
    return f"{cookie_name(secure=is_secure(request.scope))}-{purpose}"


def _set(response: Response, request: Request, name: str, value: str, lasts: timedelta) -> None:
    secure = is_secure(request.scope)
    seconds = int(lasts.total_seconds())
    response.set_cookie(name, value, max_age=seconds, path="/", secure=secure, httponly=True, samesite="lax")


def _forget(response: Response, request: Request, name: str) -> None:
    response.delete_cookie(name, path="/", secure=is_secure(request.scope), httponly=True, samesite="lax")
