"""An afternoon: made at the desk, phones come in by the QR on the wall, ideas, a ranking, a certified plan, a laptop that
dies in the middle, minutes read back as text, and the forum's file taken home."""

from __future__ import annotations

import io
import os
import re
import signal
from pathlib import Path
from urllib.parse import urlsplit

import pypdfium2 as pdfium
from docx import Document
from playwright.sync_api import BrowserContext, Page, expect

from lib.store import facts
from lib.store.database import Database
from tests.browser.conftest import Seeded, Visit
from tests.browser.scanning import picture, scanned
from tests.browser.servers import Server, free_port, serving
from tests.browser.visitor import Visitor, has_thai_letters

GROUPS = ["กลุ่มแปรรูปปลา", "กลุ่มทอผ้า", "กลุ่มเกษตรอินทรีย์", "กลุ่มท่องเที่ยว", "กลุ่มออมทรัพย์", "กลุ่มเยาวชน"]
PHONE = {"viewport": {"width": 390, "height": 844}, "is_mobile": True, "has_touch": True}


def local(address: str, server: Server) -> str:
    """The address of a QR on this very machine: the browser of the tests knows no other."""
    told = urlsplit(address)
    assert told.port == urlsplit(server.url).port
    return f"{server.url}{told.path}#{told.fragment}"


def measured(wall: Page, selector: str) -> float:
    return float(wall.eval_on_selector(selector, "el => parseFloat(getComputedStyle(el).fontSize)"))


def fits(wall: Page) -> bool:
    return bool(
        wall.evaluate(
            """() => document.documentElement.scrollHeight <= innerHeight && document.documentElement.scrollWidth <= innerWidth
            && [...document.querySelectorAll('.items')].every(l => !l.checkVisibility() || l.scrollHeight <= l.clientHeight + 2)"""
        )
    )


def writes(desk: Visitor, label: str, text: str) -> None:
    desk.area(label).fill(text)
    desk.area(label).press("Tab")
    desk.settled()


def part(desk: Visitor, name: str) -> None:
    desk.main.get_by_test_id("stButtonGroup").first.get_by_text(name, exact=True).click()
    desk.settled()


def come_in(device: BrowserContext, link: str, name: str, group: str) -> Page:
    page = device.new_page()
    page.goto(link)
    page.get_by_label("ชื่อที่ใช้ในเวที").fill(name)
    page.get_by_label(group, exact=True).check()
    page.get_by_role("button", name="เข้าเวที").click()
    expect(page.locator("#hall")).to_contain_text(name)
    return page


def pdf_words(content: bytes) -> str:
    with pdfium.PdfDocument(io.BytesIO(content)) as document:
        return re.sub(r"\s+", "", "".join(page.get_textpage().get_text_range() for page in document))


def test_an_afternoon_from_the_door_to_the_minutes(seeded: Seeded, visit: Visit, tmp_path: Path) -> None:
    folder, port = seeded(), free_port()
    with serving(folder, dies=True, port=port, THUN_MAP_ASSETS="drawn") as server:
        desk = visit(server).open("forum")
        desk.types("ชื่อเวที", "เวทีทำแผนธุรกิจ ตำบลนนทรี")
        desk.chooses("จังหวัดของ พื้นที่", "ปราจีนบุรี")
        desk.chooses("พื้นที่", "นนทรี")
        desk.types("ห้องประชุม", "ศาลาประชาคม")
        writes(desk, "กลุ่มหรือโต๊ะ บรรทัดละกลุ่ม วางจาก Excel ได้", "\n".join(GROUPS))
        desk.sees("6 กลุ่ม จะทำแผนธุรกิจ 6 แผน")
        desk.presses("สร้างเวที")
        desk.presses("เปิดรับคนเข้าเวที")
        desk.sees("รหัสเข้าเวที")
        forum = re.search(r"forum=([\w-]+)", desk.page.url)
        assert forum

        # The door on the wall, as the projector shows it; a phone reads the QR from the picture.
        wall = desk.page.context.new_page()
        wall.set_viewport_size({"width": 1366, "height": 768})
        wall.goto(f"{server.url}/m/wall/{forum[1]}")
        (link,) = scanned(wall)
        assert measured(wall, ".address") >= 48
        assert measured(wall, ".code") >= 72
        assert has_thai_letters(wall)
        assert fits(wall)
        device = visit(server, owner=False, **PHONE).page.context
        others = visit(server, owner=False, **{**PHONE, "color_scheme": "dark"}).page.context
        phone = come_in(device, local(link, server), "ป้าสมศรี", GROUPS[0])
        second = come_in(others, local(link, server), "ลุงบุญมา", GROUPS[1])
        expect(wall.locator(".heads")).to_contain_text("มาแล้ว 2 คน")

        # Ideas from everybody: one of them is typed while the wire is cut, and sent by itself later.
        desk.presses("ขั้นต่อไป: ลงทะเบียน เปิดเวที")
        desk.presses("ขั้นต่อไป: เราอยากเห็นอะไรเปลี่ยน")
        expect(phone.get_by_label("ความคิดของท่าน")).to_be_visible()
        device.set_offline(True)
        phone.get_by_label("ความคิดของท่าน").fill("ตลาดนัดวันเสาร์หน้าวัด")
        phone.get_by_role("button", name="ส่ง", exact=True).click()
        expect(phone.locator("#wire")).to_be_visible()
        device.set_offline(False)
        expect(phone.locator('[data-part="ideas"] .state')).to_contain_text("ส่งแล้ว")
        wall.keyboard.press("4")
        expect(wall.locator(".items")).to_contain_text("ตลาดนัดวันเสาร์หน้าวัด")
        assert measured(wall, ".items > li") >= 59
        assert fits(wall)
        part(desk, "ความคิด")
        desk.main.get_by_role("button", name="นำไปใช้").first.click()
        desk.page.get_by_role("button", name="ใส่ในแผน").click()
        desk.settled()
        desk.sees(f"{GROUPS[0]} › การค้นหาจุดขาย สร้างแบรนด์")

        # A ranking: prepared, opened, answered, and the laptop dies while one answer is on its way.
        part(desk, "ลงคะแนน")
        desk.presses("เตรียมการลงคะแนน")
        desk.types("คำถาม", "เรื่องใดทำก่อน")
        desk.chooses("ลงอย่างไร", "เรียงลำดับ")
        writes(desk, "ตัวเลือก", "ตลาด\nน้ำดื่ม\nถนน")
        desk.presses("บันทึก")
        desk.presses("เปิดลงคะแนน")
        desk.sees("ลงแล้ว 0 จาก 2 ที่นั่ง")
        for place, choice in enumerate(("น้ำดื่ม", "ตลาด", "ถนน"), start=1):
            phone.get_by_label(choice, exact=True).select_option(str(place))
        phone.get_by_role("button", name="ส่งคะแนน").click()
        expect(phone.locator(".ballot .state")).to_contain_text("ลงคะแนนแล้ว")
        expect(wall.locator(".count")).to_contain_text("ลงแล้ว 1 จาก 2")
        assert "น้ำดื่ม 3" not in wall.locator("#wall").inner_text(), "no result before it is shown"
        for place, choice in enumerate(("ตลาด", "น้ำดื่ม", "ถนน"), start=1):
            second.get_by_label(choice, exact=True).select_option(str(place))
        os.kill(server.child.pid, signal.SIGKILL)
        server.child.wait()
        second.get_by_role("button", name="ส่งคะแนน").click()
        expect(second.locator("#wire")).to_be_visible()

    with serving(folder, port=port, THUN_MAP_ASSETS="drawn") as server:
        expect(second.locator(".ballot .state")).to_contain_text("ลงคะแนนแล้ว")
        expect(wall.locator(".count")).to_contain_text("ลงแล้ว 2 จาก 2")
        desk = visit(server).open("forum", forum=forum[1], part="ballots")
        desk.presses("ปิดและนับ")
        expect(phone.locator(".ballot")).to_contain_text("รอผลบนจอ")
        desk.presses("แสดงผลบนจอและโทรศัพท์")
        expect(wall.locator(".bars > li").first).to_contain_text("5")
        expect(phone.locator(".bars")).to_contain_text("น้ำดื่ม")
        assert fits(wall)
        picture(wall).save(tmp_path / "ballot.png")

        # A plan is filled in by its own table, voted on and certified.
        phone.get_by_role("link", name="กรอกแผนของกลุ่ม").click()
        expect(phone.locator("form.new textarea").first).to_be_visible()
        phone.locator("form.new textarea").first.fill("ปลาสดจากกระชัง")
        phone.locator("form.new textarea").first.press("Tab")
        expect(phone.locator("form.line:not(.new)")).to_have_count(1)
        phone.go_back()
        desk.presses("เตรียมการลงคะแนน")
        desk.types("คำถาม", "รับรองแผนของกลุ่มแปรรูปปลา")
        desk.chooses("ลงอย่างไร", "รับรองแผน")
        desk.chooses("แผนที่รับรอง", GROUPS[0])
        desk.presses("บันทึก")
        desk.presses("เปิดลงคะแนน")
        for one in (phone, second):
            one.get_by_label("รับรอง", exact=True).check()
            one.get_by_role("button", name="ส่งคะแนน").click()
            expect(one.locator(".ballot .state").first).to_contain_text("ลงคะแนนแล้ว")
        desk.presses("ปิดและนับ")
        desk.main.get_by_role("button", name="บันทึกว่าที่ประชุมรับรองแผน").click()
        desk.page.get_by_role("button", name="รับรอง", exact=True).click()
        desk.settled()
        wall.keyboard.press("3")
        expect(wall.locator(".box.on .items")).to_contain_text("ตลาดนัดวันเสาร์หน้าวัด")
        # The clicker turns to the next box.
        wall.keyboard.press("PageDown")
        expect(wall.locator(".box.on .items")).to_contain_text("ปลาสดจากกระชัง")
        assert measured(wall, ".box.on .items > li") >= 56
        assert fits(wall)

        # Minutes, as PDF and as Word, read back as text.
        desk = visit(server).open("forum", forum=forum[1], part="papers")
        for button, name in (("บันทึกการประชุม (PDF)", "minutes.pdf"), ("บันทึกการประชุม (Word)", "minutes.docx")):
            with desk.page.expect_download() as download:
                desk.presses(button)
            download.value.save_as(tmp_path / name)
        said = ["ป้าสมศรี", "ลุงบุญมา", "ตลาดนัดวันเสาร์หน้าวัด", "เรื่องใดทำก่อน", "น้ำดื่ม", "รับรองแผนของกลุ่มแปรรูปปลา", "ศาลาประชาคม"]
        printed = pdf_words((tmp_path / "minutes.pdf").read_bytes())
        document = Document(str(tmp_path / "minutes.docx"))
        written = re.sub(
            r"\s+", "", "".join(document.element.itertext()) if hasattr(document.element, "itertext") else ""
        )
        for text in said:
            assert re.sub(r"\s+", "", text) in printed, text
            assert re.sub(r"\s+", "", text) in written, text
        desk.main.get_by_text("ไปใช้ในห้องที่ไม่มีเน็ต แล้วนำผลกลับ").click()
        with desk.page.expect_download() as download:
            desk.presses("บรรจุลงแฟ้ม")
        download.value.save_as(tmp_path / "hall.forum")

    # Another machine: the file is looked at, taken in, and says so when it comes again.
    other = seeded()
    # Copies of one template are no two machines yet.
    database = Database(f"sqlite:///{other}/own.sqlite")
    with database.writing() as connection:
        facts.write(connection, facts.IDENTITY, "anothermachine42")
    database.close()
    with serving(other, THUN_MAP_ASSETS="drawn") as office:
        home = visit(office).open("forum")
        home.main.get_by_text("รับแฟ้มเวที (เปิดในห้อง หรือนำผลกลับ)").click()
        home.page.locator('input[type="file"]').first.set_input_files(str(tmp_path / "hall.forum"))
        home.sees("เพิ่มใหม่")
        home.presses("รับเข้า")
        home.sees("รับแฟ้มเวทีแล้ว ย้อนได้จากรายการด้านล่าง", "ไม่มีอะไรต้องรับเพิ่ม รับครบแล้ว")
        # While the page is drawn anew a row stands where it was and where it will be.
        home.settled()
        expect(home.button("ย้อน")).to_be_visible()
