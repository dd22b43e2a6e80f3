"""A port that cannot be had is one clear sentence, at once and not after minutes of installing."""

import errno
import socket

import pytest

from tests.run.conftest import Miniature
from tools.commands import main


def test_a_port_that_somebody_listens_on(bare: Miniature, taken_port: int, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["--", "--server.port", str(taken_port)], bare) == 1
    said = capsys.readouterr()
    assert f"พอร์ต {taken_port} มีโปรแกรมอื่นใช้อยู่" in said.err
    assert f"--server.port {taken_port + 1}" in said.err
    assert "Traceback" not in said.err
    assert not bare.venv.exists()


def test_a_port_that_is_bound_but_does_not_answer(bare: Miniature, capsys: pytest.CaptureFixture[str]) -> None:
    with socket.socket() as silent:
        silent.bind(("127.0.0.1", 0))
        port = silent.getsockname()[1]
        assert main(["--", f"--server.port={port}"], bare) == 1
    assert f"Port {port} is already in use" in capsys.readouterr().err


@pytest.mark.parametrize("wish", ["0", "65536", "eighty", "-1", "๘๕๐๑", ""])
def test_a_port_that_is_no_port(wish: str, bare: Miniature, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["--", f"--server.port={wish}"], bare) == 1
    assert "พอร์ตต้องเป็นตัวเลข 1–65535" in capsys.readouterr().err


def test_an_address_that_this_machine_does_not_have(
    bare: Miniature, free_port: int, capsys: pytest.CaptureFixture[str]
) -> None:
    # 192.0.2.0/24 is reserved for documentation: no machine has it.
    here = ["--", "--server.address", "192.0.2.7", "--server.port", str(free_port)]
    assert main(here, bare) == 1
    assert "This machine has no address 192.0.2.7" in capsys.readouterr().err


def test_a_port_that_the_system_keeps_for_itself(
    bare: Miniature, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    class Guarded(socket.socket):
        # Whether a low port is guarded depends on the system and on who runs the tests.
        def bind(self, _place: object) -> None:
            raise PermissionError(errno.EACCES, "Permission denied")

    monkeypatch.setattr(socket, "socket", Guarded)
    assert main(["--", "--server.port", "80"], bare) == 1
    assert "The system does not let us use port 80" in capsys.readouterr().err
