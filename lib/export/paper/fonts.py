"""Sarabun as documents need it: marks on one height, so that text copies out of a PDF once.

Where a tone mark sits above a vowel the font moves it a little up; the PDF then holds such a
syllable in two pieces and readers copy it twice (``ขึ้ขึ้น``). With the upper marks on one height a
syllable stays in one piece. The move is at most 46/1000 of the type size. Licence: OFL 1.1; the
changed copy has a name of its own.
"""

from __future__ import annotations

import os
import tempfile
from functools import cache
from importlib.util import find_spec
from pathlib import Path
from typing import Any

from lib.config import settings

FAMILY = "Sarabun Doc"
WEIGHTS = ("Regular", "Medium", "SemiBold", "Bold", "ExtraBold")
_EDITION = "1"


@cache
def folder() -> Path:
    """Where the document fonts are; made on first use, in the data folder or a temporary one."""
    for base in (settings().data_dir, Path(tempfile.gettempdir())):
        target = base / f"document-fonts-{_EDITION}"
        try:
            target.mkdir(parents=True, exist_ok=True)
            for weight in WEIGHTS:
                _make(weight, target / f"SarabunDoc-{weight}.ttf")
        except OSError:
            continue
        return target
    raise OSError("no folder for the document fonts")


@cache
def glyphs() -> frozenset[str]:
    """Every sign that the font can set."""
    from fontTools.ttLib import TTFont

    with TTFont(folder() / "SarabunDoc-Regular.ttf") as font:
        return frozenset(map(chr, font.getBestCmap()))


def _make(weight: str, target: Path) -> None:
    if target.exists():
        return
    from fontTools.ttLib import TTFont

    found = find_spec("fontpkg_sarabun")
    assert found is not None
    assert found.submodule_search_locations
    source = Path(found.submodule_search_locations[0]) / "files" / f"Sarabun-{weight}.ttf"
    with TTFont(source) as font:
        _level_marks(font["GPOS"].table)
        _rename(font["name"])
        # Another process may be making it: the finished file appears at once or not at all.
        handle, name = tempfile.mkstemp(dir=target.parent, suffix=".ttf")
        os.close(handle)
        font.save(name)
    Path(name).replace(target)


def _level_marks(positions: Any) -> None:
    """Put every mark that sits on another mark at the height most of its class have."""
    wanted = {
        number
        for record in positions.FeatureList.FeatureRecord
        if record.FeatureTag == "mkmk"
        for number in record.Feature.LookupListIndex
    }
    for number in sorted(wanted):
        for sub in positions.LookupList.Lookup[number].SubTable:
            _level(sub.ExtSubTable if sub.LookupType == 9 else sub)


def _level(sub: Any) -> None:
    heights: dict[int, list[int]] = {}
    for record in sub.Mark1Array.MarkRecord:
        heights.setdefault(record.Class, []).append(record.MarkAnchor.YCoordinate)
    usual = {number: max(set(found), key=found.count) for number, found in heights.items()}
    for record in sub.Mark1Array.MarkRecord:
        record.MarkAnchor.YCoordinate = usual[record.Class]
    for record in sub.Mark2Array.Mark2Record:
        for number, anchor in enumerate(record.Mark2Anchor):
            if anchor is not None and number in usual:
                anchor.YCoordinate = usual[number]


def _rename(names: Any) -> None:
    for record in names.names:
        text = record.toUnicode()
        if "Sarabun" in text and record.nameID in (1, 3, 4, 6, 16):
            own = FAMILY.replace(" ", "") if record.nameID == 6 else FAMILY
            record.string = text.replace("Sarabun", own)
