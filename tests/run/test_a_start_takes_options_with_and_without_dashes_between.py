"""What is typed after ``run.py`` reaches the app, whether ``--`` stands before it or not."""

from __future__ import annotations

import pytest

from tools.serving import options_for_the_app

PORT = ["--server.port", "8599"]


@pytest.mark.parametrize("typed", [PORT, ["--", *PORT], ["--no-open", "--", *PORT], ["--no-open", *PORT]])
def test_the_port_is_the_one_that_was_asked_for(typed: list[str]) -> None:
    assert options_for_the_app(typed) == PORT
