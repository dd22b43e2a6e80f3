"""What several of these pages do alike."""

from __future__ import annotations

from urllib.parse import quote

from starlette.responses import Response

from lib.access.providers import Provider
from lib.actions.access.entering import Entered
from lib.web.access.texts import TEXTS
from lib.web.plain import cookies
from lib.web.plain.asked import Asked
from lib.web.plain.browsers import program_of


def entered(asked: Asked, begun: Entered, way: str) -> Response:
    """Signed in by a new token, and on to where the person wanted to be."""
    response = asked.go(way)
    cookies.keep_session(response, asked.request, begun.secret)
    return response


def providers(asked: Asked) -> list[tuple[str, str]]:
    """By whom people can sign in: short name and label."""
    return [(one.id, one.label(asked.language)) for one in asked.sign_in.providers]


def open_outside(asked: Asked, provider: Provider, path: str, code: str = "") -> Response:
    """A chat program's window, where this provider lets nobody in: LINE opens the browser when told so."""
    line = program_of(asked.agent) == "LINE"
    link = f"{path}&openExternalBrowser=1" + (f"#{quote(code)}" if code else "")
    return asked.page("chat", provider=provider.label(asked.language), link=link if line else "")


def both(key: str) -> tuple[str, str]:
    """A sentence of ours in both languages, for a `Problem`."""
    return TEXTS[key]


def query(asked: Asked) -> str:
    """Language and way, for an address of ours."""
    return f"lang={asked.language}&next={quote(asked.way)}"
