"""A session that begins with what another process's page held: its boxes are known before they are taken in.

The same with a real browser, real processes and `kill -9`: `tests/browser/test_a_process_dies_and_nobody_loses_a_word.py`.
"""

from __future__ import annotations

import inspect

import pytest
import streamlit as st
from streamlit.runtime.scriptrunner.script_runner import ScriptRunner
from streamlit.runtime.scriptrunner_utils.script_requests import ScriptRequests

from lib.ui.form.state import HELD_BY_THE_BROWSER, new_form_id
from lib.web.callbacks import finish_what_was_begun
from lib.web.reconnecting import take_over_from_a_process_that_died


def test_streamlit_still_has_the_places_that_are_hooked_into() -> None:
    for name in (
        "_run_script",
        "_maybe_handle_execution_control_request",
        "_is_in_script_thread",
        "_get_script_run_ctx",
    ):
        assert callable(getattr(ScriptRunner, name)), f"Streamlit no longer has {name}"
    assert callable(ScriptRequests().on_scriptrunner_yield)


def test_both_hooks_stand_one_over_the_other_and_only_once(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("_run_script", "_maybe_handle_execution_control_request"):
        # As it comes, and as it was before this test once it is over.
        monkeypatch.setattr(ScriptRunner, name, inspect.unwrap(getattr(ScriptRunner, name)))
    finish_what_was_begun()
    take_over_from_a_process_that_died()
    first = ScriptRunner._run_script, ScriptRunner._maybe_handle_execution_control_request
    finish_what_was_begun()
    take_over_from_a_process_that_died()
    assert (ScriptRunner._run_script, ScriptRunner._maybe_handle_execution_control_request) == first
    handle, depth = first[1], 0
    while hasattr(handle, "__wrapped__"):
        handle, depth = handle.__wrapped__, depth + 1
    assert depth == 2, "a callback that runs to its end, under a page that is drawn unseen"


def test_a_form_that_is_opened_again_has_boxes_of_its_own_and_goes_on_in_those_of_the_browser() -> None:
    for name in ("_forms", HELD_BY_THE_BROWSER):
        st.session_state.pop(name, None)
    assert [new_form_id("record.organisation.new") for _ in range(2)] == [
        "form.record-organisation-new-1",
        "form.record-organisation-new-2",
    ]
    assert new_form_id("record.event.new") == "form.record-event-new-1"
    # Another process: the browser shows the third form that was opened there.
    st.session_state.pop("_forms")
    st.session_state[HELD_BY_THE_BROWSER] = frozenset(
        {"form.record-event-new-3.name", "form.record-event-new-3.rows.0.x"}
    )
    assert new_form_id("record.event.new") == "form.record-event-new-3"
    assert new_form_id("record.event.new") == "form.record-event-new-4"
    assert new_form_id("record.organisation.new") == "form.record-organisation-new-1"
    for name in ("_forms", HELD_BY_THE_BROWSER):
        st.session_state.pop(name, None)
