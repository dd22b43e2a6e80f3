"""``python3 run.py sheets doctor | sync | fill``, and the poller that starts with the server."""

from __future__ import annotations

import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from lib import cli
from lib.config import forget_everything
from lib.store import opening, records
from lib.web import background
from tests.sheets.conftest import EMAIL
from tests.sheets_double.__main__ import secrets
from tests.sheets_double.book import Book
from tests.sheets_double.phone import Phone
from tests.sheets_double.server import Double

#: The Google in a box is a server.
pytestmark = pytest.mark.server


@pytest.fixture
def book(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, fresh_process: None) -> Iterator[Book]:
    """An empty shared spreadsheet that the settings name."""
    monkeypatch.setenv("THUN_DATA_DIR", str(tmp_path))
    monkeypatch.setenv("THUN_SECRETS", str(tmp_path / "secrets.toml"))
    monkeypatch.delenv("DATABASE_URL", raising=False)
    with Double(reads=10**6, writes=10**6).running() as google:
        made = google.add("ทะเบียน", EMAIL)
        said = secrets(google, {made.key: ("ปราจีนบุรี", "TH-25")}, 2)
        (tmp_path / "secrets.toml").write_text(said, encoding="utf-8")
        yield made
        background.stop_poller()
    opening.opened().database.close()


def test_doctor_fill_and_sync(book: Book, capsys: pytest.CaptureFixture[str]) -> None:
    assert cli.main(["sheets", "doctor"]) == 0
    assert "! ปราจีนบุรี: ชีตยังว่าง" in capsys.readouterr().out
    assert cli.main(["sheets", "fill", "ปราจีนบุรี"]) == 0
    assert "เพิ่มแท็บ องค์กร" in capsys.readouterr().out
    tab = book.sheet("องค์กร")
    for column, text in ((1, "กลุ่ม ก"), (2, "กลุ่ม/วิสาหกิจชุมชน")):
        Phone(book).types_at(tab, 1, column, text)
    assert cli.main(["sheets", "sync"]) == 0
    said = capsys.readouterr().out
    assert "1/1 ปราจีนบุรี" in said
    assert "เข้า 1" in said
    assert cli.main(["sheets", "sync", "ไม่มี"]) == 1
    assert "ไม่มีชีต ไม่มี" in capsys.readouterr().err
    book.shared.clear()
    assert cli.main(["sheets", "sync"]) == 1
    assert EMAIL in capsys.readouterr().err


def test_wrong_settings_are_said(book: Book, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "secrets.toml").write_text("[[workbooks]]\nname = 'ก'\n", encoding="utf-8")
    assert cli.main(["sheets", "fill"]) == 1
    assert "ไม่มี url หรือ key" in capsys.readouterr().err
    assert background.ensure_poller() is None
    assert "ไม่มี url หรือ key" in capsys.readouterr().err
    assert background.ensure_poller() is None
    assert not capsys.readouterr().err, "said once a process"
    forget_everything()
    said = "[google]\napi_key='k'\n[[workbooks]]\nkey='abcdefghijklmn'\nscope='Mars'\n"
    (tmp_path / "secrets.toml").write_text(said, encoding="utf-8")
    assert background.ensure_poller() is not None, "the others are looked at all the same"
    assert "ไม่รู้จัก" in capsys.readouterr().err


def test_the_server_looks_by_itself(book: Book) -> None:
    poller = background.ensure_poller()
    assert poller is not None
    assert background.ensure_poller() is poller
    poller.fill(book.key)
    tab = book.sheet("องค์กร")
    for column, text in ((1, "กลุ่ม ก"), (2, "กลุ่ม/วิสาหกิจชุมชน")):
        Phone(book).types_at(tab, 1, column, text)
    until = time.monotonic() + 120
    found: list[records.Stored] = []
    while not found and time.monotonic() < until:
        time.sleep(0.2)
        with opening.opened().database.reading() as connection:
            found = [r for r in records.find(connection, "organisation") if r.origin == records.OWN]
    assert [r.record.title() for r in found] == ["กลุ่ม ก"]
