"""One visitor: a real websocket to Streamlit, timed from send to the last script_finished."""

from __future__ import annotations

import asyncio
import random
import time
from dataclasses import dataclass, field

import websockets
from websockets.asyncio.client import ClientConnection, connect

from bench.assets import fetch
from bench.protocol import Run, Tab
from bench.variants import Page
from bench.widgets import Widget, another

SUBPROTOCOLS = ["streamlit", "PLACEHOLDER_AUTH_TOKEN"]  # what a browser without cookies offers


class CountingConnection(ClientConnection):
    """Counts the bytes on the wire, that is after compression."""

    wire_bytes = 0

    def data_received(self, data: bytes) -> None:
        self.wire_bytes += len(data)
        super().data_received(data)


@dataclass(frozen=True)
class Sample:
    """One finished (or failed) action of one visitor."""

    kind: str
    """visit (new tab), switch (other page), interact, assets."""
    page: str
    seconds: float
    wire_bytes: int = 0
    payload_bytes: int = 0
    elements: int = 0
    cache_hits: int = 0
    widget: str = ""
    changed: bool = False
    fragment: bool = False
    errors: tuple[str, ...] = ()


@dataclass
class Plan:
    """What all visitors of one run share."""

    port: int
    pages: tuple[Page, ...]
    think: float
    fresh: float
    """Share of page loads made by a new tab instead of the navigation."""
    patience: float
    """Seconds after which an answer counts as never come."""
    assets: bool = True
    """Also fetch the static files a page points to, once per tab, as a browser would."""
    maps: bool = True
    """Also move maps that report every move."""
    cookie: str = ""
    """What the browser sends, such as the owner's session."""

    @property
    def origin(self) -> str:
        return f"http://127.0.0.1:{self.port}"


@dataclass
class Visitor:
    plan: Plan
    draw: random.Random
    samples: list[Sample] = field(default_factory=list)
    page: Page | None = None
    tab: Tab = field(init=False)
    _socket: CountingConnection | None = None
    _fetched: set[str] = field(default_factory=set)
    #: What a proxy keeps a browser with one process by; it lasts beyond the tab.
    _cookie: str = ""

    def __post_init__(self) -> None:
        self.tab = Tab(self.plan.origin)

    @property
    def connected(self) -> bool:
        return self._socket is not None

    async def visit(self, page: Page | None = None) -> None:
        """Open a new tab on a page: handshake, first message, whole page."""
        await self.close()
        self.page = page or self.draw.choice(self.plan.pages)
        self.tab = Tab(self.plan.origin)
        self._fetched = set()
        await self.act("visit", self.tab.visit(self.page.path), self.page.text, handshake=True)
        await self._fetch_assets()

    async def switch(self, page: Page | None = None) -> None:
        """Go to another page by the navigation."""
        others = [p for p in self.plan.pages if p != self.page and p.path in self.tab.pages]
        target = page or (self.draw.choice(others) if others else None)
        if target is None or target.path not in self.tab.pages:
            missing = target.path if target else "any other page"
            self._fail("switch", f"not in the navigation: {missing!r}")
            return
        self.page = target
        await self.act("switch", self.tab.switch_page(target.path), target.text)
        await self._fetch_assets()

    def choices(self, shell: bool = False) -> list[Widget]:
        """Widgets of the page one could change; with `shell` those of the frame around it too.

        The language switch of the frame is left alone in a load: people set it once, and a
        crowd that flips it all the time would measure the wrong thing.
        """
        return [
            w
            for w in self.tab.widgets()
            if (w.wire != "map" or self.plan.maps)
            and (shell or not self.tab.in_shell(w))
            and another(w, self.tab.value_of(w), random.Random(0)) is not None
        ]

    async def interact(self) -> None:
        """Change one random widget of the page."""
        choices = self.choices()
        if not choices:
            return
        widget = self.draw.choice(choices)
        value = another(widget, self.tab.value_of(widget), self.draw)
        if value is not None:
            name = f"{widget.kind}: {widget.label}"
            await self.act("interact", self.tab.change(widget, value), widget=name)

    async def close(self) -> None:
        if self._socket is not None:
            socket, self._socket = self._socket, None
            await socket.close()

    async def _open(self) -> CountingConnection:
        cookies = "; ".join(one for one in (self._cookie, self.plan.cookie) if one)
        socket = await connect(
            f"ws://127.0.0.1:{self.plan.port}/_stcore/stream",
            origin=self.plan.origin,  # type: ignore[arg-type]
            subprotocols=SUBPROTOCOLS,  # type: ignore[arg-type]
            compression="deflate",  # offered as browsers do; the server's setting decides
            create_connection=CountingConnection,
            max_size=None,
            ping_interval=None,  # browsers answer pings, they send none
            open_timeout=self.plan.patience,
            close_timeout=1,
            proxy=None,
            additional_headers={"Cookie": cookies} if cookies else None,
        )
        assert isinstance(socket, CountingConnection)
        if socket.response is not None and (kept := socket.response.headers.get("Set-Cookie")):
            self._cookie = kept.partition(";")[0]
        return socket

    async def act(self, kind: str, message: bytes, text: str = "", handshake: bool = False, widget: str = "") -> None:
        page = self.page.path if self.page else ""
        run = Run(page, text.encode())
        begun = time.perf_counter()
        wire = 0
        try:
            async with asyncio.timeout(self.plan.patience):
                if handshake:
                    self._socket = await self._open()
                if self._socket is None:
                    raise ConnectionError("no connection")
                before = 0 if handshake else self._socket.wire_bytes
                await self._socket.send(message)
                while not run.finished:
                    frame = await self._socket.recv()
                    assert isinstance(frame, bytes)
                    self.tab.receive(frame, run)
                wire = self._socket.wire_bytes - before
        except TimeoutError:
            run.errors.append("no answer in time")
        except (OSError, websockets.WebSocketException) as error:
            run.errors.append(f"{type(error).__name__}: {error}"[:120])
        seconds = time.perf_counter() - begun
        self.samples.append(
            Sample(
                kind,
                page,
                seconds,
                wire,
                run.payload_bytes,
                run.elements,
                run.cache_hits,
                widget,
                run.changed,
                run.fragment,
                tuple(run.errors),
            )
        )
        if not run.finished:
            await self.close()

    async def _fetch_assets(self) -> None:
        new = self.tab.urls - self._fetched if self.plan.assets else set()
        self._fetched |= new
        for url in sorted(new):
            begun = time.perf_counter()
            errors: tuple[str, ...] = ()
            size = 0
            try:
                async with asyncio.timeout(self.plan.patience):
                    size = await fetch(self.plan.port, url, self._cookie)
            except (OSError, TimeoutError, ValueError) as error:
                errors = (f"asset {url}: {error}"[:120],)
            seconds = time.perf_counter() - begun
            self.samples.append(Sample("assets", url, seconds, wire_bytes=size, errors=errors))

    def _fail(self, kind: str, reason: str) -> None:
        page = self.page.path if self.page else ""
        self.samples.append(Sample(kind, page, 0.0, errors=(reason,)))
