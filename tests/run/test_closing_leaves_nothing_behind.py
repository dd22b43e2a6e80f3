"""The app says where it is, and ends with `run.py`, whichever way that is asked to end."""

import os
import signal
import socket
import subprocess

import pytest

from tests.run.conftest import Miniature

LISTENS = """
import socket, sys
port = int(sys.argv[sys.argv.index("--server.port") + 1])
with socket.create_server(("127.0.0.1", port)) as server:
    while True:
        server.accept()[0].close()
"""

pytestmark = pytest.mark.skipif(os.name == "nt", reason="Windows ends processes another way")


@pytest.fixture
def running(without_assets: Miniature, free_port: int) -> subprocess.Popen[str]:
    without_assets.add_module("streamlit", LISTENS)
    child = without_assets.start("--server.port", str(free_port))
    assert child.stdout is not None
    for line in child.stdout:
        if line.startswith("Open at"):
            assert f"http://127.0.0.1:{free_port} " in line
            break
    return child


def test_the_system_asks_run_py_alone_to_end(running: subprocess.Popen[str], free_port: int) -> None:
    with running:
        running.terminate()
        said, _ = running.communicate(timeout=120)
    assert running.returncode == 0
    assert "Traceback" not in said
    assert_free(free_port)


def test_ctrl_c_reaches_both_and_ends_quietly(running: subprocess.Popen[str], free_port: int) -> None:
    with running:
        os.killpg(running.pid, signal.SIGINT)
        said, _ = running.communicate(timeout=120)
    assert running.returncode == 0
    assert "ปิดระบบแล้ว" in said
    assert "run.py" not in said
    assert_free(free_port)


def assert_free(port: int) -> None:
    with socket.socket() as listener:
        listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        listener.bind(("127.0.0.1", port))
