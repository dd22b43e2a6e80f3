"""What Streamlit itself says stands in the language of the page: under boxes, in lists and menus, read aloud, and
when the server is away. That it still says the texts which we replace is asked of the installed one.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
import streamlit
from playwright.sync_api import expect

from lib.ui.frame.streamlit_words import TEXTS
from tests.browser.conftest import Seeded, Visit, warm
from tests.browser.servers import Server, serving
from tests.browser.visitor import PAGE_IDS, Visitor

#: Put together of pieces that stand apart in its scripts.
_PIECES = {
    "Press Enter to apply": ("`Press Enter to ${", "`apply`"),
    "Press Enter to submit form": ("`Press Enter to ${", "`submit form`"),
    "Press Ctrl+Enter to apply": ("+Enter to ${", "`Ctrl`"),
    "Press Ctrl+Enter to submit form": ("+Enter to ${", "`submit form`"),
    "Press ⌘+Enter to apply": ("+Enter to ${", "`⌘`"),
    "Press ⌘+Enter to submit form": ("+Enter to ${", "`submit form`"),
    "{} options available.": (" options`", "} available.`"),
    "{} option available.": (" option`", "} available.`"),
}
#: Everything that is read aloud or shown while nothing is typed: of what is seen, less charts.
_NAMES = """
() => [...document.querySelectorAll("[aria-label], [title], [placeholder]")]
  .filter((el) => !el.closest("[data-testid=stVegaLiteChart], [data-testid=stMetricChart], [data-testid=stElementToolbar], iframe, [aria-hidden=true]"))
  .filter((el) => el.tagName !== "IFRAME" && el.checkVisibility())
  .flatMap((el) => ["aria-label", "title", "placeholder"].map((name) => el.getAttribute(name) ?? ""))
"""
_OURS, _THEIRS = [thai for thai, _ in TEXTS], [english for _, english in TEXTS]


def test_the_installed_streamlit_still_says_these_texts() -> None:
    scripts = Path(streamlit.__file__).parent / "static" / "static" / "js"
    said = "\n".join(file.read_text("utf-8") for file in sorted(scripts.glob("*.js")))
    missing = {
        text: piece
        for text in _THEIRS
        for piece in _PIECES.get(text) or ([f"`{text}`"] if "{}" not in text else filter(str.strip, text.split("{}")))
        if piece not in said
    }
    assert missing == {}, f"Streamlit {streamlit.__version__} says something else: lib/ui/frame/streamlit_words.py"


def test_no_two_texts_become_one() -> None:
    assert len(set(_OURS)) == len(set(_THEIRS)) == len(TEXTS), "else the way back to English is lost"
    assert all(thai.count("{}") == english.count("{}") for thai, english in TEXTS)


def is_english(text: str) -> bool:
    """One of Streamlit's own texts."""
    return any(re.fullmatch(re.escape(one).replace(r"\{\}", ".+"), text.strip(), re.DOTALL) for one in _THEIRS)


def names(visitor: Visitor) -> list[str]:
    """What is read aloud."""
    found: list[str] = visitor.page.evaluate(_NAMES)
    return found


def test_nothing_is_read_aloud_in_english_on_a_thai_page(country: Server, visit: Visit) -> None:
    visitor = visit(country).open(world="practice")
    aloud = {}
    for page_id in PAGE_IDS:
        visitor.goes(page_id)
        told = names(visitor)
        assert "ตั้งค่าหน้าจอ" in told
        aloud[page_id] = [text for text in told if is_english(text)]
    assert not any(aloud.values()), aloud


def test_boxes_lists_and_the_menu_speak_thai(country: Server, visit: Visit) -> None:
    visitor = visit(country).open("about", world="practice")
    field = visitor.main.get_by_test_id("stTextInputField").first
    field.press_sequentially("ก")
    expect(visitor.main.get_by_test_id("InputInstructions").first).to_have_text("กด Enter เพื่อใช้คำนี้1/200")
    field.fill("")
    field.press("Tab")
    choice = visitor.main.get_by_role("combobox").first
    choice.click()
    choice.fill("qqqq")
    expect(visitor.page.get_by_role("listbox")).to_have_text("ไม่มีตัวเลือกที่ตรงกัน")
    choice.press("Escape")
    menu = visitor.page.get_by_test_id("stMainMenuPopover")
    visitor.page.get_by_test_id("stMainMenuButton").click()
    for role, words in (
        ("menuitemradio", "ตามเครื่อง"),
        ("menuitemradio", "สว่าง"),
        ("menuitemradio", "มืด"),
        ("menuitem", "พิมพ์"),
    ):
        expect(menu.get_by_role(role, name=words, exact=True)).to_be_visible()
    expect(menu.get_by_text("Record screen")).to_be_hidden()
    expect(menu.get_by_text("Made with")).to_be_hidden()


def test_many_choices_and_files_speak_thai(country: Server, visit: Visit) -> None:
    visitor = visit(country).open("imports", world="practice")
    visitor.main.locator("summary").first.click()
    visitor.settled()
    several = visitor.main.get_by_test_id("stMultiSelect").first
    several.get_by_role("combobox").click()
    expect(visitor.page.get_by_role("option").first).to_have_text("เลือกทั้งหมด")
    visitor.page.keyboard.press("Escape")
    visitor.main.locator("input[type=file]").first.set_input_files(
        {"name": "ก.txt", "mimeType": "text/plain", "buffer": b"x"}
    )
    expect(visitor.main.get_by_role("button", name="เอา ก.txt ออก")).to_be_visible()


def test_an_english_page_is_english_again(country: Server, visit: Visit) -> None:
    visitor = visit(country).open("about", world="practice")
    visitor.page.get_by_text("English", exact=True).click()
    visitor.sees_title("About")
    told = names(visitor)
    assert "Main menu" in told
    assert not [text for text in told if text in _OURS]
    visitor.page.get_by_test_id("stMainMenuButton").click()
    expect(visitor.page.get_by_test_id("stMainMenuPopover").get_by_role("menuitemradio", name="Light")).to_be_visible()


def test_what_people_wrote_is_not_touched(country: Server, visit: Visit) -> None:
    visitor = visit(country).open("about")
    visitor.page.evaluate("document.querySelector('h1').insertAdjacentHTML('afterend', '<p id=wrote>Light</p>')")
    visitor.settled()
    expect(visitor.page.locator("#wrote")).to_have_text("Light")


@pytest.fixture
def mortal(seeded: Seeded, request: pytest.FixtureRequest) -> Iterator[Server]:
    """A server that the test kills."""
    with serving(seeded(), dies=True, THUN_MAP_ASSETS="own") as server:
        warm(server, request.getfixturevalue("browser"))
        yield server


def test_no_dialog_lies_over_the_page_when_the_server_is_away(mortal: Server, visit: Visit) -> None:
    visitor = visit(mortal).open("about")
    mortal.child.kill()
    expect(visitor.page.locator("#thun-connection")).to_contain_text("การเชื่อมต่อขาด")
    expect(visitor.page.get_by_test_id("stConnectionStatus")).to_have_text("กำลังเชื่อมต่อ")
    # The dialog comes with the first ping that nobody answers: by now there was one.
    visitor.page.wait_for_timeout(3000)
    expect(visitor.page.get_by_role("dialog")).to_have_count(0)
    expect(visitor.main.get_by_test_id("stTextInputField").first).to_be_enabled()
