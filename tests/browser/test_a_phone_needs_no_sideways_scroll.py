"""On a phone every page fits its width, and every other page is two touches away."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from lib.ui.frame.registry import BY_ID
from tests.browser.conftest import Visit
from tests.browser.servers import Server
from tests.browser.visitor import PAGE_IDS, overflow

#: What a browser says of itself decides whether the menu closes behind a page that was chosen.
ANDROID = (
    "Mozilla/5.0 (Linux; Android 13; SM-A155F) AppleWebKit/537.36 (KHTML, like Gecko) "
    "Chrome/126.0.0.0 Mobile Safari/537.36"
)
PHONE = {"viewport": {"width": 390, "height": 844}, "device_scale_factor": 1, "is_mobile": True, "has_touch": True}


@pytest.mark.parametrize("page_id", PAGE_IDS)
def test_a_page_fits_a_phone(page_id: str, country: Server, visit: Visit) -> None:
    visitor = visit(country, **PHONE).open(page_id, world="practice")
    found = overflow(visitor)
    assert found["document"] <= found["window"] == 390, found
    assert found["main"] <= found["room"], found


def test_a_form_fits_a_phone(country: Server, visit: Visit) -> None:
    for kind in ("tambon_progress", "household_survey"):
        visitor = visit(country, **PHONE).open("records", kind=kind, record="new")
        found = overflow(visitor)
        assert found["main"] <= found["room"], found


def test_every_page_is_reached_by_touch(country: Server, visit: Visit) -> None:
    visitor = visit(country, user_agent=ANDROID, **PHONE).open("overview", world="practice")
    menu = visitor.page.get_by_test_id("stSidebar")
    for page_id in ("centres", "about"):
        expect(menu).to_have_attribute("data-collapsed", "true")
        visitor.page.get_by_test_id("stExpandSidebarButton").tap()
        link = visitor.navigation.get_by_text(BY_ID[page_id].th, exact=True)
        expect(menu).to_have_attribute("data-collapsed", "false")
        link.scroll_into_view_if_needed()  # more pages stand there than a phone is high
        expect(link).to_be_in_viewport()
        link.tap()
        visitor.sees_title(BY_ID[page_id].th)
