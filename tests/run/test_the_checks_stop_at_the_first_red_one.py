"""`run.py test` is one answer: every check in order, up to the first red one, then a summary; so is `quick`."""

from collections.abc import Callable
from pathlib import Path

import pytest

from tests.run.conftest import Miniature
from tools.commands import main

RED_WHEN_NAMED = """
import os, sys
print("{name} got", *sys.argv[1:], "browser", os.environ.get("THUN_BROWSER"))
sys.exit(5 if "{name}" == os.environ.get("RED") else 0)
"""


@pytest.fixture
def checked(
    without_assets: Miniature, make_program: Callable[[str, str], Path], monkeypatch: pytest.MonkeyPatch
) -> Miniature:
    """A project in which every check is a stand-in that is green unless RED names it."""
    for name in ("ruff", "mypy", "pytest", "coverage"):
        without_assets.add_module(name, RED_WHEN_NAMED.format(name=name))
    browser = make_program("my-browser", "print('Chromium 150')")
    monkeypatch.setenv("THUN_BROWSER", str(browser))
    return without_assets


def test_all_green(checked: Miniature, capfd: pytest.CaptureFixture[str]) -> None:
    assert main(["test"], checked) == 0
    said = capfd.readouterr().out
    order = [line.split(" browser ")[0] for line in said.splitlines() if " got " in line]
    assert order == [
        "ruff got format --check .",
        "ruff got check .",
        "mypy got",
        "pytest got --durations=10 -n 3 --cov --cov-report=",
        "coverage got report --format=total --precision=2 --include=lib/* --fail-under=95",
        "coverage got report --format=total --precision=2 --include=lib/ui/* --fail-under=85",
    ]
    assert said.count("✓") == 6
    assert "ผ่านทั้งหมด" in said


def test_after_a_red_one_nothing_more_is_run(
    checked: Miniature, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("RED", "mypy")
    assert main(["test"], checked) == 5
    said = capfd.readouterr().out
    assert "pytest got" not in said
    assert "✗  mypy" in said
    assert "–  pytest" in said
    assert "Red: mypy" in said


def test_with_arguments_only_pytest_is_run(checked: Miniature, capfd: pytest.CaptureFixture[str]) -> None:
    assert main(["test", "tests/run", "-k", "port"], checked) == 0
    (line,) = [line for line in capfd.readouterr().out.splitlines() if " got " in line]
    assert line.startswith("pytest got tests/run -k port browser ")


def test_quick_leaves_out_what_needs_a_server_a_set_up_or_long(
    checked: Miniature, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    # Nor is a browser looked for, let alone installed.
    monkeypatch.setenv("THUN_BROWSER", "/no/such/browser")
    assert main(["test", "quick", "-k", "canvas"], checked) == 0
    said = capfd.readouterr().out
    order = [line.split(" browser ")[0] for line in said.splitlines() if " got " in line]
    assert order == [
        "ruff got format --check .",
        "ruff got check .",
        "pytest got --durations=10 -n 2 -m not server and not set_up and not long -k canvas",
    ]
    assert said.count("✓") == 3


def test_quick_is_red_when_a_test_is(
    checked: Miniature, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("RED", "pytest")
    assert main(["test", "quick"], checked) == 5
    assert "Red: pytest quick" in capfd.readouterr().out
