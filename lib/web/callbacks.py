"""What a person typed or pressed is taken in to the end, however fast they go on.

Streamlit lets a newer request interrupt a run wherever the script touches its state – inside a
widget's callback as well. A callback that is cut off is never called again: the new run finds
the widget unchanged. So a field left while the one before was still being kept could be missing
from the draft. And a press whose record was saved could be cut off before its form knew: the
next press saved it again. Here a callback always runs to its end, and so does the run that a
press began; the newer request is taken right after it. They wait for each other because
`runner.fastReruns` is off: otherwise each gets a thread of its own beside the one that saves.
"""

from __future__ import annotations

import functools
import logging
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from streamlit.runtime.scriptrunner.script_runner import ScriptRunner
    from streamlit.runtime.scriptrunner_utils.script_requests import RerunData

_log = logging.getLogger("thun")


def finish_what_was_begun() -> None:
    """Let no request interrupt a callback or a press. Safe to call again; a test holds the places it hooks into."""
    from streamlit.runtime.scriptrunner import script_runner
    from streamlit.runtime.scriptrunner_utils import script_run_context

    runner = script_runner.ScriptRunner
    handle = getattr(runner, "_maybe_handle_execution_control_request", None)
    runs = getattr(runner, "_run_script", None)
    state = getattr(script_run_context, "ThreadState", None)
    if handle is None or runs is None or state is None:
        _log.warning("Streamlit changed: a fast typist may have to type a field again")
        return
    if hasattr(handle, "patient"):
        return

    @functools.wraps(handle)
    def patient(self: ScriptRunner) -> None:
        if self._is_in_script_thread() and (getattr(self, _PRESSED, False) or _in_callback(state)):
            return
        handle(self)

    @functools.wraps(runs)
    def run_script(self: ScriptRunner, rerun_data: RerunData) -> None:
        # A run that follows on this one (`st.rerun`) begins inside it, and ends before it.
        setattr(self, _PRESSED, is_press(rerun_data))
        try:
            runs(self, rerun_data)
        finally:
            setattr(self, _PRESSED, False)

    vars(patient)["patient"] = True
    hooks = {"_maybe_handle_execution_control_request": patient, "_run_script": run_script}
    for name, hook in hooks.items():
        setattr(runner, name, hook)


_PRESSED = "_thun_pressed"


def is_press(rerun_data: RerunData) -> bool:
    """Whether somebody pressed a button, a menu or a chat's key to ask for this run."""
    asked = (rerun_data.widget_states, getattr(rerun_data, "replay_trigger_states", None))
    states = [state for each in asked for state in getattr(each, "widgets", ())]
    return any("trigger" in (state.WhichOneof("value") or "") for state in states)


def _in_callback(state: Any) -> bool:
    from streamlit.runtime.scriptrunner_utils.script_run_context import RunLocation

    try:
        return bool(state.get().run_location is RunLocation.CALLBACK)
    except RuntimeError:
        return False
