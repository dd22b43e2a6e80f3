"""A start says a link with a key that it drew and handed to the app; where nobody is the owner it says none."""

from __future__ import annotations

import re
import webbrowser

import pytest

from lib.web import owner_link
from tests.run.conftest import Miniature
from tools import serving
from tools.commands import main

LISTENS = """
import os, socket, sys
print("handed", os.environ.get("THUN_START_KEY", "nothing"), *sys.argv[1:], flush=True)
port = int(sys.argv[sys.argv.index("--server.port") + 1])
with socket.create_server(("127.0.0.1", port)) as server:
    server.settimeout(2)
    try:
        while True:
            server.accept()[0].close()
    except TimeoutError:
        pass
"""


@pytest.fixture
def opened(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The addresses that a browser was asked to open: none of a test's ever is."""
    asked: list[str] = []
    monkeypatch.setattr(webbrowser, "open", lambda url: asked.append(url) or True)
    return asked


def started(project: Miniature, port: int, capfd: pytest.CaptureFixture[str], *options: str) -> str:
    project.add_module("streamlit", LISTENS)
    assert main([*options, "--server.port", str(port)], project) == 0
    return capfd.readouterr().out


def test_the_link_holds_the_key_that_the_app_was_handed(
    without_assets: Miniature, free_port: int, capfd: pytest.CaptureFixture[str], opened: list[str]
) -> None:
    said = started(without_assets, free_port, capfd)
    [key] = re.findall(r"handed (\S+)", said)
    assert len(key) >= 27
    assert f"  http://127.0.0.1:{free_port}/s/key#{key}\n" in said
    assert opened == [], "nobody watches this window"
    assert owner_link.HANDED == serving.HANDED


def test_a_browser_comes_up_before_who_watches_unless_told_not_to(
    without_assets: Miniature,
    free_port: int,
    capfd: pytest.CaptureFixture[str],
    opened: list[str],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(serving, "shows_windows", lambda *_: True)
    said = started(without_assets, free_port, capfd, "--no-open")
    assert opened == []
    assert "--no-open" not in said, "Streamlit knows no such option"
    said = started(without_assets, free_port, capfd)
    [key] = re.findall(r"handed (\S+)", said)
    assert opened == [f"http://127.0.0.1:{free_port}/s/key#{key}"]


def test_a_served_app_has_no_owner(
    without_assets: Miniature,
    free_port: int,
    capfd: pytest.CaptureFixture[str],
    opened: list[str],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("THUN_SERVED", "1")
    monkeypatch.setattr(serving, "shows_windows", lambda *_: True)
    said = started(without_assets, free_port, capfd)
    assert "handed nothing" in said
    assert "/s/key" not in said
    assert opened == []


@pytest.mark.parametrize(
    ("variables", "system", "watched", "shows"),
    [
        ({}, "win32", True, True),
        ({}, "darwin", True, True),
        ({"DISPLAY": ":0"}, "linux", True, True),
        ({"WAYLAND_DISPLAY": "wayland-0"}, "linux", True, True),
        ({}, "linux", True, False),
        ({"DISPLAY": ":0"}, "linux", False, False),
        ({"CI": "true"}, "darwin", True, False),
        ({"DISPLAY": ":0", "SSH_CONNECTION": "a"}, "linux", True, False),
    ],
)
def test_a_window_is_opened_only_where_somebody_sees_it(
    variables: dict[str, str], system: str, watched: bool, shows: bool
) -> None:
    assert serving.shows_windows(variables, system, watched) is shows
