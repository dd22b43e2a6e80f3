"""Names in two languages, as read models hand them to screens."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Name:
    """A Thai name and its English counterpart (the Thai one when there is none)."""

    th: str
    en: str = ""

    def text(self, language: str = "th") -> str:
        """The name in a language."""
        return (self.en or self.th) if language == "en" else self.th
