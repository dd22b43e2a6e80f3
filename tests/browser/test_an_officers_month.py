"""A regional officer's monthly day: the state, what changed, the report, five verdicts – with the clicks counted."""

from __future__ import annotations

import io
import time
import zipfile
from pathlib import Path

import pypdfium2 as pdfium
import pytest
from playwright.sync_api import expect

from lib.domain.months import Month, format_month
from lib.domain.thai_date import bangkok_today
from tests.browser.conftest import Visit
from tests.browser.servers import Server
from tests.browser.visitor import has_thai_letters, overflow

VERIFIER = "สมศรี ผู้ตรวจ"


class Clicks:
    """What the officer presses or chooses, counted."""

    def __init__(self) -> None:
        self.count = 0

    def __call__(self) -> None:
        self.count += 1


def test_the_month_of_a_region(country: Server, visit: Visit, tmp_path: Path) -> None:
    visitor, clicks, now = visit(country).open("overview", world="practice"), Clicks(), Month.of(bangkok_today())
    visitor.navigation.get_by_text("พื้นที่ของฉัน", exact=True).click()
    clicks()
    visitor.sees_title("พื้นที่ของฉัน")
    visitor.chooses("ภาค", "ภาคเหนือ")
    clicks()
    visitor.sees("ภาคเหนือ")
    expect(visitor.main.get_by_text("ตำบลรูปธรรมที่พิสูจน์แล้ว")).to_be_in_viewport()
    expect(
        visitor.main.get_by_text(f"{format_month(now)} เทียบสิ้น {format_month(now.plus(-1))}", exact=True)
    ).to_be_in_viewport()
    assert clicks.count <= 2, "the region's state"

    # The region goes along, and Back brings it again.
    visitor.navigation.get_by_text("ความก้าวหน้า", exact=True).click()
    visitor.sees_title("ความก้าวหน้า")
    expect(visitor.list_box("ภาค")).to_have_value("ภาคเหนือ")
    visitor.page.go_back()
    visitor.sees_title("พื้นที่ของฉัน")
    expect(visitor.list_box("ภาค")).to_have_value("ภาคเหนือ")
    # On the page itself Back takes back what was chosen, and the next one leaves the page.
    visitor.settled()
    visitor.page.go_back()
    expect(visitor.list_box("ภาค")).to_have_value("ทั้งประเทศ")
    visitor.settled()
    visitor.page.go_back()
    visitor.sees_title("ภาพรวม")
    visitor.settled()
    visitor.page.go_forward()
    visitor.sees_title("พื้นที่ของฉัน")
    visitor.settled()
    visitor.chooses("ภาค", "ภาคเหนือ")

    visitor.chooses("เดือน", format_month(now.plus(-3)))
    clicks()
    visitor.sees(format_month(now.plus(-3), short=False))
    assert clicks.count <= 3, "what changed in a month"

    handing_over = Clicks()
    visitor.main.get_by_test_id("stPopover").get_by_role("button").click()
    handing_over()
    with visitor.page.expect_download() as waiting:
        visitor.page.get_by_role("button", name="รายงาน PDF").click()
        handing_over()
    assert handing_over.count <= 3, "the report"
    waiting.value.save_as(tmp_path / "report.pdf")
    with pdfium.PdfDocument(io.BytesIO((tmp_path / "report.pdf").read_bytes())) as document:
        said = "\n".join(page.get_textpage().get_text_bounded() for page in document)
    assert "รายงานความก้าวหน้า ภาคเหนือ" in said.replace("\r\n", " ").replace("\n", " ")


def test_five_verdicts_one_after_another(country: Server, visit: Visit) -> None:
    visitor = visit(country).open("area", world="practice", region="NE")
    clicks = Clicks()
    visitor.types("ชื่อผู้ตรวจรับรอง", VERIFIER)
    visitor.settled()
    yes = visitor.button("ตรวจรับรอง: หลักฐานยืนยันจริง")
    for _ in range(5):
        # Nothing proves it: the button waits, and the officer goes on to the next one.
        while yes.is_disabled():
            visitor.presses("ข้ามไปรายการถัดไป")
            clicks()
            visitor.settled()
        yes.click()
        clicks()
        visitor.sees("ตรวจรับรองแล้ว นับรวมตั้งแต่บัดนี้")
        # The word stands at the top before the next one stands in the queue.
        visitor.settled()
    assert clicks.count <= 15


def test_an_area_fits_a_phone(country: Server, visit: Visit) -> None:
    phone = {"viewport": {"width": 390, "height": 844}, "device_scale_factor": 1, "is_mobile": True, "has_touch": True}
    visitor = visit(country, **phone).open("area", world="practice", region="N")
    found = overflow(visitor)
    assert found["main"] <= found["room"], found


@pytest.mark.parametrize(("width", "height"), [(1366, 768), (1920, 1080)])
def test_the_deck_runs_on_the_wall_without_a_network(country: Server, visit: Visit, width: int, height: int) -> None:
    visitor = visit(country, viewport={"width": width, "height": height}).open("area", world="practice", region="N")
    with visitor.page.context.expect_page() as opened:
        visitor.main.get_by_role("link", name="ขึ้นจอ").click()
    page = opened.value
    shown = page.locator(".slide.on")
    expect(shown.locator("h1")).to_contain_text("ภาคเหนือ")
    assert has_thai_letters(page)
    page.context.set_offline(True)
    count = page.locator(".slide").count()
    seen = set()
    for _ in range(count):
        seen.add(shown.locator("h1").inner_text())
        smallest, cut, wide, tall = page.evaluate(_MEASURED)
        assert smallest >= 20, shown.inner_text()
        assert cut == []
        assert wide <= width
        assert tall <= height
        page.keyboard.press("PageDown")
    assert len(seen) == count, "one point a slide"
    expect(page.locator(".qr")).to_be_visible()
    page.keyboard.press("Home")
    expect(shown.locator(".big").first).to_be_visible()
    page.locator("#dots button").nth(1).click()
    expect(shown.locator(".map")).to_be_visible()
    page.context.set_offline(False)
    page.keyboard.press("Escape")
    expect(page.get_by_test_id("stMain").get_by_role("heading", level=1)).to_have_text("พื้นที่ของฉัน")
    assert "region=N" in page.url
    assert "world=practice" in page.url


#: The smallest type of all that is seen – source, date, practice mark and the map's figures among it –, words that are
#: cut off, and how far the page reaches.
_MEASURED = """() => {
  const seen = [...document.body.querySelectorAll("*")].filter((el) => el.checkVisibility() && !el.closest("style, script, title")
    && [...el.childNodes].some((one) => one.nodeType === 3 && one.data.trim()));
  const size = (el) => parseFloat(getComputedStyle(el).fontSize) * (el.ownerSVGElement ? el.getScreenCTM().d : 1);
  const slide = document.querySelector(".slide.on");
  const cut = seen.filter((el) => !el.ownerSVGElement && el.scrollWidth > el.clientWidth + 1 && getComputedStyle(el).overflowX !== "visible");
  return [Math.min(...seen.map(size)), [...cut.map((el) => el.innerText), ...(slide.scrollWidth > slide.clientWidth ? ["slide"] : [])],
    document.documentElement.scrollWidth, document.documentElement.scrollHeight];
}"""


def test_figures_on_the_countrys_map_do_not_lie_over_each_other(country: Server, visit: Visit) -> None:
    page = visit(country, viewport={"width": 1366, "height": 768}).page
    page.goto(f"{country.url}/practice/m/see/deck#2")
    expect(page.locator(".slide.on .map")).to_be_visible()
    figures, over = page.evaluate(
        """() => {
          const boxes = [...document.querySelectorAll(".map text")].map((el) => el.getBoundingClientRect());
          // The letters of a line of figures are two thirds as high as the line.
          const meet = (a, b) => Math.min(a.right, b.right) - Math.max(a.left, b.left) > 1
            && Math.min(a.bottom, b.bottom) - Math.max(a.top, b.top) > a.height / 3;
          return [boxes.length, boxes.filter((a, n) => boxes.slice(n + 1).some((b) => meet(a, b))).length];
        }"""
    )
    assert figures > 20
    assert over == 0


def test_the_deck_can_be_read_on_a_phone(country: Server, visit: Visit) -> None:
    page = visit(country, viewport={"width": 390, "height": 844}).page
    page.goto(f"{country.url}/practice/m/see/deck?region=N")
    for _ in range(page.locator(".slide").count()):
        smallest, cut, wide, tall = page.evaluate(_MEASURED)
        assert smallest >= 16
        assert cut == [], "names and the source are whole"
        assert wide <= 390
        assert tall <= 844
        page.keyboard.press("PageDown")
    page.locator("#dots button").nth(2).click()
    names = page.locator(".slide.on .bars span").all_inner_texts()
    assert len(set(names)) == len(names) > 5
    expect(page.locator("footer")).to_contain_text("ที่มา")


def test_the_pack_opens_from_a_memory_stick(country: Server, visit: Visit, tmp_path: Path) -> None:
    visitor = visit(country)
    answer = visitor.page.request.get(f"{country.url}/practice/m/see/pack?region=N")
    assert answer.status == 200
    with zipfile.ZipFile(io.BytesIO(answer.body())) as packed:
        assert sorted(packed.namelist()) == ["index.html", "provinces.html", "report.pdf", "tables.html", "tables.xlsx"]
        packed.extractall(tmp_path)
    page = visitor.page
    page.context.set_offline(True)
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.goto((tmp_path / "index.html").as_uri())
    expect(page.locator(".slide.on h1")).to_contain_text("ภาคเหนือ")
    assert has_thai_letters(page), "they lie on the stick too"
    page.keyboard.press("ArrowRight")
    expect(page.locator(".slide.on .map")).to_be_visible()
    page.keyboard.press("Escape")
    expect(page.get_by_role("heading", level=1)).to_contain_text("รายงานความก้าวหน้า ภาคเหนือ")
    assert has_thai_letters(page)
    expect(page.get_by_role("row").filter(has_text="เชียงใหม่").first).to_be_visible()
    page.get_by_role("link", name="ทีละจังหวัด").click()
    assert has_thai_letters(page)
    one = page.locator("section:visible")
    expect(one).to_have_count(1)
    page.get_by_label("เลือกจังหวัด").select_option(label="น่าน")
    expect(one.get_by_role("heading", level=2)).to_have_text("น่าน")
    expect(one).to_have_count(1)
    # A press on the map does the same, and Back goes back.
    page.locator('.map a[href="#TH-50"]').dispatch_event("click")
    expect(one.get_by_role("heading", level=2)).to_have_text("เชียงใหม่")
    expect(page.get_by_label("เลือกจังหวัด")).to_have_value("TH-50")
    page.go_back()
    expect(one.get_by_role("heading", level=2)).to_have_text("น่าน")
    assert all(url.startswith(("file:", "data:")) for url in asked), "nothing is fetched from anywhere"
    page.context.set_offline(False)


def test_the_countrys_pack_with_its_77_provinces_is_made_in_a_minute(country: Server, visit: Visit) -> None:
    begun = time.monotonic()
    answer = visit(country).page.request.get(f"{country.url}/practice/m/see/pack", timeout=60_000)
    assert answer.status == 200
    assert time.monotonic() - begun < 60
    with zipfile.ZipFile(io.BytesIO(answer.body())) as packed:
        assert packed.read("provinces.html").count(b"<section") == 77
