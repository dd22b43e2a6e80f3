"""Addresses of pages for links in a text: such a link opens a window that knows nothing of this one's world."""

from __future__ import annotations

from urllib.parse import urlencode

from lib.domain.worlds import PRACTICE
from lib.ui.frame.addresses import base_path
from lib.ui.frame.shell import Here


def session_query(here: Here) -> dict[str, str]:
    """World and language, as far as an address has to name them."""
    found = {"world": PRACTICE if here.source.store.is_practice else "", "lang": "en" if here.language == "en" else ""}
    return {k: v for k, v in found.items() if v}


def address_of(here: Here, page: str, **asked: str) -> str:
    """Address of a page with what it is asked, the world and the language."""
    return f"{base_path()}/{page}?{urlencode({k: v for k, v in asked.items() if v} | session_query(here))}"


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
