"""Real round trips in a real browser: an invitation from its fragment, and a provider that now and then lies."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect

from lib.access.actors import READER, Actor
from lib.access.identity import actor_of, session_of
from lib.actions.access.owning import owner_key
from lib.store import access_events, invitations
from lib.store.database import Database
from lib.store.invitations import NewInvitation
from lib.store.opening import Store
from tests.browser.conftest import Seeded
from tests.browser.servers import Server, serving
from tests.provider import Provider, providing
from tests.watching import watch

LINE_APP = "Mozilla/5.0 (Linux; Android 14) AppleWebKit/537.36 Chrome/126 Mobile Safari/537.36 Line/14.9.0/IAB"
ADMIN = "boss@example.org"


@dataclass
class House:
    """A server, its store, and the provider that it trusts."""

    server: Server
    store: Store
    provider: Provider

    def invited(self, **said: Any) -> str:
        """The secret of an invitation."""
        until = datetime.now(UTC) + timedelta(days=1)
        new = NewInvitation("leader", "TH-250204", "กลุ่มออมทรัพย์บ้านนา", until, **said)
        with self.store.database.writing() as connection:
            return invitations.make(connection, new, ("acc_x", "สมศรี ใจดี"))[1]

    def who(self, context: BrowserContext) -> Actor:
        """Who is signed in in a browser."""
        token = next((c["value"] for c in context.cookies() if c.get("name") == self.server.cookie), "")
        return actor_of(self.store, session_of(self.store, str(token)))

    def refusals(self) -> list[object]:
        """Why sign-ins were refused, the newest first."""
        with self.store.database.reading() as connection:
            return [e.detail.get("reason") for e in access_events.events(connection, event="sign_in_refused")]


@pytest.fixture(scope="module")
def house(seeded: Seeded) -> Iterator[House]:
    folder = seeded()
    with providing() as provider:
        secrets = folder / "secrets.toml"
        secrets.write_text(provider.settings(), encoding="utf-8")
        with serving(folder, THUN_SECRETS=str(secrets), THUN_ADMINS=ADMIN, THUN_MAP_ASSETS="drawn") as server:
            store = Store("own", Database(f"sqlite:///{folder}/own.sqlite"), folder / "backups")
            yield House(server, store, provider)
            store.database.close()


@pytest.fixture
def window(house: House, browser: Browser, request: pytest.FixtureRequest) -> Iterator[Callable[..., Page]]:
    """A browser that nobody has used; whatever its policy refuses is a failure."""
    watch(request.node, house.server.report)
    house.provider.mood.lie = ""
    house.provider.mood.person = {"sub": "1", "name": "สมชาย", "email": ADMIN, "email_verified": True}
    opened: list[BrowserContext] = []
    refused: list[str] = []

    def new(**wishes: Any) -> Page:
        opened.append(browser.new_context(base_url=house.server.url, **wishes))
        page = opened[-1].new_page()
        page.on("console", lambda m: refused.append(m.text) if "Content Security Policy" in m.text else None)
        return page

    yield new
    for context in opened:
        context.close()
    assert refused == []


def accepts(page: Page, house: House, button: str = "รับคำเชิญ", **said: Any) -> None:
    """Open a link as a person does and answer it."""
    page.goto(f"/s/invite#{house.invited(**said)}")
    expect(page.get_by_text("สมศรี ใจดี เชิญท่าน")).to_be_visible()
    if said.get("pin"):
        page.get_by_label("รหัส PIN").fill(said["pin"])
    page.get_by_label("ชื่อที่คนรู้จักท่าน").fill("ยายแดง")
    page.get_by_role("button", name=button, exact=True).click()


def at_home(page: Page) -> None:
    expect(page.get_by_test_id("stMain").get_by_role("heading", level=1)).to_have_text("ภาพรวม")


def test_a_link_opens_from_its_fragment_and_its_person_comes_in(house: House, window: Callable[..., Page]) -> None:
    page = window(user_agent=LINE_APP, viewport={"width": 390, "height": 844})
    asked: list[str] = []
    page.on("request", lambda r: asked.append(r.url))
    accepts(page, house, pin="123456")
    at_home(page)
    assert house.who(page.context).label == "ยายแดง"
    assert not [url for url in asked if "#" not in url and "code=" in url], "the secret is in no address that is sent"
    page.goto("/s/devices")
    expect(page.get_by_text("LINE · Android")).to_be_visible()


def test_without_scripts_the_link_is_pasted(house: House, window: Callable[..., Page]) -> None:
    page = window(java_script_enabled=False)
    page.goto("/s/invite")
    page.get_by_label("ลิงก์หรือรหัสที่ได้รับ").fill(f"{house.server.url}/s/invite#{house.invited()}")
    page.get_by_role("button", name="เปิดคำเชิญ").click()
    expect(page.get_by_text("กลุ่มออมทรัพย์บ้านนา")).to_be_visible()
    page.get_by_role("button", name="English").click()
    expect(page.get_by_text("สมศรี ใจดี invites you")).to_be_visible()
    page.get_by_label("The name people know you by").fill("ยายดำ")
    page.get_by_role("button", name="Accept", exact=True).click()
    page.wait_for_url(f"{house.server.url}/")
    assert house.who(page.context).label == "ยายดำ"


def test_the_key_of_the_start_opens_by_itself(house: House, window: Callable[..., Page]) -> None:
    page = window()
    page.goto(f"/s/key#{owner_key(house.store)}")
    at_home(page)
    assert house.who(page.context).id == "own-machine"


@pytest.mark.parametrize("face", ["google", "line"])
def test_a_person_joins_with_a_provider_and_signs_in_again(
    house: House, window: Callable[..., Page], face: str
) -> None:
    label = {"google": "Google", "line": "LINE"}[face]
    house.provider.mood.person = {"sub": f"person at {face}", "name": "ชื่อในบัญชี"}
    page = window()
    accepts(page, house, f"รับคำเชิญและเข้าด้วย {label}", pin="123456")
    at_home(page)
    first = house.who(page.context)
    assert first.label == "ยายแดง"
    asked = house.provider.asked
    assert asked["code_challenge_method"] == "S256"
    assert {"state", "nonce", "code_challenge"} <= set(asked)
    other = window()
    other.goto("/s/in?next=/records?kind=organisation")
    other.get_by_role("link", name=f"เข้าสู่ระบบด้วย {label}").click()
    expect(other.get_by_test_id("stMain").get_by_role("heading", level=1)).to_have_text("บันทึก")
    assert house.who(other.context).account == first.account
    assert not [c for c in other.context.cookies() if str(c.get("name")).endswith("-flow")]


def test_an_administrator_comes_in_by_the_setting(house: House, window: Callable[..., Page]) -> None:
    page = window()
    page.goto("/s/in/google")
    at_home(page)
    assert [g.role for g in house.who(page.context).grants] == ["country"]


def test_a_stranger_is_told_how_to_be_invited(house: House, window: Callable[..., Page]) -> None:
    house.provider.mood.person = {"sub": "stranger", "email": ADMIN, "email_verified": False}
    page = window()
    page.goto("/s/in/google")
    expect(page.get_by_text("ยังไม่มีใครเชิญบัญชีนี้")).to_be_visible()
    assert house.who(page.context) == READER


@pytest.mark.parametrize("face", ["google", "line"])
@pytest.mark.parametrize("lie", ["state", "nonce", "audience", "expired", "issuer", "key"])
def test_an_answer_with_a_lie_in_it_signs_nobody_in(
    house: House, window: Callable[..., Page], face: str, lie: str
) -> None:
    house.provider.mood.lie = lie
    page = window()
    answer = page.goto(f"/s/in/{face}")
    assert answer is not None
    assert answer.status == 403
    expect(page.get_by_text("ยังไม่ได้เข้าสู่ระบบ")).to_be_visible()
    assert house.who(page.context) == READER
    reasons = {"audience": "aud", "expired": "exp", "issuer": "iss", "key": "token"}
    assert house.refusals()[0] == reasons.get(lie, lie)


def test_who_says_no_at_the_provider_is_not_told_of_an_error(house: House, window: Callable[..., Page]) -> None:
    house.provider.mood.lie = "denied"
    page = window()
    page.goto("/s/in/line?lang=en")
    expect(page.get_by_text("cancelled at LINE")).to_be_visible()
    page.get_by_role("link", name="Try again").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Sign in")


def test_an_answer_counts_once(house: House, window: Callable[..., Page]) -> None:
    page = window()
    back: list[str] = []
    page.on("request", lambda request: back.append(request.url) if "/s/back/" in request.url else None)
    # One step at a time: the answer will take the cookie away.
    begun = page.context.request.get(f"{house.server.url}/s/in/google", max_redirects=0)
    waited = [c for c in page.context.cookies() if str(c.get("name")).endswith("-flow")]
    page.goto(begun.headers["location"])
    at_home(page)
    answer = page.goto(back[0])
    assert answer is not None
    assert answer.status == 403, "nothing waits for it any more"
    # Nor does it help who kept what waited: the provider gives nothing twice for one code.
    kept = {"name": waited[0]["name"], "value": waited[0]["value"], "url": house.server.url}
    page.context.add_cookies([kept])  # type: ignore[list-item]
    answer = page.goto(back[0])
    assert answer is not None
    assert answer.status == 403
    assert house.refusals()[0] == "code"
    # And in another browser, even with it, it is no answer at all.
    thief = window()
    thief.context.add_cookies([kept])  # type: ignore[list-item]
    answer = thief.goto(back[0])
    assert answer is not None
    assert (answer.status, house.who(thief.context)) == (403, READER)


def test_inside_a_chat_program_google_is_opened_outside_and_line_is_not(
    house: House, window: Callable[..., Page]
) -> None:
    page = window(user_agent=LINE_APP, viewport={"width": 390, "height": 844})
    page.goto("/s/in/google")
    link = page.get_by_role("link", name="เปิดในเบราว์เซอร์")
    assert "openExternalBrowser=1" in str(link.get_attribute("href"))
    accepts(page, house, "รับคำเชิญและเข้าด้วย Google")
    again = str(page.get_by_role("link", name="เปิดในเบราว์เซอร์").get_attribute("href"))
    assert "openExternalBrowser=1#" in again
    outside = window()
    outside.goto(again)
    expect(outside.get_by_text("สมศรี ใจดี เชิญท่าน")).to_be_visible()
    house.provider.mood.person = {"sub": "in the chat", "name": "ก"}
    page.goto("/s/in/line")
    expect(page.get_by_text("ยังไม่มีใครเชิญบัญชีนี้")).to_be_visible()


def test_leaving_is_pressed_and_the_browser_only_reads(house: House, window: Callable[..., Page]) -> None:
    page = window()
    accepts(page, house)
    at_home(page)
    page.goto("/s/devices")
    page.get_by_role("button", name="ออกจากระบบ").click()
    page.get_by_role("button", name="ออกจากระบบ").click()
    expect(page.get_by_text("ออกจากระบบแล้ว")).to_be_visible()
    assert house.who(page.context) == READER
