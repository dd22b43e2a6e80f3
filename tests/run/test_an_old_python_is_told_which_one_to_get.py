"""The first sentence that someone with an old Python sees is about that, and not a SyntaxError."""

import ast
import subprocess
import sys

import pytest

from tools.project import HERE

RUN = HERE.root / "run.py"


def test_run_py_parses_on_an_old_python() -> None:
    tree = ast.parse(RUN.read_text("utf-8"), feature_version=(3, 6))
    # Python 2 has neither annotations nor f-strings.
    newer = (ast.JoinedStr, ast.AnnAssign, ast.NamedExpr, ast.arg)
    assert not [node for node in ast.walk(tree) if isinstance(node, newer)]
    assert RUN.read_text("utf-8").startswith("# -*- coding: utf-8 -*-")


@pytest.mark.parametrize("version", [(2, 7, 18), (3, 6, 15), (3, 10, 13)])
def test_an_old_python_gets_one_thai_and_one_english_sentence(version: tuple[int, ...]) -> None:
    as_if = f"import runpy, sys; sys.version_info = {version}; runpy.run_path({str(RUN)!r})"
    told = subprocess.run([sys.executable, "-c", as_if], capture_output=True, encoding="utf-8")
    thai, english = told.stderr.splitlines()
    assert told.returncode == 1
    assert "ติดตั้ง" in thai
    assert f"this is Python {version[0]}.{version[1]}" in english
    assert "3.11 or newer" in english


def test_a_new_enough_python_is_not_stopped() -> None:
    told = subprocess.run([sys.executable, RUN, "help"], capture_output=True, encoding="utf-8")
    assert told.returncode == 0
    assert told.stderr == ""
