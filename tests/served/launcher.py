"""The app as ``lib/web/launcher.py`` makes it, where whoever comes through the proxy may write."""

from __future__ import annotations

import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

import streamlit as st

from lib.access import actors

actors.actor_for = lambda _request, *, served: actors.OWN_MACHINE

from lib.web.serving import SCRIPT, around_the_pages  # noqa: E402 - after the rule of the tests stands

app = st.App(SCRIPT, **around_the_pages())
