"""The text inside a PDF, glyph by glyph: for readers that ignore the text marked on whole runs.

The typesetter marks each run with its text, which most readers copy. Some (Firefox, Apple's)
look up single glyphs instead, and Thai marks that were moved or joined are missing there. Each
glyph of the embedded font is recognised by its outline in the document font.
"""

from __future__ import annotations

import io
import re
from functools import cache
from typing import Any

from lib.export.paper import fonts

_MAPPED = re.compile(rb"<([0-9A-Fa-f]{4})> <([0-9A-Fa-f]+)>(?! <)")
_Outline = tuple[tuple[tuple[int, int], ...], tuple[int, ...]]


def complete(pdf: bytes) -> bytes:
    """The document with every glyph of our fonts mapped to its letters."""
    import pikepdf

    with pikepdf.open(io.BytesIO(pdf)) as document:
        for one in document.objects:
            if isinstance(one, pikepdf.Dictionary) and one.get("/Subtype") == "/Type0":
                _complete(one)
        out = io.BytesIO()
        document.save(out)
    return out.getvalue()


def _complete(font: Any) -> None:
    from fontTools.ttLib import TTFont

    embedded = font.DescendantFonts[0].FontDescriptor.get("/FontFile2")
    if embedded is None or "/ToUnicode" not in font:
        return
    known = _outlines(str(font.BaseFont).partition("+")[2].removesuffix("-Identity-H"))
    with TTFont(io.BytesIO(embedded.read_bytes()), lazy=True) as subset:
        said = {
            number: known[outline]
            for number, name in enumerate(subset.getGlyphOrder())
            if (outline := _outline(subset, name)) in known
        }

    def mapped(found: re.Match[bytes]) -> bytes:
        text = said.get(int(found[1], 16))
        return found[0] if text is None else b"<%s> <%s>" % (found[1], _hex(text))

    font.ToUnicode.write(_MAPPED.sub(mapped, font.ToUnicode.read_bytes()))


def _hex(text: str) -> bytes:
    return text.encode("utf-16-be").hex().encode()


@cache
def _outlines(postscript_name: str) -> dict[_Outline, str]:
    """Outline → text for one of our fonts; empty for any other."""
    from fontTools.ttLib import TTFont

    for path in fonts.folder().glob("*.ttf"):
        with TTFont(path) as font:
            if font["name"].getDebugName(6) != postscript_name:
                continue
            letters = {name: chr(code) for code, name in sorted(font.getBestCmap().items(), reverse=True)}
            found: dict[_Outline, str] = {}
            for name in font.getGlyphOrder():
                outline, text = _outline(font, name), letters.get(name) or _by_name(name, letters)
                if text and outline[0]:
                    found.setdefault(outline, text)
            return found
    return {}


def _by_name(name: str, letters: dict[str, str]) -> str:
    """Variants are named after what they stand for: ``uni0E48.narrow``."""
    coded = re.match(r"uni((?:0E[0-9A-F]{2})+)(\.|$)", name)
    if coded:
        digits = coded[1]
        return "".join(chr(int(digits[n : n + 4], 16)) for n in range(0, len(digits), 4))
    return letters.get(name.partition(".")[0], "")


def _outline(font: Any, name: str) -> _Outline:
    points, ends, _ = font["glyf"][name].getCoordinates(font["glyf"])
    return tuple((int(x), int(y)) for x, y in points), tuple(ends)
