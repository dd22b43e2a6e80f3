"""A place of a ladder as people tell it: a tambon with its province, for their names repeat by the dozen."""

from __future__ import annotations

from collections.abc import Mapping

from lib.insight.country.month import LadderPlace
from lib.insight.country.progress import progress
from lib.ui.frame.shell import Here


def province_names_of(here: Here) -> Mapping[str, str]:
    """Province's id → its name in the page's language."""
    return {p.id: p.name.text(here.language) for p in progress(here.source).value.provinces}


def place_words(here: Here, names: Mapping[str, str], place: LadderPlace) -> str:
    """A tambon and its province; a province by itself. Plain text."""
    name, province = place.name.text(here.language), names.get(place.province, "")
    return name if place.id == place.province or not province else f"{name} · {province}"
