"""A browser without a screen: keeps cookies, sends forms as pages of ours do; and a plain websocket to Streamlit."""

from __future__ import annotations

import asyncio
import html
import re
from dataclasses import dataclass, field
from http.cookiejar import CookieJar

import httpx2
from websockets.asyncio.client import connect

from bench.protocol import Run, Tab

_HIDDEN = re.compile(r'<input type="hidden" name="(\w+)" value="([^"]*)">')
PATIENCE = 90.0


class Phone:
    """Somebody's browser at a server."""

    def __init__(self, url: str, **headers: str) -> None:
        self.url, self._headers, self.jar = url, headers, CookieJar()

    def get(self, path: str, *, follow: bool = False, **headers: str) -> httpx2.Response:
        """Open an address."""
        return self._ask("GET", path, headers, follow=follow)

    def post(self, path: str, form: dict[str, str], **headers: str) -> httpx2.Response:
        """Send a form with exactly these fields."""
        return self._ask("POST", path, headers, form)

    def _ask(
        self, way: str, path: str, headers: dict[str, str], form: dict[str, str] | None = None, *, follow: bool = False
    ) -> httpx2.Response:
        # One connection a request: nothing is left open when a test ends.
        with httpx2.Client(base_url=self.url, cookies=self.jar, timeout=30, trust_env=False) as client:
            told = {**self._headers, **headers}
            return client.request(way, path, data=form, headers=told, follow_redirects=follow)

    def sends(self, page: str, path: str, /, **form: str) -> httpx2.Response:
        """Open a page and send its form, as a browser on plain http does: no origin, the form's own token."""
        hidden = dict(_HIDDEN.findall(self.get(page).text))
        told = {"token": hidden.get("token", ""), "lang": hidden.get("lang", "th"), "next": "/"}
        return self.post(path, {**told, **form}, Origin="null")

    def accepts(self, code: str, **form: str) -> httpx2.Response:
        """Accept an invitation."""
        return self.sends("/s/invite", "/s/invite/accept", code=code, **{"name": "ยายแดง", **form})

    @property
    def cookies(self) -> str:
        """What the browser sends of its cookies."""
        return "; ".join(f"{c.name}={c.value}" for c in self.jar)

    def session_cookie(self, name: str) -> str:
        """The token of the session; '' for none."""
        return next((str(c.value) for c in self.jar if c.name == name), "")


def words_of(answer: httpx2.Response) -> str:
    """What a page says, without its tags."""
    return html.unescape(re.sub(r"<[^>]+>", " ", answer.text))


@dataclass
class Window:
    """What came of looking at a Streamlit page."""

    session: str
    frames: list[bytes] = field(default_factory=list)

    def says(self, text: str) -> bool:
        """Whether a text was sent."""
        return any(text.encode() in frame for frame in self.frames)


def looks_at(url: str, page: str, headers: dict[str, str] | None = None, resume: str = "") -> Window:
    """Open a Streamlit page by a websocket; with ``resume``: ask for somebody's session by its id."""
    return asyncio.run(_look(url, page, headers or {}, resume))


async def _look(url: str, page: str, headers: dict[str, str], resume: str) -> Window:
    tab, run = Tab(url), Run(page)
    offered = ["streamlit", "PLACEHOLDER_AUTH_TOKEN", *([resume] if resume else [])]
    window = Window("")
    async with (
        asyncio.timeout(PATIENCE),
        connect(
            url.replace("http", "ws", 1) + "/_stcore/stream",
            origin=url,  # type: ignore[arg-type]
            subprotocols=offered,  # type: ignore[arg-type]
            additional_headers=headers,
            max_size=None,
            proxy=None,
        ) as socket,
    ):
        await socket.send(tab.visit(page))
        while not run.finished:
            frame = await socket.recv()
            assert isinstance(frame, bytes)
            window.frames.append(frame)
            tab.receive(frame, run)
    window.session = tab.session_id
    return window
