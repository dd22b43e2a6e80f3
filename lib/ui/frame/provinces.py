"""Provinces by name, for every choice that offers them."""

from __future__ import annotations

from lib.domain.thai_text import thai_sort_key
from lib.insight.country.progress import Progress
from lib.insight.source import Shown
from lib.ui.frame.replay import kept
from lib.ui.frame.shell import Here


def province_names(here: Here, shown: Shown[Progress], region: str) -> dict[str, str]:
    """Provinces of a region in dictionary order: id → name."""

    def build() -> dict[str, str]:
        fits = [p for p in shown.value.provinces if region in ("", p.region)]
        named = {p.id: p.name.text(here.language) for p in fits}
        return dict(sorted(named.items(), key=lambda pair: thai_sort_key(pair[1])))

    return kept(here, shown.version, "provinces", build, region)
