"""A real browser, real servers, and the data they show.

Browser and servers live as long as this folder's tests do, which all run on one worker; a window
lives for one test. Every window must have talked to its own server only and seen no script fail.
"""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, BrowserContext, sync_playwright

from lib.ui.frame.followed import COOKIE
from tests.browser.servers import Server, serving
from tests.browser.visitor import PATIENCE_MS, Visitor
from tests.owner import SECRET
from tests.watching import watch

FLAGS = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    # Whoever asks for a foreign server gets no answer, here as in an office without a network.
    "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1",
)

Visit = Callable[..., Visitor]
Seeded = Callable[[], Path]


def pytest_itemcollected(item: pytest.Item) -> None:
    """All of these need a browser and a server (`tests/scheduling.py` keeps them on one worker)."""
    item.add_marker(pytest.mark.browser)
    item.add_marker(pytest.mark.server)


@pytest.fixture(scope="package")
def browser() -> Iterator[Browser]:
    """Chromium: the one that run.py found, an installed one, or Playwright's own."""
    # Not for the whole session: Playwright keeps an event loop running in this thread.
    with sync_playwright() as playwright:
        path = os.environ.get("THUN_BROWSER") or shutil.which("chromium")
        opened = playwright.chromium.launch(executable_path=path, args=list(FLAGS))
        yield opened
        opened.close()


@pytest.fixture(scope="package")
def seeded(sqlite_template: Path, practice_template: Path, tmp_path_factory: pytest.TempPathFactory) -> Seeded:
    """Makes a new data folder with both worlds, the own one as a newcomer finds it."""

    def made() -> Path:
        folder = tmp_path_factory.mktemp("data")
        shutil.copy(sqlite_template, folder / "own.sqlite")
        shutil.copy(practice_template, folder / "practice.sqlite")
        return folder

    return made


@pytest.fixture(scope="package")
def country(seeded: Seeded, browser: Browser) -> Iterator[Server]:
    """A server that nobody writes to: the published facts, and the practice country."""
    with serving(seeded(), THUN_MAP_ASSETS="own") as server:
        warm(server, browser)
        yield server


@pytest.fixture(scope="package")
def desk(seeded: Seeded, browser: Browser) -> Iterator[Server]:
    """A server that tests write to, side by side: what others wrote may be there."""
    with serving(seeded(), THUN_MAP_ASSETS="own") as server:
        warm(server, browser)
        yield server


@pytest.fixture
def first_day(seeded: Seeded) -> Iterator[Server]:
    """A server of this test's own, in whose own world nobody has written yet."""
    with serving(seeded(), THUN_MAP_ASSETS="own") as server:
        yield server


def warm(server: Server, browser: Browser) -> None:
    """Be the server's first visitor, by the front door; other ways in have tests of their own."""
    with browser.new_page() as page:
        Visitor(page, server.url).open()


@pytest.fixture(scope="package")
def devices(browser: Browser) -> Iterator[Callable[..., BrowserContext]]:
    """One device for each person and set of wishes; its windows share what the browser keeps of files."""
    known: dict[str, BrowserContext] = {}

    def device(whose: str, **wishes: Any) -> BrowserContext:
        name = f"{whose} {wishes!r}"
        if name not in known:
            known[name] = browser.new_context(**wishes)
            known[name].set_default_timeout(PATIENCE_MS)
        return known[name]

    yield device
    for context in known.values():
        context.close()


@pytest.fixture
def visit(request: pytest.FixtureRequest, devices: Callable[..., BrowserContext]) -> Iterator[Visit]:
    """Opens a window on a server, by default the owner's. What it must not have done is looked at in the end."""
    opened: list[Visitor] = []

    def visitor(server: Server, *, owner: bool = True, **wishes: Any) -> Visitor:
        watch(request.node, server.report)
        usual = {"locale": "th-TH", "timezone_id": "Asia/Bangkok", "reduced_motion": "reduce"}
        device = devices("owner" if owner else "stranger", **{**usual, **wishes})
        # A window that nobody has chosen anything in; what one test chose is not the next one's.
        device.clear_cookies(name=COOKIE)
        if owner:
            device.add_cookies([{"name": server.cookie, "value": SECRET, "url": server.url, "httpOnly": True}])
        page = device.new_page()
        opened.append(Visitor(page, server.url))
        return opened[-1]

    yield visitor
    for one in opened:
        one.page.close()
    for one in opened:
        assert not one.wrong, one.wrong
        assert not one.strangers(), one.strangers()
