"""Draw once, replay for everyone; build once, share with everyone.

Charts, tables and rows depend on the data version, the language, the filters and the audience,
never on the session. `replay` keeps drawn elements, `kept` keeps values; both by that key: what
was drawn for those who may write is never shown to a reader. Builders know no actor (a law).
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypeVar

import streamlit as st

from lib.config import forget_with
from lib.insight.source import Shown
from lib.ui.frame.shell import Here

#: Replays and values kept; the oldest views fall out first.
KEPT = 500

T = TypeVar("T")


@st.cache_data(show_spinner=False, max_entries=KEPT)
def _replayed(key: tuple[str, ...], _draw: Callable[[], None]) -> None:
    _draw()


@st.cache_resource(show_spinner=False, max_entries=KEPT)
def _kept(key: tuple[str, ...], _build: Callable[[], Any]) -> Any:
    return _build()


forget_with(_replayed.clear)
forget_with(_kept.clear)


def replay(here: Here, shown: Shown[object], name: str, draw: Callable[[], None], *filters: object) -> None:
    """Draw static elements, or replay what was drawn for the same data, language and filters.

    `name` tells apart what different callers draw; `filters` is every choice that `draw` uses.
    Widgets do not belong inside.
    """
    _replayed(_key(here, shown.version, name, filters), draw)


def kept(here: Here, version: str, name: str, build: Callable[[], T], *filters: object) -> T:
    """The value of `build`, made once per version, language and filters. Shared: never change it."""
    value: T = _kept(_key(here, version, name, filters), build)
    return value


def _key(here: Here, version: str, name: str, filters: tuple[object, ...]) -> tuple[str, ...]:
    chosen = tuple(str(f) for f in filters)
    return (here.page.id, name, version, here.language, str(here.projector), here.audience.value, *chosen)
