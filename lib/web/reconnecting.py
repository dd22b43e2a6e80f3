"""A browser whose process died goes on with another one, and nothing that it holds is swallowed.

After its websocket has found another process, the browser sends what stands in its boxes, and perhaps a
press of a button. That process knows none of these boxes yet: Streamlit takes their values and calls no
callback, so a field that was left is in no draft and the button does nothing. Here the page is drawn once
beforehand, unseen, with what the store holds (drafts among it); only then what the browser sent is taken
in, as a change of what stood there.
"""

from __future__ import annotations

import functools
import logging
import threading
from contextlib import AbstractContextManager
from dataclasses import replace
from typing import Any

from lib.ui.form.state import HELD_BY_THE_BROWSER

_log = logging.getLogger("thun")
_BEGUN, _TURN = "_begun", "_turn"
_guard = threading.Lock()


class _Nobody:
    """Hears what a run tells, and passes nothing on."""

    def send(self, *_: Any, **__: Any) -> None:
        """Nobody is told."""

    def connect(self, *_: Any, **__: Any) -> None:
        """Nobody listens."""


def take_over_from_a_process_that_died() -> None:
    """Put it in place. Safe to call again; a test holds the places it hooks into."""
    from streamlit.runtime.scriptrunner import script_runner

    runner = script_runner.ScriptRunner
    run = getattr(runner, "_run_script", None)
    handle = getattr(runner, "_maybe_handle_execution_control_request", None)
    if run is None or handle is None:
        _log.warning("Streamlit changed: after a process died, the first press on its page does nothing")
        return
    if hasattr(run, "takes_over"):
        return

    @functools.wraps(handle)
    def unless_unseen(self: Any) -> None:
        if not getattr(self, "_unseen", False):
            handle(self)

    @functools.wraps(run)
    def takes_over(self: Any, rerun_data: Any) -> None:
        states, session = rerun_data.widget_states, self._session_state
        if _BEGUN not in session:
            # A newer request has a thread of its own: it waits until its boxes are known.
            with _turn(session):
                if _BEGUN not in session and states is not None and states.widgets:
                    rerun_data = _draw_unseen(self, run, rerun_data)
                session[_BEGUN] = True
        run(self, rerun_data)

    takes_over.takes_over = True  # type: ignore[attr-defined]
    runner._run_script = takes_over  # type: ignore[method-assign]
    runner._maybe_handle_execution_control_request = unless_unseen  # type: ignore[method-assign]


def _draw_unseen(runner: Any, run: Any, rerun_data: Any) -> Any:
    """Draw the page as the store has it, for nobody; what is to be run after that."""
    from streamlit.proto.WidgetStates_pb2 import WidgetStates

    held = frozenset(key for key in map(_key_of, rerun_data.widget_states.widgets) if key)
    runner._session_state[HELD_BY_THE_BROWSER] = held
    # Its parts are not known here either: the whole page is drawn.
    whole = replace(rerun_data, fragment_id=None, fragment_id_queue=[], is_fragment_scoped_rerun=False)
    heard, runner.on_event, runner._unseen = runner.on_event, _Nobody(), True
    try:
        run(runner, replace(whole, widget_states=WidgetStates(), is_auto_rerun=False))
    finally:
        runner.on_event, runner._unseen = heard, False
    return whole


def _turn(session: Any) -> AbstractContextManager[object]:
    """One lock for each session, which goes with it."""
    with _guard:
        if _TURN not in session:
            session[_TURN] = threading.RLock()
        found: AbstractContextManager[object] = session[_TURN]
    return found


def _key_of(state: Any) -> str:
    """The name that the page gave a widget: ``$$ID-<hash>-<key>``."""
    key = str(state.id).partition("-")[2].partition("-")[2]
    return "" if key == "None" else key
