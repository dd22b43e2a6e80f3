"""What somebody looks at is in the address: a link, a bookmark and "back" show the same."""

from __future__ import annotations

import re

from playwright.sync_api import Locator, expect

from tests.browser.conftest import Visit
from tests.browser.servers import Server
from tests.browser.visitor import Visitor


def lists(visitor: Visitor) -> Locator:
    """The row of lists below the figures."""
    return visitor.main.get_by_test_id("stButtonGroup").filter(has_text="เงียบเกิน 3 เดือน")


def pressed(visitor: Visitor) -> Locator:
    """Which of them stands there."""
    return lists(visitor).locator("[aria-checked=true], [aria-pressed=true], [data-testid$=Active]").first


def test_a_press_on_the_map_or_on_a_bar_chooses_the_province(country: Server, visit: Visit) -> None:
    visitor = visit(country).open("overview", world="practice", region="N")
    whole = visitor.main.get_by_role("heading", level=4).inner_text()
    visitor.main.locator(".mark-shape path").nth(3).click()
    expect(visitor.page).to_have_url(re.compile(r"[?&]province=TH-\d\d(&|$)"))
    expect(visitor.main.get_by_role("heading", level=4)).not_to_have_text(whole)
    chosen = visitor.list_box("ชื่อจังหวัด").input_value()
    assert visitor.main.get_by_role("heading", level=4).inner_text().startswith(chosen)
    # The next page is of the same province, and a bar there chooses another.
    visitor.navigation.get_by_text("พื้นที่ของฉัน", exact=True).click()
    visitor.sees_title("พื้นที่ของฉัน")
    expect(visitor.list_box("ชื่อจังหวัด")).to_have_value(chosen)
    visitor.open("progress", world="practice", region="N")
    # A bar each of what is proved and of what is only reported: the fifth is the third province's.
    named = visitor.main.locator(".role-axis-label text").nth(2).inner_html()
    visitor.main.locator(".mark-rect path").nth(4).click()
    expect(visitor.page).to_have_url(re.compile(r"[?&]province=TH-\d\d(&|$)"))
    visitor.settled()
    assert named.startswith(visitor.list_box("ชื่อจังหวัด").input_value())


def test_a_chosen_region_is_in_the_link_and_opens_from_it(country: Server, visit: Visit) -> None:
    visitor = visit(country).open("progress", world="practice")
    whole = visitor.main.get_by_role("heading", name=re.compile(r"^\d+ ตำบล$")).inner_text()
    visitor.chooses("ภาค", "ภาคเหนือ")
    expect(visitor.page).to_have_url(re.compile(r"[?&]region=N(&|$)"))
    part = visitor.main.get_by_role("heading", name=re.compile(r"^\d+ ตำบล$"))
    expect(part).not_to_have_text(whole)
    visitor.chooses("ชื่อจังหวัด", "เชียงราย")
    expect(visitor.page).to_have_url(re.compile(r"[?&]province=TH-57(&|$)"))
    lists(visitor).get_by_text("พิสูจน์แล้ว", exact=True).click()
    expect(visitor.page).to_have_url(re.compile(r"[?&]show=proved(&|$)"))
    visitor.settled()
    heading = part.inner_text()

    other = visit(country)
    other.page.goto(visitor.page.url)
    other.sees_title("ความก้าวหน้า")
    expect(other.list_box("ภาค")).to_have_value("ภาคเหนือ")
    expect(other.list_box("ชื่อจังหวัด")).to_have_value("เชียงราย")
    expect(pressed(other)).to_have_text("พิสูจน์แล้ว")
    other.sees(heading)

    other.chooses("ชื่อจังหวัด", "ทุกจังหวัด")
    expect(other.page).not_to_have_url(re.compile("province="))


def test_a_link_with_nonsense_shows_everything(country: Server, visit: Visit) -> None:
    visitor = visit(country).open(
        "progress", world="practice", region="X", province="<b>", area="TH-999999", show="all' --"
    )
    expect(visitor.list_box("ภาค")).to_have_value("ทั้งประเทศ")
    expect(visitor.list_box("ชื่อจังหวัด")).to_have_value("ทุกจังหวัด")
    visitor.sees("900 ตำบล")
    expect(pressed(visitor)).to_have_text("ทุกตำบล")


def test_the_projector_shows_the_page_alone(country: Server, visit: Visit) -> None:
    size = {"viewport": {"width": 1920, "height": 1080}}
    visitor = visit(country, **size).open("progress", world="practice", view="projector")
    expect(visitor.navigation).to_have_count(0)
    expect(visitor.page.get_by_test_id("stSidebarUserContent")).not_to_be_in_viewport()
    expect(visitor.page.get_by_test_id("stHeader")).to_be_hidden()
    visitor.presses("ออกจากโหมดจอฉาย")
    expect(visitor.navigation.get_by_text("ภาพรวม", exact=True)).to_be_in_viewport()
    expect(visitor.page).not_to_have_url(re.compile("view="))


def test_a_gap_on_the_first_page_leads_to_its_list(country: Server, visit: Visit) -> None:
    visitor = visit(country).open("overview")
    visitor.main.get_by_role("link", name=re.compile("จังหวัดยังไม่มีรายการของตำบลใดเลย")).click()
    visitor.sees_title("ความก้าวหน้า")
    expect(pressed(visitor)).to_have_text("จังหวัดที่เงียบ")
    visitor.sees("จังหวัดยังไม่มีรายการของตำบลใด")


def test_the_shared_link_is_this_very_view(country: Server, visit: Visit) -> None:
    visitor = visit(country).open("networks", region="S", show="without_team")
    visitor.page.get_by_text("ลิงก์และ QR ของหน้านี้").click()
    shared = visitor.page.get_by_role("dialog")
    expect(shared.get_by_test_id("stCode")).to_contain_text("/networks?")
    expect(shared.get_by_test_id("stCode")).to_contain_text("region=S")
    expect(shared).to_contain_text("ที่อยู่นี้เปิดได้เฉพาะเครื่องนี้")


def test_a_province_is_given_free_by_a_second_press_and_can_be_pressed_again(country: Server, visit: Visit) -> None:
    visitor = visit(country).open("overview", world="practice", region="S")
    shape = visitor.main.locator(".mark-shape path").nth(2)
    chosen = re.compile(r"[?&]province=TH-\d\d(&|$)")
    for _ in range(2):
        shape.click()
        expect(visitor.page).to_have_url(chosen)
        visitor.settled()
        shape.click()
        expect(visitor.page).not_to_have_url(chosen)
        visitor.settled()
    # Given free by the box instead of by a press: the next press is one as well.
    shape.click()
    expect(visitor.page).to_have_url(chosen)
    visitor.settled()
    visitor.chooses("ชื่อจังหวัด", "ทุกจังหวัด")
    expect(visitor.page).not_to_have_url(chosen)
    visitor.settled()
    shape.click()
    expect(visitor.page).to_have_url(chosen)
    # Of a province a press on a district opens its tambons, and throws nobody out.
    visitor.open("progress", world="practice", region="N", province="TH-50")
    visitor.main.locator(".mark-rect path").nth(0).click()
    drawer = visitor.page.get_by_role("dialog")
    expect(drawer.get_by_role("link").first).to_be_visible()
    expect(visitor.page).to_have_url(chosen)
    # Shut, and the same one pressed again: it opens again.
    drawer.get_by_role("button", name="ปิด").click()
    expect(drawer).to_have_count(0)
    visitor.settled()
    visitor.main.locator(".mark-rect path").nth(0).click()
    tambon = drawer.get_by_role("link").first.inner_text()
    drawer.get_by_role("link").first.click()
    visitor.sees_title("พื้นที่ของฉัน")
    expect(visitor.main.get_by_role("heading", level=2).filter(has_text=tambon)).to_be_visible()


def test_a_row_opens_its_proof_beside_the_screen_and_back_shuts_it(country: Server, visit: Visit) -> None:
    visitor = visit(country).open("progress", world="practice", region="N", month="2026-08")
    link = visitor.main.get_by_role("table").get_by_role("link").first
    tambon, windows = link.inner_text(), len(visitor.page.context.pages)
    link.click()
    drawer = visitor.page.get_by_role("dialog")
    expect(drawer).to_contain_text(f"หลักฐานของ {tambon}")
    expect(visitor.page).to_have_url(re.compile(r"region=N&month=2026-08&proof=TH-\d+|month=2026-08.*proof=TH-"))
    assert len(visitor.page.context.pages) == windows, "in this very window"
    drawer.get_by_role("button", name="ปิด").click()
    expect(drawer).to_have_count(0)
    expect(visitor.page).not_to_have_url(re.compile("proof="))
    visitor.goes("networks")
    visitor.main.locator(".thun-grid a").first.click()
    expect(visitor.page.get_by_role("dialog")).to_contain_text("หลักฐานของ")
    visitor.page.go_back()
    expect(visitor.page.get_by_role("dialog")).to_have_count(0)
    visitor.sees_title("เครือข่ายจังหวัด")


def test_every_chart_has_a_name_for_whoever_hears_it(country: Server, visit: Visit) -> None:
    visitor = visit(country)
    for page_id in ("overview", "area", "progress", "networks", "tambon"):
        visitor.open(page_id, world="practice", region="N")
        charts = visitor.main.get_by_test_id("stVegaLiteChart")
        names = [chart.get_attribute("aria-label") or "" for chart in charts.all()]
        assert names
        assert all(re.search("[ก-๛]", name) for name in names), (page_id, names)
        # Mark by mark it would be read in English.
        expect(
            charts.locator("[aria-roledescription=bar], [aria-roledescription=geoshape], [aria-roledescription=axis]")
        ).to_have_count(0)


def test_the_place_is_there_in_the_next_window_of_this_browser(country: Server, visit: Visit) -> None:
    visitor = visit(country).open("progress", world="practice")
    visitor.chooses("ภาค", "ภาคเหนือ")
    visitor.chooses("ชื่อจังหวัด", "น่าน")
    visitor.settled()
    visitor.open("area", world="practice")
    expect(visitor.list_box("ภาค")).to_have_value("ภาคเหนือ")
    expect(visitor.list_box("ชื่อจังหวัด")).to_have_value("น่าน")
    # An address that says what it is of is taken at its word.
    visitor.open("area", world="practice", region="S")
    expect(visitor.list_box("ภาค")).to_have_value("ภาคใต้")
    expect(visitor.list_box("ชื่อจังหวัด")).to_have_value("ทุกจังหวัด")


def test_back_brings_the_month_that_it_was_held_against(country: Server, visit: Visit) -> None:
    visitor = visit(country).open("area", world="practice", region="N", since="2026-01")
    held = visitor.list_box("เทียบกับ").input_value()
    assert "ม.ค. 2569" in held
    visitor.goes("progress")
    visitor.page.go_back()
    visitor.sees_title("พื้นที่ของฉัน")
    expect(visitor.list_box("เทียบกับ")).to_have_value(held)
