"""The entry: opens the shell and runs the chosen page; imported by a server, it is the app around them.

``streamlit run Home.py`` looks for the app below, imports this file and serves it – with the same
headers, limits and keepers as ``run.py`` –, and then runs this file anew for each visitor.
"""

import streamlit as st

from lib.ui.frame.shell import run
from lib.web.assets import ensure_assets
from lib.web.background import ensure_poller
from lib.web.callbacks import finish_what_was_begun
from lib.web.collector import ensure_collector
from lib.web.listening import begin
from lib.web.logs import keep_values_out
from lib.web.reconnecting import take_over_from_a_process_that_died

if __name__ == "__main__":
    # Done already where a server imported this file; a hosting service may know only the script.
    begin()
    ensure_assets()
    keep_values_out()
    ensure_poller()
    ensure_collector()
    finish_what_was_begun()
    take_over_from_a_process_that_died()
    run()
else:
    from lib.web.serving import SCRIPT, around_the_pages

    app = st.App(SCRIPT, **around_the_pages())
