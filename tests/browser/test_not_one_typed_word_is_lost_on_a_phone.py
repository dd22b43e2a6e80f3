"""Light pages on a phone of 390 × 844: the wire is cut, answers get lost, the browser dies; each word is kept once."""

from __future__ import annotations

import itertools
import re
import sqlite3
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, BrowserContext, FloatRect, Locator, Page, expect

from lib.access.actors import OWN_MACHINE
from lib.actions.canvas import filling
from lib.actions.records.saving import save_typed
from lib.insight.canvas.board import read_board
from lib.store import records
from lib.store.opening import Store, open_store
from tests.browser.conftest import Seeded
from tests.browser.scanning import scanned
from tests.browser.servers import Server as Served
from tests.browser.servers import serving
from tests.owner import SECRET
from tests.wire import Wire, wire_to

PHONE = {"viewport": {"width": 390, "height": 844}, "locale": "th", "is_mobile": True, "has_touch": True}
PATIENCE = 30_000
KEPT, HERE, REFUSED = "บันทึกแล้ว", "อยู่ในเครื่องนี้", "ยังไม่บันทึก ดูช่องที่มีข้อความ"


@dataclass
class Hall:
    """A server, the wire to it, its store, and a plan that phones may fill in."""

    wire: Wire
    store: Store
    canvas: str
    code: str

    def texts(self, step: int) -> list[str]:
        with self.store.database.reading() as connection:
            board = read_board(connection, self.canvas)
        assert board is not None
        return [r.text for r in board.of_step(step)]

    def of_kind(self, kind: str) -> list[Any]:
        with self.store.database.reading() as connection:
            board = read_board(connection, self.canvas)
        assert board is not None
        return list(board.of(kind))

    def activities(self) -> list[str]:
        return [r.title() for r in self.of_kind("canvas_activity")]

    def comes_to_months(self, wanted: list[tuple[int | None, int | None]]) -> None:
        """Wait until the lines' months are those; says which stand there instead when they do not come."""
        found: list[tuple[int | None, int | None]] = []

        def there() -> bool:
            found[:] = [(a.from_month, a.to_month) for a in self.of_kind("canvas_activity")]
            return found == wanted

        with suppress(AssertionError):
            wait_until(there)
        assert found == wanted

    def items(self, step: int) -> list[Any]:
        with self.store.database.reading() as connection:
            board = read_board(connection, self.canvas)
        assert board is not None
        return board.of_step(step)


@pytest.fixture(scope="module")
def served(seeded: Seeded) -> Iterator[Served]:
    with serving(seeded(), THUN_MAP_ASSETS="drawn") as server:
        yield server


def begun_in(folder: Path) -> tuple[Store, filling.Started]:
    """The store of a data folder, with a new plan in it."""
    store = open_store(f"sqlite:///{folder}/own.sqlite", "own", folder / "backups" / "own")
    head = {"name": "ปลาแดดเดียว", "area": "TH-250204", "year": "2570", "cluster": "processing"}
    return store, filling.start(store, OWN_MACHINE, head, "กลุ่มแปรรูปปลา")


@pytest.fixture
def hall(served: Served) -> Iterator[Hall]:
    store, made = begun_in(served.folder)
    with wire_to(served.url) as wire:
        yield Hall(wire, store, made.canvas, made.code)
    store.database.close()


@pytest.fixture
def phone(browser: Browser, hall: Hall) -> Iterator[Callable[..., Page]]:
    contexts: list[BrowserContext] = []

    def new(**more: Any) -> Page:
        context = browser.new_context(**{**PHONE, **more})
        context.set_default_timeout(PATIENCE)
        contexts.append(context)
        page = context.new_page()
        page.on("pageerror", lambda error: pytest.fail(f"script: {error}"))
        return page

    yield new
    for context in contexts:
        context.close()


def comes_in(page: Page, hall: Hall, step: int = 1) -> Page:
    """By the QR of the plan, to a step."""
    page.goto(f"{hall.wire.url}/m/plan#{hall.code}")
    page.wait_for_url(f"**/m/plan/{hall.canvas}/*")
    if not page.url.endswith(f"/{step}"):
        page.goto(f"{hall.wire.url}/m/plan/{hall.canvas}/{step}")
    return page


def empty_line(page: Page) -> Any:
    return page.locator("form.new").first


def state(page: Page, words: str) -> None:
    expect(page.locator(".state", has_text=words).first).to_be_visible(timeout=PATIENCE)


def test_the_code_of_a_qr_opens_the_plan_and_is_in_no_address(hall: Hall, phone: Callable[..., Page]) -> None:
    page = phone()
    seen: list[str] = []
    page.on("request", lambda request: seen.append(request.url))
    comes_in(page, hall)
    assert not [url for url in seen if hall.code in url.partition("#")[0]]
    assert all(url.startswith(hall.wire.url) for url in seen), "nothing is fetched from anywhere else"
    stranger = phone()
    stranger.goto(f"{hall.wire.url}/m/plan/{hall.canvas}/1")
    expect(stranger.get_by_label("รหัสของแผน")).to_be_visible()
    stranger.get_by_label("รหัสของแผน").fill("ผิด-0000-0000")
    stranger.get_by_role("button", name="เปิดแผน").click()
    expect(stranger.get_by_role("alert")).to_contain_text("รหัสไม่ตรง")
    assert stranger.get_by_label("รหัสของแผน").is_visible(), "and there is a box for the next try"


def test_a_line_is_kept_when_its_field_is_left_or_after_two_quiet_seconds(
    hall: Hall, phone: Callable[..., Page]
) -> None:
    page = comes_in(phone(), hall)
    empty_line(page).locator("textarea").first.fill("ปลาไม่คาว")
    state(page, KEPT)
    assert hall.texts(1) == ["ปลาไม่คาว"], "nobody left the field"
    empty_line(page).locator("textarea").first.fill("ตากวันเดียว")
    page.keyboard.press("Tab")
    expect(page.locator("form.line:not(.new)")).to_have_count(2)
    expect(page.locator("form.new")).to_have_count(1)
    assert hall.texts(1) == ["ปลาไม่คาว", "ตากวันเดียว"]


@pytest.mark.parametrize("seconds", [1, 8])
def test_the_wire_is_cut_before_the_field_is_left(hall: Hall, phone: Callable[..., Page], seconds: int) -> None:
    page = comes_in(phone(), hall)
    box = empty_line(page).locator("textarea").first
    box.press_sequentially("ปลา", delay=20)
    hall.wire.pull()
    box.press_sequentially("ไม่คาว ", delay=20)
    page.keyboard.press("Tab")
    state(page, HERE)
    expect(page.locator("#bar")).to_contain_text("รอส่ง 1 รายการ")
    page.wait_for_timeout(seconds * 1000)
    hall.wire.mend()
    state(page, KEPT)
    expect(page.locator("#bar")).to_be_hidden()
    assert hall.texts(1) == ["ปลาไม่คาว"]


def test_lost_answers_make_no_second_line(hall: Hall, phone: Callable[..., Page]) -> None:
    page = comes_in(phone(), hall)
    hall.wire.deaf = True
    empty_line(page).locator("textarea").first.fill("ปลาไม่คาว")
    page.keyboard.press("Tab")
    expect(page.locator("#bar")).to_contain_text("รอส่ง")
    page.wait_for_timeout(5000)
    assert hall.texts(1) == ["ปลาไม่คาว"], "the server has it, the phone has not heard of it"
    # Typed on meanwhile: what was sent does not change, the rest follows.
    page.locator("form.line textarea").first.fill("ปลาไม่คาว ตากวันเดียว")
    hall.wire.mend()
    state(page, KEPT)
    expect(page.locator("#bar")).to_be_hidden(timeout=PATIENCE)
    assert hall.texts(1) == ["ปลาไม่คาว ตากวันเดียว"]


def test_closed_by_the_system_with_unsent_words(hall: Hall, phone: Callable[..., Page]) -> None:
    page = comes_in(phone(), hall)
    hall.wire.pull()
    empty_line(page).locator("textarea").first.press_sequentially("ปลาไม่คาว", delay=10)
    # No blur, no unload: the tab is gone as LINE's window goes.
    context = page.context
    page.close(run_before_unload=False)
    hall.wire.mend()
    again = context.new_page()
    # On any light page: it need not be the one that it was typed on.
    again.goto(f"{hall.wire.url}/m/plan/{hall.canvas}/3")
    expect(again.locator("#bar")).to_be_hidden(timeout=PATIENCE)
    again.goto(f"{hall.wire.url}/m/plan/{hall.canvas}/1")
    expect(again.locator("form.line textarea").first).to_have_value("ปลาไม่คาว")
    assert hall.texts(1) == ["ปลาไม่คาว"]


def test_reloaded_without_a_network_what_was_typed_stands_there(hall: Hall, phone: Callable[..., Page]) -> None:
    page = comes_in(phone(), hall)
    context = page.context
    page.route("**/m/answer", lambda route: route.abort())
    empty_line(page).locator("textarea").first.fill("ปลาไม่คาว")
    page.keyboard.press("Tab")
    state(page, HERE)
    page.reload()
    expect(page.locator("form.line textarea").first).to_have_value("ปลาไม่คาว")
    page.unroute("**/m/answer")
    page.evaluate("dispatchEvent(new Event('online'))")
    expect(page.locator("#bar")).to_be_hidden(timeout=PATIENCE)
    assert hall.texts(1) == ["ปลาไม่คาว"]
    assert context.pages


def test_what_cannot_be_read_is_said_at_the_field_and_stays(hall: Hall, phone: Callable[..., Page]) -> None:
    page = comes_in(phone(), hall, 5)
    line = empty_line(page)
    line.locator("textarea").first.fill("ขายปลา")
    state(page, KEPT)
    line = page.locator("form.line").first
    line.locator("[name='a.price']").fill("แพงมาก")
    line.locator("[name='a.units']").fill("๖๐๐")
    page.keyboard.press("Tab")
    state(page, REFUSED)
    expect(line.locator("[data-q=price] .wrong")).to_contain_text("ไม่ใช่ตัวเลข")
    assert line.locator("[name='a.price']").get_attribute("aria-invalid") == "true"
    assert line.locator("[name='a.price']").input_value() == "แพงมาก"
    line.locator("[name='a.price']").fill("80 บาท")
    page.keyboard.press("Tab")
    state(page, KEPT)
    (item,) = hall.items(5)
    assert (item.price, item.units, item.months) == (80, 600, 12)
    expect(page.get_by_text("ปีละ 576,000 บาท")).to_be_visible(timeout=PATIENCE)


def test_two_phones_see_each_other_and_choose_where_they_clash(hall: Hall, phone: Callable[..., Page]) -> None:
    one, other = comes_in(phone(), hall), comes_in(phone(), hall)
    empty_line(one).locator("textarea").first.fill("ปลาไม่คาว")
    one.keyboard.press("Tab")
    expect(other.locator("form.line:not(.new) textarea").first).to_have_value("ปลาไม่คาว", timeout=10_000)
    # The other is typing in it while somebody else changes it.
    hold = other.locator("form.line:not(.new) textarea").first
    other.route("**/m/answer", lambda route: route.abort())
    hold.fill("ปลาสด")
    one.locator("form.line:not(.new) textarea").first.fill("ปลาแดดเดียวไม่คาว")
    one.keyboard.press("Tab")
    state(one, KEPT)
    other.wait_for_timeout(3000)
    assert hold.input_value() == "ปลาสด", "nobody's typing is overwritten"
    other.unroute("**/m/answer")
    other.evaluate("dispatchEvent(new Event('online'))")
    choice = other.get_by_role("button", name="ของฉัน: ปลาสด")
    expect(choice).to_be_visible(timeout=PATIENCE)
    expect(other.get_by_role("button", name="ของเขา: ปลาแดดเดียวไม่คาว")).to_be_visible()
    choice.click()
    state(other, KEPT)
    assert hall.texts(1) == ["ปลาสด"]


def test_taken_away_and_brought_back_within_ten_seconds(hall: Hall, phone: Callable[..., Page]) -> None:
    page = comes_in(phone(), hall)
    empty_line(page).locator("textarea").first.fill("ปลาไม่คาว")
    page.keyboard.press("Tab")
    state(page, KEPT)
    page.reload()
    page.locator("form.line summary").first.click()
    page.get_by_role("button", name=re.compile("^เอาออก")).first.click()
    expect(page.locator(".undo")).to_contain_text("ปลาไม่คาว")
    assert hall.texts(1) == []
    page.locator(".undo button").click()
    expect(page.locator("form.line:not(.new) textarea").first).to_be_visible()
    expect(page.locator("form.line:not(.new) textarea").first).to_have_value("ปลาไม่คาว")
    assert hall.texts(1) == ["ปลาไม่คาว"]


def test_a_line_goes_up_and_the_others_see_it(hall: Hall, phone: Callable[..., Page]) -> None:
    for text in ("หนึ่ง", "สอง", "สาม"):
        filling.put(hall.store, OWN_MACHINE, hall.canvas, "canvas_item", {"step": "1", "text": text})
    one, other = comes_in(phone(), hall), comes_in(phone(), hall)
    one.get_by_role("button", name="เลื่อนขึ้น: สาม").click()
    for page in (one, other):
        expect(page.locator("form.line:not(.new) [name='a.text']").nth(1)).to_have_value("สาม", timeout=PATIENCE)
    assert hall.texts(1) == ["หนึ่ง", "สาม", "สอง"]


def test_the_server_dies_and_comes_back_and_the_line_stands_once(seeded: Seeded, phone: Callable[..., Page]) -> None:
    folder = seeded()
    store, made = begun_in(folder)
    page = phone()
    with ExitStack() as stack:
        with serving(folder, THUN_MAP_ASSETS="drawn") as first:
            wire = stack.enter_context(wire_to(first.url))
            mine = Hall(wire, store, made.canvas, made.code)
            comes_in(page, mine)
            # The answer to the first line is lost and the server goes: nobody knows what it did.
            wire.deaf = True
            empty_line(page).locator("textarea").first.fill("ปลาไม่คาว")
            page.keyboard.press("Tab")
            page.wait_for_timeout(1500)
            wire.pull()
            page.locator("form.line textarea").first.fill("ปลาไม่คาว ตากวันเดียว")
            page.keyboard.press("Tab")
        with serving(folder, THUN_MAP_ASSETS="drawn") as second:
            wire.target = ("127.0.0.1", int(second.url.rsplit(":", 1)[1]))
            wire.mend()
            expect(page.locator("#bar")).to_be_hidden(timeout=60_000)
            assert mine.texts(1) == ["ปลาไม่คาว ตากวันเดียว"]
    store.database.close()


@pytest.mark.parametrize("moment", ["before it is kept", "after it is kept"])
def test_the_server_is_killed_and_the_line_stands_once(seeded: Seeded, phone: Callable[..., Page], moment: str) -> None:
    """kill -9: before, while its transaction waits for the store; after, when nobody has heard of it yet."""
    folder = seeded()
    store, made = begun_in(folder)
    page = phone()
    with ExitStack() as stack:
        with serving(folder, dies=True, THUN_MAP_ASSETS="drawn") as first:
            wire = stack.enter_context(wire_to(first.url))
            mine = Hall(wire, store, made.canvas, made.code)
            comes_in(page, mine)
            if moment == "after it is kept":
                wire.deaf = True
                empty_line(page).locator("textarea").first.fill("ปลาไม่คาว")
                page.keyboard.press("Tab")
                wait_until(lambda: mine.texts(1) == ["ปลาไม่คาว"])
                first.child.kill()
            else:
                with sqlite3.connect(folder / "own.sqlite", isolation_level=None) as held:
                    held.execute("begin immediate")
                    with page.expect_request("**/m/answer"):
                        empty_line(page).locator("textarea").first.fill("ปลาไม่คาว")
                        page.keyboard.press("Tab")
                    page.wait_for_timeout(700)
                    first.child.kill()
                    first.child.wait()
                    held.execute("rollback")
                held.close()
                assert mine.texts(1) == []
            wire.pull()
            state(page, HERE)
        with serving(folder, THUN_MAP_ASSETS="drawn") as second:
            wire.target = ("127.0.0.1", int(second.url.rsplit(":", 1)[1]))
            wire.mend()
            expect(page.locator("#bar")).to_be_hidden(timeout=60_000)
            state(page, KEPT)
            assert mine.texts(1) == ["ปลาไม่คาว"]
    store.database.close()


def place_of(shown: Locator) -> FloatRect:
    """Where something is on the screen, asked again when it was being drawn anew just then."""
    found: list[FloatRect] = []

    def drawn() -> bool:
        if (box := shown.bounding_box()) is not None:
            found.append(box)
        return bool(found)

    wait_until(drawn)
    return found[0]


def wait_until(true: Callable[[], bool]) -> None:
    deadline = time.monotonic() + PATIENCE / 1000
    while not true():
        assert time.monotonic() < deadline
        time.sleep(0.02)


def test_two_processes_take_turns_and_agree(seeded: Seeded, phone: Callable[..., Page]) -> None:
    """Each connection goes to the other process; answers get lost in between, and every line stands once."""
    folder = seeded()
    store, made = begun_in(folder)
    with (
        serving(folder, THUN_MAP_ASSETS="drawn") as first,
        serving(folder, THUN_MAP_ASSETS="drawn") as second,
        wire_to(first.url) as wire,
    ):
        wire.others.append(("127.0.0.1", int(second.url.rsplit(":", 1)[1])))
        mine = Hall(wire, store, made.canvas, made.code)
        one, other = comes_in(phone(), mine), comes_in(phone(), mine)
        for number, page in enumerate((one, other, one, other)):
            wire.deaf = number % 2 == 0
            empty_line(page).locator("textarea").first.fill(f"ข้อที่ {number}")
            page.keyboard.press("Tab")
            if wire.deaf:
                wait_until(lambda n=number: f"ข้อที่ {n}" in mine.texts(1))  # type: ignore[misc]
            wire.mend()
            expect(page.locator("#bar")).to_be_hidden(timeout=60_000)
        for page in (one, other):
            expect(page.locator("form.line:not(.new)")).to_have_count(4)
        assert sorted(mine.texts(1)) == [f"ข้อที่ {n}" for n in range(4)]
    store.database.close()


def test_a_phone_that_slept_for_an_hour_sends_when_it_wakes(hall: Hall, phone: Callable[..., Page]) -> None:
    """Its timers stood still; what counts is that it is looked at again."""
    page = phone()
    page.clock.install()
    comes_in(page, hall)
    page.clock.run_for(1000)
    hall.wire.pull()
    empty_line(page).locator("textarea").first.fill("ปลาไม่คาว")
    page.clock.run_for(3000)
    state(page, HERE)
    page.clock.fast_forward("01:00:00")
    hall.wire.mend()
    page.evaluate("document.dispatchEvent(new Event('visibilitychange'))")
    page.clock.run_for(3000)
    state(page, KEPT)
    assert hall.texts(1) == ["ปลาไม่คาว"]


def test_taken_away_by_somebody_else_it_does_not_come_back(hall: Hall, phone: Callable[..., Page]) -> None:
    page = comes_in(phone(), hall)
    empty_line(page).locator("textarea").first.fill("ปลาไม่คาว")
    page.keyboard.press("Tab")
    state(page, KEPT)
    page.route("**/m/answer", lambda route: route.abort())
    page.locator("form.line textarea").first.fill("ปลาสด")
    (item,) = hall.items(1)
    filling.take_away(hall.store, OWN_MACHINE, hall.canvas, "canvas_item", item.id)
    page.unroute("**/m/answer")
    page.evaluate("dispatchEvent(new Event('online'))")
    state(page, "ถูกเอาออกแล้ว")
    assert hall.texts(1) == []
    # Its words stand in the bar until the person lets them go: nothing is stuck for ever.
    page.locator("#bar summary").click()
    expect(page.locator("#bar")).to_contain_text("ปลาสด")
    page.get_by_role("button", name="ทิ้งรายการนี้").click()
    expect(page.locator("#bar")).to_be_hidden()


def test_somebody_elses_words_are_never_sent_as_mine(hall: Hall, phone: Callable[..., Page]) -> None:
    page = comes_in(phone(), hall)
    page.route("**/m/answer", lambda route: route.abort())
    empty_line(page).locator("textarea").first.fill("ของคนแรก")
    page.keyboard.press("Tab")
    state(page, HERE)
    page.unroute("**/m/answer")
    # Another person takes the same phone: new cookies, the same storage.
    page.context.clear_cookies()
    page.goto(f"{hall.wire.url}/m/plan#{hall.code}")
    page.wait_for_url(f"**/m/plan/{hall.canvas}/1")
    expect(page.locator("#bar")).to_contain_text("คนอื่นพิมพ์ค้างไว้")
    page.wait_for_timeout(2500)
    assert hall.texts(1) == []
    expect(empty_line(page).locator("textarea").first).to_have_value("")


def test_without_javascript_it_is_plain_forms(hall: Hall, phone: Callable[..., Page]) -> None:
    page = phone(java_script_enabled=False)
    page.goto(f"{hall.wire.url}/m/plan")
    page.get_by_label("รหัสของแผน").fill(hall.code.upper())
    page.get_by_role("button", name="เปิดแผน").click()
    expect(page.get_by_text("กด “บันทึก” หลังพิมพ์เสร็จทุกครั้ง")).to_be_visible()
    page.goto(f"{hall.wire.url}/m/plan/{hall.canvas}/5")
    line = empty_line(page)
    line.locator("textarea").first.fill("ขายปลา")
    line.locator("[name='a.price']").fill("แพงมาก")
    line.get_by_role("button", name="บันทึก").click()
    expect(page.locator("[data-q=price] .wrong").first).to_contain_text("ไม่ใช่ตัวเลข")
    line = empty_line(page)
    assert (line.locator("textarea").first.input_value(), hall.texts(5)) == ("ขายปลา", [])
    line.locator("[name='a.price']").fill("80")
    line.get_by_role("button", name="บันทึก").click()
    expect(page.locator("form.line:not(.new) textarea").first).to_have_value("ขายปลา")
    assert hall.texts(5) == ["ขายปลา"]
    page.locator("form.line:not(.new) summary").click()
    page.locator("form.line:not(.new)").get_by_role("button", name=re.compile("^เอาออก")).click()
    assert hall.texts(5) == []
    page.locator("details.taken summary").click()
    page.get_by_role("button", name="เอากลับมา").click()
    assert hall.texts(5) == ["ขายปลา"]


def test_a_phone_that_lacks_what_plain_http_and_webviews_lack(hall: Hall, phone: Callable[..., Page]) -> None:
    page = phone()
    page.add_init_script(
        "for (const n of ['serviceWorker','storage','locks']) "
        "Object.defineProperty(Navigator.prototype, n, {get: () => undefined});"
        "Object.defineProperty(Crypto.prototype, 'subtle', {get: () => undefined});"
        "Object.defineProperty(Crypto.prototype, 'randomUUID', {value: undefined});"
        "Object.defineProperty(window, 'localStorage', {get: () => { throw new Error('no'); }});"
    )
    comes_in(page, hall)
    empty_line(page).locator("textarea").first.fill("ปลาไม่คาว")
    page.keyboard.press("Tab")
    state(page, KEPT)
    assert hall.texts(1) == ["ปลาไม่คาว"]


def owner_of(hall: Hall, page: Page, cookie: str) -> Page:
    page.context.add_cookies([{"name": cookie, "value": SECRET, "url": hall.wire.url}])
    return page


@pytest.fixture
def work(hall: Hall) -> str:
    said = {"area": "TH-250204", "year": str(2570 + next(_YEARS)), "name": "นนทรี"}
    return save_typed(hall.store, OWN_MACHINE, "tambon_work", said).record.id


_YEARS = itertools.count()


def test_a_households_answers_wait_for_the_wire_in_the_page_and_nowhere_else(
    hall: Hall, phone: Callable[..., Page], work: str, served: Served
) -> None:
    page = owner_of(hall, phone(), served.cookie)
    page.goto(f"{hall.wire.url}/m/house/{work}/new?village=3")
    page.get_by_role("button", name="ยินยอม เริ่มถาม").click()
    page.wait_for_url("**/d/**/0")
    hall.wire.pull()
    page.locator("[name='a.people']").fill("4")
    page.keyboard.press("Tab")
    expect(page.locator(".state")).to_contain_text("อย่าปิดหน้านี้")
    assert "people" not in str(page.evaluate("JSON.stringify(localStorage)")), "personal answers rest in no browser"
    page.wait_for_timeout(3000)
    hall.wire.mend()
    expect(page.locator(".state")).to_have_text(KEPT, timeout=PATIENCE)
    # On another phone of the same person the form is where it was.
    other = owner_of(hall, phone(), served.cookie)
    other.goto(f"{hall.wire.url}/m/house/{work}")
    other.get_by_role("link", name=re.compile("ครัวเรือน")).first.click()
    expect(other.locator("[name='a.people']")).to_have_value("4")
    other.get_by_role("button", name="ต่อไป").click()
    other.locator("[name='a.r.expenses.food-0.amount']").fill("๒,๐๐๐")
    expect(other.locator("#sums")).to_contain_text("รายจ่าย/เดือน 2,000")
    other.get_by_role("button", name="ต่อไป").click()
    other.locator("[name='a.has_debt'][value=yes]").check()
    other.locator("[name='a.r.debts.0.lender']").select_option("bank")
    other.get_by_role("button", name="เพิ่มอีกแถว").click()
    other.locator("[name='a.r.debts.1.lender']").select_option("village_fund")
    other.locator("[name='a.r.debts.1.balance']").fill("5000")
    for _ in range(4):
        if other.get_by_role("button", name="ส่งแบบนี้").count():
            break
        other.get_by_role("button", name="ต่อไป").click()
        other.wait_for_load_state()
    other.get_by_role("button", name="ส่งแบบนี้").click()
    expect(other.get_by_role("heading", level=1)).to_have_text("ส่งแล้ว บันทึกแล้ว")
    with hall.store.database.reading() as connection:
        (found,) = [
            s.record for s in records.find(connection, "household_survey") if getattr(s.record, "people", 0) == 4
        ]
    form: Any = found
    assert [(d.lender, d.balance) for d in form.debts] == [("bank", None), ("village_fund", 5000)]


def test_the_desk_shows_a_qr_that_a_phone_opens(hall: Hall, phone: Callable[..., Page], served: Served) -> None:
    desk = owner_of(
        hall, phone(viewport={"width": 1366, "height": 768}, is_mobile=False, has_touch=False), served.cookie
    )
    desk.goto(f"{hall.wire.url}/canvas?canvas={hall.canvas}")
    desk.get_by_role("button", name="ทำต่อบนเครื่องอื่น").click()
    picture = desk.locator("[data-testid=stPopoverBody] img, [data-testid=stImage] img").first
    expect(picture).to_be_visible(timeout=60_000)
    (told,) = scanned(picture)
    assert re.fullmatch(r"http://[^/]+/m/plan#\w{4}-\w{4}-\w{4}", told)
    page = phone()
    page.goto(told)
    page.wait_for_url(f"**/m/plan/{hall.canvas}/1")


def test_a_phone_on_the_big_screens_is_offered_the_light_page(hall: Hall, phone: Callable[..., Page]) -> None:
    agent = "Mozilla/5.0 (Linux; Android 14) AppleWebKit/537.36 Chrome/126.0 Mobile Safari/537.36"
    page = phone(user_agent=agent)
    page.goto(f"{hall.wire.url}/canvas?canvas={hall.canvas}")
    page.get_by_role("link", name=re.compile("เปิดหน้าเบา")).click(timeout=60_000)
    page.wait_for_url(f"**/m/plan/{hall.canvas}/1")
    expect(page.get_by_label("รหัสของแผน")).to_be_visible()


def test_what_a_screen_reader_hears(hall: Hall, phone: Callable[..., Page]) -> None:
    page = comes_in(phone(), hall, 5)
    line = empty_line(page)
    line.locator("textarea").first.fill("ขายปลา")
    state(page, KEPT)
    line = page.locator("form.line").first
    box = line.get_by_label("ราคาต่อหน่วย", exact=False).first
    box.fill("แพง")
    page.keyboard.press("Tab")
    state(page, REFUSED)
    heard = line.aria_snapshot()
    assert 'textbox "ราคาต่อหน่วย (บาท)" [invalid]' in heard
    assert "alert: ราคาต่อหน่วย “แพง” ไม่ใช่ตัวเลข" in heard
    assert 'group "ได้อย่างไร"' in heard
    assert "status" in heard
    small = page.evaluate(
        "[...document.querySelectorAll('a,button,summary,input:not([type=hidden]):not([type=radio]):not([type=checkbox]),"
        "select,textarea,.pick')].filter(e => e.offsetParent && e.getBoundingClientRect().height < 47.5)"
        ".map(e => e.outerHTML.slice(0, 80))"
    )
    assert small == [], "48 px for a thumb"


def test_the_next_step_is_here_before_it_is_asked_for(hall: Hall, phone: Callable[..., Page]) -> None:
    """Opened without the network, with the lines that were written a moment ago; the way back is a page too."""
    page = comes_in(phone(), hall, 5)
    empty_line(page).locator("textarea").first.fill("ขายปลาแดดเดียว")
    page.keyboard.press("Tab")
    state(page, KEPT)
    next_step = page.locator("a[data-ahead]")
    expect(next_step).to_have_attribute("href", re.compile("/6$"))
    page.wait_for_timeout(1500)
    hall.wire.pull()
    next_step.click()
    expect(page.locator("h1")).to_contain_text("กิจกรรม")
    assert page.url.endswith(f"/m/plan/{hall.canvas}/6")
    assert "ขายปลาแดดเดียว" in (page.locator("main").text_content() or ""), (
        "the next step asks about what stands on this one"
    )
    empty_line(page).locator("textarea").first.fill("ตากปลา")
    state(page, HERE)
    hall.wire.mend()
    state(page, KEPT)
    assert hall.activities() == ["ตากปลา"]
    page.go_back()
    page.wait_for_url("**/5")
    expect(page.locator("form.line:not(.new)")).to_have_count(1)


def test_months_are_tapped_or_dragged_on_a_strip(hall: Hall, phone: Callable[..., Page]) -> None:
    page = comes_in(phone(), hall, 6)
    empty_line(page).locator("textarea").first.fill("ตากปลา")
    line = page.locator("form.line").first
    months = line.locator(".strip button:not(.rest)")
    months.nth(1).tap()
    months.nth(4).tap()
    hall.comes_to_months([(2, 5)])
    page.wait_for_timeout(1000)  # drawn by then: nothing moves under the mouse
    first, last = place_of(months.nth(6)), place_of(months.nth(8))
    page.mouse.move(first["x"] + 9, first["y"] + 9)
    page.mouse.down()
    page.mouse.move(last["x"] + 9, last["y"] + 9, steps=4)
    page.mouse.up()
    expect(line.locator("select[name='a.to_month']")).to_have_value("9")
    hall.comes_to_months([(7, 9)])
    # One month alone, tapped again, is taken away.
    months.nth(2).tap()
    hall.comes_to_months([(3, 3)])
    months.nth(2).tap()
    hall.comes_to_months([(None, None)])
    # Ears and keys have the two lists.
    for name in ("เริ่มเดือนที่", "ถึงเดือนที่"):
        expect(line.get_by_role("combobox", name=name)).to_have_count(1)


def test_a_line_that_changes_under_a_finger_hears_what_the_finger_did(hall: Hall, phone: Callable[..., Page]) -> None:
    """Somebody else writes on the same line while a month is pressed: the press counts, and so do their words."""
    page = comes_in(phone(), hall, 6)
    empty_line(page).locator("textarea").first.fill("ตากปลา")
    page.keyboard.press("Tab")
    state(page, KEPT)
    page.evaluate("document.activeElement.blur()")
    (row,) = hall.of_kind("canvas_activity")
    finger = page.context.new_cdp_session(page)
    at = place_of(page.locator("form.line").first.locator(".strip button:not(.rest)").nth(2))
    point = {"x": at["x"] + 9, "y": at["y"] + 9}
    with page.expect_response(lambda r: "part=1" in r.url and r.status == 200, timeout=PATIENCE):
        finger.send("Input.dispatchTouchEvent", {"type": "touchStart", "touchPoints": [point]})
        typed = {"text": "ตากปลาบนแคร่"}
        filling.put(hall.store, OWN_MACHINE, hall.canvas, "canvas_activity", typed, record_id=row.id)
    page.wait_for_timeout(300)  # it is merged by then
    finger.send("Input.dispatchTouchEvent", {"type": "touchEnd", "touchPoints": []})
    hall.comes_to_months([(3, 3)])
    assert hall.activities() == ["ตากปลาบนแคร่"]


def test_a_gains_sum_is_there_while_it_is_typed(hall: Hall, phone: Callable[..., Page]) -> None:
    page = comes_in(phone(), hall, 5)
    empty_line(page).locator("textarea").first.fill("ขายปลา")
    line = page.locator("form.line").first
    hall.wire.pull()
    for name, value in (("units", "๖๐๐"), ("price", "80"), ("unit_cost", "45")):
        line.locator(f"[name='a.{name}']").fill(value)
    expect(line.locator(".sum")).to_have_text("ปีละ 576,000 บาท หักต้นทุน 324,000 เหลือ 252,000 บาท")
    hall.wire.mend()
    state(page, KEPT)
    (gain,) = hall.items(5)
    assert (gain.units, int(gain.price), int(gain.unit_cost), gain.months) == (600, 80, 45, 12)
    found = page.evaluate("[document.documentElement.scrollWidth, innerWidth]")
    assert found[0] <= found[1], "the sentence fits a phone"


def test_a_thumb_that_scrolls_over_the_strip_changes_no_month(hall: Hall, phone: Callable[..., Page]) -> None:
    made = filling.put(
        hall.store, OWN_MACHINE, hall.canvas, "canvas_activity", {"text": "ตากปลา", "from_month": "3", "to_month": "8"}
    )
    page = comes_in(phone(), hall, 6)
    month = page.locator("form.line .strip button:not(.rest)").nth(4)
    box = month.bounding_box()
    assert box is not None
    finger = page.context.new_cdp_session(page)
    x, y = box["x"] + 9, box["y"] + 9
    # As the browser tells a page of a finger that begins to scroll.
    for kind in ("pointerdown", "pointercancel"):
        page.evaluate(
            "([kind, x, y]) => document.elementFromPoint(x, y).dispatchEvent(new PointerEvent(kind, {bubbles: true, clientX: x, clientY: y}))",
            [kind, x, y],
        )
    finger.detach()
    page.wait_for_timeout(2500)
    (kept,) = hall.of_kind("canvas_activity")
    assert (kept.id, kept.from_month, kept.to_month) == (made.record.id, 3, 8)
    assert page.locator("form.line .strip button.on").count() == 6


def test_what_was_typed_a_moment_ago_is_asked_about_on_the_next_step(hall: Hall, phone: Callable[..., Page]) -> None:
    """Pressed while the answer is still on its way: the next page learns of the line once it is kept."""
    page = comes_in(phone(), hall, 5)
    page.wait_for_timeout(1200)  # the next page is here, without the line
    page.route("**/m/answer", lambda route: (time.sleep(1.5), route.continue_())[1])
    empty_line(page).locator("textarea").first.fill("ขายปลาแดดเดียว")
    page.locator("a[data-ahead]").click()
    page.wait_for_url("**/6")
    expect(page.locator("main")).to_contain_text("ขายปลาแดดเดียว", timeout=PATIENCE)
    assert hall.texts(5) == ["ขายปลาแดดเดียว"]


def test_a_look_that_comes_late_is_not_put_on_the_next_step(hall: Hall, phone: Callable[..., Page]) -> None:
    for step in ("1", "2"):
        filling.put(hall.store, OWN_MACHINE, hall.canvas, "canvas_item", {"step": step, "text": f"ของขั้น {step}"})
    page = comes_in(phone(), hall, 1)
    page.wait_for_timeout(1200)
    late = answers_held_back(page, "**/1?part=1*")
    filling.put(hall.store, OWN_MACHINE, hall.canvas, "canvas_item", {"step": "1", "text": "มาใหม่"})
    page.evaluate("dispatchEvent(new Event('focus'))")
    until_asked(page, late)
    page.evaluate("window.stays = true")
    page.route("**/2?part=1*", lambda route: route.abort())  # the next look does not put it right
    page.locator("a[data-ahead]").click()
    page.wait_for_url("**/2")
    assert page.evaluate("window.stays"), "no other document"
    for route, answer in late:
        route.fulfill(response=answer)
    page.wait_for_timeout(1000)
    lines = page.locator("form.line:not(.new) textarea[name='a.text']")
    assert [line.input_value() for line in lines.all()] == ["ของขั้น 2"]


def answers_held_back(page: Page, address: str) -> list[tuple[Any, Any]]:
    """The server answers now; the page hears of it when the test lets it."""
    held: list[tuple[Any, Any]] = []
    page.route(address, lambda route: held.append((route, route.fetch())))
    return held


def until_asked(page: Page, held: list[tuple[Any, Any]]) -> None:
    """Until an answer with something new in it is held back; one of before goes through."""
    for _ in range(100):
        page.wait_for_timeout(100)
        if held and held[0][1].status == 200:
            return
        for route, answer in held:
            route.fulfill(response=answer)
        held.clear()
        page.evaluate("dispatchEvent(new Event('focus'))")
    raise AssertionError("nothing new was asked for")


def test_a_draft_of_another_phone_is_sent_by_its_button_and_worlds_do_not_mix(
    hall: Hall, served: Served, phone: Callable[..., Page]
) -> None:
    form = "/m/form/tambon_progress?area=TH-250204"
    one = owner_of(hall, phone(), served.cookie)
    one.goto(f"{hall.wire.url}/practice{form}")
    one.locator("[name='a.note']").fill("คำของฝึกหัด")
    expect(one.locator(".state").first).to_have_text("เก็บร่างไว้แล้ว ยังไม่ได้ส่ง")
    one.goto(f"{hall.wire.url}{form}")
    assert one.locator("[name='a.note']").input_value() == "", "what is typed in practice stays there"
    one.locator("[name='a.rung']").first.check()
    one.locator("[name='a.reached_on']").fill("1 ม.ค. 2569")
    expect(one.locator(".state").first).to_have_text("เก็บร่างไว้แล้ว ยังไม่ได้ส่ง")
    other = owner_of(hall, phone(), served.cookie)
    other.goto(f"{hall.wire.url}{form}")
    expect(other.get_by_text("ทำต่อจากร่างที่พิมพ์ค้างไว้", exact=False)).to_be_visible()
    other.get_by_role("button", name="บันทึก").last.click()
    expect(other.locator(".state").first).to_have_text(KEPT)
    with hall.store.database.reading() as connection:
        found = [s.record for s in records.find(connection, "tambon_progress") if s.record.area == "TH-250204"]
    assert [str(r.reached_on) for r in found] == ["2026-01-01"]


def test_a_look_from_before_does_not_put_older_words_over_newer_ones(hall: Hall, phone: Callable[..., Page]) -> None:
    page = comes_in(phone(), hall, 1)
    empty_line(page).locator("textarea").first.fill("หนึ่ง")
    page.keyboard.press("Tab")
    wait_until(lambda: hall.texts(1) == ["หนึ่ง"])
    page.wait_for_timeout(500)
    filling.put(hall.store, OWN_MACHINE, hall.canvas, "canvas_item", {"step": "1", "text": "ของเพื่อน"})
    late = answers_held_back(page, "**/1?part=1*")
    page.evaluate("dispatchEvent(new Event('focus'))")
    until_asked(page, late)
    line = page.locator("form.line textarea[name='a.text']").first
    line.fill("หนึ่ง แก้แล้ว")
    page.keyboard.press("Tab")
    wait_until(lambda: "หนึ่ง แก้แล้ว" in hall.texts(1))
    state(page, KEPT)
    page.evaluate("document.activeElement.blur()")
    for route, answer in late[:1]:
        route.fulfill(response=answer)
    page.wait_for_timeout(1000)
    assert line.input_value() == "หนึ่ง แก้แล้ว"
    page.unroute("**/1?part=1*")
    line.fill("หนึ่ง แก้อีก")
    page.keyboard.press("Tab")
    wait_until(lambda: "หนึ่ง แก้อีก" in hall.texts(1))
    expect(page.locator(".clash")).to_have_count(0)
