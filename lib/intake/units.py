"""The words of a field's unit around a figure, as people write them: with full stops, without, in either language."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

#: Other words for a declared unit (by its Thai word), beside the declaration's own two.
_ALSO = {
    "บาท": ("บาทถ้วน", "฿", "thb", ".-", "-."),
    "คน": ("ราย", "ท่าน", "person"),
    "ครัวเรือน": ("ครัว", "หลังคาเรือน", "หลัง", "household"),
    "%": ("เปอร์เซ็นต์", "ร้อยละ", "percent", "per cent"),
    "กม.": ("กิโลเมตร", "kilometres"),
    "เดือน": ("month",),
    "คะแนน": ("เสียง", "vote"),
}


@dataclass(frozen=True)
class Unit:
    """The unit a field declares, as its `Spec` says it; both empty for a bare number."""

    th: str = ""
    en: str = ""


def unit_words(unit: Unit) -> tuple[str, ...]:
    """Every word for a unit, as declared and as people say it otherwise."""
    return tuple(word for word in (unit.th, unit.en, *_ALSO.get(unit.th, ())) if word.strip())


def without_unit(bare: str, unit: Unit) -> str:
    """A cell in lower case without the unit before and after its figure; in the middle a unit stays."""
    if bare.isdecimal() or not (unit.th or unit.en):
        return bare
    before, after = _patterns(unit)
    return after.sub("", before.sub("", bare, count=1), count=1).strip()


@lru_cache(maxsize=200)
def _patterns(unit: Unit) -> tuple[re.Pattern[str], re.Pattern[str]]:
    """What may stand before a figure, and what after it."""
    words = [word.lower() for word in unit_words(unit)]
    literal = [re.escape(word) for word in words]
    loose = [pattern for word in words if (pattern := _with_or_without_stops(word))]
    # As declared first. A full stop right before digits belongs to them: "บาท.5" is not five baht.
    before = _any_of(literal, [pattern + r"(?:\.(?=\s))?" for pattern in loose])
    after = _any_of(literal, [pattern + r"\.?" for pattern in loose])
    return re.compile(rf"^{before}\s*"), re.compile(rf"\s*{after}$")


def _with_or_without_stops(word: str) -> str:
    """``ตร.ว.`` also as ``ตรว``, ``ตร ว`` and ``ตร. ว``; nothing for a word without letters."""
    parts = re.findall(r"[^\s.]+", word)
    if not any(c.isalpha() or c in "%฿°" for part in parts for c in part):
        return ""
    return r"\s*\.?\s*".join(re.escape(part) for part in parts)


def _any_of(literal: list[str], loose: list[str]) -> str:
    """One pattern that tries the words as they are declared before freer spellings, the longest first."""
    return f"(?:{'|'.join([*sorted(literal, key=len, reverse=True), *sorted(loose, key=len, reverse=True)])})"
