"""The entry: puts the static files in place, opens the shell, runs the chosen page."""

from lib.ui.shell import run
from lib.web.assets import ensure_assets

ensure_assets()
run()
