"""What a person sees and presses, read back from the picture: QR codes, tone marks, undo, maps, menus."""

from __future__ import annotations

import re
from pathlib import Path

import pypdfium2 as pdfium
import pytest
from PIL import Image
from playwright.sync_api import FrameLocator, expect

from tests.browser.conftest import Visit
from tests.browser.scanning import picture, qr_codes, scanned
from tests.browser.servers import Server
from tests.browser.visitor import overflow

WORK = "tw-practice01"
CANVAS = "cv-practice001"


def test_the_qr_of_a_page_leads_to_the_very_view(country: Server, visit: Visit) -> None:
    visitor = visit(country).open("networks", world="practice", region="N")
    visitor.presses("ลิงก์และ QR ของหน้านี้")
    visitor.settled()
    expect(visitor.page.get_by_role("dialog").get_by_role("img")).to_be_visible()
    (address,) = scanned(visitor.page)
    assert address.startswith(f"{country.url}/networks?")
    assert {"region=N", "world=practice"} <= set(address.partition("?")[2].split("&"))


def test_the_qr_of_a_plan_opens_it_for_filling_in(desk: Server, visit: Visit) -> None:
    visitor = visit(desk).open("canvas", world="practice", canvas=CANVAS)
    visitor.presses("ทำต่อบนเครื่องอื่น")
    visitor.settled()
    (address,) = scanned(visitor.page)
    assert re.match(rf"{desk.url}/practice/m/plan#\w{{4}}-\w{{4}}-\w{{4}}$", address)
    # A new code locks the others out: the desk alone gives it, and says that it means it.
    expect(visitor.button("เปลี่ยนรหัสใหม่")).to_be_disabled()
    visitor.page.get_by_text("เข้าใจแล้ว เปลี่ยนรหัสของแผนนี้").click()
    visitor.settled()
    visitor.presses("เปลี่ยนรหัสใหม่")
    visitor.settled()
    guest = visit(desk, owner=False).page
    guest.goto(address)
    expect(guest.get_by_role("alert")).to_contain_text("รหัสไม่ตรง")


def test_who_holds_a_code_is_offered_no_new_one(desk: Server, visit: Visit) -> None:
    owner = visit(desk).open("canvas", world="practice", canvas="cv-practice003")
    owner.presses("ทำต่อบนเครื่องอื่น")
    owner.settled()
    (address,) = scanned(owner.page)
    guest = visit(desk, owner=False)
    code = address.partition("#")[2]
    guest.open("canvas", world="practice", canvas="cv-practice003", code=code)
    guest.sees("ทำต่อบนเครื่องอื่น")
    guest.presses("ทำต่อบนเครื่องอื่น")
    guest.settled()
    assert scanned(guest.page) == [address]
    expect(guest.button("เปลี่ยนรหัสใหม่")).to_have_count(0)


def test_every_paper_form_has_the_qr_and_code_of_its_household(desk: Server, visit: Visit, tmp_path: Path) -> None:
    visitor = visit(desk).open("households", world="practice", work=WORK, part="devices")
    with visitor.page.expect_download() as downloading:
        visitor.presses("พิมพ์แบบกระดาษ พร้อมรหัสและ QR (PDF)")
    downloading.value.save_as(tmp_path / "form.pdf")
    with pdfium.PdfDocument(tmp_path / "form.pdf") as paper:
        (address,) = qr_codes(paper[0].render(scale=2).to_pil())
        assert address.startswith(f"{desk.url}/households?work={WORK}&form=new&village=1&code=01-001")
        assert len(paper) > 1
        for page in paper:
            assert "01-001" in page.get_textpage().get_text_range(), "sheets get mixed on a table"


def ink(image: Image.Image) -> int:
    """Height of what is darker than its ground, in pixels."""
    grey = image.convert("L")
    ground = max(grey.getcolors() or [(0, 0)])[1]
    rows = [y for y in range(grey.height) if any(abs(grey.getpixel((x, y)) - ground) > 60 for x in range(grey.width))]
    return rows[-1] - rows[0] + 1 if rows else 0


#: The same words in the same type where nothing cuts them.
_UNCUT = """
(box) => {
  const copy = document.createElement("div"), look = getComputedStyle(box);
  copy.textContent = box.value; copy.id = "uncut";
  for (const name of ["fontFamily", "fontSize", "fontWeight", "letterSpacing"]) copy.style[name] = look[name];
  copy.style.cssText += "position:fixed;left:0;top:0;z-index:2147483647;line-height:3;padding:0 4px;background:#f1efe6;color:#16302f;white-space:nowrap";
  document.body.append(copy);
}
"""


@pytest.mark.parametrize("box", ["select", "text"])
def test_no_tone_mark_is_cut_at_one_pixel_a_dot(desk: Server, visit: Visit, box: str) -> None:
    if box == "select":
        visitor = visit(desk).open("networks", world="practice")
        field = visitor.list_box("ภาค")
    else:
        visitor = visit(desk).open("records", world="practice", kind="organisation", record="new")
        field = visitor.box("ชื่อกลุ่ม/องค์กร").or_(visitor.main.get_by_test_id("stTextInput").get_by_role("textbox")).first
        field.fill("ทั้งน้ำปู่ฟื้นที่กู้")
        field.press("Tab")
        visitor.settled()
    shown = picture(field)
    field.evaluate(_UNCUT)
    whole = picture(visitor.page.locator("#uncut"))
    # The frame of the box is left out: only what stands in its middle is looked at.
    inner = shown.crop((4, 2, min(shown.width - 4, whole.width), shown.height - 2))
    assert ink(whole) > 10
    assert ink(inner) >= ink(whole) - 1


def test_charts_show_no_menu_in_english(country: Server, visit: Visit) -> None:
    visitor = visit(country).open("networks", world="practice")
    chart = visitor.main.get_by_test_id("stVegaLiteChart").first
    chart.hover()
    for name in ("Show data", "Download as PNG", "Fullscreen"):
        assert not [b for b in visitor.page.get_by_role("button", name=name).all() if b.is_visible()]


def test_a_ring_opens_its_centre_wherever_it_is_pressed(country: Server, visit: Visit) -> None:
    visitor = visit(country).open("centres", region="BE")
    ring = visitor.map.locator("path[stroke-dasharray]").first
    box = ring.bounding_box()
    assert box
    # Well away from the middle, well inside.
    ring.click(position={"x": box["width"] * 0.25, "y": box["height"] * 0.5}, force=True)
    visitor.settled()
    visitor.sees("แก้ไขข้อมูลศูนย์")


def plan(frame: FrameLocator) -> list[str]:
    lines = frame.locator("form.line:not(.new):visible")
    return [lines.nth(n).locator("textarea").first.input_value() for n in range(lines.count())]


def test_a_step_opens_with_its_first_field_in_sight(desk: Server, visit: Visit) -> None:
    visitor = visit(desk, viewport={"width": 1366, "height": 768}).open(
        "canvas", world="practice", canvas="cv-practice002", part="walk", step="1"
    )
    field = visitor.light.locator("textarea").first
    expect(field).to_be_in_viewport(ratio=1)
    assert overflow(visitor)["document"] <= 1366


def test_what_is_taken_off_a_plan_comes_back_by_one_press(desk: Server, visit: Visit) -> None:
    visitor = visit(desk).open("canvas", world="practice", canvas="cv-practice002", part="walk", step="1")
    frame = visitor.light
    before = plan(frame)
    assert len(before) > 1
    first = frame.locator("form.line").first
    first.locator("summary").click()
    first.get_by_role("button", name="เอาออก").click()
    undo = frame.locator(".undo")
    expect(undo).to_be_visible()
    expect(frame.locator("form.line:not(.new):visible")).to_have_count(len(before) - 1)
    assert plan(frame) == before[1:]
    undo.get_by_role("button").click()
    expect(frame.locator("form.line:not(.new):visible")).to_have_count(len(before))
    assert plan(frame) == before
    expect(undo).to_have_count(0)


def test_tab_never_leads_onto_a_button_that_deletes(desk: Server, visit: Visit) -> None:
    visitor = visit(desk).open("canvas", world="practice", canvas=CANVAS, part="walk", step="1")
    frame = visitor.light
    frame.locator("textarea").first.focus()
    for _ in range(8):
        visitor.page.keyboard.press("Tab")
        words = frame.locator(":root").evaluate("() => document.activeElement.innerText || ''")
        assert "เอาออก" not in words
        assert "ลบ" not in words


def test_a_pasted_position_fills_both_boxes_and_one_elsewhere_asks(desk: Server, visit: Visit) -> None:
    visitor = visit(desk).open("records", world="practice", kind="incubation_centre", record="ctr-practice003")
    visitor.types("ละติจูด", "https://www.google.com/maps/place/x/@13.9,101.9,12z/data=!3d18.7883!4d98.9853")
    # What a box holds is nothing that moves on the page: the wait is for the value itself.
    expect(visitor.box("ละติจูด")).to_have_value("18.7883")
    expect(visitor.box("ลองจิจูด")).to_have_value("98.9853")
    visitor.sees("อยู่นอกจังหวัดฉะเชิงเทรา")
    expect(visitor.button("บันทึก")).to_be_disabled()
    visitor.main.get_by_text("พิกัดนี้ถูกแล้ว ใช้ตามนี้").click()
    visitor.settled()
    expect(visitor.button("บันทึก")).to_be_enabled()


def test_the_heads_of_a_long_table_stay_while_one_reads_down(country: Server, visit: Visit) -> None:
    visitor = visit(country, viewport={"width": 1366, "height": 768}).open("progress", world="practice", region="N")
    where = """() => { const table = document.querySelector("[data-testid=stTable]"), room = table.firstElementChild;
      room.scrollTop = 9999; const head = table.querySelector("thead th");
      return [room.scrollTop, head.getBoundingClientRect().top - room.getBoundingClientRect().top]; }"""
    scrolled, off = visitor.page.evaluate(where)
    assert scrolled > 100
    assert abs(off) < 2
