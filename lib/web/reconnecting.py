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
from collections.abc import Callable
from contextlib import AbstractContextManager
from dataclasses import replace
from typing import TYPE_CHECKING
from weakref import WeakKeyDictionary, WeakSet

from lib.ui.form.state import HELD_BY_THE_BROWSER

if TYPE_CHECKING:
    from streamlit.proto.WidgetStates_pb2 import WidgetState
    from streamlit.runtime.scriptrunner.script_runner import ScriptRunner
    from streamlit.runtime.scriptrunner_utils.script_requests import RerunData, ScriptRequests
    from streamlit.runtime.state.safe_session_state import SafeSessionState

    Run = Callable[[ScriptRunner, RerunData], None]

_log = logging.getLogger("thun")
_BEGUN, _TURN = "_begun", "_turn"
_guard = threading.Lock()
#: Runners that draw unseen, with what the page itself asks for meanwhile.
_unseen: WeakKeyDictionary[ScriptRunner, ScriptRequests] = WeakKeyDictionary()
#: Runners that take in what the browser of a process that died has sent.
_taking_in: WeakSet[ScriptRunner] = WeakSet()


def take_over_from_a_process_that_died() -> None:
    """Put it in place. Safe to call again; a test holds the places it hooks into."""
    from streamlit.runtime.scriptrunner.script_runner import ScriptRunner

    run = getattr(ScriptRunner, "_run_script", None)
    handle = getattr(ScriptRunner, "_maybe_handle_execution_control_request", None)
    if run is None or handle is None:
        _log.warning("Streamlit changed: after a process died, the first press on its page does nothing")
        return
    if hasattr(run, "takes_over"):
        return

    @functools.wraps(handle)
    def unless_taking_over(self: ScriptRunner) -> None:
        if self in _unseen:
            _handle_its_own(self, _unseen[self])
        elif self not in _taking_in or not _still_takes_in():
            handle(self)

    @functools.wraps(run)
    def takes_over(self: ScriptRunner, rerun_data: RerunData) -> None:
        if _BEGUN in self._session_state:
            run(self, rerun_data)
        else:
            _begin(self, run, rerun_data)

    vars(takes_over)["takes_over"] = True
    hooks = {"_run_script": takes_over, "_maybe_handle_execution_control_request": unless_taking_over}
    for name, hook in hooks.items():
        setattr(ScriptRunner, name, hook)


def _begin(runner: ScriptRunner, run: Run, rerun_data: RerunData) -> None:
    """The first run of a session here: a new window's, or that of a browser from a process that died."""
    session, states = runner._session_state, rerun_data.widget_states
    # A newer request may have a thread of its own: it waits until the boxes are known and this one's press is taken in.
    with _turn(session):
        if _BEGUN not in session:
            taken_over = states is not None and bool(states.widgets)
            if taken_over:
                rerun_data = _draw_unseen(runner, run, rerun_data)
            session[_BEGUN] = True
            if taken_over:
                _taking_in.add(runner)
                try:
                    run(runner, rerun_data)
                finally:
                    _taking_in.discard(runner)
                return
    run(runner, rerun_data)


def _handle_its_own(runner: ScriptRunner, asked: ScriptRequests) -> None:
    """A page that is drawn unseen may ask to be drawn anew (``st.rerun``), and is."""
    from streamlit.runtime.scriptrunner_utils.exceptions import RerunException

    if not runner._is_in_script_thread() or not runner._execing:
        return
    request = asked.on_scriptrunner_yield()
    if request is not None:
        raise RerunException(request.rerun_data)


def _still_takes_in() -> bool:
    """Whether what the browser sent is being taken in: the page itself has not begun."""
    from streamlit.runtime.scriptrunner_utils.script_run_context import get_script_run_ctx

    context = get_script_run_ctx(suppress_warning=True)
    return context is not None and not context.has_script_started


def _draw_unseen(runner: ScriptRunner, run: Run, rerun_data: RerunData) -> RerunData:
    """Draw the page as the store has it, for nobody; what is to be run after that."""
    from streamlit.proto.WidgetStates_pb2 import WidgetStates
    from streamlit.runtime.scriptrunner_utils.script_requests import ScriptRequests

    states = rerun_data.widget_states
    held = frozenset(key for key in map(_key_of, states.widgets if states else ()) if key)
    runner._session_state[HELD_BY_THE_BROWSER] = held
    # Its parts are not known here either: the whole page is drawn.
    whole = replace(rerun_data, fragment_id=None, fragment_id_queue=[], is_fragment_scoped_rerun=False)
    context = runner._get_script_run_ctx()
    heard, asked = runner.on_event, context.script_requests
    # What people ask for meanwhile waits in the runner's own requests; only the page itself may begin anew.
    _unseen[runner] = context.script_requests = ScriptRequests()
    runner.on_event = type(heard)()  # a signal that nobody hears
    try:
        run(runner, replace(whole, widget_states=WidgetStates(), is_auto_rerun=False))
    finally:
        del _unseen[runner]
        runner.on_event, context.script_requests = heard, asked
    return whole


def _turn(session: SafeSessionState) -> AbstractContextManager[object]:
    """One lock for each session, which goes with it."""
    with _guard:
        if _TURN not in session:
            session[_TURN] = threading.RLock()
        found: AbstractContextManager[object] = session[_TURN]
    return found


def _key_of(state: WidgetState) -> str:
    """The name that the page gave a widget: ``$$ID-<hash>-<key>``."""
    key = str(state.id).partition("-")[2].partition("-")[2]
    return "" if key == "None" else key
