"""Pages are built for a reader without binding one action: no screen holds a way to write."""

from __future__ import annotations

from typing import Any

import pytest
from sqlalchemy import select

from lib.access.actors import READER
from lib.actions import acts as acts_module
from lib.actions.binding import Binding
from lib.insight.source import source
from lib.store.tables import table
from lib.ui.frame import shell
from lib.ui.frame.registry import PAGES
from tests.pages.conftest import Open

#: Pages that offer something to do, to those who may.
WITH_ACTS = {
    "about",
    "area",
    "canvas",
    "forum",
    "households",
    "imports",
    "people",
    "quality",
    "records",
    "results",
    "sheets",
    "tambon",
}


@pytest.fixture
def made(monkeypatch: pytest.MonkeyPatch) -> list[Binding]:
    """Every binding made while a test runs; there is no other way to bind an action (see the laws)."""
    found: list[Binding] = []

    def noted(*given: Any) -> Binding:
        found.append(Binding(*given))
        return found[-1]

    monkeypatch.setattr(acts_module, "Binding", noted)
    return found


def as_reader(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(shell, "current_actor", lambda: READER)


@pytest.mark.parametrize("page", [p.id for p in PAGES])
def test_a_page_binds_actions_for_a_writer_and_none_for_a_reader(
    open_page: Open, page: str, made: list[Binding], monkeypatch: pytest.MonkeyPatch
) -> None:
    open_page(page, world="practice")
    assert bool(made) == (page in WITH_ACTS)
    made.clear()
    as_reader(monkeypatch)
    open_page(page, world="practice")
    assert made == []


def first(kind_id: str) -> str:
    with source("practice").store.database.reading() as connection:
        rows = table(kind_id)
        return str(connection.scalar(select(rows.c.id).order_by(rows.c.id).limit(1)))


CANVAS = ("walk", "board", "numbers", "rollup", "follow", "paper", "versions", "head")
WORK = ("steps", "survey", "decide", "plan", "follow", "lessons", "assess", "climb", "head")


@pytest.mark.parametrize("part", CANVAS)
def test_a_canvas_is_read_without_acts(
    open_page: Open, part: str, made: list[Binding], monkeypatch: pytest.MonkeyPatch
) -> None:
    as_reader(monkeypatch)
    app = open_page("canvas", world="practice", canvas=first("canvas"), part=part)
    assert made == []
    assert not app.error
    assert not any(e.label in ("เอาออก", "บันทึกไตรมาส") for e in app.button)


@pytest.mark.parametrize("part", WORK)
def test_a_workspace_is_read_without_acts(
    open_page: Open, part: str, made: list[Binding], monkeypatch: pytest.MonkeyPatch
) -> None:
    as_reader(monkeypatch)
    app = open_page("tambon", world="practice", work=first("tambon_work"), part=part)
    assert made == []
    assert not app.error
    assert not any(e.label in ("บันทึก", "แก้", "ปลดล็อก", "รายงานขั้นนี้") for e in app.button)
