"""``run.py sheets doctor | fill | sync`` reaches the sheets: the whole way, launcher to Google and back."""

from __future__ import annotations

import shutil
import sysconfig
from collections.abc import Iterator

import pytest

from tests.run.conftest import Miniature
from tests.sheets.conftest import EMAIL
from tests.sheets_double.__main__ import secrets
from tests.sheets_double.book import Book
from tests.sheets_double.phone import Phone
from tests.sheets_double.server import Double
from tools.commands import main
from tools.project import HERE


@pytest.fixture
def app(project: Miniature) -> Miniature:
    """The miniature with the app in it, whose packages are those that the tests run with."""
    shutil.copytree(HERE.root / "lib", project.root / "lib", dirs_exist_ok=True)
    shutil.copytree(HERE.root / "data" / "geo", project.root / "data" / "geo")
    shutil.copytree(HERE.root / "data" / "reference", project.root / "data" / "reference")
    (project.site_packages() / "packages.pth").write_text(sysconfig.get_path("purelib") + "\n", "utf-8")
    return project


@pytest.fixture
def book(app: Miniature, monkeypatch: pytest.MonkeyPatch) -> Iterator[Book]:
    """An empty shared spreadsheet that the app's settings name."""
    monkeypatch.setenv("THUN_DATA_DIR", str(app.root / "kept"))
    monkeypatch.setenv("THUN_SECRETS", str(app.root / "secrets.toml"))
    monkeypatch.delenv("DATABASE_URL", raising=False)
    with Double(reads=10**6, writes=10**6).running() as google:
        book = google.add("ทะเบียน", EMAIL)
        settings = secrets(google, {book.key: ("ปราจีนบุรี", "TH-25")}, 2)
        (app.root / "secrets.toml").write_text(settings, encoding="utf-8")
        yield book


@pytest.mark.long
def test_doctor_fill_and_sync(app: Miniature, book: Book, capfd: pytest.CaptureFixture[str]) -> None:
    assert main(["sheets", "doctor"], app) == 0
    assert "! ปราจีนบุรี: ชีตยังว่าง" in capfd.readouterr().out
    assert main(["sheets", "fill", "ปราจีนบุรี"], app) == 0
    assert "เพิ่มแท็บ องค์กร" in capfd.readouterr().out
    tab = book.sheet("องค์กร")
    for column, text in ((1, "กลุ่ม ก"), (2, "กลุ่ม/วิสาหกิจชุมชน")):
        Phone(book).types_at(tab, 1, column, text)
    assert main(["sheets", "sync"], app) == 0
    assert "เข้า 1" in capfd.readouterr().out
    assert main(["sheets", "sync", "ไม่มี"], app) == 1
    assert "ไม่มีชีต ไม่มี" in capfd.readouterr().err


def test_a_mistyped_wish_names_the_possible_ones(app: Miniature, capfd: pytest.CaptureFixture[str]) -> None:
    assert main(["sheets", "mend"], app) == 2
    assert "'doctor', 'sync', 'fill'" in capfd.readouterr().err
