"""The server as ``run.py`` starts it: ``streamlit run lib/web/launcher.py``. ``Home.py`` makes the same app."""

from __future__ import annotations

import sys
from pathlib import Path

# `streamlit run` puts the launcher's own folder on the path, not the project's.
sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

import streamlit as st

from lib.web.serving import SCRIPT, around_the_pages

app = st.App(SCRIPT, **around_the_pages())
