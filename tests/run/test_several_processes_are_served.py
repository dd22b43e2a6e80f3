"""`run.py serve`: what may be typed, one secret, the Caddyfile, and the files in `deploy/` that start the same."""

from __future__ import annotations

import os
import shutil
import stat
import subprocess
import sys
import threading
from pathlib import Path

import pytest

from tests.run.conftest import Miniature
from tools import deploying
from tools.caddy import Front, caddyfile, find_caddy
from tools.commands import main
from tools.deployment import cookie_secret, process_variables
from tools.project import HERE
from tools.serve_options import Ask, read_ask
from tools.speech import Trouble

#: The wheel's, else the system's.
CADDY = shutil.which("caddy", path=f"{Path(sys.executable).parent}{os.pathsep}{os.environ.get('PATH', '')}")


def test_what_is_typed_is_understood() -> None:
    asked = read_ask(["--processes", "4", "--domain=thun.example.org", "--first-port", "9000"])
    assert asked == Ask(processes=4, domain="thun.example.org", first_port=9000)
    assert asked.ports == [9000, 9001, 9002, 9003]
    assert read_ask([]) == Ask(processes=2, address="127.0.0.1")
    assert read_ask(["--only", "2"]).only == "2"
    assert read_ask(["--restart"]).do == "restart"


@pytest.mark.parametrize(
    "words",
    [
        "--processes 0",
        "--processes many",
        "--porcesses 2",
        "--port 99999",
        "--only 3",
        "--domain localhost",
        "--port",
        "x",
    ],
)
def test_a_slip_is_told_before_anything_is_installed(
    words: str, bare: Miniature, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["serve", *words.split()], bare) == 2
    assert not bare.venv.exists()
    said = capsys.readouterr().err
    assert any("ก" <= letter <= "๛" for letter in said)


def test_without_caddy_it_is_said_how_to_get_it(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    with pytest.raises(Trouble) as caught:
        find_caddy(tmp_path)
    assert "sudo apt install caddy" in caught.value.thai
    assert "winget install" in caught.value.english


def test_all_processes_share_one_secret_that_only_its_owner_reads(tmp_path: Path) -> None:
    found: list[str] = []
    at_once = [threading.Thread(target=lambda: found.append(cookie_secret(tmp_path, {}))) for _ in range(8)]
    for one in at_once:
        one.start()
    for one in at_once:
        one.join()
    assert len(found) == 8
    assert len(set(found)) == 1
    assert len(found[0]) == 64
    assert [f.name for f in tmp_path.iterdir()] == ["cookie-secret"]
    if os.name != "nt":
        assert stat.S_IMODE((tmp_path / "cookie-secret").stat().st_mode) == 0o600
    # Several machines over one database are told theirs.
    assert cookie_secret(tmp_path, {"STREAMLIT_SERVER_COOKIE_SECRET": "ours"}) == "ours"


def test_a_process_listens_on_loopback_alone_and_nobody_is_its_owner() -> None:
    told = process_variables(Ask(processes=3), 2, "s")
    assert told["STREAMLIT_SERVER_ADDRESS"] == "127.0.0.1"
    assert told["THUN_SERVED"] == "1"
    assert (told["THUN_PROCESSES"], told["THUN_PROCESS"], told["STREAMLIT_SERVER_PORT"]) == ("3", "2", "8602")


@pytest.mark.parametrize(
    ("front", "says", "says_not"),
    [
        (Front([1, 2], "/p"), ["http://:8501 {", "bind 127.0.0.1"], ["Strict-Transport"]),
        (Front([1], "/p", address="0.0.0.0", port=80), ["http://:80 {"], ["bind", "Strict-Transport"]),
        (Front([1], "/p", domain="a.example.org"), ["\na.example.org {", "Strict-Transport"], ["bind"]),
    ],
)
def test_the_caddyfile_says_what_was_asked_for(front: Front, says: list[str], says_not: list[str]) -> None:
    text = caddyfile(front)
    for one in (*says, "lb_policy cookie", "health_uri /s/ready", "header_up -X-Thun-*", "admin off"):
        assert one in text
    for one in says_not:
        assert one not in text


@pytest.mark.skipif(CADDY is None, reason="no Caddy here")
@pytest.mark.parametrize("name", ["deploy", "plain"])
def test_caddy_itself_takes_the_caddyfile(name: str, tmp_path: Path) -> None:
    file = HERE.root / "deploy" / "Caddyfile"
    if name == "plain":
        file = tmp_path / "Caddyfile"
        file.write_text(caddyfile(Front([8601, 8602], "/a folder/ทุน")), "utf-8")
    assert CADDY is not None
    command = [CADDY, "adapt", "--config", str(file), "--adapter", "caddyfile", "--validate"]
    env = {
        **os.environ,
        "THUN_DOMAIN": "thun.example.org",
        "XDG_DATA_HOME": str(tmp_path),
        "XDG_CONFIG_HOME": str(tmp_path),
    }
    done = subprocess.run(command, env=env, capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
    form = subprocess.run([CADDY, "fmt", str(file)], env=env, capture_output=True, text=True)
    assert form.stdout == file.read_text("utf-8")


@pytest.mark.parametrize("name", deploying.files())
def test_the_files_in_deploy_are_made_of_what_serve_does(name: str) -> None:
    written = (HERE.root / "deploy" / name).read_text("utf-8")
    assert written == deploying.files()[name], "write them anew: python3 -m tools.deploying"


def test_what_the_units_and_the_compose_file_type_is_understood() -> None:
    import re
    import shlex

    typed = []
    for name, text in deploying.files().items():
        if name.endswith(".service"):
            typed += re.findall(r"^ExecStart=\S+ \S+run\.py (.+)$", text, re.MULTILINE)
    (compose,) = re.findall(r"command: \[(.+)\]", deploying.files()["compose.yaml"])
    typed.append(compose.replace(",", " "))
    assert len(typed) == 3
    fills = {r"\$\{THUN_PROCESSES[^}]*\}": "2", r"\$\{THUN_DOMAIN[^}]*\}": "thun.example.org", "%i": "1"}
    for words in typed:
        for sign, value in fills.items():
            words = re.sub(sign, value, words)
        first, *rest = shlex.split(words)
        assert first == "serve"
        assert read_ask(rest).processes == 2


@pytest.mark.skipif(shutil.which("systemd-analyze") is None, reason="no systemd here")
def test_systemd_understands_the_units(tmp_path: Path) -> None:
    for file in (HERE.root / "deploy" / "systemd").iterdir():
        text = file.read_text("utf-8").replace("/usr/bin/python3", sys.executable).replace("User=thun", "User=root")
        (tmp_path / file.name).write_text(text, "utf-8")
    units = [tmp_path / "thun-chumchon@1.service", tmp_path / "thun-chumchon-caddy.service"]
    done = subprocess.run(["systemd-analyze", "verify", *units], capture_output=True, text=True)
    assert done.returncode == 0, done.stderr


@pytest.mark.skipif(os.name == "nt", reason="a POSIX shell")
def test_the_rolling_restart_is_a_program_that_a_shell_reads() -> None:
    file = HERE.root / "deploy" / "rolling-restart"
    assert file.stat().st_mode & stat.S_IXUSR
    assert subprocess.run(["sh", "-n", str(file)]).returncode == 0
