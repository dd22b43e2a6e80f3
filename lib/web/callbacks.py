"""What a person typed is taken in to the end, however fast they go on typing.

Streamlit lets a newer request interrupt a run wherever the script touches its state – inside a
widget's callback as well. A callback that is cut off is never called again: the new run finds
the widget unchanged. So a field left while the one before was still being kept could be missing
from the draft. Here a callback always runs to its end; the newer request is taken right after it.
"""

from __future__ import annotations

import functools
import logging
from typing import Any

_log = logging.getLogger("thun")


def finish_what_was_begun() -> None:
    """Let no request interrupt a callback. Safe to call again; a test holds the place it hooks into."""
    from streamlit.runtime.scriptrunner import script_runner
    from streamlit.runtime.scriptrunner_utils import script_run_context

    runner = script_runner.ScriptRunner
    handle = getattr(runner, "_maybe_handle_execution_control_request", None)
    state = getattr(script_run_context, "ThreadState", None)
    if handle is None or state is None:
        _log.warning("Streamlit changed: a fast typist may have to type a field again")
        return
    if hasattr(handle, "patient"):
        return

    @functools.wraps(handle)
    def patient(self: Any) -> None:
        if self._is_in_script_thread() and _in_callback(state):
            return
        handle(self)

    patient.patient = True  # type: ignore[attr-defined]
    runner._maybe_handle_execution_control_request = patient  # type: ignore[method-assign]


def _in_callback(state: Any) -> bool:
    from streamlit.runtime.scriptrunner_utils.script_run_context import RunLocation

    try:
        return bool(state.get().run_location is RunLocation.CALLBACK)
    except RuntimeError:
        return False
