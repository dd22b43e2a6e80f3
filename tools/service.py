"""A start by itself when the machine is switched on: systemd, launchd, or the Windows task scheduler.

Each is one file that names the run.py people know, so that updates need no new one. It runs as the
person who asked for it, never as root or SYSTEM: their data folder, their rights.
"""

from __future__ import annotations

import os
import plistlib
import shutil
import subprocess
import sys
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from xml.sax.saxutils import escape

from tools.project import Project
from tools.speech import RUN, Trouble, say
from tools.versions import PLACES, outer, placed

NAME = "thun-chumchon"
LABEL = "th.or.thun-chumchon"
PASSED_ON = (
    *PLACES,
    "DATABASE_URL",
    "THUN_OFFICE",
    "THUN_SERVED",
    "THUN_ADMINS",
    "THUN_PRACTICE",
    "THUN_MAP_ASSETS",
    "THUN_FILES",
    "THUN_S3_SECONDS",
    "AWS_ACCESS_KEY_ID",
    "AWS_SECRET_ACCESS_KEY",
    "AWS_ENDPOINT_URL",
    "AWS_REGION",
)
"""Settings of this window that hold for the service too; a service does not read a person's shell."""


@dataclass(frozen=True)
class Service:
    """What is started, and with which settings. `python` is the one that runs `run.py` now."""

    python: Path
    script: Path
    options: tuple[str, ...]
    variables: Mapping[str, str]

    @property
    def words(self) -> list[str]:
        """The command, word by word."""
        return [str(self.python), str(self.script), *(("--", *self.options) if self.options else ())]


def service_of(project: Project, options: Sequence[str], env: Mapping[str, str]) -> Service:
    """The service of the folder people know; `options` as for a start (`--server.port 8599`)."""
    root = outer(project).root
    found = {name: env[name] for name in PASSED_ON if env.get(name)}
    found |= {name: placed(root, found[name]) for name in PLACES if name in found}
    found |= {name: value for name, value in env.items() if name.startswith("STREAMLIT_SERVER_")}
    return Service(Path(sys.executable), root / "run.py", tuple(options), found)


def systemd_unit(service: Service) -> str:
    """A user unit; quoting as systemd.syntax(7) has it."""
    lines = ["[Unit]", "Description=ทุนชุมชน · Thun Chumchon", "After=network-online.target", ""]
    lines += ["[Service]", f"ExecStart={' '.join(map(_systemd_word, service.words))}"]
    # A directory is one value up to the line's end; it is not unquoted.
    lines += [f"WorkingDirectory={str(service.script.parent).replace('%', '%%')}"]
    lines += [f"Environment={_systemd_word(f'{k}={v}', dollar=False)}" for k, v in sorted(service.variables.items())]
    lines += ["Restart=on-failure", "RestartSec=10", "UMask=0077", "", "[Install]", "WantedBy=default.target", ""]
    return "\n".join(lines)


def _systemd_word(word: str, *, dollar: bool = True) -> str:
    word = word.replace("\\", "\\\\").replace('"', '\\"').replace("%", "%%")
    return f'"{word.replace("$", "$$") if dollar else word}"'


def launchd_plist(service: Service) -> bytes:
    """An agent of the person: launchd starts it at their login and again when it fell."""
    return plistlib.dumps(
        {
            "Label": LABEL,
            "ProgramArguments": service.words,
            "WorkingDirectory": str(service.script.parent),
            "EnvironmentVariables": dict(service.variables),
            "RunAtLoad": True,
            "KeepAlive": {"SuccessfulExit": False},
            "ThrottleInterval": 10,
            "Umask": 0o077,
        }
    )


def windows_task(service: Service) -> str:
    """A task at the person's logon, in the form that `schtasks /XML` takes (UTF-16)."""
    # A task has no variables of its own: cmd sets them, then starts Python.
    sets = "".join(f'set "{k}={v}"&& ' for k, v in sorted(service.variables.items()))
    command = f"/d /c {sets}{subprocess.list2cmdline(service.words)}"
    return f"""<?xml version="1.0" encoding="UTF-16"?>
<Task version="1.2" xmlns="http://schemas.microsoft.com/windows/2004/02/mit/task">
  <RegistrationInfo><Description>ทุนชุมชน · Thun Chumchon</Description></RegistrationInfo>
  <Triggers><LogonTrigger><Enabled>true</Enabled></LogonTrigger></Triggers>
  <Principals><Principal id="Author"><LogonType>InteractiveToken</LogonType><RunLevel>LeastPrivilege</RunLevel></Principal></Principals>
  <Settings>
    <MultipleInstancesPolicy>IgnoreNew</MultipleInstancesPolicy>
    <DisallowStartIfOnBatteries>false</DisallowStartIfOnBatteries>
    <StopIfGoingOnBatteries>false</StopIfGoingOnBatteries>
    <ExecutionTimeLimit>PT0S</ExecutionTimeLimit>
    <RestartOnFailure><Interval>PT1M</Interval><Count>3</Count></RestartOnFailure>
  </Settings>
  <Actions Context="Author"><Exec>
    <Command>cmd.exe</Command>
    <Arguments>{escape(command)}</Arguments>
    <WorkingDirectory>{escape(str(service.script.parent))}</WorkingDirectory>
  </Exec></Actions>
</Task>
"""


@dataclass(frozen=True)
class Way:
    """How one system does it: the file, its content, and the commands that switch it on and off."""

    file: Path
    content: bytes
    on: tuple[tuple[str, ...], ...]
    off: tuple[tuple[str, ...], ...]


def way_of(system: str, service: Service, env: Mapping[str, str]) -> Way:
    """`system` as `sys.platform` says it; `env` for where the person's home is."""
    if system == "win32":
        file = Path(env.get("LOCALAPPDATA") or Path.home()) / "ThunChumchon" / f"{NAME}.xml"
        return Way(
            file,
            windows_task(service).encode("utf-16"),
            on=(("schtasks", "/Create", "/F", "/TN", NAME, "/XML", str(file)), ("schtasks", "/Run", "/TN", NAME)),
            off=(("schtasks", "/End", "/TN", NAME), ("schtasks", "/Delete", "/F", "/TN", NAME)),
        )
    home = Path(env.get("HOME") or Path.home())
    if system == "darwin":
        file = home / "Library" / "LaunchAgents" / f"{LABEL}.plist"
        return Way(
            file,
            launchd_plist(service),
            (("launchctl", "load", "-w", str(file)),),
            (("launchctl", "unload", "-w", str(file)),),
        )
    base = env.get("XDG_CONFIG_HOME", "")
    folder = (Path(base) if base.startswith("/") else home / ".config") / "systemd" / "user"
    unit = f"{NAME}.service"
    on = ("systemctl", "--user", "daemon-reload"), ("systemctl", "--user", "enable", "--now", unit)
    # Without lingering a user's services start with the first login, not with the machine.
    linger = ("loginctl", "enable-linger")
    return Way(
        folder / unit,
        systemd_unit(service).encode(),
        (*on, linger),
        (("systemctl", "--user", "disable", "--now", unit),),
    )


def run_service(project: Project, arguments: Sequence[str], env: Mapping[str, str] = os.environ) -> int:
    """`service [on|off|show] [-- --server.port 8599]`."""
    words = list(arguments)
    asked = words.pop(0) if words and not words[0].startswith("-") else "on"
    options = words[1:] if words[:1] == ["--"] else words
    way = way_of(sys.platform, service_of(project, options, env), env)
    if asked == "show":
        sys.stdout.write(way.content.decode("utf-16" if sys.platform == "win32" else "utf-8"))
        return 0
    if asked not in ("on", "off"):
        raise Trouble(
            f"ไม่เข้าใจ {asked!r} – ใช้ {RUN} service on, off หรือ show",
            f"{asked!r} is not understood: {RUN} service on, off or show",
            exit_code=2,
        )
    return _switch_on(way) if asked == "on" else _switch_off(way)


def _switch_on(way: Way) -> int:
    try:
        way.file.parent.mkdir(parents=True, exist_ok=True)
        partial = way.file.with_name(f".{way.file.name}.partial")
        partial.write_bytes(way.content)
        # It may hold the password of DATABASE_URL and the keys to a bucket.
        partial.chmod(0o600)
        partial.replace(way.file)
    except OSError as problem:
        raise Trouble(
            f"เขียน {way.file} ไม่ได้ ({problem.strerror or problem})",
            f"{way.file} could not be written ({problem.strerror or problem}).",
        ) from problem
    say(f"เขียนแล้ว {way.file}", f"Written: {way.file}")
    return _do(way.on, "เปิดเครื่องแล้วระบบเปิดเอง ปิดด้วย", "It starts by itself with the machine; off again:")


def _switch_off(way: Way) -> int:
    code = _do(way.off, "ไม่เปิดเองแล้ว เปิดอีกครั้งด้วย", "It no longer starts by itself; on again:", "on")
    way.file.unlink(missing_ok=True)
    return code


def _do(commands: Sequence[Sequence[str]], thai: str, english: str, other: str = "off") -> int:
    failed = [command for command in commands if not _runs(command)]
    if failed:
        typed = " && ".join(subprocess.list2cmdline(command) for command in failed)
        say(
            f"ระบบปฏิบัติการไม่รับคำสั่ง – พิมพ์เองในหน้าต่างของผู้ใช้นี้: {typed}",
            f"The system did not take the command: type it yourself, as this user: {typed}",
        )
        return 1
    say(f"{thai} {RUN} service {other}", f"{english} {RUN} service {other}")
    return 0


def _runs(command: Sequence[str]) -> bool:
    if shutil.which(command[0]) is None:
        return False
    done = subprocess.run(command, stdin=subprocess.DEVNULL, capture_output=True)
    return done.returncode == 0
