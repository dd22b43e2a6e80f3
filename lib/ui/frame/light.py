"""The light pages (`lib/web/light`) seen from the office's screens: where they are, and a frame that shows one.

What is typed in such a frame is kept at each letter, waits when the connection is gone and is sent when it
is back; no form of Streamlit can do that.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

import streamlit as st

from lib.ui.frame.addresses import base_path

#: Stands before the addresses of the practice country's pages.
PRACTICE_BELOW = "/practice"
#: Until the page in it says how tall it is.
_TALL = 560
_served: list[bool] = []


@contextmanager
def light_pages_served() -> Iterator[None]:
    """This process answers the addresses of the light pages as well."""
    _served.append(True)
    try:
        yield
    finally:
        _served.pop()


def light_pages_are_served() -> bool:
    """Whether a screen may show a light page: a script that is run without our server has none."""
    return bool(_served)


def light_path(*, practice: bool) -> str:
    """The path of a world's light pages below the app's own address."""
    return f"{PRACTICE_BELOW if practice else ''}/m".lstrip("/")


def light_below(*, practice: bool) -> str:
    """What the addresses of the light pages of a world begin with on this server."""
    return f"{base_path()}/{light_path(practice=practice)}"


def show_light(address: str, about: str) -> None:
    """A light page in a frame that grows with it; `about` says to ears what it is."""
    st.iframe(address, height=_TALL, alt=about)
