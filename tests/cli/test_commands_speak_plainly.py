"""``python3 run.py <command>`` for the person who looks after the app."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from lib import cli
from lib.store import opening
from lib.ui.frame import catalogue


@pytest.fixture
def folder(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, sqlite_template: Path, fresh_process: None
) -> Iterator[Path]:
    """A data folder of its own, already seeded."""
    import shutil

    shutil.copy(sqlite_template, tmp_path / "own.sqlite")
    shutil.copy(sqlite_template, tmp_path / "practice.sqlite")
    monkeypatch.setenv("THUN_DATA_DIR", str(tmp_path))
    monkeypatch.delenv("DATABASE_URL", raising=False)
    yield tmp_path
    for world in ("own", "practice"):
        opening.opened(world).database.close()


@pytest.mark.long
def test_backup_and_restore(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert cli.main(["restore"]) == 1
    assert "ยังไม่มีแฟ้มสำรอง" in capsys.readouterr().err
    assert cli.main(["backup"]) == 0
    assert cli.main(["restore", "1", "--yes"]) == 0
    assert "นำกลับมา" in capsys.readouterr().out
    assert len(list((folder / "backups" / "own").glob("*.zip"))) == 2


@pytest.mark.long
def test_practice_is_made_anew(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert cli.main(["practice", "--seed", "7"]) == 0
    assert cli.main(["practice"]) == 0
    assert "practice records" in capsys.readouterr().out


def test_migrate_says_where_and_documents_are_written(
    folder: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    assert cli.main(["migrate"]) == 0
    monkeypatch.setattr(cli, "DICTIONARY", folder / "docs" / "dictionary.md")
    assert cli.main(["migration", "nothing"]) == 0
    assert "Nothing changed" in capsys.readouterr().out
    assert "พจนานุกรมข้อมูล" in (folder / "docs" / "dictionary.md").read_text(encoding="utf-8")
    monkeypatch.setattr(catalogue, "update", lambda: (0, 0))
    assert cli.main(["words"]) == 0
