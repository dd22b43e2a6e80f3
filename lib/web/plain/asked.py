"""One request to a plain page: who asks, in which language, what was typed; and the answer by a template."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from functools import cached_property
from inspect import isawaitable
from typing import Final, TypeVar
from urllib.parse import urlencode

import anyio.to_thread
from markupsafe import Markup
from starlette.datastructures import QueryParams
from starlette.requests import ClientDisconnect, Request
from starlette.responses import HTMLResponse, RedirectResponse, Response

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
from lib.web.identity import session_in
from lib.web.plain import cookies, guard
from lib.web.plain.browsers import device_of
from lib.web.plain.packing import pack
from lib.web.plain.site import Say, Site

_STATUS: Final = {NotFound: 404, NotAllowed: 403, BadInput: 422, StorageProblem: 503}


@dataclass(frozen=True)
class Asked:
    """One request to these pages."""

    site: Site
    request: Request
    #: Id of the browser's own cookie.
    browser_id: str
    #: The fields of a form as they were sent.
    fields: tuple[tuple[str, str], ...] = ()
    #: The name and the bytes of a file that came with it.
    file: tuple[str, bytes] = ("", b"")

    @cached_property
    def form(self) -> dict[str, str]:
        """The fields of a form by name; the first of each."""
        return dict(reversed(self.fields))

    @property
    def query(self) -> QueryParams:
        """What stands in the address."""
        return self.request.query_params

    @cached_property
    def language(self) -> str:
        """``th`` or ``en``."""
        return "en" if (self.form.get("lang") or self.query.get("lang")) == "en" else "th"

    @cached_property
    def t(self) -> Say:
        """Our sentences in the language."""
        return self.site.say_in(self.language)

    @property
    def agent(self) -> str:
        """What the browser calls itself."""
        return self.request.headers.get("user-agent", "")

    @property
    def way(self) -> str:
        """Where the person wants to be afterwards, on this site."""
        return guard.way_back(self.form.get("next") or self.query.get("next") or "")

    @cached_property
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

    @cached_property
    def token(self) -> str:
        """What a form of this browser's holds so that it is known as ours."""
        return form_token(self.browser_id)

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
        return HTMLResponse(self.drawn(template, **values), status)

    def drawn(self, template: str, **values: object) -> str:
        """The text of a template."""
        base, other = base_path(), "th" if self.language == "en" else "en"
        frame = {
            "t": self.t,
            "lang": self.language,
            "base": base,
            "inline": {name: Markup(text) for name, text in self.site.inline.items()},
            "scripts": self.site.scripts,
            "styles": self.site.styles,
            "token": self.token,
            "next": self.way,
            "other": other,
            "elsewhere": f"{self.request.url.path}?{urlencode({**self.query, 'lang': other})}",
            "code": "",
        }
        return self.site.templates.get_template(f"{template}.html").render({**frame, **values})

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


A = TypeVar("A", bound=Asked)
Handler = Callable[[A], Response | Awaitable[Response]]
Endpoint = Callable[[Request], Awaitable[Response]]


#: The fields of a form, and a file that came with it.
Form = tuple[tuple[tuple[str, str], ...], tuple[str, bytes]]
ReadForm = Callable[[Request], Awaitable[Form]]


def page(
    kind: type[A], site: Site, handler: Handler[A], *, waits: bool = False, read: ReadForm | None = None
) -> Endpoint:
    """An endpoint of a handler: its form read and judged, its headers strict.

    `waits`: the handler is a coroutine. `read`: reads the form where it is no plain one.
    """

    async def plain(request: Request) -> Form:
        return await guard.form_of(request, site.longest_form, site.most_fields), ("", b"")

    async def endpoint(request: Request) -> Response:
        known = cookies.browser_of(request)
        asked = kind(site, request, known or cookies.new_browser())
        try:
            if request.method == "POST":
                asked = kind(site, request, asked.browser_id, *await (read or plain)(request))
                # Without its cookie nobody's tries could be counted, and no session would be kept.
                if not known or not guard.comes_from_us(request, known, asked.form.get("token", "")):
                    response = asked.page("refused", 403, said=[asked.t("form_old")])
                    return _finished(response, asked, known)
            answer = handler(asked) if waits else await anyio.to_thread.run_sync(handler, asked)
            response = await answer if isawaitable(answer) else answer
        except ClientDisconnect:
            # The signal went while the form was on its way: nobody hears this, and it is no failure of ours.
            return Response(status_code=400)
        except guard.TooLong:
            response = asked.page("refused", 413, said=[asked.t("form_long")])
        except ThunError as error:
            response = asked.refusal(error)
        return _finished(response, asked, known)

    return endpoint


def _finished(response: Response, asked: Asked, known: str) -> Response:
    pack(response, asked.request)
    for name, value in asked.site.headers.items():
        response.headers.setdefault(name, value)
    # What a proxy may keep for others carries nobody's cookie.
    if not known and "public" not in response.headers["Cache-Control"]:
        cookies.keep_browser(response, asked.request, asked.browser_id)
    return response
