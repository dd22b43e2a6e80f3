"""Whichever page a server's very first visitor asks for, its script asks for the shell before anything else.

That the guard then gives the whole page is seen in a browser for three pages, and in Streamlit's
own test bench for each (`tests/pages/conftest.py` opens every page by its own script).
"""

from __future__ import annotations

import ast
from pathlib import Path

import pytest

from lib.ui.frame.registry import PAGES

FOLDER = Path(__file__).parents[2] / "pages"


def test_every_script_is_a_page_and_every_page_has_its_script() -> None:
    assert sorted(script.stem for script in FOLDER.glob("*.py")) == sorted(page.id for page in PAGES)
    assert {page.id: page.file for page in PAGES} == {page.id: f"pages/{page.id}.py" for page in PAGES}


@pytest.mark.parametrize("page_id", [page.id for page in PAGES])
def test_a_page_asks_for_the_shell_first(page_id: str) -> None:
    assert _first_deed((FOLDER / f"{page_id}.py").read_text("utf-8")) == f"here = open_page({page_id!r})"


def test_a_page_that_draws_before_the_guard_is_noticed() -> None:
    early = '"""Why."""\nimport streamlit as st\nst.title("x")\nhere = open_page("x")\n'
    assert _first_deed(early) == "st.title('x')"


def _first_deed(script: str) -> str:
    """The first statement that is neither text nor an import, in Python's own spelling."""
    deeds = [s for s in ast.parse(script).body if not isinstance(s, ast.Import | ast.ImportFrom)]
    return next(ast.unparse(deed) for deed in deeds if not _is_text(deed))


def _is_text(statement: ast.stmt) -> bool:
    return isinstance(statement, ast.Expr) and isinstance(statement.value, ast.Constant)
