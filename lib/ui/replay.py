"""Draw once, replay for everyone: charts, tables and cards of one data version and language."""

from __future__ import annotations

from collections.abc import Callable

import streamlit as st

from lib.insight.source import Shown
from lib.ui.shell import Here

#: Replays kept; the oldest views fall out first.
KEPT = 400


@st.cache_data(show_spinner=False, max_entries=KEPT)
def _replayed(key: tuple[str, ...], _draw: Callable[[], None]) -> None:
    _draw()


def replay(
    here: Here, shown: Shown[object], name: str, draw: Callable[[], None], *filters: object
) -> None:
    """Draw static elements, or replay what was drawn for the same data, language and filters.

    `name` tells apart what different callers draw; `filters` is every choice that `draw` uses.
    Widgets do not belong inside.
    """
    chosen = tuple(str(f) for f in filters)
    _replayed((name, shown.version, here.language, str(here.projector), *chosen), draw)
