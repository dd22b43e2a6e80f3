"""The entry: puts the static files in place, opens the shell, runs the chosen page."""

import streamlit as st

from lib.ui.frame.shell import run
from lib.web.assets import ensure_assets, faces_again
from lib.web.background import ensure_poller
from lib.web.callbacks import finish_what_was_begun
from lib.web.collector import ensure_collector
from lib.web.listening import begin

begin()
fonts_came_late = ensure_assets()
ensure_poller()
ensure_collector()
finish_what_was_begun()
run()
if fonts_came_late:
    st.html(faces_again())
