"""No network, no room, no leave, no venv: one sentence per language, an exit code, no traceback.

The words are those that pip and Debian's Python really say.
"""

import os
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.run.conftest import Miniature
from tools.commands import main

NO_NETWORK = """
WARNING: Retrying (Retry(total=4, connect=None, read=None, redirect=None, status=None)) after
connection broken by 'NewConnectionError('<pip._vendor.urllib3.connection.HTTPSConnection object at
0x7f>: Failed to establish a new connection: [Errno -3] Temporary failure in name resolution')'
ERROR: Could not find a version that satisfies the requirement streamlit==1.67.0
ERROR: No matching distribution found for streamlit==1.67.0
"""
BAD_CERTIFICATE = """
WARNING: Retrying (Retry(total=4)) after connection broken by 'SSLError(SSLCertVerificationError(1,
'[SSL: CERTIFICATE_VERIFY_FAILED] certificate verify failed: self-signed certificate'))'
ERROR: No matching distribution found for streamlit==1.67.0
"""
NO_ROOM = "ERROR: Could not install packages due to an OSError: [Errno 28] No space left on device"
IN_USE = (
    "ERROR: Could not install packages due to an OSError: [WinError 5] Access is denied: "
    "'c:\\\\users\\\\somchai\\\\.venv\\\\lib\\\\site-packages\\\\pyarrow\\\\arrow.dll'"
)
NOT_FOR_THIS_PYTHON = """
ERROR: Could not find a version that satisfies the requirement pyarrow==26.0.1 (from versions: )
ERROR: No matching distribution found for pyarrow==26.0.1
"""
SOMETHING_ELSE = "ERROR: Invalid requirement: 'streamlit=1.67.0'"


@pytest.mark.parametrize(
    ("words", "thai", "english"),
    [
        (NO_NETWORK, "ต่ออินเทอร์เน็ตไม่ได้", "the network does not answer"),
        (BAD_CERTIFICATE, "ใบรับรอง", "a certificate that Python does not know"),
        (NO_ROOM, "พื้นที่ดิสก์ไม่พอ", "The disk is full"),
        (IN_USE, "ปิดหน้าต่าง", "close the window where the app still runs"),
        (NOT_FOR_THIS_PYTHON, "64 บิต", "64-bit Python"),
        (SOMETHING_ELSE, "pip.log", "Invalid requirement"),
    ],
    ids=["no network", "certificate", "no room", "in use", "no package", "something else"],
)
def test_what_pip_complains_about(
    words: str, thai: str, english: str, project: Miniature, free_port: int, capsys: pytest.CaptureFixture[str]
) -> None:
    project.pip_does(f"print({words!r}, file=sys.stderr); sys.exit(1)")
    assert main(["--server.port", str(free_port)], project) == 1
    said_thai, said_english = capsys.readouterr().err.splitlines()
    assert thai in said_thai
    assert english in said_english
    assert words.strip().splitlines()[-1] in (project.venv / "pip.log").read_text("utf-8")


DEBIANS_WORDS = """
The virtual environment was not created successfully because ensurepip is not
available.  On Debian/Ubuntu systems, you need to install the python3-venv
package using the following command.

    apt install python3.11-venv
"""


@pytest.mark.parametrize("words", [DEBIANS_WORDS, "/usr/bin/python3: No module named venv", ""])
def test_a_python_without_venv(
    words: str,
    bare: Miniature,
    make_program: Callable[[str, str], Path],
    monkeypatch: pytest.MonkeyPatch,
    free_port: int,
    capsys: pytest.CaptureFixture[str],
) -> None:
    program = make_program("python-debian", f"print({words!r}, end=''); raise SystemExit(1)")
    monkeypatch.setattr(sys, "executable", str(program))
    assert main(["--server.port", str(free_port)], bare) == 1
    thai, english = capsys.readouterr().err.splitlines()
    assert "ขาดส่วน venv/ensurepip" in thai
    assert f"apt install python{sys.version_info[0]}.{sys.version_info[1]}-venv" in english


def test_a_folder_that_cannot_be_written(bare: Miniature, free_port: int, capsys: pytest.CaptureFixture[str]) -> None:
    # Root may write everywhere, so what refuses is not the mode but a folder in the lock's place.
    (bare.root / ".setup.lock").mkdir()
    if os.name != "nt":
        bare.root.chmod(0o555)
    try:
        assert main(["--server.port", str(free_port)], bare) == 1
    finally:
        bare.root.chmod(0o755)
    thai, english = capsys.readouterr().err.splitlines()
    assert "ย้ายโครงการไปไว้ในโฟลเดอร์ของคุณเอง" in thai
    assert "cannot be written" in english
