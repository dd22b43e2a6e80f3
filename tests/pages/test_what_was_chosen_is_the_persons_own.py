"""The place chosen in another window of a browser: the person's own, not for who has a home, and never over a link."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from lib.ui.frame import followed
from lib.ui.frame.followed import KEPT, note_choice, read_link, recall_choice


class Session:
    """What a session holds, its address, and what the browser brings."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        self.state: dict[str, object] = {}
        self.query: dict[str, str] = {}
        self.cookies: dict[str, str] = {}
        monkeypatch.setattr(followed, "st", self)

    session_state = property(lambda self: self.state)
    query_params = property(lambda self: self.query)
    context = property(lambda self: self)

    def told(self) -> str:
        """What the page would tell the browser to keep."""
        chosen = self.state[followed._CHOSEN]
        assert isinstance(chosen, dict)
        return "&".join(f"{k}={v}" for k, v in chosen.items()) if len(chosen) > 1 else ""

    def anew(self) -> None:
        """Another window of the same browser."""
        if kept := self.told():
            self.cookies = {followed.COOKIE: kept}
        self.state, self.query = {}, {}


@pytest.fixture
def session(monkeypatch: pytest.MonkeyPatch) -> Session:
    return Session(monkeypatch)


def no() -> bool:
    return False


def test_what_one_chose_is_there_in_the_next_window(session: Session) -> None:
    recall_choice("", no)
    assert session.told() == "", "who has chosen nothing leaves nothing in the browser"
    note_choice("region", "N")
    note_choice("month", "2026-01")
    session.anew()
    recall_choice("", no)
    assert session.state[f"{KEPT}.region"] == "N"
    assert f"{KEPT}.month" not in session.state, "when one looks does not last"


@pytest.mark.parametrize(
    ("account", "has_home", "query"),
    [("acc-2", no, {}), ("acc-1", lambda: True, {}), ("acc-1", no, {"region": "S"}), ("acc-1", no, {"tambon": "TH-1"})],
)
def test_it_is_not_anothers_not_over_a_home_and_not_over_a_link(
    session: Session, account: str, has_home: Callable[[], bool], query: dict[str, str]
) -> None:
    recall_choice("acc-1", no)
    note_choice("region", "N")
    assert "acc-1" not in session.told(), "the browser is told nobody's id"
    session.anew()
    session.query = query
    recall_choice(account, has_home)
    assert f"{KEPT}.region" not in session.state


def test_what_is_no_page_here_is_not_followed() -> None:
    assert read_link("progress?region=N&proof=TH-1") == ("progress", {"region": "N", "proof": "TH-1"})
    assert read_link("?region=N") == ("overview", {"region": "N"})
    assert read_link("s/out?x=1") is None
    assert read_link("") is None
