"""In Thai no sentence is English, in English none is Thai; names and data stay what they are."""

from __future__ import annotations

import re
from functools import cache

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import Visit
from tests.browser.servers import ROOT, Server
from tests.browser.visitor import PAGE_IDS, Visitor

#: Names that Thai offices write in Latin letters, licences, and where things come from.
_NAMES = {
    "apache",
    "natural",
    "earth",
    "geothai",
    "cc-by",
    "sarabun",
    "ofl",
    "leaflet",
    "bsd",
    "docs",
    "data-dictionary",
    "attributions",
    "md",
    "english",
    "qr",
    "excel",
    "csv",
    "geojson",
    "cbmc",
    "codi",
    "line",
    "facebook",
    "otop",
    "pdf",
    "xlsx",
    "mb",
    "google",
    "sheets",
    "drive",
    "streamlit",
    "secrets",
    "example",
    "toml",
    "ksnb",
    "tbmc",
    "png",
    "odk",
    "kobocollect",
    "kobotoolbox",
    "xlsform",
    "central",
    "swot",
    "json",
    "zip",
}
#: Field ids, links and file names in tables are data; so is what people typed.
#: The uploader's own word is hidden, ours is drawn in its place (see `lib.ui.frame.styles.uploader`).
#: What is typed as it stands (commands, names of settings) is code.
_DATA = ("td", "code", "[data-testid=stCode]", "[data-testid=stFileUploaderDropzone] button p")
#: Cells hold names and notes as people wrote them; the language switch says ไทย in both.
_WRITTEN_BY_PEOPLE = ("td", "[data-testid=stSidebarUserContent] [data-testid=stButtonGroup]")
_LATIN = re.compile(r"[A-Za-z][A-Za-z-]+")
#: An id of a field, a choice or a kind: small letters, joined by lines.
_CODE = re.compile(r"\b[a-z]+_[a-z_]+\b|^[a-z]+$|\b[a-zA-Z]\w* = |→ [a-z]")
_THAI = re.compile(r"[\u0e00-\u0e7f]")
_WORLDS = ("own", "practice")


@pytest.mark.parametrize("world", _WORLDS)
def test_thai_pages_speak_thai(world: str, country: Server, visit: Visit) -> None:
    visitor = visit(country).open(world=world)
    leaks = {}
    for page_id in PAGE_IDS:
        _open_all(visitor.goes(page_id))
        leaks[page_id] = _english_words(visitor)
    assert not any(leaks.values()), leaks


def test_english_pages_speak_english(country: Server, visit: Visit) -> None:
    visitor = visit(country).open(lang="en")
    leaks = {}
    for page_id in PAGE_IDS:
        _open_all(visitor.goes(page_id, "en"))
        heads = visitor.main.locator("th").all_inner_texts()
        leaks[page_id] = _thai_sentences(visitor) + [head for head in heads if _THAI.search(head)]
    assert not any(leaks.values()), leaks


def test_forms_speak_both_languages(country: Server, visit: Visit) -> None:
    for kind in ("tambon_progress", "incubation_centre", "household_survey"):
        visitor = visit(country).open("records", lang="en", kind=kind, record="new")
        assert not _thai_sentences(visitor)
        visitor = visit(country).open("records", kind=kind, record="new")
        assert not _english_words(visitor)


def test_the_dictionary_says_names_and_no_codes(country: Server, visit: Visit) -> None:
    for kind in ("area", "tambon_progress", "household_survey"):
        visitor = visit(country).open("about", dictionary=kind)
        cells = visitor.main.get_by_test_id("stTable").last.locator("td").all_inner_texts()
        assert len(cells) > 50
        assert not [text for text in cells if _CODE.search(re.sub(r"https?://\S+", "", text))]


def test_the_language_is_switched_and_travels_in_the_address(country: Server, visit: Visit) -> None:
    visitor = visit(country).open("progress", region="S")
    visitor.page.get_by_text("English", exact=True).click()
    visitor.sees_title("Progress")
    expect(visitor.page).to_have_url(re.compile(r"[?&]lang=en(&|$)"))
    expect(visitor.page).to_have_url(re.compile(r"[?&]region=S(&|$)"))
    expect(visitor.list_box("Region")).to_have_value("South")
    visitor.navigation.get_by_text("Strategy", exact=True).click()
    visitor.sees_title("Strategy")
    expect(visitor.page).to_have_url(re.compile(r"[?&]lang=en(&|$)"))

    other = visit(country)
    other.page.goto(visitor.page.url)
    other.sees_title("Strategy")
    other.page.get_by_text("ไทย", exact=True).click()
    other.sees_title("ยุทธศาสตร์")
    expect(other.page).not_to_have_url(re.compile("lang="))


def _open_all(visitor: Visitor) -> None:
    """Unfold whatever is folded."""
    folded = visitor.main.locator("details:not([open]) > summary")
    # What was folded may hold more that is folded.
    for _ in range(20):
        if not folded.count():
            break
        folded.first.click()
        visitor.settled()
    visitor.settled()


def _english_words(visitor: Visitor) -> dict[str, str]:
    """Latin words that are no names, with the text they stand in."""
    return {
        word: text
        for text in visitor.words(_DATA)
        for word in _LATIN.findall(re.sub(r"https?://\S+|draft-\w+", "", text))
        if word.strip("-").lower() not in _NAMES
    }


def _thai_sentences(visitor: Visitor) -> list[str]:
    """Thai texts that the published documents do not contain: the interface's own."""
    texts = [text for text in visitor.words(_WRITTEN_BY_PEOPLE) if _THAI.search(text)]
    return [text for text in texts if text.strip("–· ") not in _published()]


@cache
def _published() -> str:
    files = sorted((ROOT / "data" / "reference").glob("*.csv"))
    return "\n".join(file.read_text("utf-8") for file in files)
