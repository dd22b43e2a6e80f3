"""After a start, the very first visitor may come by any link: the shell is there all the same.

`pages/` switches Streamlit's old multipage mode on until some session has run the navigation.
"""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import expect

from lib.ui.frame.registry import BY_ID, PAGES
from tests.browser.conftest import Seeded, Visit
from tests.browser.servers import Server, serving
from tests.browser.visitor import PAGE_IDS

#: The app's root, a page that is typed into, and what a QR in the hall opens. Every other page begins
#: with the same guard (`tests/laws/test_every_page_begins_with_the_guard.py`).
FIRST_VISITED = ("overview", "records", "canvas")


@pytest.mark.parametrize("page_id", FIRST_VISITED)
def test_the_first_request_of_all_gets_the_whole_page(page_id: str, seeded: Seeded, visit: Visit) -> None:
    with serving(seeded()) as server:
        visitor = visit(server).open(page_id)
        links = visitor.navigation.get_by_test_id("stSidebarNavLink")
        expect(links).to_have_count(len(PAGES))
        for link, page in zip(links.all(), PAGES, strict=True):
            expect(link).to_contain_text(page.th)
        here = visitor.navigation.locator('a[aria-current="page"]')
        expect(here).to_contain_text(BY_ID[page_id].th)
        expect(visitor.page.get_by_text("English", exact=True)).to_be_visible()
        expect(visitor.page.get_by_test_id("stException")).to_have_count(0)
        expect(visitor.page.get_by_test_id("stAlertContentError")).to_have_count(0)
        expect(visitor.page).to_have_url(re.compile(page_id if page_id != PAGE_IDS[0] else "/$"))
        words = "\n".join(visitor.words())
        for wrong in ("Traceback", "Error", "Page not found", "หน้านี้มีปัญหา"):
            assert wrong not in words


def test_a_link_keeps_what_it_asks_for(country: Server, visit: Visit) -> None:
    visitor = visit(country).open("progress", region="NE", world="practice", lang="en")
    expect(visitor.list_box("Region")).to_have_value("Northeast")
    expect(visitor.navigation).to_contain_text("Provincial networks")
    visitor.sees("Practice data")
