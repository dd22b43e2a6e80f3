"""No note of the app carries a verdict; what is missing is said or explained; what falls takes its rungs along."""

from __future__ import annotations

import random
from datetime import UTC, date, datetime
from typing import Any

import pytest
from sqlalchemy import update

from lib.access.actors import OWN_MACHINE, READER, TEAM, acting_as
from lib.actions.records import verifying
from lib.actions.records.attaching import attach, take_away
from lib.actions.records.saving import save_typed, withdraw
from lib.actions.records.verdicts import would_reopen
from lib.actions.tambon import work as tambon_work
from lib.domain.errors import BadInput, NotAllowed
from lib.domain.seven_steps import REST_ON_THE_PLAN
from lib.insight.country.progress import progress
from lib.insight.country.to_do import Amiss, to_do
from lib.insight.records.needs import needs_of
from lib.insight.source import Source
from lib.insight.tambon.work import read_work
from lib.intake.attached import BroughtFile
from lib.schema.ladders import TambonProgress
from lib.store.ladder_then import ladder_then
from lib.store.opening import Store
from lib.store.rung_proof import checks_of
from lib.store.tables import table
from tests.actions.survey.household_forms import AREA, YEAR, begin, certify_plan, stored
from tests.intake.attached_files import photo

KIND = "tambon_progress"
TEAM_HERE = acting_as(OWN_MACHINE, TEAM)


def put(store: Store, kind_id: str, record_id: str = "", **typed: Any) -> str:
    return save_typed(store, OWN_MACHINE, kind_id, typed, record_id=record_id).record.id


def planned(store: Store) -> str:
    """A workspace whose plan a meeting certified, with what the rung “plan” asks for."""
    work = begin(store)
    steps = {s.step: s.id for s in read(store, work).steps}
    told = {"work": work, "step": "2", "state": "done", "done_on": "1 ก.พ. 2569"}
    put(store, "tambon_step", steps["2"], **told)
    proof = {"name": "แบบสำรวจ", "type": "note", "text": "ครบ", "proves_kind": "tambon_step", "proves": steps["2"]}
    put(store, "evidence", **proof)
    put(store, "plan_line", work=work, text="ปุ๋ย", indicator="ค่าปุ๋ย", better="down", baseline="9", target="5")
    certify_plan(store, work)
    return work


def read(store: Store, work: str) -> Any:
    with store.database.reading() as connection:
        return read_work(connection, work)


def report(store: Store, work: str, rung: str = "plan") -> str:
    return tambon_work.report_rung(store, TEAM_HERE, work, rung, "แผนรับรองแล้ว")


def paper(store: Store, step: str) -> str:
    proof = {"name": "รายงานประชุม", "type": "file", "where_kept": "แฟ้มสภา", "proves_kind": KIND, "proves": step}
    return put(store, "evidence", **proof)


def step_of(store: Store, step: str) -> TambonProgress:
    found = stored(store, KIND, step).record
    assert isinstance(found, TambonProgress)
    return found


def verify(store: Store, step: str, in_spite: str = "") -> None:
    verifying.verify(store, OWN_MACHINE, KIND, step, "เจ้าหน้าที่ภาค", in_spite)


def test_the_apps_own_note_is_never_the_only_evidence(store: Store) -> None:
    step = report(store, planned(store))
    with pytest.raises(BadInput) as alone:
        verify(store, step)
    assert "บันทึกที่ระบบทำเอง" in alone.value.problems[0].th
    # A picture that a person attaches to the note is something to look at; taken away, the verdict falls.
    with store.database.reading() as connection:
        rows = table("evidence")
        (note,) = connection.execute(rows.select().where(rows.c.proves == step)).mappings().all()
    assert note["made_from"]
    file = attach(store, OWN_MACHINE, "evidence", note["id"], BroughtFile("ป้าย.jpg", photo((80, 60))))
    verify(store, step)
    assert step_of(store, step).status == "verified"
    take_away(store, OWN_MACHINE, file.id)
    assert step_of(store, step).status == "reported"
    with pytest.raises(BadInput):
        verify(store, step)
    paper(store, step)
    verify(store, step)


def test_a_verdict_from_before_that_rests_on_a_note_alone_no_longer_counts_and_is_told(store: Store) -> None:
    step = report(store, planned(store))
    with store.database.writing() as connection:
        rows = table(KIND)
        told = {"status": "verified", "verified_by": "ก่อนหน้า", "verified_at": stored(store, KIND, step).created_at}
        connection.execute(update(rows).where(rows.c.id == step).values(**told))
    assert progress(Source(store)).value.tambons[0].proved == 0
    assert [a.what for a in to_do(Source(store)).value.amiss if a.record_id == step] == [Amiss.NO_EVIDENCE]
    with store.database.reading() as connection:
        assert ladder_then(connection, KIND, datetime.now(UTC)).proved(AREA) == frozenset()
    paper(store, step)
    assert progress(Source(store)).value.tambons[0].proved == 2


def test_who_verifies_in_spite_of_something_missing_says_why_and_it_stands(store: Store) -> None:
    step = report(store, begin(store), "concrete")
    paper(store, step)
    with pytest.raises(BadInput) as missing:
        verify(store, step)
    said = missing.value.problems[0]
    assert said.field == "in_spite"
    assert "ขั้น 1–6 เสร็จและมีหลักฐานครบ" in said.th
    assert "เผยแพร่ผลสำรวจครัวเรือนแล้ว" in said.th
    assert step_of(store, step).status == "reported", "nothing was changed"
    verify(store, step, "  ตำบลทำมาก่อนมีระบบ เห็นงานจริง ")
    assert step_of(store, step).in_spite == "ตำบลทำมาก่อนมีระบบ เห็นงานจริง"
    verifying.unlock(store, OWN_MACHINE, KIND, step, "ดูใหม่")
    assert step_of(store, step).in_spite is None


def test_nothing_is_explained_where_nothing_is_missing(store: Store) -> None:
    step = report(store, planned(store))
    paper(store, step)
    verify(store, step, "เหตุผลที่ไม่ต้องใช้")
    assert step_of(store, step).in_spite is None


def test_a_tambon_without_a_workspace_is_asked_for_evidence_only(store: Store) -> None:
    step = put(store, KIND, area=AREA, rung="concrete", reached_on="19 ก.ย. 2566")
    paper(store, step)
    verify(store, step)
    assert step_of(store, step).status == "verified"


@pytest.mark.parametrize("falls", ["step", "evidence", "unlocked", "withdrawn"])
def test_what_a_rung_rested_on_falls_and_the_rung_with_it(store: Store, falls: str) -> None:
    work = planned(store)
    step = report(store, work)
    paper(store, step)
    verify(store, step)
    two = next(s for s in read(store, work).steps if s.step == "2")
    if falls == "step":
        put(store, "tambon_step", two.id, work=work, step="2", state="todo")
    elif falls == "evidence":
        rows = table("evidence")
        with store.database.reading() as connection:
            proof = connection.scalar(rows.select().where(rows.c.proves == two.id).with_only_columns(rows.c.id))
        withdraw(store, OWN_MACHINE, "evidence", str(proof), "ผิดแฟ้ม")
    else:
        tambon_work.unlock_plan(store, OWN_MACHINE, work, "แก้เป้า")
        if falls == "withdrawn":
            withdraw(store, OWN_MACHINE, "tambon_work", work, "ผิดปี")
    assert step_of(store, step).status == "reported"
    assert progress(Source(store)).value.tambons[0].proved == 0


def test_a_rung_verified_in_spite_of_something_missing_does_not_fall_for_it(store: Store) -> None:
    work = begin(store)
    step = report(store, work, "spread")
    paper(store, step)
    verify(store, step, "มีบทเรียนที่อื่น")
    lesson = put(store, "lesson", work=work, type="lesson", text="บทเรียน")
    withdraw(store, OWN_MACHINE, "lesson", lesson, "ซ้ำ")
    assert step_of(store, step).status == "verified"


def test_concrete_falls_with_the_plan(store: Store) -> None:
    assert set(REST_ON_THE_PLAN) == {"plan", "in_use", "concrete"}
    work = planned(store)
    steps = [report(store, work, rung) for rung in ("plan", "concrete")]
    for step in steps:
        paper(store, step)
        verify(store, step, "เห็นงานจริง")
    tambon_work.unlock_plan(store, OWN_MACHINE, work, "แก้เป้า")
    assert [step_of(store, s).status for s in steps] == ["reported", "reported"]


def test_a_team_asks_for_a_change_of_its_certified_plan(store: Store) -> None:
    work = planned(store)
    with pytest.raises(NotAllowed):
        tambon_work.ask_to_change(store, READER, work, "แก้เป้า")
    tambon_work.ask_to_change(store, TEAM_HERE, work, "เป้าค่าปุ๋ยเป็น 4 เพราะผู้ตรวจให้แก้")
    assert read(store, work).work.change_asked == "เป้าค่าปุ๋ยเป็น 4 เพราะผู้ตรวจให้แก้"
    assert read(store, work).work.plan_state == "certified", "it stays as the meeting saw it"
    tambon_work.ask_to_change(store, TEAM_HERE, work, " ")
    assert read(store, work).work.change_asked is None, "it was settled without a change"
    tambon_work.ask_to_change(store, TEAM_HERE, work, "อีกครั้ง")
    tambon_work.unlock_plan(store, OWN_MACHINE, work, "ตามที่ทีมขอ")
    assert read(store, work).work.change_asked is None
    with pytest.raises(BadInput):
        tambon_work.ask_to_change(store, TEAM_HERE, work, "อีกข้อ")


@pytest.mark.parametrize("seed", range(6))
def test_the_store_and_the_screen_say_the_same_of_a_workspace(sqlite_store: Store, seed: int) -> None:
    """Random workspaces: what a verdict asks (straight from the store) is what the page shows."""
    dice, store = random.Random(seed), sqlite_store
    work = begin(store)
    for one in read(store, work).steps:
        if dice.random() < 0.7:
            put(store, "tambon_step", one.id, work=work, step=one.step, state=dice.choice(["done", "doing"]))
        if dice.random() < 0.7:
            told = {"name": "ก", "type": "note", "text": "ข", "proves_kind": "tambon_step", "proves": one.id}
            put(store, "evidence", **told)
    for n in range(dice.randint(0, 3)):
        line = put(store, "plan_line", work=work, text=f"แผน {n}", indicator="ก", better="up", baseline="5", target="9")
        for month in range(dice.randint(0, 2)):
            day = date(2026, 1 + month, 3).isoformat()
            put(store, "plan_follow_up", work=work, line=line, on_day=day, value=str(dice.randint(1, 9)))
    for n in range(dice.randint(0, 8)):
        put(store, "assessment", work=work, view="verifier", item=f"c{n + 1}", level=str(dice.randint(1, 4)))
    with store.database.reading() as connection:
        assert checks_of(connection, work) == read(store, work).rungs


def before_the_rule(store: Store, step: str) -> None:
    """A verdict that nobody asked anything of: from an older version."""
    paper(store, step)
    with store.database.writing() as connection:
        rows = table(KIND)
        told = {"status": "verified", "verified_by": "ก่อนหน้า", "verified_at": stored(store, KIND, step).created_at}
        connection.execute(update(rows).where(rows.c.id == step).values(**told))


def test_a_verdict_from_before_stands_until_something_that_was_there_goes(store: Store) -> None:
    work = begin(store)
    step = report(store, work, "spread")
    before_the_rule(store, step)
    lesson = put(store, "lesson", work=work, type="lesson", text="บทเรียน")
    two = next(s for s in read(store, work).steps if s.step == "2")
    put(store, "tambon_step", two.id, work=work, step="2", state="doing")
    assert step_of(store, step).status == "verified", "nothing that it had was taken"
    withdraw(store, OWN_MACHINE, "lesson", lesson, "ซ้ำ")
    assert step_of(store, step).status == "reported"


def test_the_workspace_that_a_rung_was_reported_from_is_asked_and_not_a_newer_empty_one(store: Store) -> None:
    work = planned(store)
    step = report(store, work)
    tambon_work.begin(store, OWN_MACHINE, AREA, YEAR + 1)
    paper(store, step)
    verify(store, step)
    assert step_of(store, step).in_spite is None
    assert needs_of(Source(store), AREA, "plan") is not None
    assert needs_of(Source(store), AREA, "plan").ready  # type: ignore[union-attr]


def test_a_rung_shown_by_two_years_stands_while_one_of_them_suffices(store: Store) -> None:
    first = begin(store)
    second = tambon_work.begin(store, OWN_MACHINE, AREA, YEAR + 1)
    lessons = {}
    for work in (first, second):
        lessons[work] = put(store, "lesson", work=work, type="lesson", text="บทเรียน")
        put(store, "lesson", work=work, type="visit", text="ดูงาน")
        step = report(store, work, "spread")
    paper(store, step)
    verify(store, step)
    withdraw(store, OWN_MACHINE, "lesson", lessons[first], "ซ้ำ")
    assert step_of(store, step).status == "verified"
    withdraw(store, OWN_MACHINE, "lesson", lessons[second], "ซ้ำ")
    assert step_of(store, step).status == "reported"


def test_a_sheet_or_a_file_is_told_that_an_edit_would_reopen_another_record(store: Store) -> None:
    work = planned(store)
    step = report(store, work)
    paper(store, step)
    verify(store, step)
    two = next(s for s in read(store, work).steps if s.step == "2")
    before = stored(store, "tambon_step", two.id)
    with store.database.reading() as connection:
        todo = before.record.model_copy(update={"state": "todo"})
        assert would_reopen(connection, before, todo)
        assert would_reopen(connection, before, None)
        assert not would_reopen(connection, before, before.record.model_copy(update={"result": "ครบ"}))
