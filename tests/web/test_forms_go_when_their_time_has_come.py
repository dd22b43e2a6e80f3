"""Beside the pages, once a day, what retention promises is done."""

from __future__ import annotations

import time
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest

from lib.access.actors import OWN_MACHINE
from lib.insight.source import source
from lib.insight.survey.rounds import forms
from lib.store import opening
from lib.store.tables import table
from lib.web import background
from tests.actions.survey.household_forms import AREA, visit


@pytest.fixture
def served(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, sqlite_template: Path, fresh_process: None
) -> Iterator[None]:
    (tmp_path / "own.sqlite").write_bytes(sqlite_template.read_bytes())
    monkeypatch.setenv("THUN_DATA_DIR", str(tmp_path))
    yield
    background.stop_keeper()
    opening.opened().database.close()


@pytest.mark.usefixtures("served")
def test_a_sweep_erases_what_is_due_and_old_backups(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(background, "FIRST_SWEEP_SECONDS", 0.01)
    store = source("own").store
    visit(store, 1, surveyed_on="1 พ.ย. 2564")
    rows = table("household_survey")
    with store.database.writing() as connection:
        connection.execute(rows.update().values(created_at=datetime(2021, 11, 2, tzinfo=UTC)))
    store.backups.mkdir(parents=True)
    old = store.backups / "thun-20200101-000000-000000-manual.zip"
    old.touch()
    background.ensure_keeper()
    background.ensure_keeper()
    until = time.monotonic() + 120
    while forms(source("own"), AREA, 2565) and time.monotonic() < until:
        time.sleep(0.05)
    assert forms(source("own"), AREA, 2565) == []
    assert not old.exists()
    assert OWN_MACHINE.may_write
    assert background.sweep() == 0
