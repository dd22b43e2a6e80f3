"""Whether a free text names somebody, by the whole name or by a part of it; careful with parts.

A first name alone stands inside other words and other people's names. So a part counts only where a
word may begin, after a form of address or something that is no letter, and never when it is a place.
"""

from __future__ import annotations

import re
from collections.abc import Set
from dataclasses import dataclass

#: Before a name, written together with it.
_ADDRESSED = (
    *("นางสาว", "นาง", "นาย", "น.ส.", "คุณ", "ดร.", "เด็กชาย", "เด็กหญิง", "ด.ช.", "ด.ญ."),
    *("กำนัน", "ผู้ใหญ่", "ครู", "หมอ", "อาจารย์", "ลุง", "ป้า", "น้า", "อา", "พี่", "ยาย", "ตา", "ปู่", "ย่า", "แม่", "พ่อ"),
)
#: A shorter part stands in too many texts.
SHORTEST = 4
#: Vowels, tones and other marks belong to the letter before them: a word does not end there.
_MARKS = "ะาำิีึืฺุู็่้๊๋์ํๅ"


@dataclass(frozen=True)
class Names:
    """Whole names and numbers of somebody, and the parts that may stand alone; all folded."""

    whole: frozenset[str]
    parts: frozenset[str]

    @property
    def every(self) -> frozenset[str]:
        """Whatever a text that names somebody holds."""
        return self.whole | self.parts


def names_of(words: Set[str], places: Set[str] = frozenset()) -> Names:
    """What to look for, given the words that name somebody; `places` are no parts of a name."""
    whole = {form for word in words for form in _with_and_without_address(_folded(word))}
    known = {_folded(place) for place in places}
    parts = {form for word in whole if " " in word for part in word.split() for form in _with_and_without_address(part)}
    together = {word.replace(" ", "") for word in whole}
    return Names(frozenset(whole | together), frozenset(p for p in parts if len(p) >= SHORTEST and p not in known))


def is_named(text: str, names: Names) -> bool:
    """Whether a text names somebody."""
    said = _folded(text)
    return any(one in said for one in names.whole) or any(_stands_alone(said, part) for part in names.parts)


def _folded(text: str) -> str:
    return " ".join(text.casefold().split())


def _with_and_without_address(name: str) -> set[str]:
    """A name as it is, and without what may be a form of address before it: nobody can tell from some names."""
    bare = {name.removeprefix(a).lstrip() for a in _ADDRESSED if name.startswith(a)}
    return {name, *(one for one in bare if len(one) >= SHORTEST and one[0] not in _MARKS)}


def _stands_alone(said: str, part: str) -> bool:
    for found in re.finditer(re.escape(part), said):
        before, after = said[: found.start()], said[found.end() : found.end() + 1]
        begins = not before or not _is_letter(before[-1]) or before.endswith(_ADDRESSED)
        ends = not (part.isascii() and after.isalpha()) and after not in tuple(_MARKS)
        if begins and ends:
            return True
    return False


def _is_letter(character: str) -> bool:
    return character.isalpha() or character in _MARKS
