"""A sheet that the app did not lay out: proposed, confirmed by a person, then read – and never touched."""

from __future__ import annotations

from dataclasses import replace

import pytest

from lib.access.actors import OWN_MACHINE
from lib.actions.imports import importing
from lib.domain.errors import BadInput
from lib.insight.sheets import books as sheets
from lib.insight.source import Source
from lib.intake.tab_plan import How, TabPlan
from lib.store import imports
from lib.store.opening import Store
from tests.sheets.conftest import Connect, Field


@pytest.fixture
def own_layout(connect: Connect, sqlite_store: Store) -> Field:
    """An office's own list: a title, other headings, two groups."""
    field = connect(sqlite_store, fill=False)
    for row, line in enumerate(
        [
            ["บัญชีกลุ่ม จ.ปราจีนบุรี"],
            ["ที่", "ชื่อกลุ่ม", "ประเภท", "ตำบล", "อำเภอ", "สมาชิกกี่คน"],
            ["1", "กลุ่มทอผ้า", "กลุ่ม/วิสาหกิจชุมชน", "เขาไม้แก้ว", "กบินทร์บุรี", "๔๒"],
            ["2", "กลุ่มข้าว", "กลุ่ม/วิสาหกิจชุมชน", "บ่อทอง", "กบินทร์บุรี", "12"],
        ]
    ):
        for column, text in enumerate(line):
            field.phone.types_at(field.book.sheets[0], row, column, text)
    return field


def job(field: Field) -> imports.Job:
    with field.store.database.reading() as connection:
        (found,) = imports.live(connection)
    return found


def confirm(field: Field) -> None:
    (plan,) = [TabPlan.from_json(p) for p in job(field).plans]
    assert (plan.kind, plan.confirmed) == ("organisation", False)
    columns = tuple(
        replace(c, target="members", how=How.CHOSEN) if c.heading == "สมาชิกกี่คน" else c for c in plan.columns
    )
    importing.set_plan(field.store, OWN_MACHINE, job(field).id, [replace(plan, columns=columns, confirmed=True)])


def test_nothing_is_read_before_a_person_says_what_it_is(own_layout: Field) -> None:
    own_layout.look()
    assert own_layout.stored("organisation") == []
    (state,) = sheets.books(Source(own_layout.store))
    assert state.unconfirmed == 1
    with pytest.raises(BadInput, match="cannot be changed here"):
        importing.replan(own_layout.store, OWN_MACHINE, job(own_layout).id, "ชีต1", "event")


def test_a_confirmed_sheet_is_read_and_its_edits_follow_without_ids(own_layout: Field) -> None:
    own_layout.look()
    confirm(own_layout)
    before = [[c.value for c in line] for line in own_layout.book.sheets[0].rows]
    own_layout.look()
    assert {s.record.name: s.record.members for s in own_layout.stored("organisation")} == {"กลุ่มทอผ้า": 42, "กลุ่มข้าว": 12}
    assert own_layout.one("organisation", "กลุ่มทอผ้า").record.area == "TH-250213"
    assert [[c.value for c in line] for line in own_layout.book.sheets[0].rows] == before
    assert all(c.kind != "write" for c in own_layout.google.calls)
    own_layout.phone.types_at(own_layout.book.sheets[0], 2, 5, "43")
    own_layout.phone.types_at(own_layout.book.sheets[0], 3, 3, "เขาไม้แก้ว")
    own_layout.phone.sorts("ชีต1", 5, 2)
    own_layout.look()
    assert {s.record.name: s.record.members for s in own_layout.stored("organisation")} == {"กลุ่มทอผ้า": 43, "กลุ่มข้าว": 12}
    assert own_layout.one("organisation", "กลุ่มข้าว").record.area == "TH-250213"
