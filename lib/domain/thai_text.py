"""Thai text: digits, hidden characters, misordered marks and dictionary order."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

_THAI_DIGITS = str.maketrans("๐๑๒๓๔๕๖๗๘๙", "0123456789")
#: Zero-width and bidirectional controls: invisible, and able to disguise text.
_HIDDEN = re.compile("[\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff\u00ad]")
#: Control characters except tab and line break.
_CONTROL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f]")
_TONES = "\u0e48\u0e49\u0e4a\u0e4b"
_BETWEEN = re.compile(r"[\s.\-–_'\"“”‘’()]")
#: Anything that `clean_text` would change; most texts hold none of it.
_ODD = re.compile(
    _HIDDEN.pattern[:-1] + f"\u00a0\x00-\x08\x0b-\x1f\x7f-\x9f]|เเ|\u0e4d|[{_TONES}][\u0e31\u0e34-\u0e39]"
)
_LEADING_VOWEL = re.compile("([เแโใไ])([ก-ฮ])")
_MARKS = str.maketrans("", "", "\u0e47\u0e48\u0e49\u0e4a\u0e4b\u0e4c\u0e4d\u0e4e")


def to_ascii_digits(text: str) -> str:
    """``๒๕๖๖`` → ``2566``."""
    return text.translate(_THAI_DIGITS)


def clean_text(text: str) -> str:
    """What a person meant to type: no hidden characters, one spelling for one word.

    Unicode NFC leaves Thai alone, so decomposed ``ำ`` (``ํ`` + ``า``), a doubled ``เ``
    for ``แ``, and a tone mark typed before its vowel are put right here.
    """
    if not _ODD.search(text) and unicodedata.is_normalized("NFC", text):
        return text.strip()
    text = unicodedata.normalize("NFC", text).replace("\u00a0", " ")
    text = _CONTROL.sub("", _HIDDEN.sub("", text)).replace("\r\n", "\n").replace("\r", "\n")
    text = text.replace("เเ", "แ")
    text = re.sub(f"\u0e4d([{_TONES}]?)\u0e32", "\\1\u0e33", text)
    text = re.sub(f"([{_TONES}])([\u0e31\u0e34-\u0e39])", "\\2\\1", text)
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
