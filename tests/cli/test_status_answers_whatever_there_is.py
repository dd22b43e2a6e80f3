"""``python3 run.py status``: a line for each thing, in both languages, on every kind of store – and it changes nothing."""

from __future__ import annotations

import os
import shutil
import sqlite3
from collections.abc import Callable
from contextlib import closing
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from lib import cli, config
from lib.config import Settings, forget_everything
from lib.insight.country import office
from lib.insight.country.office import BAD, GOOD, WARN, Line, human_size, office_status

NOW = datetime(2026, 11, 26, 12, 0, tzinfo=UTC)


@pytest.fixture
def status(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, fresh_process: None) -> Callable[[], str]:
    """What the command prints for the data in `tmp_path`."""
    monkeypatch.setenv("THUN_DATA_DIR", str(tmp_path))
    monkeypatch.setenv("THUN_SECRETS", str(tmp_path / "secrets.toml"))
    monkeypatch.delenv("DATABASE_URL", raising=False)

    def run() -> str:
        forget_everything()
        assert cli.main(["status"]) == 0
        return capsys_of()

    capsys_of = _reader(monkeypatch)
    return run


def _reader(monkeypatch: pytest.MonkeyPatch) -> Callable[[], str]:
    said: list[str] = []
    monkeypatch.setattr("builtins.print", lambda *words, **_: said.append(" ".join(map(str, words))))

    def read() -> str:
        text = "\n".join(said)
        said.clear()
        return text

    return read


def at_revision(file: Path, revision: str) -> None:
    with closing(sqlite3.connect(file)) as connection, connection:
        connection.execute("update alembic_version set version_num = ?", (revision,))


def test_a_store_that_is_not_there_is_not_made(status: Callable[[], str], tmp_path: Path) -> None:
    assert "ยังไม่มีข้อมูล จะสร้างเมื่อเปิดครั้งแรก" in status()
    assert list(tmp_path.iterdir()) == []


def test_a_sound_store(status: Callable[[], str], tmp_path: Path, sqlite_template: Path) -> None:
    shutil.copy(sqlite_template, tmp_path / "own.sqlite")
    said = status()
    assert "✓ ข้อมูล · Data" in said
    for words in ("รุ่นของโปรแกรม · Version: 0.", "พร้อมใช้ · schema ", "Free disk space", "not connected", "thun.log"):
        assert words in said
    assert "Last verified restore" in said


def test_a_damaged_a_newer_and_an_older_store_are_sentences(
    status: Callable[[], str], tmp_path: Path, sqlite_template: Path
) -> None:
    own = tmp_path / "own.sqlite"
    own.write_bytes(b"no database" * 1000)
    assert "แฟ้มเสียหาย" in status()
    shutil.copy(sqlite_template, own)
    with own.open("r+b") as file:  # torn in the middle
        file.seek(4096)
        file.write(os.urandom(4096 * 20))
    assert "the file is damaged" in status()
    shutil.copy(sqlite_template, own)
    at_revision(own, "ffff00000000")
    before = own.read_bytes()
    said = status()
    assert "โปรแกรมรุ่นใหม่กว่าเคยปรับข้อมูลนี้แล้ว" in said
    assert "python3 run.py back" in said
    assert "docs/office-trouble.md" in said
    assert own.read_bytes() == before
    with closing(sqlite3.connect(own)) as connection:
        assert connection.execute("select version_num from alembic_version").fetchone() == ("ffff00000000",)


@pytest.mark.parametrize(
    ("url", "told"),
    [("mysql://root:hemlig@h/d", "(mysql)"), ("::", "อ่านไม่ออก"), ("postgresql://a:hemlig@127.0.0.1:1/x", "")],
)
def test_a_server_that_is_none_is_a_sentence_without_its_password(
    url: str, told: str, status: Callable[[], str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("DATABASE_URL", url)
    said = status()
    assert "✗ ข้อมูล" in said
    assert told in said
    assert "hemlig" not in said


def test_a_wrong_address_of_a_database_ends_every_command_in_a_sentence(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, fresh_process: None, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("THUN_DATA_DIR", str(tmp_path))
    monkeypatch.setenv("DATABASE_URL", "mysql://root:hemlig@h/d")
    assert cli.main(["migrate"]) == 1
    said = capsys.readouterr().err
    assert "DATABASE_URL ใช้ไม่ได้" in said
    assert "hemlig" not in said


def lines(folder: Path) -> dict[str, Line]:
    chosen = Settings(folder, "", False, False, "", folder / "secrets.toml")
    return {line.label_en: line for line in office_status(chosen, NOW)}


def test_the_newest_backup_and_the_last_proved_one(tmp_path: Path) -> None:
    kept = tmp_path / "backups" / "own"
    kept.mkdir(parents=True)
    assert lines(tmp_path)["Newest backup"].state == GOOD  # nothing to back up yet
    for days, name in ((40, "thun-a.zip"), (9, "thun-b.zip")):
        (kept / name).touch()
        moment = (NOW - timedelta(days=days)).timestamp()
        os.utime(kept / name, (moment, moment))
    found = lines(tmp_path)
    assert found["Newest backup"].state == WARN
    assert "thun-b.zip" in found["Newest backup"].th
    assert "17 พ.ย. 2569" in found["Newest backup"].th
    assert found["Last verified restore"].state == WARN
    (kept / "checked.json").write_text('{"good": {"thun-b.zip": "2026-11-20T01:00:00+00:00"}}')
    assert lines(tmp_path)["Last verified restore"].text("en") == "20 Nov 2026 08:00"
    for rubbish in ("[]", '{"good": 3}', '{"good": {"a": "yesterday"}}', "{"):
        (kept / "checked.json").write_text(rubbish)
        assert lines(tmp_path)["Last verified restore"].state == WARN


def test_the_log_tells_address_and_errors_of_the_last_day(tmp_path: Path) -> None:
    log = tmp_path / "logs" / "thun.log"
    log.parent.mkdir()
    log.with_name("thun.log.1").write_text(
        "2026-11-20T01:00:00+00:00 INFO thun start version=0.5.0 address=http://127.0.0.1:9 process=1\n"
        "2026-11-24T01:00:00+00:00 ERROR thun failure aaaaaa ValueError\n",
        "utf-8",
    )
    log.write_text(
        "2026-11-26T11:00:00+00:00 ERROR thun failure 3fa2b1 KeyError lib/x.py:3\n"
        "2026-11-26T11:30:00+00:00 ERROR streamlit RuntimeError\nhalf a li\n\n2026-13-26T11:30:00 ERROR x y\n",
        "utf-8",
    )
    found = lines(tmp_path)
    assert found["Errors of the last day"].th == "2 ครั้ง · เลข 3fa2b1"
    assert found["Address"].en == "http://127.0.0.1:9 is closed"


def test_data_inside_the_programs_folder_is_offered_to_move(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    assert "Where it is kept" not in lines(tmp_path)
    monkeypatch.setattr(office, "OLD_DATA", tmp_path)
    assert "python3 run.py move-data" in lines(tmp_path)["Where it is kept"].th


def test_a_disk_with_little_room_has_to_be_mended(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(office, "LITTLE_ROOM", 10**18)
    assert lines(tmp_path / "not" / "made")["Free disk space"].state == BAD


@pytest.mark.parametrize(
    ("size", "told"),
    [(12, "12 B"), (1_500, "1.5 KB"), (12_000, "12 KB"), (3_400_000, "3.4 MB"), (1_200_000_000, "1.2 GB")],
)
def test_sizes_are_read_by_people(size: int, told: str) -> None:
    assert human_size(size) == told


@pytest.mark.parametrize(
    ("system", "env", "folder"),
    [
        ("linux", {"HOME": "/home/s"}, "/home/s/.local/share/thun-chumchon"),
        ("linux", {"HOME": "/home/s", "XDG_DATA_HOME": "/data/s"}, "/data/s/thun-chumchon"),
        ("linux", {"HOME": "/home/s", "XDG_DATA_HOME": "data"}, "/home/s/.local/share/thun-chumchon"),
        ("darwin", {"HOME": "/Users/s"}, "/Users/s/Library/Application Support/ThunChumchon"),
        ("win32", {"LOCALAPPDATA": "C:/Users/s/AppData/Local"}, "C:/Users/s/AppData/Local/ThunChumchon"),
        ("win32", {"USERPROFILE": "C:/Users/s"}, "C:/Users/s/AppData/Local/ThunChumchon"),
    ],
)
def test_each_system_has_its_place_for_a_persons_data(system: str, env: dict[str, str], folder: str) -> None:
    assert config.personal_folder(env, system) == Path(folder)


def test_a_new_install_keeps_its_data_outside_the_program_and_an_old_one_where_it_is(tmp_path: Path) -> None:
    env = {"HOME": str(tmp_path / "home"), "USERPROFILE": str(tmp_path / "home")}
    old = tmp_path / ".data"
    assert config.data_folder(env, old) == config.personal_folder(env)
    old.mkdir()
    assert config.data_folder(env, old) == old
    assert config.data_folder({**env, "THUN_DATA_DIR": "/x"}, old) == Path("/x")
    assert config.data_folder({}, tmp_path / "none") == tmp_path / "none"


def test_the_key_to_google_may_lie_beside_the_data(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(config, "ROOT", tmp_path)
    here = tmp_path / ".streamlit" / "secrets.toml"
    assert config.secrets_file({}, tmp_path) == here
    (tmp_path / "secrets.toml").touch()
    assert config.secrets_file({}, tmp_path) == tmp_path / "secrets.toml"
    here.parent.mkdir()
    here.touch()
    assert config.secrets_file({}, tmp_path) == here
    assert config.secrets_file({"THUN_SECRETS": "/k"}, tmp_path) == Path("/k")
