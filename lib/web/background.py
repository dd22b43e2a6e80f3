"""What runs beside the pages: the poller that looks at the Google Sheets, once per process."""

from __future__ import annotations

import atexit
import logging
import sys
import threading

from lib.access.actors import EVERYTHING, Actor
from lib.actions.country.closing import close_what_is_over
from lib.actions.country.reports import unless_others_report
from lib.actions.sheets.books import tell_settings
from lib.actions.survey import retention
from lib.config import forget_with, settings
from lib.domain.errors import ThunError
from lib.domain.worlds import OWN
from lib.insight.source import source
from lib.schema.history_words import Way
from lib.sheets.poller import Poller
from lib.sheets.settings import read_settings
from lib.web.logbook import note
from lib.web.month_end import keep_month_reports

#: Not in the way of whoever waits for the first page.
FIRST_SWEEP_SECONDS = 90.0
#: Six hours: a machine that is on in office hours only still keeps its promises the same day.
SWEEP_SECONDS = 6 * 3600.0
KEEPER = Actor("retention", "ระบบ (ครบกำหนดเก็บ)", Way.RETENTION, EVERYTHING)
_log = logging.getLogger("thun")
_guard = threading.Lock()
_keeper: threading.Thread | None = None
_stop_keeping = threading.Event()
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
        try:
            if not said.workbooks:
                # Nobody will look, so nobody else will tell what is wrong with the file.
                tell_settings(source(OWN).store, said.problems)
                return None
            poller = Poller(source(OWN).store, said)
            for problem in poller.connect():
                print(problem.th, problem.en, sep="\n", file=sys.stderr)
        except ThunError as error:
            for problem in error.problems:
                print(problem.th, problem.en, sep="\n", file=sys.stderr)
            _asked = False
            return None
        _running = poller.start()
        atexit.register(stop_poller)
        return _running


def ensure_keeper() -> None:
    """Beside the pages: forms whose time has come go step by step; backups are made, proved and thinned out."""
    global _keeper
    with _guard:
        if _keeper is not None:
            return
        _stop_keeping.clear()
        _keeper = threading.Thread(target=_keep, name="retention", daemon=True)
        _keeper.start()


def stop_keeper() -> None:
    """Stop it, at the end of the process."""
    global _keeper
    _stop_keeping.set()
    with _guard:
        thread, _keeper = _keeper, None
    if thread is not None:
        thread.join(timeout=5)


def _keep() -> None:
    pause = FIRST_SWEEP_SECONDS
    while not _stop_keeping.wait(pause):
        pause = SWEEP_SECONDS
        try:
            sweep()
        except Exception:  # the next sweep tries again
            _log.exception("retention: a sweep failed")


def sweep() -> retention.Swept:
    """What retention asks for and what backups need, done now in the own world."""
    swept, state = retention.keep_promises(source(OWN).store, KEEPER)
    if swept.backed_up is not None:
        note("backup", made=swept.backed_up.isoformat(timespec="seconds"), kept=state.count)
    if swept.stopped:
        _log.warning("retention: the machine's clock leapt; nothing is erased until somebody confirms the date")
    if state.trouble is not None:
        _log.warning("backup: %s", state.trouble.en)
    if not swept.stopped:
        # By a clock that leapt a month would be over that nobody has lived.
        _end_of_month()
    return swept


def _end_of_month() -> None:
    """Close what is over and keep its reports."""
    own = source(OWN)
    for closed in close_what_is_over(own.store):
        note("month", closed=closed.month.id, number=closed.number)
    with unless_others_report(own.store) as mine:
        for kept in keep_month_reports(own) if mine else ():
            note("report", place=kept.place, month=kept.month.id, since=kept.since.id, form=kept.form)


def stop_poller() -> None:
    """Stop looking and let another process take over at once."""
    global _running, _asked
    with _guard:
        poller, _running, _asked = _running, None, False
    if poller is not None:
        poller.stop()


# Whether anybody asked for Sheets is read from the settings: who changes them is asked anew.
forget_with(stop_poller)
