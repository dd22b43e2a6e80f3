"""Beside the pages, once a day, what retention promises is done."""

from __future__ import annotations

import logging
import time
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest

from lib.actions.survey.retention import Swept
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
def test_a_sweep_tells_of_what_is_due_and_backs_the_store_up(
    monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.INFO, "thun")
    monkeypatch.setattr(background, "FIRST_SWEEP_SECONDS", 0.01)
    store = source("own").store
    visit(store, 1, surveyed_on="1 พ.ย. 2564")
    rows = table("household_survey")
    with store.database.writing() as connection:
        connection.execute(rows.update().values(created_at=datetime(2021, 11, 2, tzinfo=UTC)))
    background.ensure_keeper()
    background.ensure_keeper()
    until = time.monotonic() + 120
    # The file stands before it is read through and told of.
    while "backup" not in [r.message for r in caplog.records] and time.monotonic() < until:
        time.sleep(0.05)
    background.stop_keeper()
    assert len(list(store.backups.glob("*-daily.zip"))) == 1
    assert [r.message for r in caplog.records].count("backup") == 1, "the log tells of it"
    assert len(forms(source("own"), AREA, 2565)) == 1, "told of first, not erased at once"
    with store.database.reading() as connection:
        assert connection.execute(table("expiry").select()).mappings().one()["hidden_on"] is None
    assert background.sweep() == Swept()
