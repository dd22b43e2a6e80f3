"""Text from people, made harmless where it is shown. Every text of a record passes here."""

from __future__ import annotations

import html
import re

_PUNCTUATION = re.compile(r"([!\"#$%&'()*+,\-./:;<=>?@\[\\\]^_`{|}~])")
#: ``:smile:`` and ``:material/home:`` are replaced after parsing; a word joiner stops that.
_SHORTCODE = re.compile(r":(?=[\w/+-]+:)")
#: Browsers' Markdown makes links of bare addresses after all escapes are gone; the joiner stops that too.
_BARE_LINK = re.compile(r"(?i)(?<=https)(?=://)|(?<=http)(?=://)|(?<=www)(?=\.)|(?<=[\w.+-])(?=@[\w-])")
_JOINER = "\u2060"


def md(text: object) -> str:
    """For Markdown (Streamlit text, labels, table cells): shown as typed, on one line."""
    joined = _BARE_LINK.sub(_JOINER, " ".join(str(text).split()))
    return _PUNCTUATION.sub(r"\\\1", _SHORTCODE.sub(f":{_JOINER}", joined))


def as_html(text: object) -> str:
    """For HTML (map pop-ups)."""
    return html.escape(str(text), quote=True)


def as_link(url: str) -> str:
    """A web address fit for Markdown's ``(...)``; empty when it is not http(s)."""
    if not re.match(r"^https?://[^\s<>\"']+$", url):
        return ""
    return url.replace("(", "%28").replace(")", "%29").replace("\\", "%5C")
