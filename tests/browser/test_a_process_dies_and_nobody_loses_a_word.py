"""Two processes behind Caddy; one is killed under people's hands. Nobody loses a field, and the page says what goes on."""

from __future__ import annotations

import re
import sqlite3
import time
from collections.abc import Iterator
from contextlib import closing

import pytest
from playwright.sync_api import Locator, expect

from tests.browser.conftest import Seeded, Visit
from tests.browser.visitor import Visitor
from tests.served.deployment import Deployment, deployed

AWAY, BACK = "การเชื่อมต่อขาด", "ต่อกลับแล้ว"
#: While a process of the two is gone, a browser is with the other one within so long, seconds.
MOVED_SECONDS = 5.0


@pytest.fixture(scope="module")
def two(seeded: Seeded) -> Iterator[Deployment]:
    """Two processes behind Caddy, whose visitors may write."""
    with deployed(seeded(), THUN_MAP_ASSETS="own", SERVED_TO_OWNERS="1") as made:
        yield made


@pytest.fixture
def both(two: Deployment) -> Deployment:
    """The same, both processes ready again."""
    for number in (1, 2):
        two.wait(lambda n=number: two.is_ready(n), f"process {number} is back")  # type: ignore[misc]
    return two


def process_of(visitor: Visitor, served: Deployment) -> str:
    cookies = {cookie["name"]: cookie["value"] for cookie in visitor.page.context.cookies(served.url)}
    return served.process_of(cookies["thun_process"])


def notice(visitor: Visitor) -> Locator:
    return visitor.page.locator("#thun-connection")


def draft_of(served: Deployment, kind: str) -> str:
    """What waits of a kind, as it lies in the store."""
    with closing(sqlite3.connect(served.folder / "own.sqlite")) as store:
        return "\n".join(row[0] for row in store.execute("select typed from draft where kind = ?", (kind,)))


def saved(served: Deployment, name: str) -> int:
    with closing(sqlite3.connect(served.folder / "own.sqlite")) as store:
        return int(store.execute("select count(*) from organisation where name = ?", (name,)).fetchone()[0])


def test_a_person_who_types_when_the_process_dies_goes_on_typing(both: Deployment, visit: Visit) -> None:
    visitor = visit(both).open("records", kind="organisation", record="new")
    visitor.types("ชื่อ", "กลุ่มออมทรัพย์บ้านใหม่")
    before = process_of(visitor, both)
    box = visitor.box("โทรศัพท์") if visitor.box("โทรศัพท์").count() else visitor.main.get_by_role("textbox").nth(2)
    box.click()
    visitor.page.keyboard.type("พิมพ์ก่อน")
    both.kill(before)
    expect(notice(visitor)).to_contain_text(AWAY)
    # Not a stroke is swallowed while nobody answers, and the cursor stays where it was.
    visitor.page.keyboard.type("-ระหว่าง")
    expect(notice(visitor)).to_contain_text(BACK, timeout=MOVED_SECONDS * 1000)
    visitor.page.keyboard.type("-หลัง")
    expect(box).to_have_value("พิมพ์ก่อน-ระหว่าง-หลัง")
    visitor.page.keyboard.press("Tab")
    visitor.settled()
    assert process_of(visitor, both) != before
    expect(visitor.box("ชื่อ").first).to_have_value("กลุ่มออมทรัพย์บ้านใหม่")
    waiting = draft_of(both, "organisation")
    assert "กลุ่มออมทรัพย์บ้านใหม่" in waiting.encode().decode("unicode_escape") or "กลุ่มออมทรัพย์บ้านใหม่" in waiting
