"""The browser tests are never left out: a browser is found, installed, or its lack is said."""

import os
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.run.conftest import Miniature
from tools import browser
from tools.browser import ensure_browser
from tools.speech import Trouble

MakeProgram = Callable[[str, str], Path]

PLAYWRIGHT_WITHOUT_ONE = "import sys; sys.exit('Failed to download')"


@pytest.fixture
def bare_machine(project: Miniature, monkeypatch: pytest.MonkeyPatch) -> Miniature:
    """A machine without any browser, on which nothing can be installed."""
    monkeypatch.setattr(browser, "installed_places", lambda _variables: iter(()))
    monkeypatch.setattr(shutil, "which", lambda _name: None)
    project.add_module("playwright", PLAYWRIGHT_WITHOUT_ONE)
    return project


def test_the_one_that_is_named_is_taken(project: Miniature, make_program: MakeProgram) -> None:
    mine = make_program("my-browser", "print('Chromium 150')")
    assert ensure_browser(project, {"THUN_BROWSER": str(mine), "PATH": ""}) == mine


def test_one_that_is_named_but_does_not_run_is_said(project: Miniature) -> None:
    with pytest.raises(Trouble, match="does not run"):
        ensure_browser(project, {"THUN_BROWSER": str(project.root / "gone"), "PATH": ""})


@pytest.mark.skipif(os.name == "nt", reason="Windows has no executable without an ending")
def test_one_on_the_path_is_found_and_a_stub_that_fails_is_passed_over(
    project: Miniature, make_program: MakeProgram
) -> None:
    make_program("chromium", "raise SystemExit('install it with snap')")
    chrome = make_program("google-chrome", "print('Google Chrome 150')")
    assert ensure_browser(project, {"PATH": str(chrome.parent)}) == chrome


def test_playwrights_own_is_installed_when_there_is_none(bare_machine: Miniature, make_program: MakeProgram) -> None:
    own = make_program("playwrights-own", "print('Chromium 150')")
    installed = bare_machine.root / "installed"
    bare_machine.add_module("playwright", f"import pathlib; pathlib.Path({str(installed)!r}).touch()")
    (bare_machine.site_packages() / "playwright" / "sync_api.py").write_text(
        f"""
import contextlib, pathlib, types
@contextlib.contextmanager
def sync_playwright():
    there = pathlib.Path({str(installed)!r}).exists()
    path = {str(own)!r} if there else "not-yet"
    yield types.SimpleNamespace(chromium=types.SimpleNamespace(executable_path=path))
""",
        "utf-8",
    )
    assert ensure_browser(bare_machine, {"PATH": ""}) == own


def test_without_any_the_fix_is_named(bare_machine: Miniature) -> None:
    with pytest.raises(Trouble, match="apt-get install chromium") as missing:
        ensure_browser(bare_machine, {"PATH": ""})
    assert missing.value.exit_code == 1
    assert "ไม่มีเบราว์เซอร์" in missing.value.thai
