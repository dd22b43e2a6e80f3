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
    def unless_taking_over(self: Any) -> None:
        unseen = getattr(self, "_unseen", None)
        if unseen is not None:
            _handle_its_own(self, unseen)
        elif not (getattr(self, "_takes_in", False) and _still_takes_in()):
            handle(self)

    @functools.wraps(run)
    def takes_over(self: Any, rerun_data: Any) -> None:
        states, session = rerun_data.widget_states, self._session_state
        if _BEGUN in session:
            run(self, rerun_data)
            return
        # A newer request has a thread of its own: it waits until the boxes are known and this one's press is taken in.
        with _turn(session):
            if _BEGUN not in session:
                taken_over = states is not None and bool(states.widgets)
                if taken_over:
                    rerun_data = _draw_unseen(self, run, rerun_data)
                session[_BEGUN] = True
                if taken_over:
                    self._takes_in = True
                    try:
                        run(self, rerun_data)
                    finally:
                        self._takes_in = False
                    return
        run(self, rerun_data)

    takes_over.takes_over = True  # type: ignore[attr-defined]
    runner._run_script = takes_over  # type: ignore[method-assign]
    runner._maybe_handle_execution_control_request = unless_taking_over  # type: ignore[method-assign]


def _handle_its_own(runner: Any, unseen: Any) -> None:
    """A page that is drawn unseen may ask to be drawn anew (``st.rerun``), and is."""
    from streamlit.runtime.scriptrunner_utils.exceptions import RerunException

    if not runner._is_in_script_thread() or not runner._execing:
        return
    request = unseen.on_scriptrunner_yield()
    if request is not None:
        raise RerunException(request.rerun_data)


def _still_takes_in() -> bool:
    """Whether what the browser sent is being taken in: the page itself has not begun."""
    from streamlit.runtime.scriptrunner_utils.script_run_context import get_script_run_ctx

    context = get_script_run_ctx(suppress_warning=True)
    return context is not None and not context.has_script_started


def _draw_unseen(runner: Any, run: Any, rerun_data: Any) -> Any:
    """Draw the page as the store has it, for nobody; what is to be run after that."""
    from streamlit.proto.WidgetStates_pb2 import WidgetStates
    from streamlit.runtime.scriptrunner_utils.script_requests import ScriptRequests

    held = frozenset(key for key in map(_key_of, rerun_data.widget_states.widgets) if key)
    runner._session_state[HELD_BY_THE_BROWSER] = held
    # Its parts are not known here either: the whole page is drawn.
    whole = replace(rerun_data, fragment_id=None, fragment_id_queue=[], is_fragment_scoped_rerun=False)
    context = runner._get_script_run_ctx()
    heard, asked = runner.on_event, context.script_requests
    # What people ask for meanwhile waits in the runner's own requests; only the page itself may begin anew.
    runner._unseen = context.script_requests = ScriptRequests()
    runner.on_event = _Nobody()
    try:
        run(runner, replace(whole, widget_states=WidgetStates(), is_auto_rerun=False))
    finally:
        runner._unseen, runner.on_event, context.script_requests = None, heard, asked
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
