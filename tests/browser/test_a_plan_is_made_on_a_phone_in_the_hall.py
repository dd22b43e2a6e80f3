"""A group on one phone: the QR opens its plan, nine steps, a lost connection, another phone, the poster."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pypdfium2 as pdfium
import pytest
from playwright.sync_api import expect

from lib.access.actors import OWN_MACHINE
from lib.actions.canvas import filling
from lib.store.database import Database
from lib.store.opening import Store
from tests.browser.conftest import Seeded, Visit
from tests.browser.servers import Server, serving
from tests.browser.test_a_phone_needs_no_sideways_scroll import PHONE
from tests.browser.visitor import Visitor, overflow

#: Tests of one hall, each with a plan of its own.
PLANS = {"steps": "ปลาแดดเดียวบ้านท่าอาจ", "wall": "ขนมเปี๊ยะบ้านโง้ง", "views": "ผ้าทอบ้านนา"}


@dataclass
class Hall:
    """A served app, and the plans begun by the facilitator: by test, canvas and code."""

    server: Server
    begun: dict[str, tuple[str, str]]


@pytest.fixture(scope="module")
def hall(seeded: Seeded) -> Iterator[Hall]:
    """Nobody is the own machine here: who fills in, does it by the code."""
    folder = seeded()
    store = Store("own", Database(f"sqlite:///{folder}/own.sqlite"), folder / "backups")
    begun = {}
    for test, name in PLANS.items():
        typed = {"name": name, "area": "TH-250204", "year": "2570"}
        made = filling.start(store, OWN_MACHINE, typed, f"กลุ่ม{name}")
        begun[test] = (made.canvas, made.code)
    store.database.close()
    with serving(folder, THUN_SERVED="1") as server:
        yield Hall(server, begun)


def says(visitor: Visitor, text: str) -> None:
    """Type into the empty line at the end and leave it; it becomes a line."""
    frame = visitor.light
    before = frame.locator("form.line:not(.new)").count()
    place = frame.locator("form.new textarea").first
    expect(place).to_have_value("")
    place.fill(text)
    place.press("Tab")
    expect(frame.locator("form.line:not(.new)")).to_have_count(before + 1)


def to_step(visitor: Visitor, number: int) -> None:
    visitor.light.get_by_role("link", name="ต่อไป").click()
    expect(visitor.light.locator(".where")).to_contain_text(f"ขั้น {number} จาก 9")


def text_of(file: Path) -> str:
    with pdfium.PdfDocument(file) as document:
        pages = [page.get_textpage().get_text_range() for page in document]
    return re.sub(r"\s+", "", "".join(pages))


def test_nine_steps_on_a_phone_with_a_lost_connection_end_on_paper(hall: Hall, visit: Visit, tmp_path: Path) -> None:
    canvas, code = hall.begun["steps"]
    phone = visit(hall.server, **PHONE).open("canvas", canvas=canvas, code=code)
    said = ["ปลาสดจากกระชัง", "ร้านอาหารในอำเภอ", "ไลน์กลุ่มลูกค้าประจำ", "รับประกัน 7 วัน"]
    for number, text in enumerate(said, start=1):
        if number > 1:
            to_step(phone, number)
        says(phone, text)
        found = overflow(phone)
        assert found["main"] <= found["room"], found
    to_step(phone, 5)
    says(phone, "ขายปลานิลแดดเดียว")
    # The signal goes while a figure is typed; the figure is there, and said to wait, and sent when it is back.
    line = phone.light.locator("form.line").first
    phone.page.context.set_offline(True)
    amount = line.get_by_label("จำนวนต่อเดือน", exact=False).first
    amount.fill("๑๒๐")
    amount.press("Tab")
    expect(line.locator(".state")).to_have_text("อยู่ในเครื่องนี้")
    expect(phone.light.locator("#bar")).to_be_in_viewport()
    phone.page.context.set_offline(False)
    line.get_by_label("ราคาต่อหน่วย", exact=False).first.fill("280")
    line.get_by_label("ราคาต่อหน่วย", exact=False).first.press("Tab")
    expect(line.locator(".sum")).to_contain_text("403,200")

    # Another phone goes on by the code, where the group stopped.
    other = visit(hall.server, **PHONE).open("canvas")
    other.main.get_by_text("มีรหัสของแผน ทำต่อจากที่ค้างไว้").click()
    other.types("รหัสของแผน", code.upper().replace("-", " "))
    other.sees(PLANS["steps"])
    expect(other.light.locator(".where")).to_contain_text("ขั้น 6 จาก 9")
    says(other, "รับซื้อและคัดขนาดปลา")
    to_step(other, 7)
    other.light.locator("input[value=self]").first.check()
    expect(other.light.locator(".state").first).to_have_text("บันทึกแล้ว")
    to_step(other, 8)
    says(other, "สำนักงานประมงจังหวัด")
    to_step(other, 9)
    says(other, "ถุงสุญญากาศ")
    other.light.get_by_role("link", name="เสร็จแล้ว ดูทั้งแผน").click()
    expect(other.light.locator(".board > li ul")).to_have_count(9)

    other.open("canvas", canvas=canvas, code=code, part="paper")
    with other.page.expect_download() as download:
        other.presses("โปสเตอร์ A3 (PDF)")
    file = tmp_path / "poster.pdf"
    download.value.save_as(file)
    copied = text_of(file)
    for text in (*said, "ขายปลานิลแดดเดียว", "สำนักงานประมงจังหวัด", "ถุงสุญญากาศ", PLANS["steps"]):
        assert re.sub(r"\s+", "", text) in copied, text


def test_the_wall_follows_what_others_fill_in(hall: Hall, visit: Visit) -> None:
    canvas, code = hall.begun["wall"]
    wall = visit(hall.server).open("canvas", canvas=canvas, view="projector")
    phone = visit(hall.server, **PHONE).open("canvas", canvas=canvas, code=code)
    says(phone, "ของฝากที่มีเรื่องเล่า")
    expect(wall.main.get_by_text("ของฝากที่มีเรื่องเล่า")).to_be_visible()


@pytest.mark.parametrize("part", ["walk", "board", "numbers", "follow", "paper", "versions", "head"])
def test_every_view_fits_a_phone(hall: Hall, visit: Visit, part: str) -> None:
    canvas, code = hall.begun["views"]
    phone = visit(hall.server, **PHONE).open("canvas", canvas=canvas, code=code, part=part)
    found = overflow(phone)
    assert found["main"] <= found["room"], found
