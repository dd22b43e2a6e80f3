"""Words on light pages stand out from what is behind them (WCAG 2.2 AA: 4.5 to 1), in light and in dark."""

from __future__ import annotations

import re

import pytest

from lib.web.light.routes import SITE

STYLE = SITE.inline["light.css"]
ON = [(ink, behind) for ink in ("ink", "quiet", "link", "wrong", "good") for behind in ("paper", "raised")]


def themes() -> list[dict[str, str]]:
    return [
        dict(re.findall(r"--([\w-]+): (#[0-9a-f]{3,6})", block))
        for block in re.findall(r":root[^{]*{([^}]*--paper.*?)}", STYLE, re.S)
    ]


def luminance(colour: str) -> float:
    digits = colour[1:] if len(colour) == 7 else "".join(c * 2 for c in colour[1:])
    parts = [int(digits[n : n + 2], 16) / 255 for n in (0, 2, 4)]
    linear = [p / 12.92 if p <= 0.04045 else ((p + 0.055) / 1.055) ** 2.4 for p in parts]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(one: str, other: str) -> float:
    light, dark = sorted((luminance(one), luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def test_black_on_white_is_twenty_one_to_one() -> None:
    assert round(contrast("#000", "#ffffff"), 1) == 21


@pytest.mark.parametrize("theme", themes(), ids=["light", "dark", "dark in the office"])
def test_each_kind_of_words_on_each_ground(theme: dict[str, str]) -> None:
    for ink, behind in [*ON, ("on-main", "main"), ("ink", "practice")]:
        assert contrast(theme[ink], theme[behind]) >= 4.5, (ink, behind)
    assert contrast(theme["quiet"], theme["paper"]) >= 3, "the edge of a box"
