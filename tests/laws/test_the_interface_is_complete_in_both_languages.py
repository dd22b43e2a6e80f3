"""Every sentence has its English; nothing in the catalogue is dead."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from lib.ui.frame.catalogue import sentences, update
from lib.ui.frame.registry import BY_ID, PAGES
from lib.ui.frame.speech import CATALOGUE, Words, read_catalogue, words

PLACES = re.compile(r"\{(\w+)\}")
THAI = re.compile(r"[ก-๙]")


def test_every_sentence_has_its_english_and_no_other_is_kept() -> None:
    said, known = set(sentences()), read_catalogue(CATALOGUE)
    assert said - set(known) == set(), "run: python3 run.py words, then translate"
    assert set(known) - said == set(), "run: python3 run.py words"


def test_a_translation_keeps_its_places_and_has_no_thai_in_it() -> None:
    for thai, english in read_catalogue(CATALOGUE).items():
        assert set(PLACES.findall(thai)) == set(PLACES.findall(english)), thai
        assert not THAI.search(english), english


def test_pages_are_named_in_both_languages() -> None:
    assert all(p.title("th") != p.title("en") and p.help("th") and p.help("en") for p in PAGES)
    assert BY_ID["overview"].file == "pages/overview.py"


def test_words_say_thai_without_a_catalogue_and_fill_places_after_translating() -> None:
    assert words("th")("ภาค") == "ภาค"
    assert words("en")("ข้อมูล ณ {moment}", moment="x").endswith("x")
    assert Words("en", {})("ไม่มีในบัญชี {n}", n=1) == "ไม่มีในบัญชี 1"


def test_the_catalogue_is_brought_up_to_date_from_the_code(tmp_path: Path) -> None:
    (tmp_path / "pages").mkdir()
    (tmp_path / "lib" / "ui").mkdir(parents=True)
    (tmp_path / "Home.py").write_text("", encoding="utf-8")
    page = tmp_path / "pages" / "a.py"
    page.write_text("here.say('สวัสดี {n}', n=1)\nsay('ลาก่อน')\n", encoding="utf-8")
    file = tmp_path / "locale" / "thun.po"
    assert update(file, tmp_path) == (2, 2)
    text = file.read_text(encoding="utf-8").replace('msgid "ลาก่อน"\nmsgstr ""', 'msgid "ลาก่อน"\nmsgstr "bye"')
    file.write_text(text, encoding="utf-8")
    page.write_text("say('ลาก่อน')\n", encoding="utf-8")
    assert update(file, tmp_path) == (0, 0)
    assert read_catalogue(file) == {"ลาก่อน": "bye"}
    page.write_text("say(text)\n", encoding="utf-8")
    with pytest.raises(ValueError, match="written out"):
        sentences(tmp_path)
