"""The way from the first letter to a proved unit of the 500, as a person at the desk walks it."""

from __future__ import annotations

import json
import re
import sqlite3
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager

from playwright.sync_api import expect

from tests.browser.conftest import Visit
from tests.browser.servers import Server
from tests.browser.visitor import PATIENCE_MS, Visitor

KIND = "ความก้าวหน้าตำบล"
EVIDENCE = "รายงานการประชุมประชาคม"
VERIFIER = "สมศรี ผู้ตรวจ"


def test_a_first_record_is_typed_proved_and_counted(first_day: Server, visit: Visit) -> None:
    visitor = visit(first_day).open("overview")
    expect(visitor.main.get_by_text("ยังไม่มีตัวเลขเผยแพร่")).to_have_count(2)

    visitor.navigation.get_by_text("บันทึก", exact=True).click()
    visitor.sees_title("บันทึก")
    visitor.chooses("ประเภทข้อมูล", KIND)
    visitor.presses("เพิ่มรายการใหม่")
    visitor.types("ถึงขั้นนี้เมื่อ", "19 ก.ย. 66")
    visitor.sees("อ่านว่า 19 กันยายน 2566")
    tambon = _chosen_tambon(visitor)
    visitor.chooses("ขั้น", "พื้นที่รูปธรรม")
    visitor.presses("บันทึก")
    visitor.sees("บันทึกแล้วที่เครื่องนี้ ฉบับที่ 1", "หลักฐาน (0)")

    visitor.types("หลักฐานคืออะไร", EVIDENCE)
    visitor.types("ลิงก์", "https://example.org/report")
    visitor.presses("บันทึกหลักฐาน")
    visitor.sees("บันทึกหลักฐานแล้ว", "หลักฐาน (1)")
    visitor.types("ชื่อผู้ตรวจรับรอง", VERIFIER)
    visitor.presses("ตรวจรับรอง: หลักฐานยืนยันจริง")
    visitor.sees("ตรวจรับรองแล้ว นับรวมตั้งแต่บัดนี้", f"ตรวจรับรองโดย {VERIFIER}")

    visitor.navigation.get_by_text("ภาพรวม", exact=True).click()
    visitor.sees_title("ภาพรวม")
    proved = visitor.main.get_by_test_id("stMetric").filter(has_text="ตำบลรูปธรรมที่พิสูจน์แล้ว จาก 500")
    expect(proved.get_by_test_id("stMetricValue")).to_have_text("1")
    visitor.sees("ยังขาด 499")

    other = visit(first_day).open("progress", province="TH-25")
    expect(other.list_box("ชื่อจังหวัด")).to_have_value("ปราจีนบุรี")
    other.chooses("ดูหลักฐานของตำบล", f"{tambon} · ปราจีนบุรี")
    expect(other.page).to_have_url(re.compile(r"[?&]area=TH-25\d+"))
    other.sees("นับเข้าเป้าหมาย", "ถึงขั้นนี้ 19 ก.ย. 2566", f"ตรวจรับรองโดย {VERIFIER}")
    link = other.main.get_by_role("link", name=EVIDENCE)
    expect(link).to_have_attribute("href", "https://example.org/report")

    third = visit(first_day).open("progress", province="TH-25", area=_area(other.page.url))
    expect(third.main.get_by_role("link", name=EVIDENCE)).to_be_visible()


def test_reloading_while_typing_loses_nothing(desk: Server, visit: Visit) -> None:
    visitor = visit(desk).open("records", kind="tambon_progress", record="new")
    visitor.types("ถึงขั้นนี้เมื่อ", "๑ ม.ค. ๒๕๖๗")
    visitor.area("เล่าสั้น ๆ").fill("กลุ่มเริ่มขายข้าว\nสมาชิก ๑๒ คน")
    visitor.area("เล่าสั้น ๆ").press("Tab")
    visitor.chooses("ขั้น", "มีแผนแล้ว")
    visitor.sees("เก็บร่างไว้ที่เครื่องนี้แล้ว รหัสกู้คืน")
    expect(visitor.page).to_have_url(re.compile(r"[?&]draft=\w+"))
    address = visitor.page.url

    visitor.page.reload()
    other = visit(desk)
    other.page.goto(address)
    for window in (visitor, other):
        expect(window.box("ถึงขั้นนี้เมื่อ")).to_have_value("๑ ม.ค. ๒๕๖๗")
        expect(window.area("เล่าสั้น ๆ")).to_have_value("กลุ่มเริ่มขายข้าว\nสมาชิก ๑๒ คน")
        expect(window.list_box("ขั้น")).to_have_value("มีแผนแล้ว")
        window.sees("อ่านว่า 1 มกราคม 2567")

    third = visit(desk).open("records", kind="tambon_progress")
    third.main.get_by_text("ร่างที่ยังไม่ได้บันทึก").click()
    third.main.get_by_test_id("stExpander").get_by_role("button", name=KIND).first.click()
    expect(third.box("ถึงขั้นนี้เมื่อ")).to_have_value("๑ ม.ค. ๒๕๖๗")


def test_a_slow_store_makes_one_draft_of_one_form(desk: Server, visit: Visit) -> None:
    """What is typed while the field before is still being kept waits for it, and goes into the same draft."""
    typed = {"ชื่อองค์กร": "กลุ่มจักสานบ้านดง", "จำนวนสมาชิก": "๑๗", "รหัสทะเบียนวิสาหกิจชุมชน": "1-10-01-01/1-0002"}
    visitor = visit(desk).open("records", kind="organisation", record="new")
    with _busy(desk):
        for label, text in typed.items():
            visitor.box(label).focus()
            visitor.page.keyboard.insert_text(text)
            visitor.page.wait_for_timeout(250)
        visitor.page.keyboard.press("Tab")
        visitor.page.wait_for_timeout(300)
    visitor.sees("เก็บร่างไว้ที่เครื่องนี้แล้ว")
    _kept(desk, visitor.page.url, registration=typed["รหัสทะเบียนวิสาหกิจชุมชน"])
    assert _count(desk, "draft", "typed", json.dumps(typed["ชื่อองค์กร"])) == 1


def test_two_presses_save_one_record_and_its_page_knows(desk: Server, visit: Visit) -> None:
    visitor = visit(desk).open("records", kind="tambon_progress", record="new")
    visitor.types("ถึงขั้นนี้เมื่อ", "23 ก.ย. 66")
    _chosen_tambon(visitor)
    # A rung that no other test of this server reports.
    visitor.chooses("ขั้น", "ขยายผล")
    with _busy(desk):
        for _ in range(2):
            visitor.button("บันทึก").click(force=True)
            visitor.page.wait_for_timeout(300)
    visitor.sees("บันทึกแล้วที่เครื่องนี้ ฉบับที่ 1", "หลักฐาน (0)")
    assert _count(desk, "tambon_progress", "reached_on", "2023-09-23") == 1


def test_typing_on_without_waiting_for_the_server_loses_nothing(desk: Server, visit: Visit) -> None:
    typed = {"ชื่อองค์กร": "กลุ่มทอผ้าบ้านนาขา", "จำนวนสมาชิก": "๔๒", "รหัสทะเบียนวิสาหกิจชุมชน": "1-10-01-01/1-0001"}
    visitor = visit(desk).open("records", kind="organisation", record="new")
    for label, text in typed.items():
        visitor.box(label).focus()
        visitor.page.keyboard.insert_text(text)
    visitor.area("หมายเหตุ").focus()
    visitor.page.keyboard.insert_text("พิมพ์ต่อเนื่อง")
    visitor.page.keyboard.press("Tab")
    expect(visitor.page).to_have_url(re.compile(r"[?&]draft=\w+"))
    visitor.sees("เก็บร่างไว้ที่เครื่องนี้แล้ว")
    # A busy server may not have taken the last field in yet: whoever opens the link then sees less.
    _kept(desk, visitor.page.url, note="พิมพ์ต่อเนื่อง")
    other = visit(desk)
    other.page.goto(visitor.page.url)
    for window in (visitor, other):
        for label, text in typed.items():
            expect(window.box(label)).to_have_value(text)
        expect(window.area("หมายเหตุ")).to_have_value("พิมพ์ต่อเนื่อง")


def _chosen_tambon(visitor: Visitor) -> str:
    """Choose the first tambon of a province; returns its name."""
    visitor.chooses("จังหวัดของ ตำบล/เทศบาล/เขต", "ปราจีนบุรี")
    visitor.list_box("ตำบล/เทศบาล/เขต").click()
    first = visitor.page.get_by_role("option").first
    tambon = first.inner_text().split(" ·")[0].strip()
    first.click()
    expect(visitor.list_box("ตำบล/เทศบาล/เขต")).to_have_value(re.compile(f"^{re.escape(tambon)}"))
    return tambon


@contextmanager
def _busy(desk: Server) -> Iterator[None]:
    """Another program is writing into the store: whoever wants to write waits."""
    with closing(sqlite3.connect(desk.folder / "own.sqlite", isolation_level=None)) as store:
        store.execute("begin immediate")
        try:
            yield
        finally:
            store.execute("rollback")


def _count(desk: Server, table: str, column: str, holds: str) -> int:
    """How many rows of a table hold these words in a column."""
    with closing(sqlite3.connect(desk.folder / "own.sqlite")) as store:
        query = f"select count(*) from {table} where instr({column}, ?) > 0"
        return int(store.execute(query, (holds.strip('"'),)).fetchone()[0])


def _kept(desk: Server, url: str, **typed: str) -> None:
    """Wait until the draft that an address names holds what was typed last."""
    found = re.search(r"[?&]draft=([\w-]+)", url)
    assert found, url
    query = "select typed from draft where code = ?"
    until = time.monotonic() + PATIENCE_MS / 1000
    while time.monotonic() < until:
        with closing(sqlite3.connect(desk.folder / "own.sqlite")) as store:
            row = store.execute(query, (found[1],)).fetchone()
        held = json.loads(row[0]) if row else {}
        if typed.items() <= held.items():
            return
        time.sleep(0.1)
    raise AssertionError(f"the draft holds {held}, not {typed}")


def _area(url: str) -> str:
    found = re.search(r"[?&]area=([\w-]+)", url)
    assert found, url
    return found[1]
