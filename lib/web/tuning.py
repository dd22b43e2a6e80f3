"""Work that Streamlit repeats on every run although its answer never changes.

Each change names the measured cost, and a test fails when a new Streamlit no longer has the
place it hooks into. Without them everything works, only slower.
"""

from __future__ import annotations

import functools
import logging
from typing import Any

_log = logging.getLogger("thun")


def remember_the_theme() -> None:
    """The theme's six sections are read from the settings on every run: 2.7 ms of CPU.

    The settings cannot change while the server runs (no file is watched), so each section's
    message is made once and merged from then on.
    """
    from streamlit.runtime import app_session

    populate = getattr(app_session, "_populate_theme_msg", None)
    if populate is None or hasattr(populate, "remembered"):
        if populate is None:
            _log.warning("Streamlit no longer has _populate_theme_msg; runs cost a little more")
        return
    made: dict[str, Any] = {}

    @functools.wraps(populate)
    def remembered(msg: Any, section: str = "theme") -> None:
        if section not in made:
            fresh = type(msg)()
            populate(fresh, section)
            made[section] = fresh
        if made[section].ByteSize():
            msg.MergeFrom(made[section])

    remembered.remembered = True  # type: ignore[attr-defined]
    app_session._populate_theme_msg = remembered
