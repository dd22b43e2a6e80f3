"""Projector mode of a screen of the country is its deck, of the very part that the screen shows; other pages fill the
picture by themselves.
"""

from __future__ import annotations

import re

from playwright.sync_api import expect

from tests.browser.conftest import Visit
from tests.browser.servers import Server

WAY = "โหมดจอฉาย"


def test_a_screen_of_the_country_leads_to_its_deck(country: Server, visit: Visit) -> None:
    visitor = visit(country).open("progress", world="practice", region="N")
    visitor.chooses("ชื่อจังหวัด", "เชียงใหม่")
    way = visitor.page.get_by_test_id("stSidebarUserContent").get_by_role("link", name=WAY)
    expect(way).to_have_attribute("href", re.compile(r"province=TH-50"))
    with visitor.page.context.expect_page() as opened:
        way.click()
    expect(opened.value.locator(".slide.on h1")).to_contain_text("เชียงใหม่")
    opened.value.close()
    # The next page has the same part of the country, and its way leads there too.
    visitor.goes("overview")
    expect(way).to_have_attribute("href", re.compile(r"province=TH-50"))


def test_another_page_fills_the_picture_by_itself(country: Server, visit: Visit) -> None:
    visitor = visit(country).open("strategy")
    visitor.presses(WAY)
    visitor.settled()
    expect(visitor.navigation).to_have_count(0)
    expect(visitor.page).to_have_url(re.compile(r"[?&]view=projector"))
    visitor.presses("ออกจากโหมดจอฉาย")
    expect(visitor.navigation).to_have_count(1)
