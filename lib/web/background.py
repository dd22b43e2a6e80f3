"""What runs beside the pages: the poller that looks at the Google Sheets, once per process."""

from __future__ import annotations

import atexit
import sys
import threading

from lib.config import settings
from lib.domain.errors import ThunError
from lib.insight.source import OWN, source
from lib.sheets.poller import Poller
from lib.sheets.settings import read_settings

_guard = threading.Lock()
_running: Poller | None = None
_asked = False


def ensure_poller() -> Poller | None:
    """Start looking at the Sheets, unless nobody asked for any; the second call does nothing."""
    global _running, _asked
    with _guard:
        if _asked:
            return _running
        _asked = True
        said = read_settings(settings().secrets)
        for problem in said.problems:
            print(problem.th, problem.en, sep="\n", file=sys.stderr)
        if not said.workbooks:
            return None
        try:
            poller = Poller(source(OWN).store, said)
            poller.connect()
        except ThunError as error:
            for problem in error.problems:
                print(problem.th, problem.en, sep="\n", file=sys.stderr)
            _asked = False
            return None
        _running = poller.start()
        atexit.register(stop_poller)
        return _running


def stop_poller() -> None:
    """Stop looking and let another process take over at once."""
    global _running, _asked
    with _guard:
        poller, _running, _asked = _running, None, False
    if poller is not None:
        poller.stop()
