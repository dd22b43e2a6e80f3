"""Where a Thai line may break: text as words that stay whole, and spaces between them.

Thai has no spaces between words; a typesetter that breaks anywhere tears words and puts ``ๆ`` at
the start of a line. A dictionary finds the words; numbers stay with their unit.
"""

from __future__ import annotations

import re
import threading
import unicodedata
from functools import cache, lru_cache
from typing import Any

from lib.domain.thai_text import clean_text

#: Longest line of a plan that is set; what is longer ends in an ellipsis.
LONGEST = 400
#: Words of the field that a general dictionary tears apart.
_FIELD = (
    "วิสาหกิจชุมชน",
    "สภาองค์กรชุมชน",
    "แดดเดียว",
    "ปลาร้า",
    "น้ำปลาร้า",
    "ปลาแดดเดียว",
    "คิวอาร์โค้ด",
    "กลุ่มออมทรัพย์",
    "ตลาดนัด",
    "ทุนชุมชน",
    "ภาคี",
    "ผ้ามัดย้อม",
    "โฮมสเตย์",
    "เกษตรอินทรีย์",
)
_SPACE = " "
#: Invisible, bidirectional, private and unassigned: nothing a plan needs, able to disguise text.
_HIDDEN = re.compile("[\u200b-\u200f\u202a-\u202e\u2060-\u206f\ufeff\ufff9-\ufffc\ue000-\uf8ff]")
_ABOVE = "\u0e31\u0e34-\u0e3a\u0e47-\u0e4e"
_ORPHAN = re.compile(f"(^|\\s)[{_ABOVE}]+")
_HEAP = re.compile(f"([{_ABOVE}]{{3}})[{_ABOVE}]+")
_COMBINING = re.compile("[\u0300-\u036f\u1ab0-\u1aff\u20d0-\u20ff]+")
_THAI = re.compile("[\u0e00-\u0e7f]+|[^\u0e00-\u0e7f]+")
_NUMBER = re.compile(r"[\d๐-๙][\d๐-๙.,–%-]*")
#: A month or another short form: its number stays with it.
_SHORTENED = re.compile(r"(?:[ก-ฮ]{1,3}\.){1,3}")
_OPENS, _CLOSES = "([{“‘«", ")]}”’»,.;:!?%ๆฯ…/–-"
_LEADS, _FOLLOWS = "เแโใไ", "ะาำๅๆฯ"
#: A strip without a space wider than any box is cut, so that it cannot run off the paper.
_STRIP = 24


def safe(text: object, glyphs: frozenset[str] | None = None, longest: int = LONGEST) -> str:
    """Text from people as it can be set: one line, no hidden marks, only signs that the font has."""
    told = _HIDDEN.sub("", clean_text(str(text)))
    told = _COMBINING.sub("", unicodedata.normalize("NFC", told))
    told = _ORPHAN.sub(r"\1", _HEAP.sub(r"\1", told))
    if glyphs is not None:
        told = "".join(c for c in told if c in glyphs or c.isspace())
    told = " ".join(told.split())
    return told if len(told) <= longest else told[: longest - 1].rstrip() + "…"


@lru_cache(maxsize=20_000)
def thai_words(text: str) -> tuple[str, ...]:
    """Words that stay whole, and ``" "`` where a line may break with a space."""
    out: list[str] = []
    for chunk in re.split(r"( )", text):
        if chunk == _SPACE:
            out.append(_SPACE)
        elif chunk:
            _append(out, [w for part in _THAI.findall(chunk) for w in _cut(part)])
    return tuple(_with_units(out))


def _append(out: list[str], found: list[str]) -> None:
    for number, word in enumerate(found):
        before = out[-1] if out and out[-1] != _SPACE and number else ""
        if before and _belongs(before, word):
            out[-1] += word
        else:
            out.append(word)


def _belongs(before: str, word: str) -> bool:
    """Whether no line may end between two pieces."""
    mark = unicodedata.category(word[0]) == "Mn"
    alone = any(len(w) == 1 and "ก" <= w <= "ฮ" for w in (before, word))
    digits = bool(_NUMBER.fullmatch(before) and _NUMBER.match(word))
    return mark or alone or digits or word[0] in _CLOSES + _FOLLOWS or before[-1] in _LEADS + _OPENS


def _cut(part: str) -> list[str]:
    if not "\u0e00" <= part[0] <= "\u0e7f":
        return [part[n : n + _STRIP] for n in range(0, len(part), _STRIP)]
    tokenize, dictionary = _dictionary()
    found: list[str] = tokenize(part, custom_dict=dictionary, engine="newmm")
    return [w[n : n + _STRIP] for w in found for n in range(0, len(w), _STRIP)]


def _with_units(found: list[str]) -> list[str]:
    """A number keeps its unit, ``ๆ`` keeps its word: the space between them does not break."""
    out: list[str] = []
    for word in found:
        glued = (
            len(out) >= 2
            and out[-1] == _SPACE
            and (
                word[0] == "ๆ"
                or (_NUMBER.fullmatch(out[-2]) and word != _SPACE and len(word) <= 10)
                or (_SHORTENED.fullmatch(out[-2]) and _NUMBER.fullmatch(word))
            )
        )
        if glued:
            out[-2:] = [f"{out[-2]} {word}"]
        else:
            out.append(word)
    return out


@cache
def _dictionary() -> tuple[Any, Any]:
    """The tokenizer and its dictionary, places of the country in it: a second, the first time only."""
    import geothai
    from pythainlp.corpus import thai_words
    from pythainlp.tokenize import word_tokenize
    from pythainlp.util import Trie

    places = {p.name_th for p in geothai.provinces()}
    for province in geothai.provinces():
        for district in geothai.districts(province.code):
            places |= {district.name_th, *(s.name_th for s in geothai.subdistricts(district.code))}
    # A short place name is often a common word as well, and tears others apart.
    return word_tokenize, Trie({*thai_words(), *_FIELD, *(p for p in places if len(p) > 4)})


@cache
def get_ready() -> None:
    """Read the dictionary beside whatever else goes on, so that the first document does not wait."""
    threading.Thread(target=_dictionary, name="thai-words", daemon=True).start()
