"""A new version beside the old: nothing changes before all went well, and one step back brings the data too."""

from __future__ import annotations

import json
import os
import shutil
import signal
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

from tests.run.conftest import Miniature
from tools.commands import main
from tools.project import HERE, Project
from tools.versions import program, standing

CLI = """
import json, os, pathlib, sys
VERSION = {version!r}
data = pathlib.Path(os.environ["THUN_DATA_DIR"])
data.mkdir(exist_ok=True)
store, kept = data / "store", data / "kept"
with (data / "calls").open("a") as calls:
    calls.write(f"{{VERSION}} {{' '.join(sys.argv[1:])}}\\n")
word = sys.argv[1]
if word == {fails!r}:
    print("เหตุผล"); sys.exit(1)
if word == "put-aside": kept.write_text(store.read_text())
if word == "put-back": store.write_text(kept.read_text())
if word == "migrate": store.write_text(store.read_text() + f" made {{VERSION}}")
if word == "status": print("status of", VERSION)
"""


def write_cli(root: Path, version: str, fails: str = "") -> None:
    (root / "lib" / "cli.py").write_text(CLI.format(version=version, fails=fails), "utf-8")


@pytest.fixture
def office(without_assets: Miniature, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Miniature:
    """An installed version "one" with data."""
    write_cli(without_assets.root, "one")
    monkeypatch.setenv("THUN_DATA_DIR", "ข้อมูล")  # Relative: from the folder people know, wherever the version lies.
    (without_assets.root / "ข้อมูล").mkdir()
    (without_assets.root / "ข้อมูล" / "store").write_text("one")
    return without_assets


def new_version(folder: Path, version: str, *, fails: str = "", requirements: str = "# nothing\n") -> Path:
    """A downloaded zip, with a single folder in it as GitHub makes them."""
    root = folder / f"new-{version}" / f"thun-{version}"
    shutil.copytree(HERE.root / "tools", root / "tools", ignore=shutil.ignore_patterns("__pycache__"))
    shutil.copy(HERE.root / "run.py", root)
    (root / "lib" / "web").mkdir(parents=True)
    (root / "lib" / "web" / "launcher.py").touch()
    (root / "static" / "vendor").mkdir(parents=True)
    (root / "static" / "vendor" / ".not-reached").touch()
    (root / "requirements.txt").write_text(requirements, "utf-8")
    (root / "requirements-dev.txt").write_text("# nothing either\n", "utf-8")
    write_cli(root, version, fails)
    bundle = folder / f"thun-{version}.zip"
    with zipfile.ZipFile(bundle, "w") as archive:
        for file in root.rglob("*"):
            archive.write(file, file.relative_to(root.parent))
    return bundle


def store(office: Project) -> str:
    return (office.root / "ข้อมูล" / "store").read_text("utf-8")


def calls(office: Project) -> list[str]:
    lines = (office.root / "ข้อมูล" / "calls").read_text("utf-8").splitlines()
    return [" ".join(line.split()[:2]) for line in lines]


def test_update_then_back(office: Miniature, tmp_path: Path, capfd: pytest.CaptureFixture[str]) -> None:
    assert main(["update", str(new_version(tmp_path, "two")), "--no-start"], office) == 0
    assert calls(office) == ["one backup", "one put-aside", "two migrate"]
    assert store(office) == "one made two"
    assert main(["status"], office) == 0
    assert "status of two" in capfd.readouterr().out
    assert main(["back", "--no-start"], office) == 1
    assert "back --yes" in capfd.readouterr().err
    assert main(["back", "--yes", "--no-start"], office) == 0
    assert store(office) == "one"
    assert main(["status"], office) == 0
    assert "status of one" in capfd.readouterr().out
    assert main(["back", "--yes"], office) == 1
    assert "ไม่มีรุ่นก่อนให้กลับ" in capfd.readouterr().err


def test_the_same_packages_are_not_installed_twice(office: Miniature, tmp_path: Path) -> None:
    assert main(["update", str(new_version(tmp_path, "two")), "--no-start"], office) == 0
    second = program(office, standing(office).current)
    assert second.root != office.root
    assert second.venv == office.venv
    assert len(office.pip_calls()) == 1


def test_only_this_version_and_the_one_before_stay(office: Miniature, tmp_path: Path) -> None:
    names = []
    for version in ("two", "three", "four"):
        assert main(["update", str(new_version(tmp_path, version)), "--no-start"], office) == 0
        names.append(standing(office).current)
    folders = {p.name for p in (office.root / "versions").iterdir() if p.is_dir()}
    assert folders == set(names[1:])


@pytest.mark.parametrize(
    ("fails", "told"),
    [("migrate", "รุ่นใหม่ปรับข้อมูลไม่ได้"), ("nothing.zip", "ไม่พบ"), ("torn", "เปิดไม่ได้"), ("other", "ไม่ใช่โปรแกรมนี้")],
)
def test_what_fails_leaves_the_old_version_with_its_data(
    fails: str, told: str, office: Miniature, tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    bundle = new_version(tmp_path, "two", fails=fails)
    if fails == "nothing.zip":
        bundle = tmp_path / fails
    if fails == "torn":
        bundle.write_bytes(bundle.read_bytes()[:2000])
    if fails == "other":
        with zipfile.ZipFile(bundle, "w") as archive:
            archive.writestr("../../outside.txt", "x")
    assert main(["update", str(bundle), "--no-start"], office) == 1
    assert told in capfd.readouterr().err
    assert store(office) == "one"
    assert standing(office).current == ""
    assert [p for p in (office.root / "versions").glob("*") if p.is_dir()] == []
    assert not (tmp_path / "outside.txt").exists()


def test_without_a_backup_there_is_no_update(
    office: Miniature, tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    write_cli(office.root, "one", fails="backup")
    assert main(["update", str(new_version(tmp_path, "two")), "--no-start"], office) == 1
    assert "ยังไม่ได้ปรับรุ่น" in capfd.readouterr().err
    assert standing(office).current == ""


def test_a_git_clone_fetches_by_itself(
    office: Miniature, tmp_path: Path, capfd: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    for name, value in (
        ("AUTHOR_NAME", "a"),
        ("AUTHOR_EMAIL", "a@b"),
        ("COMMITTER_NAME", "a"),
        ("COMMITTER_EMAIL", "a@b"),
    ):
        monkeypatch.setenv(f"GIT_{name}", value)

    def git(*words: str, folder: Path) -> None:
        subprocess.run(["git", "-c", "init.defaultBranch=main", *words], cwd=folder, check=True, capture_output=True)

    source = tmp_path / "origin"
    bundle = new_version(tmp_path, "two")
    with zipfile.ZipFile(bundle) as archive:
        archive.extractall(source)
    source = source / "thun-two"
    git("init", folder=source)
    git("add", "-A", folder=source)
    git("commit", "-m", "two", folder=source)
    assert main(["update", "--no-start"], office) == 1
    assert "update <แฟ้ม zip>" in capfd.readouterr().err
    git("init", folder=office.root)
    git("remote", "add", "origin", str(source), folder=office.root)
    assert main(["update", "--no-start"], office) == 0
    assert calls(office)[-1] == "two migrate"


def test_a_command_of_the_current_version_is_handed_its_words_and_places(
    office: Miniature, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("THUN_BACKUP_COPY", "s3://thun/สำนักงาน")
    (office.root / ".streamlit").mkdir()
    (office.root / ".streamlit" / "secrets.toml").write_text("", "utf-8")
    assert main(["update", str(new_version(tmp_path, "two")), "--no-start"], office) == 0
    second = program(office, standing(office).current)
    (second.root / "lib" / "cli.py").write_text(
        "import json, os, sys; print(json.dumps([sys.argv[1:], *map(os.environ.get, ('THUN_SECRETS', 'THUN_BACKUP_COPY'))]))",
        "utf-8",
    )
    capfd.readouterr()
    assert main(["restore", "แฟ้ม หนึ่ง.zip"], office) == 0
    said = json.loads(capfd.readouterr().out)
    secrets = str(office.root / ".streamlit" / "secrets.toml")
    assert said == [["restore", "แฟ้ม หนึ่ง.zip"], secrets, "s3://thun/สำนักงาน"]


def test_data_inside_the_program_is_moved_out_first(
    office: Miniature, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    (office.root / ".data").mkdir()
    cli = office.root / "lib" / "cli.py"
    cli.write_text("import sys; print('asked', sys.argv[1:]); sys.exit(sys.argv[1] == 'move-data')", "utf-8")
    assert main(["update", str(new_version(tmp_path, "two")), "--no-start"], office) == 0
    assert "move-data" not in capfd.readouterr().out  # THUN_DATA_DIR says where the data is
    monkeypatch.delenv("THUN_DATA_DIR")
    shutil.rmtree(office.root / "versions")
    assert main(["update", str(new_version(tmp_path, "three")), "--no-start"], office) == 1
    said = capfd.readouterr()
    assert "asked ['move-data']" in said.out
    assert "backup" not in said.out
    assert "ยังไม่ได้ปรับรุ่น" in said.err


def test_ctrl_c_in_a_version_that_was_handed_the_start_ends_as_it_does_there(
    without_assets: Miniature, tmp_path: Path
) -> None:
    program = tmp_path / "child.py"
    program.write_text(
        "import signal, sys, time\n"
        "signal.signal(signal.SIGINT, lambda *_: sys.exit(0))\n"
        "print('ready', flush=True)\n"
        "time.sleep(60)\n",
        "utf-8",
    )
    code = "from pathlib import Path; from tools.children import hand_over; import sys; "
    code += f"sys.exit(hand_over([sys.executable, {str(program)!r}], cwd=Path('.')))"
    careful = "import signal; signal.signal(signal.SIGINT, signal.default_int_handler); "
    child = subprocess.Popen(
        [sys.executable, "-c", careful + code],
        cwd=without_assets.root,
        stdout=subprocess.PIPE,
        text=True,
        start_new_session=True,
    )
    assert child.stdout is not None
    assert child.stdout.readline() == "ready\n"
    os.killpg(child.pid, signal.SIGINT)
    assert child.wait(30) == 0
    child.stdout.close()


def test_words_that_mean_nothing_are_told(office: Miniature, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["update", "--now"], office) == 2
    assert "--no-start" in capsys.readouterr().err
