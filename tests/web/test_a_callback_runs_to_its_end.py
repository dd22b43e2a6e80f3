"""A newer request never cuts off a callback or a press: what it was taking in would be lost without a trace."""

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


def _press() -> None:
    import streamlit as st
    from streamlit.runtime.scriptrunner_utils.script_requests import RerunData
    from streamlit.runtime.scriptrunner_utils.script_run_context import get_script_run_ctx

    saved = st.session_state.setdefault("saved", [])
    if st.button("save"):
        ctx: Any = get_script_run_ctx()
        saved.append("record")
        # The person has pressed once more: a request waits.
        ctx.script_requests.request_rerun(RerunData())
        st.session_state["form"] = "knows that it is saved"
        st.rerun()
    st.write(f"{len(saved)} {st.session_state.get('form', 'does not know')}")


@pytest.fixture
def plain(monkeypatch: pytest.MonkeyPatch) -> None:
    """Streamlit as it comes."""
    handle = script_runner.ScriptRunner._maybe_handle_execution_control_request
    # Another test of this process may have put hooks of its own around it.
    original = inspect.unwrap(handle)
    monkeypatch.setattr(script_runner.ScriptRunner, "_maybe_handle_execution_control_request", original)
    run = inspect.unwrap(script_runner.ScriptRunner._run_script)
    monkeypatch.setattr(script_runner.ScriptRunner, "_run_script", run)


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
@pytest.mark.parametrize(("hooked", "says"), [(True, "1 knows that it is saved"), (False, "1 does not know")])
def test_a_form_knows_that_it_is_saved_although_the_next_press_waits(hooked: bool, says: str) -> None:
    if hooked:
        finish_what_was_begun()
    test = AppTest.from_function(_press).run()
    test.button[0].click().run()
    assert test.markdown[0].value == says


@pytest.mark.usefixtures("plain")
def test_the_place_it_hooks_into_is_still_there() -> None:
    finish_what_was_begun()
    finish_what_was_begun()
    handle = script_runner.ScriptRunner._maybe_handle_execution_control_request
    assert hasattr(handle, "patient")
    assert not hasattr(handle.__wrapped__, "patient")
