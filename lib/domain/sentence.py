"""Sentences in both languages, and the enumerations whose members carry theirs.

What can be amiss, missing or held back is declared together with the sentence that a person reads
about it: a rule without one, or with one language only, stops the import of its module.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import StrEnum
from string import Formatter
from typing import Self

_THAI = re.compile(r"[ก-๛]")


@dataclass(frozen=True)
class Sentence:
    """Words in Thai and English; ``{name}`` places, the same in both, are filled by named values.

    Raises ValueError for a sentence that one of the languages lacks.
    """

    th: str
    en: str

    def __post_init__(self) -> None:
        if not _THAI.search(self.th) or not self.en.strip() or _THAI.search(self.en):
            raise ValueError(f"a sentence needs its Thai and its English: {self.th!r}, {self.en!r}")
        if _places(self.th) != _places(self.en):
            raise ValueError(f"the two languages have different places: {self.th!r}, {self.en!r}")

    @property
    def places(self) -> frozenset[str]:
        """Names of the values that the sentence wants."""
        return _places(self.th)

    def text(self, language: str = "th", **values: object) -> str:
        """The sentence in a language (``th`` or ``en``), its places filled."""
        return (self.en if language == "en" else self.th).format(**values)


def _places(text: str) -> frozenset[str]:
    return frozenset(name for _, name, _, _ in Formatter().parse(text) if name is not None)


class Spoken(StrEnum):
    """An enumeration whose members carry their sentence: ``FEW = "few", "มีน้อยไป", "too few"``."""

    sentence: Sentence

    def __new__(cls, value: str, th: str, en: str) -> Self:
        """A member that is its value, with its words; without them there is no member."""
        member = str.__new__(cls, value)
        member._value_ = value
        member.sentence = Sentence(th, en)
        return member

    def words(self, language: str = "th", **values: object) -> str:
        """The sentence in a language, its places filled."""
        return self.sentence.text(language, **values)


class Worded(Spoken):
    """A spoken enumeration whose values are stored: a value that is no longer known stays readable as none."""

    @property
    def th(self) -> str:
        """The Thai words."""
        return self.sentence.th

    @property
    def en(self) -> str:
        """The English words."""
        return self.sentence.en

    def label(self, language: str = "th") -> str:
        """The words in a language (``th`` or ``en``)."""
        return self.words(language)

    @classmethod
    def stored(cls, value: str) -> Self | None:
        """The member that is stored as this string; None for one that is no longer known."""
        return next((one for one in cls if one.value == value), None)
