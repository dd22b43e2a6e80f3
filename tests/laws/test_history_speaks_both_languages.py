"""What is written into history carries both words, and no stored string reaches a screen."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from lib.schema.history_words import Verb, Way, verb_word, way_word
from lib.ui.frame.history_words import action_word, source_word, source_words
from lib.ui.frame.speech import words

ROOT = Path(__file__).parents[2]
THAI = re.compile(r"[ก-๙]")
#: Calls that write history, with the position of the verb; `Actor` and `Writer` say the way third.
WRITES = {"writing": 2, "open": 1, "open_change_set": 2}
WAYS = {"Actor": 2, "Writer": 2}


def _calls(*rooms: str) -> Iterator[tuple[Path, str, ast.Call]]:
    for room in rooms:
        for file in sorted((ROOT / "lib" / room).rglob("*.py")):
            for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
                if isinstance(node, ast.Call):
                    name = getattr(node.func, "attr", getattr(node.func, "id", ""))
                    yield file, name, node


def _written() -> Iterator[tuple[Path, ast.expr]]:
    """The verb of every write, as it stands in the code; `database.writing()` opens a transaction only."""
    for file, name, call in _calls("actions", "sheets", "store", "practice", "web"):
        of_the_pen = name != "open" or getattr(getattr(call.func, "value", None), "id", "") == "pen"
        if name in WRITES and of_the_pen and call.args:
            yield file, call.args[WRITES[name]]


def test_every_write_says_its_verb_as_a_member_of_the_enumeration() -> None:
    found = list(_written())
    assert len(found) > 25
    for file, verb in found:
        member = isinstance(verb, ast.Attribute) and getattr(verb.value, "id", "") == "Verb"
        handed_on = isinstance(verb, ast.Name) and verb.id == "verb"
        assert member or handed_on, f"{file.relative_to(ROOT)}:{verb.lineno} writes {ast.unparse(verb)}"
        if member:
            assert verb.attr in Verb.__members__  # type: ignore[attr-defined]


def test_every_writer_says_by_which_way() -> None:
    found = [(f, c.args[WAYS[n]]) for f, n, c in _calls("access", "actions", "store", "web", "sheets") if n in WAYS]
    assert len(found) >= 7
    for file, way in found:
        said = ast.unparse(way)
        known = said.removeprefix("Way.") in Way.__members__ or said in ("SOURCE", "actor.source")
        assert known, f"{file.relative_to(ROOT)}:{way.lineno} says {said}"


def test_no_verb_is_kept_that_nobody_writes() -> None:
    said = {
        n.attr
        for f in (ROOT / "lib").rglob("*.py")
        for n in ast.walk(ast.parse(f.read_text(encoding="utf-8")))
        if isinstance(n, ast.Attribute) and getattr(n.value, "id", "") in ("Verb", "Way")
    }
    assert {*Verb.__members__, *Way.__members__} == {name for name in said if name.isupper()}


@pytest.mark.parametrize("one", [*Verb, *Way], ids=lambda one: f"{type(one).__name__}.{one.name}")
def test_a_verb_and_a_way_carry_both_words(one: Verb | Way) -> None:
    assert THAI.search(one.th)
    assert one.en
    assert not THAI.search(one.en)
    assert one.value != one.th
    assert (one.label(), one.label("en")) == (one.th, one.en)
    assert type(one).stored(one.value) is one
    assert len(one.value) <= 32, "as wide as its column"


@pytest.mark.parametrize("stored", ["sheet", "unlock", "roll_up", "of an older version"])
def test_a_screen_never_shows_what_is_stored(stored: str) -> None:
    for word in (action_word, source_word):
        assert THAI.search(word(words("th"), stored))
        assert word(words("en"), stored) != stored
    assert verb_word("of an older version") == "เปลี่ยนข้อมูล"
    assert way_word("of an older version", "en") == "another way"
    assert set(source_words(words("th"))) == {way.value for way in Way}


def test_screens_take_the_words_from_one_place() -> None:
    """What a screen reads of a change's verb or way goes through `lib.ui.frame.history_words`."""
    for file in sorted([*(ROOT / "lib/ui").rglob("*.py"), *(ROOT / "pages").glob("*.py")]):
        for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
            for said in ast.iter_child_nodes(node):
                if isinstance(said, ast.Attribute) and said.attr in ("action", "source") and _of_a_change(said.value):
                    asked = isinstance(node, ast.Compare) or (
                        isinstance(node, ast.Call)
                        and getattr(node.func, "id", "") in ("action_word", "source_word", "note_words")
                    )
                    assert asked, f"{file.relative_to(ROOT)}:{said.lineno} shows {ast.unparse(said)}"


def _of_a_change(value: ast.expr) -> bool:
    return isinstance(value, ast.Name) and value.id in ("change", "h", "step", "happening", "version")
