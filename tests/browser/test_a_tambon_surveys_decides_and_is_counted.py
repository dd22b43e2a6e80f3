"""On a phone: consent, a form through a lost connection, a look-alike, the village's result, ranking,
the plan, its certificate; then the regional officer verifies and the 500 moves by one."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from playwright.sync_api import expect

from lib.access.actors import OWN_MACHINE
from lib.actions.records.saving import save_typed
from lib.actions.tambon import work as tambon_work
from lib.insight.tambon.work import read_work
from lib.store.database import Database
from lib.store.opening import Store
from tests.actions.survey.household_forms import AREA, YEAR, visited
from tests.browser.conftest import Seeded, Visit
from tests.browser.servers import Server, serving
from tests.browser.test_a_phone_needs_no_sideways_scroll import PHONE
from tests.browser.test_a_plan_is_made_on_a_phone_in_the_hall import text_of
from tests.browser.visitor import Visitor, overflow


@dataclass
class Village:
    """A served app with a workspace whose earlier steps are behind it."""

    server: Server
    work: str


@pytest.fixture
def village(seeded: Seeded) -> Iterator[Village]:
    folder = seeded()
    store = Store("own", Database(f"sqlite:///{folder}/own.sqlite"), folder / "backups")
    work = tambon_work.begin(store, OWN_MACHINE, AREA, YEAR)
    visited(store, 30, first=40)
    with store.database.reading() as connection:
        found = read_work(connection, work)
    assert found is not None
    for step in found.steps[:6]:
        told = {"work": work, "step": step.step, "state": "done"}
        save_typed(store, OWN_MACHINE, "tambon_step", told, record_id=step.id)
        proof = {
            "name": "รายงานประชุม",
            "proves_kind": "tambon_step",
            "proves": step.id,
            "type": "note",
            "text": "มติที่ประชุม",
        }
        save_typed(store, OWN_MACHINE, "evidence", proof)
    for text in ("หนี้นอกระบบ", "น้ำแล้ง"):
        save_typed(store, OWN_MACHINE, "tambon_problem", {"work": work, "text": text})
    store.database.close()
    with serving(folder) as server:
        yield Village(server, work)


def fits(phone: Visitor) -> None:
    found = overflow(phone)
    assert found["main"] <= found["room"], found


def household(phone: Visitor, code: str) -> None:
    """Code, village, consent: the rest of the questions then appears."""
    form = phone.light
    form.get_by_label("รหัสครัวเรือน", exact=False).fill(code)
    form.get_by_label("หมู่ที่", exact=False).fill("3")
    form.get_by_role("button", name="ยินยอม เริ่มถาม").click()


def onward(phone: Visitor, heading: str) -> None:
    """On from section to section until the one with this heading."""
    for _ in range(14):
        if heading in phone.light.locator("main").inner_text():
            return
        phone.light.get_by_role("button", name="ต่อไป").click()
        phone.page.wait_for_timeout(300)
    raise AssertionError(f"no section {heading}")


def test_from_consent_to_the_count_of_the_500(village: Village, visit: Visit, tmp_path: Path) -> None:
    phone = visit(village.server, **PHONE).open("households", work=village.work)
    fits(phone)
    phone.presses("กรอกแบบครัวเรือนใหม่")
    expect(phone.light.get_by_text("ไม่มีผลต่อสิทธิหรือสวัสดิการ")).to_be_visible()
    household(phone, "03-017")
    onward(phone, "รายได้ รายจ่าย เงินออม")
    form = phone.light
    form.get_by_label("รายได้รวมต่อเดือน", exact=False).first.fill("๑๒,๐๐๐")
    # The signal goes while an answer is typed; the answer is there when it is back.
    phone.page.context.set_offline(True)
    expense = form.get_by_label("รายจ่ายรวมต่อเดือน", exact=False).first
    expense.fill("9,000")
    expense.press("Tab")
    expect(form.locator(".state")).to_contain_text("อย่าปิดหน้านี้")
    phone.page.context.set_offline(False)
    form.get_by_label("เงินออมคงเหลือ", exact=False).first.fill("500")
    expect(expense).to_have_value("9,000")
    expect(form.locator("#sums")).to_contain_text("3,000")
    expect(form.locator(".state")).to_have_text("บันทึกแล้ว")
    fits(phone)
    onward(phone, "ส่งแบบนี้")
    form.get_by_role("button", name="ส่งแบบนี้").click()
    expect(form.locator("h1")).to_have_text("ส่งแล้ว บันทึกแล้ว")

    phone.open("households", work=village.work, form="new")
    household(phone, "3/17")
    expect(phone.light.get_by_role("alert")).to_contain_text("ใช้แล้วในรอบนี้")

    phone.open("results", work=village.work)
    phone.presses("เผยแพร่")
    phone.sees("เผยแพร่แล้ว ทุกคนเห็นผลฉบับนี้ได้", "ครัวเรือนตรงกลางมีรายได้เดือนละ")
    fits(phone)
    with phone.page.expect_download() as result:
        phone.presses("ใบสรุปหน้าเดียว A4 (PDF)")
    result.value.save_as(tmp_path / "result.pdf")
    assert "ครัวเรือนตรงกลางมีรายได้เดือนละ" in text_of(tmp_path / "result.pdf")

    phone.open("tambon", work=village.work, part="decide")
    phone.main.get_by_text("นับคะแนน (นับมือหรือสติกเกอร์)").click()
    phone.settled()
    votes = phone.widget("stNumberInput", "น้ำแล้ง").get_by_role("spinbutton")
    votes.fill("41")
    votes.press("Tab")
    phone.settled()
    phone.presses("บันทึกคะแนน")
    phone.sees("ที่ประชุมให้ “น้ำแล้ง” มาก่อน 41 คะแนน")
    fits(phone)

    phone.open("tambon", work=village.work, part="plan")
    phone.presses("เพิ่มแผนงาน")
    phone.types("แผนงาน", "ขุดสระประจำหมู่บ้าน")
    phone.types("ตัวชี้วัด", "เดือนที่มีน้ำใช้")
    phone.types("ค่าตั้งต้น", "7")
    phone.types("เป้า", "12")
    phone.presses("บันทึก")
    phone.sees("1 แผนงาน งบรวม 0 บาท")
    phone.types("ที่ประชุมที่รับรอง", "ประชาคมตำบล")
    phone.types("รับรองเมื่อ", "9 ม.ค. 2569")
    for label, number in (("ผู้เข้าร่วมประชุม", "80"), ("เห็นชอบ", "77")):
        box = phone.widget("stNumberInput", label).get_by_role("spinbutton")
        box.fill(number)
        box.press("Tab")
        phone.settled()
    phone.presses("บันทึกการรับรอง")
    phone.sees("ประชาคมตำบล รับรองเมื่อ 9 ม.ค. 2569 ผู้เข้าร่วม 80 คน เห็นชอบ 77 คน")
    fits(phone)
    with phone.page.expect_download() as paper:
        phone.presses("ใบรับรองแผน (PDF)")
    paper.value.save_as(tmp_path / "plan.pdf")
    copied = text_of(tmp_path / "plan.pdf")
    for said in ("ขุดสระประจำหมู่บ้าน", "เดือนที่มีน้ำใช้", "มีมติรับรองแผนฉบับนี้", "ลงชื่อ"):
        assert said in copied, said

    phone.open("tambon", work=village.work, part="climb")
    phone.main.get_by_role("button").filter(has_text="รายงานขั้นนี้").last.click()
    phone.sees("รายงานแล้ว รอเจ้าหน้าที่ภาคตรวจรับรอง")
    fits(phone)

    officer = visit(village.server).open("tambon", work=village.work, part="climb")
    officer.main.get_by_text("ตรวจรับรองขั้นนี้").last.click()
    officer.types("ชื่อผู้ตรวจรับรอง", "เจ้าหน้าที่ภาค")
    officer.presses("ตรวจรับรอง: หลักฐานยืนยันจริง")
    officer.sees("ยังไม่มีหลักฐานนอกจากบันทึกที่ระบบทำเอง")
    officer.main.get_by_role("link", name="เพิ่มหลักฐาน").last.click()
    officer.sees_title("บันทึก")
    officer.types("หลักฐานคืออะไร", "รายงานการประชุมสภา")
    officer.types("ลิงก์", "https://example.org/minutes")
    officer.presses("บันทึกหลักฐาน")
    officer.sees("บันทึกหลักฐานแล้ว", "ขั้น 1–6 เสร็จและมีหลักฐานครบ · ทีมตำบลบันทึก")
    officer.types("ชื่อผู้ตรวจรับรอง", "เจ้าหน้าที่ภาค")
    officer.presses("ตรวจรับรอง: หลักฐานยืนยันจริง")
    officer.sees("ขั้นนี้ยังขาด")
    officer.types("รับรองทั้งที่ยังขาด 2 ข้อ เพราะ", "ลงพื้นที่แล้วเห็นงานจริงทั้งตำบล")
    officer.presses("ตรวจรับรอง: หลักฐานยืนยันจริง")
    officer.sees("ตรวจรับรองโดย เจ้าหน้าที่ภาค")
    officer.goes("overview")
    proved = officer.main.get_by_test_id("stMetric").filter(has_text="ตำบลรูปธรรมที่พิสูจน์แล้ว จาก 500")
    expect(proved.get_by_test_id("stMetricValue")).to_have_text("1")


@pytest.mark.parametrize(
    ("page", "part"),
    [("tambon", p) for p in ("", "steps", "survey", "follow", "lessons", "assess", "head")]
    + [("households", "devices"), ("households", "log"), ("results", "")],
)
def test_every_part_fits_a_phone(country: Server, visit: Visit, page: str, part: str) -> None:
    work = "tw-practice01" if part or page != "tambon" else ""
    fits(visit(country, **PHONE).open(page, world="practice", work=work, part=part))
