"""The entry: puts the static files in place, opens the shell, runs the chosen page."""

from lib.ui.shell import run
from lib.web.assets import ensure_assets
from lib.web.background import ensure_poller

ensure_assets()
ensure_poller()
run()
