"""Addresses of pages for links in a text: such a link opens a window that knows nothing of this one's world."""

from __future__ import annotations

from urllib.parse import urlencode

from lib.domain.worlds import PRACTICE
from lib.ui.frame.addresses import base_path
from lib.ui.frame.shell import Here


def address_of(here: Here, page: str, **asked: str) -> str:
    """Address of a page with what it is asked, the world and the language."""
    session = {
        "world": PRACTICE if here.source.store.is_practice else "",
        "lang": "en" if here.language == "en" else "",
    }
    return f"{base_path()}/{page}?{urlencode({k: v for k, v in {**asked, **session}.items() if v})}"


class Linked(str):
    """A text of a table that leads somewhere; in a file it is the text."""

    __slots__ = ("address",)
    address: str

    @classmethod
    def to(cls, text: str, address: str) -> Linked:
        """The text with its address."""
        made = cls(text)
        made.address = address
        return made
