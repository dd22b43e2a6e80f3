"""How these pages are drawn: a template, its sentences, one style sheet, one small script, strict headers."""

from __future__ import annotations

import hashlib
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from functools import cached_property
from inspect import isawaitable
from pathlib import Path
from typing import Final
from urllib.parse import urlencode

import anyio.to_thread
from jinja2 import Environment, FileSystemLoader, StrictUndefined
from starlette.datastructures import QueryParams
from starlette.requests import Request
from starlette.responses import HTMLResponse, PlainTextResponse, RedirectResponse, Response

from lib.access.actors import Actor
from lib.access.identity import actor_of
from lib.access.providers import SignInSettings, sign_in_settings
from lib.access.sealing import form_token
from lib.actions.access.tries import Browser
from lib.config import settings
from lib.domain.errors import BadInput, NotAllowed, NotFound, StorageProblem, ThunError
from lib.domain.worlds import OWN
from lib.insight.source import Source, source
from lib.ui.frame.addresses import base_path
from lib.web.access import cookies, guard
from lib.web.access.browsers import device_of
from lib.web.access.texts import Say, say_in
from lib.web.identity import session_in

_HERE = Path(__file__).parent
_TEMPLATES = Environment(
    loader=FileSystemLoader(_HERE / "templates"), autoescape=True, undefined=StrictUndefined, trim_blocks=True
)
_STATUS = {NotFound: 404, NotAllowed: 403, BadInput: 422, StorageProblem: 503}
HEADERS: Final = {
    "Cache-Control": "no-store",
    "Referrer-Policy": "no-referrer",
    "X-Frame-Options": "DENY",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Content-Security-Policy": "; ".join(
        (
            "default-src 'none'",
            "script-src 'self'",
            "style-src 'self'",
            "img-src 'self'",
            "form-action 'self'",
            "base-uri 'none'",
            "frame-ancestors 'none'",
        )
    ),
}


def _hashed() -> dict[str, tuple[bytes, str]]:
    """Our two files by their name in the address, which changes with what they hold."""
    kinds = {".css": "text/css; charset=utf-8", ".js": "text/javascript; charset=utf-8"}
    found = {}
    for file in sorted((_HERE / "files").iterdir()):
        content = file.read_bytes()
        name = f"{file.stem}-{hashlib.sha256(content).hexdigest()[:12]}{file.suffix}"
        found[name] = (content, kinds[file.suffix])
    return found


FILES: Final = _hashed()
_STYLE, _SCRIPT = (next(name for name in FILES if name.endswith(suffix)) for suffix in (".css", ".js"))


@dataclass(frozen=True)
class Asked:
    """One request to these pages."""

    request: Request
    form: dict[str, str]
    #: Id of the browser's own cookie.
    browser_id: str

    @property
    def query(self) -> QueryParams:
        """What stands in the address."""
        return self.request.query_params

    @property
    def language(self) -> str:
        """``th`` or ``en``."""
        return "en" if (self.form.get("lang") or self.query.get("lang")) == "en" else "th"

    @property
    def t(self) -> Say:
        """Our sentences in the language."""
        return say_in(self.language)

    @property
    def agent(self) -> str:
        """What the browser calls itself."""
        return self.request.headers.get("user-agent", "")

    @property
    def way(self) -> str:
        """Where the person wants to be afterwards, on this site."""
        return guard.way_back(self.form.get("next") or self.query.get("next") or "")

    @property
    def own(self) -> Source:
        """The installation's own store: access is never the practice world's."""
        return source(OWN)

    @property
    def session(self) -> str:
        """Id of the session that stands in this browser; '' for none."""
        return session_in(self.request.scope)

    @cached_property
    def actor(self) -> Actor:
        """Who asks."""
        return actor_of(self.own.store, self.session)

    @property
    def signed_in(self) -> bool:
        """Whether the session is somebody's."""
        return bool(self.actor.session)

    @property
    def browser(self) -> Browser:
        """The browser, as actions want to know it."""
        return Browser(self.browser_id, device_of(self.agent), self.session)

    @property
    def sign_in(self) -> SignInSettings:
        """By whom people can sign in here."""
        return sign_in_settings(settings().secrets)

    def page(self, template: str, status: int = 200, **values: object) -> Response:
        """A page by its template."""
        base, other = base_path(), "th" if self.language == "en" else "en"
        frame = {
            "t": self.t,
            "lang": self.language,
            "base": base,
            "style": f"{base}/s/files/{_STYLE}",
            "script": f"{base}/s/files/{_SCRIPT}",
            "token": form_token(self.browser_id),
            "next": self.way,
            "other": other,
            "elsewhere": f"{self.request.url.path}?{urlencode({**self.query, 'lang': other})}",
            "code": "",
        }
        shown = _TEMPLATES.get_template(f"{template}.html").render({**frame, **values})
        return HTMLResponse(shown, status)

    def refusal(self, error: ThunError) -> Response:
        """A page that says why not."""
        said = [problem.text(self.language) for problem in error.problems]
        return self.page("refused", status_of(error), said=said)

    def go(self, path: str) -> Response:
        """On to another page of this site."""
        return RedirectResponse(path, 303)


def status_of(error: ThunError) -> int:
    """The HTTP status of a refusal."""
    return next((code for kind, code in _STATUS.items() if isinstance(error, kind)), 400)


Handler = Callable[[Asked], Response | Awaitable[Response]]
Endpoint = Callable[[Request], Awaitable[Response]]


def page(handler: Handler, *, waits: bool = False) -> Endpoint:
    """An endpoint of a handler: its form read and judged, its headers strict. `waits`: it is a coroutine."""

    async def endpoint(request: Request) -> Response:
        known = cookies.browser_of(request)
        asked = Asked(request, {}, known or cookies.new_browser())
        try:
            if request.method == "POST":
                asked = Asked(request, await guard.form_of(request), asked.browser_id)
                # Without its cookie nobody's tries could be counted, and no session would be kept.
                if not known or not guard.comes_from_us(request, known, asked.form.get("token", "")):
                    response = asked.page("refused", 403, said=[asked.t("form_old")])
                    return _finished(response, asked, known)
            answer = handler(asked) if waits else await anyio.to_thread.run_sync(handler, asked)
            response = await answer if isawaitable(answer) else answer
        except guard.TooLong:
            response = asked.page("refused", 413, said=[asked.t("form_long")])
        except ThunError as error:
            response = asked.refusal(error)
        return _finished(response, asked, known)

    return endpoint


def _finished(response: Response, asked: Asked, known: str) -> Response:
    response.headers.update(HEADERS)
    if not known:
        cookies.keep_browser(response, asked.request, asked.browser_id)
    return response


async def file(request: Request) -> Response:
    """The style sheet or the script: their names say what they hold, so they are kept for good."""
    content, kind = FILES.get(request.path_params["name"], (b"", ""))
    if not kind:
        return PlainTextResponse("Not Found", 404)
    return Response(content, media_type=kind, headers={"Cache-Control": "public, max-age=31536000, immutable"})
