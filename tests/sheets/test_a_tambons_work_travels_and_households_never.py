"""Tambon surveys, plans and follow-ups travel with the workbooks; households have no tab there."""

from __future__ import annotations

import pytest

from lib.access.actors import OWN_MACHINE
from lib.actions.records.saving import save_typed
from lib.actions.tambon import work as tambon_work
from lib.schema.field import Sync
from lib.schema.registry import KINDS
from tests.actions.survey.household_forms import AREA, YEAR, certify_plan, visit
from tests.sheets.conftest import Field


@pytest.fixture
def field(whole_field: Field) -> Field:
    """A book with tabs of every kind."""
    return whole_field


@pytest.fixture
def work(field: Field) -> str:
    """A workspace with a survey and a plan line, and a household that stays at home."""
    made = tambon_work.begin(field.store, OWN_MACHINE, AREA, YEAR)
    for kind_id, told in (
        ("tambon_survey", {"population": "4,200", "location": "ริมน้ำเมย"}),
        ("plan_line", {"text": "ทำปุ๋ย", "indicator": "ค่าปุ๋ย", "baseline": "9,600", "target": "5,000", "better": "down"}),
    ):
        save_typed(field.store, OWN_MACHINE, kind_id, {"work": made, **told})
    visit(field.store, 1)
    field.look()
    return made


def test_the_workspace_and_its_parts_stand_on_the_sheet(field: Field, work: str) -> None:
    assert field.rows("tambon_survey", "location") == ["ริมน้ำเมย"]
    assert field.rows("plan_line", "text") == ["ทำปุ๋ย"]
    assert len(field.rows("tambon_step", "step")) == 7
    (name,) = field.rows("tambon_work", "name")
    field.types("plan_follow_up", 1, work=name, line=f"{name} › ทำปุ๋ย", on_day="1 ก.พ. 2569", value="8,000")
    field.types("tambon_survey", 1, population="๔,๓๐๐")
    field.look()
    (told,) = field.stored("plan_follow_up")
    assert (told.record.value, told.record.work) == (8000.0, work)
    assert field.stored("tambon_survey")[0].record.population == 4300


def test_a_certified_plan_does_not_move_by_a_row(field: Field, work: str) -> None:
    certify_plan(field.store, work)
    field.look()
    field.types("plan_line", 1, target="1")
    field.look()
    field.look()
    assert field.stored("plan_line")[0].record.target == 5000.0


def test_private_kinds_have_no_tab(field: Field, work: str) -> None:
    private = {k for k, m in KINDS.items() if m.about.private}
    assert {"household_survey", "household_health", "person"} <= private
    assert all(KINDS[k].about.sync is Sync.NONE for k in private)
    titles = {sheet.title for sheet in field.book.sheets}
    assert KINDS["tambon_survey"].about.th in titles
    assert not {KINDS[k].about.th for k in private} & titles
