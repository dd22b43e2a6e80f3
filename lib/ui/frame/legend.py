"""Legends in HTML: sharp, wrapping on a phone, readable aloud."""

from __future__ import annotations

from collections.abc import Sequence

import streamlit as st

from lib.ui.frame.colours import EDGE, themed_css
from lib.ui.frame.safe import as_html


def legend(areas: Sequence[tuple[str, str]], dots: Sequence[tuple[str, str]] = (), *, fixed: bool = False) -> None:
    """Squares for areas and dots for points: (colour, words) each.

    `fixed`: of a map in a frame of its own, whose colours are the same on either ground.
    """
    parts = [
        f'<span style="white-space:nowrap"><span style="display:inline-block;width:.95em;height:.95em;'
        f"{f'background:{colour}' if fixed else themed_css('background', colour)};border:1px solid {EDGE};border-radius:{radius};margin-right:.4em;"
        f'vertical-align:-.1em"></span>{as_html(words)}</span>'
        for group, radius in ((areas, "2px"), (dots, "50%"))
        for colour, words in group
    ]
    st.html(f'<div style="display:flex;flex-wrap:wrap;gap:.3em 1.1em;font-size:.95rem">{"".join(parts)}</div>')
