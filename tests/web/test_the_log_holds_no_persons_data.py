"""The log file: starts, backups, errors under the number a person reads out – and no word that anybody typed."""

from __future__ import annotations

import ast
import logging
import stat
from collections.abc import Iterator
from pathlib import Path

import pytest

from lib.config import ROOT, forget_everything
from lib.ui.frame import failure
from lib.ui.frame.speech import words
from lib.web import listening, logbook
from lib.web.logbook import ensure_log, note, note_start

MARKED = "สมศรี-0812345678"


@pytest.fixture
def log(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, fresh_process: None) -> Iterator[Path]:
    """The log file of a process that has just started."""
    monkeypatch.setenv("THUN_DATA_DIR", str(tmp_path))
    file = ensure_log()
    assert file is not None
    yield file
    logbook.close_log()


def test_a_failure_is_found_by_its_number_without_what_was_typed(log: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    shown: list[str] = []
    monkeypatch.setattr(failure.st, "error", lambda text, **_: shown.append(text))
    typed = {"name": MARKED}
    try:
        {}[MARKED]
    except KeyError:
        failure.show_failure(words("th"))
    assert typed
    (line,) = log.read_text("utf-8").splitlines()
    number = line.split("failure ")[1].split()[0]
    assert number in shown[0]
    assert " ERROR thun failure " in line
    assert "KeyError" in line
    assert MARKED not in line
    assert "0812345678" not in line


def test_the_places_of_an_error_are_told_and_nothing_of_its_values(log: Path) -> None:
    from lib.domain.thai_date import format_date

    try:
        format_date(MARKED)  # type: ignore[arg-type]
    except AttributeError as error:
        logging.getLogger("thun").exception("failure %s", error, extra={"number": "3fa2b1"})
    line = log.read_text("utf-8")
    assert "failure 3fa2b1 AttributeError lib/domain/thai_date.py:" in line
    assert MARKED not in line


def test_kind_and_places_are_told_as_well_where_values_are_kept_out_of_the_window(log: Path) -> None:
    from lib.domain.thai_date import format_date
    from lib.web.logs import LOGGERS, keep_values_out

    before = {name: [*logging.getLogger(name).filters] for name in LOGGERS}
    try:
        keep_values_out()
        try:
            format_date(MARKED)  # type: ignore[arg-type]
        except AttributeError:
            logging.getLogger("thun").exception("failure %s", "3fa2b1", extra={"number": "3fa2b1"})
    finally:
        for name, filters in before.items():
            logging.getLogger(name).filters[:] = filters
    line = log.read_text("utf-8")
    assert "failure 3fa2b1 AttributeError lib/domain/thai_date.py:" in line
    assert MARKED not in line


def test_of_other_libraries_only_the_kind_is_kept(log: Path) -> None:
    logging.getLogger("streamlit.x").error(f"could not read {MARKED}")
    logging.getLogger("streamlit.x").info("chatter")
    logging.getLogger("thun").warning("sheets: %s", MARKED)
    lines = log.read_text("utf-8").splitlines()
    assert [line.split(" ", 1)[1] for line in lines] == ["ERROR streamlit.x", "WARNING thun sheets:"]


def test_starts_and_backups_are_kept_and_only_the_owner_reads_them(log: Path) -> None:
    note_start("http://127.0.0.1:8501")
    note("backup", file="thun-1.zip")
    start, backup = log.read_text("utf-8").splitlines()
    assert " INFO thun start version=" in start
    assert "address=http://127.0.0.1:8501 " in start
    assert backup.endswith(" INFO thun backup file=thun-1.zip")
    assert stat.S_IMODE(log.stat().st_mode) == 0o600


def test_the_log_never_grows_without_end(log: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (handler,) = [h for h in logging.getLogger().handlers if isinstance(h, logbook._Private)]
    handler.maxBytes = 500
    for number in range(100):
        note("backup", file=f"thun-{number}.zip")
    assert len(list(log.parent.iterdir())) == logbook.FILES + 1
    assert sum(f.stat().st_size for f in log.parent.iterdir()) <= 500 * (logbook.FILES + 1)
    assert {stat.S_IMODE(f.stat().st_mode) for f in log.parent.iterdir()} == {0o600}


def test_a_second_call_writes_nothing_twice_and_a_folder_that_refuses_is_a_sentence(
    log: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    assert ensure_log() == log
    note("backup")
    assert len(log.read_text("utf-8").splitlines()) == 1
    (tmp_path / "file").touch()
    monkeypatch.setenv("THUN_DATA_DIR", str(tmp_path / "file"))
    forget_everything()
    assert ensure_log() is None
    assert "The log in" in capsys.readouterr().err


def test_what_we_say_ourselves_is_constant() -> None:
    """Only the first words of a call reach the file: they may not be put together of anything."""
    wrong = []
    for file in (ROOT / "lib").rglob("*.py"):
        for node in ast.walk(ast.parse(file.read_text("utf-8"))):
            if (
                isinstance(node, ast.Call)
                and isinstance(node.func, ast.Attribute)
                and isinstance(node.func.value, ast.Name)
                and node.func.value.id in ("_log", "log", "logging", "logger")
                and node.func.attr in ("debug", "info", "warning", "error", "exception", "critical")
                and not isinstance(node.args[0], ast.Constant)
                and file.name != "logbook.py"
            ):
                wrong.append(f"{file.relative_to(ROOT)}:{node.lineno}")
    assert wrong == []


@pytest.mark.parametrize(
    ("settings", "address", "everywhere"),
    [
        ({}, "http://127.0.0.1:8501", True),
        ({"server.address": "127.0.0.1", "server.port": 8599}, "http://127.0.0.1:8599", False),
        ({"server.address": "::1", "server.baseUrlPath": "/thun/"}, "http://[::1]:8501/thun", False),
    ],
)
def test_a_start_by_home_alone_says_where_it_listens(
    settings: dict[str, object],
    address: str,
    everywhere: bool,
    log: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    defaults = {"server.port": 8501, "logger.hideWelcomeMessage": False}
    monkeypatch.setattr(listening.config, "get_option", lambda name: {**defaults, **settings}.get(name))
    listening.begin()
    listening.begin()
    said = capsys.readouterr().err
    assert said.count(f"เปิดที่ {address}") == 1
    assert ("เครื่องอื่นในเครือข่าย" in said) == everywhere
    assert f"address={address}" in log.read_text("utf-8")


def test_run_py_says_it_itself(log: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    options = {"server.port": 8501, "logger.hideWelcomeMessage": True}
    monkeypatch.setattr(listening.config, "get_option", options.get)
    listening.begin()
    assert capsys.readouterr().err == ""
