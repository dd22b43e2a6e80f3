"""Who is behind a connection: the session of its cookie, handed on as a header that nobody can forge.

Streamlit puts the header into ``st.user`` (``server.trustedUserHeaders``, set in .streamlit/config.toml)
and lets no connection of another identity resume a session of its own. Pages then look the session up
on every run; a cookie that changed meanwhile is seen when the websocket is opened anew.
"""

from __future__ import annotations

from functools import cache
from http.cookies import CookieError, SimpleCookie

import anyio.to_thread
from starlette.types import ASGIApp, Receive, Scope, Send

from lib.access.identity import mark_of, session_of
from lib.config import forgettable
from lib.domain.errors import ThunError
from lib.domain.worlds import OWN
from lib.insight.source import source

#: Any that comes from outside is taken away; a test holds that the setting names the same.
HEADER = b"x-thun-session"
#: Where the middleware leaves the id of the session for our own routes.
STATE = "thun.session"
#: Files that are the same for everybody: nobody is looked up for them.
_ANYBODYS = ("/static/", "/app/static/", "/component/", "/_stcore/health", "/_stcore/host-config")


@forgettable
@cache
def _store_mark() -> str:
    return mark_of(source(OWN).store)


def cookie_name(*, secure: bool) -> str:
    """Name of the cookie. On https browsers keep ``__Host-`` to this very host; on http two stores on one
    machine have two names, because cookies know no port."""
    return "__Host-thun" if secure else f"thun-{_store_mark()}"


def is_secure(scope: Scope) -> bool:
    """Whether the browser speaks https; uvicorn or a trusted proxy says so in the scheme."""
    return scope.get("scheme") in ("https", "wss")


def secret_in(scope: Scope) -> str:
    """The secret of the session cookie; '' when there is none."""
    secure, found = is_secure(scope), SimpleCookie()
    for name, value in scope["headers"]:
        if name == b"cookie":
            try:
                found.load(value.decode("latin-1"))
            except CookieError:
                continue
    morsel = found.get(cookie_name(secure=secure))
    return morsel.value if morsel else ""


def session_in(scope: Scope) -> str:
    """Id of the session that the middleware found for a connection; '' for none."""
    return str(scope.get("state", {}).get(STATE) or "")


class IdentityMiddleware:
    """ASGI middleware."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Take forged headers away; put the id of a standing session in their place."""
        if scope["type"] not in ("http", "websocket"):
            await self.app(scope, receive, send)
            return
        headers = [(name, value) for name, value in scope["headers"] if name.lower() != HEADER]
        session = ""
        if not any(part in scope["path"] for part in _ANYBODYS) and _may_hold_a_session(scope):
            session = await anyio.to_thread.run_sync(_looked_up, scope)
        if session:
            headers.append((HEADER, session.encode()))
        state = {**scope.get("state", {}), STATE: session}
        await self.app({**scope, "headers": headers, "state": state}, receive, send)


def _may_hold_a_session(scope: Scope) -> bool:
    """Whether a session's cookie may be among those of a connection; most phones hold other ones only.

    Another thread is asked only then: handing over to it costs as much as several queries.
    """
    said = [value for name, value in scope["headers"] if name == b"cookie"]
    if not said or not _store_mark.cache_info().currsize:
        return bool(said)
    wanted = f"{cookie_name(secure=is_secure(scope))}=".encode()
    return any(wanted in value for value in said)


def _looked_up(scope: Scope) -> str:
    try:
        return session_of(source(OWN).store, secret_in(scope))
    except ThunError:
        # The page says in words what is wrong with the store; nobody is signed in meanwhile.
        return ""
