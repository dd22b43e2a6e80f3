"""A newer request never cuts off a callback: what it was taking in would be lost without a trace."""

from __future__ import annotations

import inspect
from typing import Any

import pytest
from streamlit.runtime.scriptrunner import script_runner
from streamlit.testing.v1 import AppTest

from lib.web.callbacks import finish_what_was_begun


def _page() -> None:
    import streamlit as st
    from streamlit.runtime.scriptrunner_utils.script_requests import RerunData
    from streamlit.runtime.scriptrunner_utils.script_run_context import get_script_run_ctx

    kept = st.session_state.setdefault("kept", {})

    def keep() -> None:
        ctx: Any = get_script_run_ctx()
        # The person has left the next field already: a request waits.
        ctx.script_requests.request_rerun(RerunData())
        kept["name"] = st.session_state["name"]

    st.text_input("name", key="name", on_change=keep)
    st.write(kept.get("name", "nothing kept"))


@pytest.fixture
def plain(monkeypatch: pytest.MonkeyPatch) -> None:
    """Streamlit as it comes."""
    handle = script_runner.ScriptRunner._maybe_handle_execution_control_request
    # Another test of this process may have put hooks of its own around it.
    original = inspect.unwrap(handle)
    monkeypatch.setattr(script_runner.ScriptRunner, "_maybe_handle_execution_control_request", original)


@pytest.mark.usefixtures("plain")
def test_what_is_typed_is_kept_although_the_next_request_waits() -> None:
    finish_what_was_begun()
    test = AppTest.from_function(_page).run()
    test.text_input[0].set_value("กลุ่มทอผ้า").run()
    assert test.markdown[0].value == "กลุ่มทอผ้า"


@pytest.mark.usefixtures("plain")
def test_streamlit_as_it_comes_still_loses_it() -> None:
    """When this fails, the hook has become needless and can go."""
    test = AppTest.from_function(_page).run()
    test.text_input[0].set_value("กลุ่มทอผ้า").run()
    assert test.markdown[0].value == "nothing kept"


@pytest.mark.usefixtures("plain")
def test_the_place_it_hooks_into_is_still_there() -> None:
    finish_what_was_begun()
    finish_what_was_begun()
    handle = script_runner.ScriptRunner._maybe_handle_execution_control_request
    assert hasattr(handle, "patient")
    assert not hasattr(handle.__wrapped__, "patient")
