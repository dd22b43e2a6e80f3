"""A page's address is its id, the start page's too; any other address ends in a sentence, in both ways of starting."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import expect

from lib.ui.frame.registry import BY_ID, PAGES
from tests.browser.conftest import Seeded, Visit
from tests.browser.servers import serving

START = PAGES[0].id


@pytest.mark.parametrize("script", ["lib/web/launcher.py", "Home.py"])
def test_the_start_page_answers_under_its_own_id_and_a_wrong_address_says_so(
    script: str, seeded: Seeded, visit: Visit
) -> None:
    with serving(seeded(), script=script) as server:
        visitor = visit(server)
        # The very first request of a process, by the address that used to end in "Page not found".
        visitor.page.goto(f"{server.url}/{START}?lang=en")
        visitor.sees_title(BY_ID[START].en)
        expect(visitor.page).to_have_url(re.compile(r"lang=en"))
        expect(visitor.navigation.locator('a[aria-current="page"]')).to_contain_text(BY_ID[START].en)
        if "launcher" in script:
            visitor.page.goto(f"{server.url}/{START}/of/nothing")
            visitor.sees_title("ไม่พบหน้านี้")
        for wrong in ("nonsense", "ภาพรวม", "Overview"):
            visitor.page.goto(f"{server.url}/{wrong}")
            visitor.sees_title("ไม่พบหน้านี้")
            visitor.sees(f"“/{wrong}”")
            assert "Page not found" not in "\n".join(visitor.words())
        visitor.page.get_by_role("link", name="ไปที่ภาพรวม").click()
        visitor.sees_title(BY_ID[START].th)
        expect(visitor.page).to_have_url(f"{server.url}/")
        for page in PAGES[1:3]:
            visitor.page.goto(f"{server.url}/{page.id}")
            visitor.sees_title(page.th)
