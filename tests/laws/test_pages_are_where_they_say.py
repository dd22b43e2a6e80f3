"""A page's address is its id, its script is its id, and its first act is to pass the guard."""

from __future__ import annotations

import ast
from pathlib import Path

import pytest
from streamlit.runtime.pages_manager import PagesManager
from streamlit.testing.v1 import AppTest

from lib.ui.frame import addresses
from lib.ui.frame.registry import BY_ID, PAGES

SCRIPTS = Path(__file__).parents[2] / "pages"


def test_every_page_has_a_script_and_every_script_is_a_page() -> None:
    assert sorted(f.stem for f in SCRIPTS.glob("*.py")) == sorted(BY_ID)
    assert len(BY_ID) == len(PAGES)
    assert addresses.LOST not in BY_ID


@pytest.mark.parametrize("page_id", sorted(BY_ID))
def test_the_guard_is_the_first_thing_a_page_does(page_id: str) -> None:
    """Imports and definitions may stand before it, nothing that runs, reads or shows may."""
    body = ast.parse((SCRIPTS / f"{page_id}.py").read_text(encoding="utf-8")).body
    doing = [
        s
        for s in body[1:]
        if not isinstance(s, ast.Import | ast.ImportFrom | ast.FunctionDef | ast.ClassDef | ast.AnnAssign)
    ]
    assert ast.unparse(doing[0]) == f"here = open_page('{page_id}')"


def test_an_address_means_the_page_of_that_name() -> None:
    start, *others = PAGES
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
