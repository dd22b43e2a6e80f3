"""Every sentence of the plain pages stands in Thai and English, is used, and knows its browser."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from lib.web.access.routes import SITE as ACCESS
from lib.web.light.routes import SITE as LIGHT
from lib.web.plain import browsers
from lib.web.plain.site import Site
from lib.web.plain.texts import COMMON

PLAIN = Path(__file__).parents[2] / "lib" / "web" / "plain"
THAI = re.compile(r"[ก-๙]")


@pytest.mark.parametrize("site", [ACCESS, LIGHT])
def test_each_sentence_has_both_languages_with_the_same_places(site: Site) -> None:
    for key, (th, en) in site.texts.items():
        assert th, key
        assert en, key
        assert sorted(re.findall(r"{\w+}", th)) == sorted(re.findall(r"{\w+}", en)), key
        if key != "language":
            assert not THAI.search(en), key


@pytest.mark.parametrize("site", [ACCESS, LIGHT])
def test_templates_hold_no_words_of_their_own_and_name_sentences_that_exist(site: Site) -> None:
    named: set[str] = set()
    for file in [*site.folder.glob("templates/*.html"), *site.folder.rglob("*.py"), PLAIN / "asked.py"]:
        text = file.read_text(encoding="utf-8")
        if file.suffix == ".html":
            assert not THAI.search(text), file.name
            assert "|safe" not in text.replace(" ", ""), file.name
        found = set(re.findall(r'\bt\("([\w-]+)"', text)) | set(re.findall(r'\b(?:both|told)\("(\w+)"', text))
        assert found <= set(site.texts), file.name
        # Chosen by a word of the code or of a template: how somebody came, what the script shows …
        named |= found | (set(re.findall(r'"([\w-]+)"', text)) & set(site.texts))
    assert set(site.texts) - named - set(COMMON) == set()


def test_say_fills_in() -> None:
    assert ACCESS.say_in("en")("in_with", name="LINE") == "Sign in with LINE"
    assert ACCESS.say_in("th")("in_with", name="LINE") == "เข้าสู่ระบบด้วย LINE"


@pytest.mark.parametrize(
    ("agent", "device", "in_chat"),
    [
        ("Mozilla/5.0 (iPhone; CPU iPhone OS 17) AppleWebKit/605 Mobile Safari/604 Line/14.1", "LINE · iPhone", True),
        ("Mozilla/5.0 (Linux; Android 14) Chrome/126 Mobile Safari/537 Line/14.9.0/IAB", "LINE · Android", True),
        ("Mozilla/5.0 (Linux; Android 14; wv) Chrome/126 [FBAN/FB4A;FBAV/4]", "Facebook · Android", True),
        ("Mozilla/5.0 (Windows NT 10.0) Chrome/126 Safari/537 Edg/126", "Edge · Windows", False),
        ("Mozilla/5.0 (X11; Linux x86_64; rv:128.0) Gecko/20100101 Firefox/128.0", "Firefox · Linux", False),
        ("Mozilla/5.0 (Macintosh; Intel Mac OS X 14) Version/17 Safari/605", "Safari · Mac", False),
        ("curl/8", "?", False),
        ("", "?", False),
    ],
)
def test_a_device_is_called_by_what_people_know(agent: str, device: str, in_chat: bool) -> None:
    assert browsers.device_of(agent) == device
    assert browsers.in_chat(agent) == in_chat
