"""`run.py hall`: its address without any way out, phones that are none over real HTTP, and a forum in a file by command."""

from __future__ import annotations

import asyncio
import socket
from pathlib import Path
from types import SimpleNamespace

import ifaddr
import pytest

from lib import cli
from lib.access.actors import OWN_MACHINE
from lib.actions.forum import ballots, running
from lib.config import forget_everything
from lib.domain.errors import BadInput
from lib.domain.worlds import OWN
from lib.insight.source import source
from lib.ui.frame import own_address
from lib.web import hall as hall_command
from lib.web.rehearsal import rehearse
from tests.actions.forum.halls import Made, made
from tests.browser.servers import serving


def card(name: str, *ips: str) -> SimpleNamespace:
    return SimpleNamespace(name=name, nice_name=name, ips=[SimpleNamespace(ip=ip) for ip in ips])


def test_the_likeliest_address_for_phones_comes_first(monkeypatch: pytest.MonkeyPatch) -> None:
    cards = [
        card("lo", "127.0.0.1"),
        card("docker0", "172.17.0.1"),
        card("vEthernet (WSL)", "172.20.0.1"),
        card("Ethernet", "203.0.113.9", "169.254.3.4"),
        card("eth0", "10.0.0.7"),
        card("Wi-Fi", "192.168.43.1"),
    ]
    monkeypatch.setattr(ifaddr, "get_adapters", lambda: cards)
    assert own_address.own_addresses() == ["192.168.43.1", "10.0.0.7", "203.0.113.9"]
    told = hall_command.addresses_told("8501")
    assert "http://192.168.43.1:8501/m/in" in told.splitlines()[1]
    assert "http://10.0.0.7:8501/m/in" in told
    monkeypatch.setattr(ifaddr, "get_adapters", lambda: cards[:3])
    assert own_address.own_address() == ""
    assert "ยังไม่ได้ต่อเครือข่าย" in hall_command.addresses_told("8501")


def test_the_address_needs_no_way_out(monkeypatch: pytest.MonkeyPatch) -> None:
    def refuses(*_: object) -> None:
        raise OSError("Network is unreachable")

    monkeypatch.setattr(socket.socket, "connect", refuses)
    own_address.own_addresses()


def test_phones_that_are_none_come_in_say_something_and_vote(
    small_template: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "own.sqlite").write_bytes(small_template.read_bytes())
    monkeypatch.setenv("THUN_DATA_DIR", str(tmp_path))
    forget_everything()
    hall = made(source(OWN).store, plans=True)
    running.go_to_step(hall.store, OWN_MACHINE, hall.forum, hall.seen().plenum.steps[1].id)
    ballot = hall.ballot("dots", most="3")
    ballots.open_ballot(hall.store, OWN_MACHINE, ballot)
    with serving(tmp_path) as server:
        came, sent = asyncio.run(rehearse(f"{server.url}/m", hall.code, 6, 14.0))
    assert (came, sent) == (6, 12)
    ballots.close_ballot(hall.store, OWN_MACHINE, ballot)
    assert hall.seen().plenum.heads == 6
    assert len(hall.seen().plenum.ideas) == 6
    assert sum(c.phones or 0 for c in hall.seen().plenum.ballots[0].counted) == 6
    hall.store.database.close()
    forget_everything()


@pytest.fixture
def made_here(small_template: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Made:
    (tmp_path / "own.sqlite").write_bytes(small_template.read_bytes())
    monkeypatch.setenv("THUN_DATA_DIR", str(tmp_path))
    forget_everything()
    return made(source(OWN).store, plans=True)


def test_a_forum_is_packed_and_looked_at_by_command(
    made_here: Made, tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    file = tmp_path / "เวที.forum"
    assert cli.main(["hall", "pack", str(file)]) == 0
    assert file.stat().st_mode & 0o077 == 0
    assert cli.main(["hall", "pack", str(file)]) == 1
    assert cli.main(["hall", "pack", str(tmp_path / "b.forum"), "--forum", "ไม่มีเวทีนี้"]) == 1
    assert cli.main(["hall", "bring", str(file)]) == 1, "it was made here"
    assert cli.main(["hall", "bring", str(tmp_path / "none.forum")]) == 1
    assert cli.main(["hall", "pack"]) == 1
    assert cli.main(["hall", "address"]) == 0
    assert "8501" in capsys.readouterr().out
    with pytest.raises(BadInput):
        hall_command.rehearsal("http://127.0.0.1:1", 0, 1.0)
    other = tmp_path / "other"
    other.mkdir()
    monkeypatch.setenv("THUN_DATA_DIR", str(other))
    forget_everything()
    assert cli.main(["hall", "bring", str(file)]) == 0
    assert "--yes" in capsys.readouterr().out
    assert cli.main(["hall", "bring", str(file), "--yes"]) == 0
    assert "รับแล้ว" in capsys.readouterr().out
    assert cli.main(["hall", "bring", str(file), "--yes"]) == 0
    assert "ไม่มีอะไรต้องรับเพิ่ม" in capsys.readouterr().out
    forget_everything()
