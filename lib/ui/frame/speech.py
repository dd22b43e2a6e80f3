"""The interface's words: Thai in the code, English from the catalogue in ``locale/``."""

from __future__ import annotations

from functools import cache
from pathlib import Path

from babel.messages.pofile import read_po

from lib.config import ROOT

LANGUAGES = {"th": "ไทย", "en": "English"}
CATALOGUE = ROOT / "locale" / "en" / "LC_MESSAGES" / "thun.po"


class Words:
    """Says a Thai sentence in one language; ``{name}`` places are filled after translation."""

    def __init__(self, language: str, messages: dict[str, str]) -> None:
        self.language = language
        self._messages = messages

    def __call__(self, thai: str, **places: object) -> str:
        """The sentence; the Thai one when the catalogue has none (a test forbids that)."""
        said = self._messages.get(thai) or thai
        return said.format(**places) if places else said


@cache
def words(language: str) -> Words:
    """The words of a language (``th`` or ``en``)."""
    return Words(language, {} if language == "th" else read_catalogue(CATALOGUE))


def read_catalogue(file: Path) -> dict[str, str]:
    """Thai → English from a gettext catalogue."""
    with file.open("rb") as lines:
        catalogue = read_po(lines, locale="en")
    return {str(m.id): str(m.string) for m in catalogue if m.id and m.string}
