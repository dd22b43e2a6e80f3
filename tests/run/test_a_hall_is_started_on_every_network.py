"""`run.py hall`: what was typed, told before anything is installed, and what is started with it."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pytest

from tools import hall
from tools.hall import HallAsk, read_hall, run_hall
from tools.project import HERE
from tools.speech import Trouble
from tools.wishes import Wishes


def test_a_hall_listens_on_every_network_unless_somebody_says_otherwise() -> None:
    assert read_hall([]).options == ["--server.address", "0.0.0.0"]
    assert read_hall(["--no-open", "--server.port", "8599"]).options[:3] == ["--no-open", "--server.port", "8599"]
    assert read_hall(["--server.address=192.168.43.1"]).options == ["--server.address=192.168.43.1"]
    assert read_hall(["--rehearse", "40"]) == HallAsk(40, ["--server.address", "0.0.0.0"])


@pytest.mark.parametrize(
    "words", [["--rehearse"], ["--rehearse", "0"], ["--rehearse", "many"], ["--rehearse", "301"], ["what"]]
)
def test_a_slip_is_told(words: list[str]) -> None:
    with pytest.raises(Trouble):
        read_hall(words)


def test_the_address_is_said_and_phones_begin_when_it_answers(monkeypatch: pytest.MonkeyPatch) -> None:
    said: list[Any] = []

    class Phones:
        """The process of the phones."""

        def __init__(self, words: list[object], **_: object) -> None:
            said.append(words)

        def __enter__(self) -> Phones:
            return self

        def __exit__(self, *_: object) -> None:
            return None

        def terminate(self) -> None:
            said.append("ended")

    @contextmanager
    def stopped(_child: object) -> Iterator[None]:
        yield

    def serve(_project: object, options: list[str], **told: Any) -> int:
        said.append((options, told["page"], told["extra"]))
        with told["then"](Wishes({"server.port": "8599"}, {}, {})):
            said.append("open")
        return 0

    monkeypatch.setattr(hall, "serve", serve)
    monkeypatch.setattr(hall, "follow", lambda words, **told: said.append((words[-3:], told["extra"])))
    monkeypatch.setattr(hall, "start", Phones)
    monkeypatch.setattr(hall, "stopped_with_us", stopped)
    assert run_hall(HERE, HallAsk(40, ["--server.address", "0.0.0.0"])) == 0
    practice = {"THUN_PRACTICE": "1"}
    assert said[0] == (["--server.address", "0.0.0.0"], "/forum", practice)
    assert said[1] == (["address", "--port", "8599"], practice)
    assert said[2][-2:] == ["--phones", "40"]
    assert said[3:] == ["open", "ended"]
    said.clear()
    assert run_hall(HERE, HallAsk(0, [])) == 0
    assert said[0][2] is None
    assert said[2:] == ["open"]
