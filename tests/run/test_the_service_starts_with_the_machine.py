"""One file per system, naming the run.py people know; on Linux written for real."""

from __future__ import annotations

import configparser
import os
import plistlib
import shlex
import stat
import sys
import xml.etree.ElementTree as ET
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.run.conftest import Miniature
from tools.commands import main
from tools.project import Project
from tools.service import Service, launchd_plist, service_of, systemd_unit, way_of, windows_task

SERVICE = Service(
    Path("/opt/python 3/bin/python3"),
    Path("/home/สมชาย/ทุน 100% $HOME/run.py"),
    ("--server.port", "8599"),
    {"THUN_DATA_DIR": '/home/สมชาย/ข้อมูล "หลัก"', "DATABASE_URL": "postgresql://a:p%24@b/c"},
)
WORDS = ["/opt/python 3/bin/python3", "/home/สมชาย/ทุน 100% $HOME/run.py", "--", "--server.port", "8599"]


def test_a_systemd_unit_says_the_command_word_by_word() -> None:
    unit = configparser.ConfigParser(strict=False, interpolation=None)
    unit.optionxform = str  # type: ignore[assignment, method-assign]
    text = systemd_unit(SERVICE)
    unit.read_string(text)
    # What systemd makes of it: quotes away, then %% and $$ are one sign.
    assert [w.replace("%%", "%").replace("$$", "$") for w in shlex.split(unit["Service"]["ExecStart"])] == WORDS
    assert unit["Service"]["Restart"] == "on-failure"
    assert unit["Install"]["WantedBy"] == "default.target"
    settings = [line.partition("=")[2] for line in text.splitlines() if line.startswith("Environment=")]
    assert [shlex.split(s)[0].replace("%%", "%") for s in settings] == [
        "DATABASE_URL=postgresql://a:p%24@b/c",
        'THUN_DATA_DIR=/home/สมชาย/ข้อมูล "หลัก"',
    ]


def test_a_launchd_agent_starts_at_login_and_again_after_a_fall() -> None:
    agent = plistlib.loads(launchd_plist(SERVICE))
    assert agent["ProgramArguments"] == WORDS
    assert agent["RunAtLoad"] is True
    assert agent["KeepAlive"] == {"SuccessfulExit": False}
    assert agent["EnvironmentVariables"]["THUN_DATA_DIR"] == '/home/สมชาย/ข้อมูล "หลัก"'
    way = way_of("darwin", SERVICE, {"HOME": "/Users/s"})
    assert way.file == Path("/Users/s/Library/LaunchAgents/th.or.thun-chumchon.plist")


def test_a_windows_task_starts_at_logon_without_a_time_limit() -> None:
    service = Service(Path("C:/Py & 3/python.exe"), Path("C:/ทุน/run.py"), (), {"THUN_OFFICE": "ภาค <กลาง>"})
    way = way_of("win32", service, {"LOCALAPPDATA": "C:/L"})
    assert way.content.startswith((b"\xff\xfe", b"\xfe\xff"))
    assert way.content.decode("utf-16") == windows_task(service)
    task = ET.fromstring(windows_task(service).encode("utf-16"))
    name = {"t": "http://schemas.microsoft.com/windows/2004/02/mit/task"}
    assert task.find(".//t:LogonTrigger/t:Enabled", name) is not None
    assert task.findtext(".//t:ExecutionTimeLimit", "", name) == "PT0S"
    assert task.findtext(".//t:RunLevel", "", name) == "LeastPrivilege"
    arguments = task.findtext(".//t:Arguments", "", name)
    assert arguments.startswith('/d /c set "THUN_OFFICE=ภาค <กลาง>"&& "')
    assert "run.py" in arguments
    assert way.on[0][:3] == ("schtasks", "/Create", "/F")


def test_a_service_has_this_windows_settings_and_absolute_places(tmp_path: Path) -> None:
    env = {"THUN_DATA_DIR": "ข้อมูล", "STREAMLIT_SERVER_PORT": "8600", "PATH": "/bin", "THUN_COLLECTOR": ""}
    made = service_of(Project(tmp_path), ["--server.address", "0.0.0.0"], env)
    assert made.variables == {"THUN_DATA_DIR": str(tmp_path / "ข้อมูล"), "STREAMLIT_SERVER_PORT": "8600"}
    away = {"THUN_BACKUP_COPY": "s3://thun/สำนักงาน", "THUN_FILES": "s3://thun", "AWS_REGION": "ap-southeast-7"}
    assert service_of(Project(tmp_path), [], away).variables == away, "an address is no path"
    assert made.words == [sys.executable, str(tmp_path / "run.py"), "--", "--server.address", "0.0.0.0"]


@pytest.mark.skipif(sys.platform != "linux", reason="systemd's places")
def test_on_linux_the_unit_is_written_switched_on_and_off(
    bare: Miniature,
    make_program: Callable[[str, str], Path],
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    log = tmp_path / "asked"
    code = f"import sys; open({str(log)!r}, 'a').write(' '.join(sys.argv[1:]) + chr(10))"
    for name in ("systemctl", "loginctl"):
        make_program(name, code)
    monkeypatch.setenv("PATH", f"{tmp_path}{os.pathsep}{os.environ['PATH']}")
    monkeypatch.delenv("XDG_CONFIG_HOME", raising=False)
    unit = tmp_path / "nobody" / ".config" / "systemd" / "user" / "thun-chumchon.service"
    assert main(["service"], bare) == 0
    assert str(bare.root / "run.py") in unit.read_text("utf-8")
    assert stat.S_IMODE(unit.stat().st_mode) == 0o600
    assert main(["service", "show"], bare) == 0
    assert capsys.readouterr().out.endswith(unit.read_text("utf-8"))
    assert main(["service", "off"], bare) == 0
    assert not unit.exists()
    assert log.read_text("utf-8").splitlines() == [
        "--user daemon-reload",
        "--user enable --now thun-chumchon.service",
        "enable-linger",
        "--user disable --now thun-chumchon.service",
    ]


def test_a_system_that_refuses_is_told_with_the_commands_to_type(
    bare: Miniature, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("PATH", str(bare.root))
    assert main(["service", "on", "--", "--server.port", "8599"], bare) == 1
    assert "พิมพ์เองในหน้าต่างของผู้ใช้นี้:" in capsys.readouterr().out
    assert main(["service", "start"], bare) == 2
    assert "on, off หรือ show" in capsys.readouterr().err
