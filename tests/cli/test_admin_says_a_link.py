"""``python3 run.py admin``: the owner's link on the own machine, an administrator's invitation on a served app."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from lib.access.identity import actor_of
from lib.access.policy import Act
from lib.actions.access.entering import Reply, accept
from lib.actions.access.tries import Browser
from lib.cli import main
from lib.config import forget_everything
from lib.store.opening import opened


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    monkeypatch.setenv("THUN_DATA_DIR", str(tmp_path))
    monkeypatch.setenv("THUN_SECRETS", str(tmp_path / "secrets.toml"))
    forget_everything()
    yield
    opened().database.close()
    forget_everything()


def said(capsys: pytest.CaptureFixture[str], *words: str) -> str:
    assert main(["admin", *words]) == 0
    return capsys.readouterr().out


def test_on_the_own_machine_the_link_makes_a_browser_the_owners(capsys: pytest.CaptureFixture[str]) -> None:
    told = said(capsys)
    assert "--address" in told
    link = next(word for word in told.split() if "/s/key#" in word)
    assert link.startswith("http://127.0.0.1:8501/s/key#")
    entered = accept(opened(), link.split("#")[1], Reply(), Browser("b", "?"))
    assert actor_of(opened(), entered.session).id == "own-machine"


def test_on_a_served_app_it_invites_an_administrator(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv("THUN_SERVED", "1")
    (tmp_path / "secrets.toml").write_text('[sign_in]\naddress = "https://thun.example.org"\n', encoding="utf-8")
    forget_everything()
    link = next(word for word in said(capsys).split() if "#" in word)
    assert link.startswith("https://thun.example.org/s/invite#")
    entered = accept(opened(), link.split("#")[1], Reply(name="ผู้ดูแล"), Browser("b", "?"))
    actor = actor_of(opened(), entered.session)
    assert actor.account
    assert actor.rights.may(Act.SETTINGS).allowed
    assert "https://other.example/s/invite#" in said(capsys, "--address", "https://other.example/")
