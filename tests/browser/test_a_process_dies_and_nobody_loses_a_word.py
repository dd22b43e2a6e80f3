"""Two processes behind Caddy; one is killed under people's hands. Nobody loses a field, and the page says what goes on."""

from __future__ import annotations

import json
import os
import signal
import sqlite3
import sys
import time
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest
from playwright.sync_api import Locator, expect

from tests.browser.conftest import Seeded, Visit
from tests.browser.visitor import Visitor
from tests.served.deployment import Deployment, deployed

AWAY, BACK = "การเชื่อมต่อขาด", "ข้อมูลบนหน้านี้เป็นปัจจุบัน"
#: Both processes gone: until one of them is there again, on a machine where others work too.
RESTARTED_MS = 90_000
#: What one process wrote, the other one shows after this.
SEEN_SECONDS = 2.0

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="Windows ends processes another way")


@pytest.fixture(scope="module")
def two(seeded: Seeded) -> Iterator[Deployment]:
    """Two processes behind Caddy, whose visitors are administrators who have signed in."""
    with deployed(seeded(), THUN_MAP_ASSETS="own") as made:
        yield made


@pytest.fixture
def both(two: Deployment) -> Deployment:
    """The same, both processes ready again."""
    for number in (1, 2):
        two.wait(lambda n=number: two.is_ready(n), f"process {number} is back")  # type: ignore[misc]
    return two


def process_of(visitor: Visitor, served: Deployment) -> str:
    """Which process the window is kept with."""
    cookies = {cookie["name"]: cookie["value"] for cookie in visitor.page.context.cookies(served.url)}
    return served.process_of(cookies["thun_process"])


def notice(visitor: Visitor) -> Locator:
    """The word about the connection."""
    return visitor.page.locator("#thun-connection")


def asked(served: Deployment, question: str, *values: str) -> list[str]:
    """First cells of what the store answers."""
    with closing(sqlite3.connect(served.folder / "own.sqlite")) as store:
        return [row[0] for row in store.execute(question, values)]


def in_a_draft(served: Deployment, typed: str) -> bool:
    """Whether a draft holds these words."""
    return any(typed in json.loads(one).values() for one in asked(served, "select typed from draft"))


def saved(served: Deployment, name: str) -> int:
    """How many organisations of this name there are."""
    return len(asked(served, "select id from organisation where name = ?", name))


def new_organisation(visitor: Visitor, name: str) -> None:
    """A form with a name and a kind, not saved yet."""
    visitor.open("records", kind="organisation", record="new")
    visitor.types("ชื่อองค์กร", name)
    visitor.chooses("ประเภทองค์กร", "กลุ่ม")


def test_who_types_when_the_process_dies_goes_on_typing(both: Deployment, visit: Visit) -> None:
    visitor = visit(both).open("records", kind="organisation", record="new")
    visitor.types("ชื่อองค์กร", "กลุ่มออมทรัพย์บ้านใหม่")
    before = process_of(visitor, both)
    keys = visitor.page.keyboard
    visitor.area("หมายเหตุ").click()
    keys.type("ก่อน")
    both.kill(before)
    expect(notice(visitor)).to_contain_text(AWAY)
    # Not a stroke is swallowed while nobody answers, and the cursor stays where it was.
    keys.type("-while")
    expect(notice(visitor)).to_contain_text(BACK)
    keys.type("-หลัง")
    expect(visitor.area("หมายเหตุ")).to_have_value("ก่อน-while-หลัง")
    keys.press("Tab")
    visitor.settled()
    expect(visitor.area("หมายเหตุ")).to_have_value("ก่อน-while-หลัง")
    expect(visitor.box("ชื่อองค์กร")).to_have_value("กลุ่มออมทรัพย์บ้านใหม่")
    assert process_of(visitor, both) != before
    both.wait(lambda: in_a_draft(both, "ก่อน-while-หลัง"), "what was typed is in the draft", 10)
    assert in_a_draft(both, "กลุ่มออมทรัพย์บ้านใหม่")


def test_a_field_left_while_nobody_answers_is_in_the_draft_after(both: Deployment, visit: Visit) -> None:
    visitor = visit(both).open("records", kind="organisation", record="new")
    visitor.types("ชื่อองค์กร", "กลุ่มที่พิมพ์ต่อ")
    for name in ("1", "2"):
        both.kill(name)
    expect(notice(visitor)).to_contain_text(AWAY)
    visitor.box("จำนวนสมาชิก").fill("๒๕")
    visitor.page.keyboard.press("Tab")
    # In nobody's way while it lasts: no English dialogue of the frame's over the form.
    expect(visitor.page.get_by_role("dialog")).to_have_count(0)
    expect(notice(visitor)).to_contain_text(BACK, timeout=RESTARTED_MS)
    expect(visitor.box("จำนวนสมาชิก")).to_have_value("๒๕")
    both.wait(lambda: in_a_draft(both, "๒๕"), "what was left is in the draft", 10)


def test_the_first_press_after_it_is_taken(both: Deployment, visit: Visit) -> None:
    visitor = visit(both)
    new_organisation(visitor, "กลุ่มที่กดครั้งแรก")
    both.kill(process_of(visitor, both))
    expect(notice(visitor)).to_contain_text(AWAY)
    # Playwright waits, as people do, until the button can be pressed – and not for the page to be drawn anew.
    visitor.button("บันทึก").click()
    visitor.sees("บันทึกแล้วที่เครื่องนี้ ฉบับที่ 1")
    assert saved(both, "กลุ่มที่กดครั้งแรก") == 1


def test_a_press_that_nobody_may_have_heard_is_named(both: Deployment, visit: Visit) -> None:
    visitor = visit(both)
    new_organisation(visitor, "กลุ่มที่กดแล้วดับ")
    pid = both.pids()[process_of(visitor, both)]
    os.kill(pid, signal.SIGSTOP)
    visitor.button("บันทึก").click()
    visitor.page.wait_for_timeout(200)
    os.kill(pid, signal.SIGKILL)
    expect(notice(visitor)).to_contain_text("ไม่แน่ว่าการกด “บันทึก” ก่อนขาดมาถึงหรือไม่")
    assert saved(both, "กลุ่มที่กดแล้วดับ") == 0
    visitor.button("บันทึก").click()
    expect(notice(visitor)).to_have_count(0)
    visitor.sees("บันทึกแล้วที่เครื่องนี้ ฉบับที่ 1")
    assert saved(both, "กลุ่มที่กดแล้วดับ") == 1


def test_what_is_written_on_one_process_is_seen_on_the_other_within_two_seconds(both: Deployment, visit: Visit) -> None:
    writer, reader = others(both, visit)
    reader.open("records", kind="organisation")
    new_organisation(writer, "กลุ่มที่อีกโปรเซสเห็น")
    writer.button("บันทึก").click()
    began = time.monotonic()
    both.wait(lambda: saved(both, "กลุ่มที่อีกโปรเซสเห็น") == 1, "it is saved", 10)
    time.sleep(max(0.0, SEEN_SECONDS - (time.monotonic() - began)))
    # A single draw of the page after that time shows it.
    reader.open("records", kind="organisation")
    reader.sees("กลุ่มที่อีกโปรเซสเห็น")


def others(served: Deployment, visit: Visit) -> tuple[Visitor, Visitor]:
    """Two people with different processes: Caddy deals new browsers out by chance."""
    first = visit(served).open()
    for width in range(1281, 1299):
        second = visit(served, viewport={"width": width, "height": 800}).open()
        if process_of(second, served) != process_of(first, served):
            return first, second
    raise AssertionError("everybody came to one process")


def test_files_travel_both_ways_whichever_process_a_browser_is_with(
    both: Deployment, visit: Visit, tmp_path: Path
) -> None:
    met = set()
    for number in range(5):
        file = tmp_path / f"กลุ่ม-{number}.csv"
        file.write_text(f"ชื่อองค์กร,ประเภทองค์กร\nกลุ่มจากแฟ้ม {number},กลุ่ม\n", encoding="utf-8-sig")
        visitor = visit(both, viewport={"width": 1300 + number, "height": 800}).open("imports")
        visitor.types("แฟ้มของสำนักงานหรือเครือข่ายใด", f"สำนักงาน {number}")
        visitor.main.locator("input[type=file]").set_input_files(file)
        visitor.settled()
        visitor.presses("อ่านแฟ้ม")
        visitor.sees("ยังไม่มีอะไรเปลี่ยนจนกว่าจะกดนำเข้า")
        with visitor.page.expect_download() as waiting:
            visitor.presses("แฟ้มเดิมพร้อมสีและหมายเหตุ")
        assert waiting.value.failure() is None
        assert waiting.value.path().stat().st_size > 1000
        met.add(process_of(visitor, both))
    print(f"processes met: {sorted(met)}")
