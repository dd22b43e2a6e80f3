"""The entry: puts the static files in place, opens the shell, runs the chosen page."""

from lib.ui.frame.shell import run
from lib.web.assets import ensure_assets
from lib.web.background import ensure_poller
from lib.web.callbacks import finish_what_was_begun
from lib.web.collector import ensure_collector
from lib.web.listening import begin

begin()
ensure_assets()
ensure_poller()
ensure_collector()
finish_what_was_begun()
run()
