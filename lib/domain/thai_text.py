"""Thai text: digits, hidden characters, misordered marks and dictionary order."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

_THAI_DIGITS = str.maketrans("๐๑๒๓๔๕๖๗๘๙", "0123456789")
#: Nothing that a person could see: zero-width and bidirectional controls, soft hyphens, and the
#: fillers of other scripts that pass for a letter. They disguise text or pass for a name.
_HIDDEN = re.compile(
    "[\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180e\u200b-\u200f\u202a-\u202e\u2060-\u2069\u2800\u3164\ufeff\uffa0]"
)
#: Control characters except tab and line break.
_CONTROL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f]")
#: Glyphs that old Thai fonts kept in the private area, as text copied out of a PDF still holds
#: them (Windows: U+F700…F71A, raised, lowered or narrowed marks), and the letters they stand for.
_OLD_GLYPHS = str.maketrans(
    {0xF700 + at: letter for at, letter in enumerate("ฐิีึื่้๊๋์่้๊๋์ญัํ็่้๊๋์ฺุู")}
    # The Macintosh wrote the ordinary letter and one of these behind it.
    | dict.fromkeys(range(63584, 63616))
)
_TONES, _SILENCER = "\u0e48-\u0e4b", "\u0e4c"
_AROUND = "\u0e31\u0e34-\u0e3a\u0e47"
_BETWEEN = re.compile(r"[\s.\-–_'\"“”‘’()]")
#: Anything that `clean_text` would change; most texts hold none of it.
_ODD = re.compile(
    _HIDDEN.pattern[:-1] + "\u00a0\x00-\x08\x0b-\x1f\x7f-\x9f\uf700-\uf71a\uf860-\uf87f]|เเ|\u0e4d"
    f"|[{_TONES}{_SILENCER}][{_AROUND}]|[\u0e32\u0e33][{_TONES}]|([{_AROUND}{_TONES}{_SILENCER}\u0e32\u0e33])\\1"
)
#: What the keys of one sound leave behind in the wrong order, and the one order that Thai has:
#: consonant, vowel below or above, tone, vowel behind.
_REORDERED = (
    (re.compile("เเ"), "แ"),
    (re.compile(f"([{_AROUND}{_TONES}{_SILENCER}\u0e4d\u0e32\u0e33])\\1+"), r"\1"),
    (re.compile(f"\u0e4d([{_TONES}]?)\u0e32"), "\\1\u0e33"),
    (re.compile(f"\u0e32([{_TONES}]?)\u0e4d"), "\\1\u0e33"),
    (re.compile(f"([{_TONES}{_SILENCER}])([{_AROUND}]+)"), r"\2\1"),
    (re.compile(f"([\u0e32\u0e33])([{_TONES}])"), r"\2\1"),
    (re.compile(f"([{_AROUND}{_TONES}{_SILENCER}])\\1+"), r"\1"),
)
_LEADING_VOWEL = re.compile("([เแโใไ])([ก-ฮ])")
_MARKS = str.maketrans("", "", "\u0e47\u0e48\u0e49\u0e4a\u0e4b\u0e4c\u0e4d\u0e4e")


def to_ascii_digits(text: str) -> str:
    """``๒๕๖๖`` → ``2566``."""
    return text.translate(_THAI_DIGITS)


def clean_text(text: str) -> str:
    """What a person meant to type: no hidden characters, one spelling for one word.

    Unicode NFC leaves Thai alone, although one word can be typed in several orders that look the
    same: a tone after sara am or sara aa, before its vowel or twice, ``ํ`` + ``า``, a doubled ``เ``
    for ``แ``, a glyph of an old font's private area. All of them become the one order of Thai.
    """
    if not _ODD.search(text) and unicodedata.is_normalized("NFC", text):
        return text.strip()
    text = _HIDDEN.sub("", text.translate(_OLD_GLYPHS).replace("\u00a0", " "))
    text = _CONTROL.sub("", text.replace("\r\n", "\n").replace("\r", "\n"))
    text, before = unicodedata.normalize("NFC", text), ""
    while text != before:  # each step brings marks nearer to their place: a handful of rounds
        before = text
        for wrong, right in _REORDERED:
            text = wrong.sub(right, text)
    return text.strip()


def spelling(text: str) -> str:
    """What two spellings of one name share: no spaces, dots, dashes, quotes, brackets or case."""
    return _BETWEEN.sub("", clean_text(text)).casefold()


#: The same, remembered: for names that are asked about over and over, such as places.
name_key = lru_cache(maxsize=20_000)(spelling)


def thai_sort_key(text: str) -> tuple[str, str]:
    """Key for Thai dictionary order (leading vowels after their consonant, tones last)."""
    swapped = _LEADING_VOWEL.sub("\\2\\1", text.casefold())
    return swapped.translate(_MARKS), swapped
