"""A page's address is its id, the start page's too; any other address means the page that says so."""

from __future__ import annotations

from streamlit.runtime.pages_manager import PagesManager
from streamlit.testing.v1 import AppTest

from lib.ui.frame import addresses
from lib.ui.frame.registry import BY_ID, PAGES


def test_an_address_means_the_page_of_that_name() -> None:
    start, *others = PAGES
    assert addresses.LOST not in BY_ID
    assert addresses.meaning_of("") == addresses.meaning_of(start.id) == ""
    assert [addresses.meaning_of(p.id) for p in others] == [p.id for p in others]
    assert {addresses.meaning_of(a) for a in ("Overview", "nonsense", "ตำบล", "a/b")} == {addresses.LOST}


def test_streamlit_still_lets_an_address_be_settled() -> None:
    """The place `settle_address` hooks into (docs/decisions/004): without it English dialogues come back."""
    manager = PagesManager("Home.py")
    manager.set_script_intent("", "overview")
    assert manager.intended_page_name == "overview"
    assert manager.intended_page_script_hash == ""


def test_addresses_are_settled_before_streamlit_looks_them_up() -> None:
    def script() -> None:
        import streamlit as st
        from streamlit.runtime.scriptrunner import get_script_run_ctx

        from lib.ui.frame.addresses import asked_address, settle_address

        context = get_script_run_ctx()
        assert context is not None
        for asked in ("overview", "progress", "nonsense"):
            context.pages_manager.set_script_intent("", asked)
            settle_address()
            st.text(f"{asked}>{context.pages_manager.intended_page_name}>{asked_address()}")

    def run() -> list[str]:
        return [str(t.value) for t in AppTest.from_function(script).run(timeout=20).text]

    assert run() == ["overview>>", "progress>progress>", "nonsense>not-found>nonsense"]
