"""The last line of every screen: of what, as of when, and from where."""

from __future__ import annotations

import streamlit as st

from lib.insight.source import Shown
from lib.ui.frame.safe import md
from lib.ui.frame.shell import Here


def source_line(here: Here, shown: Shown[object], source: str, about: str = "") -> None:
    """What its figures are of (`about`), as of when, from where, and whether it is practice data."""
    parts = [md(about), here.as_of(shown), here.say("ที่มา: {source}", source=source), here.practice_note]
    st.caption(" · ".join(part for part in parts if part))
