"""A workspace from its first day: steps, plan, certification, unlocking, and the rung it reports."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest

from lib.access.actors import OFFICER, OWN_MACHINE, READER, TEAM, acting_as
from lib.actions.records import verifying
from lib.actions.records.saving import save_typed, withdraw
from lib.actions.records.writing import writing
from lib.actions.tambon import work as tambon_work
from lib.domain.errors import BadInput, NotAllowed
from lib.domain.thai_date import bangkok_today
from lib.insight.country.progress import progress
from lib.insight.records.ledger import proof_of
from lib.insight.source import Source
from lib.insight.tambon.revisions import plan_revisions
from lib.insight.tambon.work import Work, read_work, work
from lib.insight.tambon.workspace_list import works
from lib.schema.history_words import Verb
from lib.schema.ladders import TambonProgress
from lib.schema.seeing import Audience
from lib.store import history
from lib.store.opening import Store
from lib.store.tables import table
from tests.actions.survey.household_forms import AREA, YEAR, begin, certify_plan, stored

TEAM_HERE = acting_as(OWN_MACHINE, TEAM)
LINE = {
    "text": "ทำปุ๋ยใช้เอง",
    "indicator": "ค่าปุ๋ยต่อปี",
    "better": "down",
    "baseline": "9,600",
    "target": "5,000",
    "budget": "45,000",
}


def put(store: Store, kind_id: str, **typed: Any) -> str:
    return save_typed(store, OWN_MACHINE, kind_id, typed).record.id


def opened(store: Store, work_id: str) -> Work:
    with store.database.reading() as connection:
        found = read_work(connection, work_id)
    assert found is not None
    return found


def test_a_workspace_begins_once_with_its_seven_steps(store: Store) -> None:
    first = begin(store)
    assert begin(store) == first
    assert [s.step for s in opened(store, first).steps] == list("1234567")
    with pytest.raises(BadInput):
        tambon_work.begin(store, OWN_MACHINE, "TH-25", YEAR)
    with pytest.raises(BadInput):
        tambon_work.begin(store, OWN_MACHINE, "", YEAR)
    with pytest.raises(NotAllowed):
        tambon_work.begin(store, READER, AREA, YEAR + 1)


def test_the_regional_view_tells_step_stuck_and_overdue(sqlite_store: Store) -> None:
    work_id = begin(sqlite_store)
    steps = {s.step: s for s in opened(sqlite_store, work_id).steps}
    today = bangkok_today()
    told = {"work": work_id, "step": "1", "state": "done", "done_on": (today - timedelta(days=40)).isoformat()}
    save_typed(sqlite_store, OWN_MACHINE, "tambon_step", told, record_id=steps["1"].id)
    stuck = {
        "work": work_id,
        "step": "2",
        "state": "blocked",
        "blocker": "ฝนตกทาง",
        "due": (today - timedelta(days=3)).isoformat(),
        "blocked_on": (today - timedelta(days=12)).isoformat(),
        "next_action": "นัดใหม่",
    }
    save_typed(sqlite_store, OWN_MACHINE, "tambon_step", stuck, record_id=steps["2"].id)
    put(sqlite_store, "tambon_task", work=work_id, step="2", text="ซ้อมทีม", due=(today - timedelta(days=1)).isoformat())
    put(sqlite_store, "survey_village", work=work_id, number="1", households="30")
    (card,) = works(Source(sqlite_store), audience=Audience.WRITER, fresh=True).value
    assert (card.step, card.done, card.state, card.overdue, card.to_visit) == ("2", 1, "blocked", 2, 30)
    assert (card.stuck_days(today), card.blocker, card.next_action) == (12, "ฝนตกทาง", "นัดใหม่")


def test_a_plan_is_certified_with_its_numbers_and_then_frozen(store: Store) -> None:
    work_id = begin(store)
    with pytest.raises(BadInput) as empty:
        certify_plan(store, work_id)
    assert "ยังไม่มีแผนงาน" in empty.value.problems[0].th
    line = put(store, "plan_line", work=work_id, **LINE)
    with pytest.raises(BadInput) as wrong:
        tambon_work.certify(store, OWN_MACHINE, work_id, bangkok_today() + timedelta(days=1), " ", 0, None)
    assert len(wrong.value.problems) == 4
    with pytest.raises(BadInput):
        tambon_work.certify(store, OWN_MACHINE, work_id, date(2026, 1, 9), "ประชาคม", 10, 11)
    certify_plan(store, work_id)
    for attempt in (
        lambda: save_typed(store, OWN_MACHINE, "plan_line", {**LINE, "work": work_id, "target": "1"}, record_id=line),
        lambda: put(store, "plan_line", work=work_id, text="อีกข้อ"),
        lambda: put(store, "tambon_problem", work=work_id, text="หนี้"),
        lambda: withdraw(store, OWN_MACHINE, "plan_line", line, "ไม่ทำ"),
    ):
        with pytest.raises(BadInput) as caught:
            attempt()
        assert "รับรองแผนนี้แล้ว" in caught.value.problems[0].th
    put(store, "plan_follow_up", work=work_id, line=line, on_day="1 ก.พ. 2569", value="8,000")
    assert opened(store, work_id).indicators[0].improved is True


def test_a_follow_up_of_a_day_to_come_is_refused_and_one_from_before_says_nothing(store: Store) -> None:
    work_id = begin(store)
    line = put(store, "plan_line", work=work_id, **LINE)
    tomorrow = bangkok_today() + timedelta(days=1)
    for day in ("1 ก.พ. 2590", tomorrow.isoformat()):
        with pytest.raises(BadInput) as refused:
            put(store, "plan_follow_up", work=work_id, line=line, on_day=day, value="8,000")
        assert "ยังมาไม่ถึง" in refused.value.problems[0].th
        assert refused.value.problems[0].field == "on_day"
    put(store, "plan_follow_up", work=work_id, line=line, on_day=bangkok_today().isoformat(), value="9,800")
    kept = put(store, "plan_follow_up", work=work_id, line=line, on_day="1 ก.พ. 2569", value="9,900")
    with store.database.writing() as connection:
        # As an older version, or a restored backup, may have it.
        rows = table("plan_follow_up")
        connection.execute(rows.update().where(rows.c.id == kept).values(on_day=date(2047, 2, 1), value=1.0))
    (one,) = opened(store, work_id).indicators
    assert one.last is not None
    assert (one.last.value, one.improved, one.reached) == (9_800, False, False)


def test_unlocking_is_the_officers_and_leaves_a_trace(store: Store) -> None:
    work_id = begin(store)
    line = put(store, "plan_line", work=work_id, **LINE)
    certify_plan(store, work_id)
    with pytest.raises(NotAllowed):
        tambon_work.unlock_plan(store, TEAM_HERE, work_id, "แก้เป้า")
    with pytest.raises(BadInput):
        tambon_work.unlock_plan(store, OWN_MACHINE, work_id, " ")
    tambon_work.unlock_plan(store, OWN_MACHINE, work_id, "แก้เป้า")
    save_typed(store, OWN_MACHINE, "plan_line", {**LINE, "work": work_id, "target": "4,000"}, record_id=line)
    with store.database.reading() as connection:
        changes = history.of_record(connection, "tambon_work", work_id)
    assert [(c.action, c.note) for c in changes[:2]] == [("unlock", "แก้เป้า"), ("certify", "")]


def test_a_moved_line_does_not_slip_out_of_a_certified_plan(sqlite_store: Store) -> None:
    work_id = begin(sqlite_store)
    other = tambon_work.begin(sqlite_store, OWN_MACHINE, AREA, YEAR + 1)
    line = put(sqlite_store, "plan_line", work=work_id, **LINE)
    certify_plan(sqlite_store, work_id)
    with pytest.raises(BadInput):
        save_typed(sqlite_store, OWN_MACHINE, "plan_line", {**LINE, "work": other}, record_id=line)


def test_a_cause_belongs_to_a_problem_of_the_same_workspace(sqlite_store: Store) -> None:
    mine, other = begin(sqlite_store), tambon_work.begin(sqlite_store, OWN_MACHINE, AREA, YEAR + 1)
    problem = put(sqlite_store, "tambon_problem", work=other, text="หนี้")
    with pytest.raises(BadInput):
        put(sqlite_store, "problem_cause", work=mine, problem=problem, text="ดอกสูง")


def reported(store: Store, work_id: str, rung: str = "concrete") -> str:
    return tambon_work.report_rung(store, TEAM_HERE, work_id, rung, "ขั้น 1–6 เสร็จ")


def filed(store: Store, step: str) -> str:
    """Something that can be looked at without the app."""
    proof = {"name": "รายงานประชุม", "type": "file", "where_kept": "แฟ้มสภา", "proves_kind": "tambon_progress"}
    return put(store, "evidence", proves=step, **proof)


def verified(store: Store, step: str, in_spite: str = "เห็นงานจริงในพื้นที่") -> None:
    filed(store, step)
    verifying.verify(store, OWN_MACHINE, "tambon_progress", step, "เจ้าหน้าที่ภาค", in_spite)


def status(store: Store, step: str) -> TambonProgress:
    found = stored(store, "tambon_progress", step).record
    assert isinstance(found, TambonProgress)
    return found


def test_the_tambon_reports_the_officer_verifies_and_the_500_moves_by_one(store: Store) -> None:
    work_id = begin(store)
    step = reported(store, work_id)
    assert reported(store, work_id) == step, "reported once"
    assert (status(store, step).status, progress(Source(store)).value.proved) == ("reported", 0)
    with pytest.raises(NotAllowed):
        verifying.verify(store, TEAM_HERE, "tambon_progress", step, "ครูแดง")
    verified(store, step)
    assert progress(Source(store)).value.proved == 1
    (shown,) = proof_of(Source(store), "tambon_progress", AREA)
    assert "ขั้น 1–6 เสร็จ" in shown.evidence[0].text


def test_a_return_points_at_a_field_and_the_tambon_hands_in_again(store: Store) -> None:
    work_id = begin(store)
    step = reported(store, work_id)
    first = opened(store, work_id).steps[0].id
    verifying.send_back(store, OWN_MACHINE, "tambon_progress", step, "แนบรายงานประชุม", f"tambon_step/{first}/result")
    told = status(store, step)
    assert (told.status, told.returned_reason, told.returned_to) == (
        "returned",
        "แนบรายงานประชุม",
        f"tambon_step/{first}/result",
    )
    verifying.report_again(store, TEAM_HERE, "tambon_progress", step)
    told = status(store, step)
    assert (told.status, told.returned_reason, told.returned_to) == ("reported", None, None)
    assert verifying.report_again(store, TEAM_HERE, "tambon_progress", step), "twice is once"


@pytest.mark.parametrize("action", [verifying.send_back, verifying.reject, verifying.unlock])
def test_a_verdict_says_why_and_is_the_officers(sqlite_store: Store, action: Any) -> None:
    step = reported(sqlite_store, begin(sqlite_store))
    verified(sqlite_store, step)
    with pytest.raises(BadInput):
        action(sqlite_store, OWN_MACHINE, "tambon_progress", step, "  ")
    with pytest.raises(NotAllowed):
        action(sqlite_store, TEAM_HERE, "tambon_progress", step, "ไม่พอ")
    action(sqlite_store, OWN_MACHINE, "tambon_progress", step, "ไม่พอ")
    assert progress(Source(sqlite_store)).value.proved == 0


def test_a_rejected_rung_stands_beside_nothing(sqlite_store: Store) -> None:
    step = reported(sqlite_store, begin(sqlite_store))
    verifying.reject(sqlite_store, OWN_MACHINE, "tambon_progress", step, "ยังไม่เห็นผล")
    told = progress(Source(sqlite_store)).value
    assert (told.proved, told.reported_beside) == (0, 0)


def test_unlocking_a_plan_takes_its_evidence_and_the_verdict_on_it(store: Store) -> None:
    work_id = begin(store)
    put(store, "plan_line", work=work_id, **LINE)
    certify_plan(store, work_id)
    step = reported(store, work_id, "plan")
    verified(store, step)
    tambon_work.unlock_plan(store, OWN_MACHINE, work_id, "แก้เป้า")
    assert status(store, step).status == "reported"
    assert [e.name for e in proof_of(Source(store), "tambon_progress", AREA)[0].evidence] == ["รายงานประชุม"]
    certify_plan(store, work_id)
    assert reported(store, work_id, "plan") == step, "the evidence comes back with the plan"
    with pytest.raises(BadInput):
        reported(store, work_id, "nothing")


def test_a_withdrawn_workspace_is_closed(sqlite_store: Store) -> None:
    work_id = begin(sqlite_store)
    withdraw(sqlite_store, OWN_MACHINE, "tambon_work", work_id, "ผิดปี")
    assert work(Source(sqlite_store), work_id).value is None
    with pytest.raises(BadInput):
        reported(sqlite_store, work_id)


def test_an_unknown_role_changes_nothing() -> None:
    assert acting_as(OWN_MACHINE, "king").role == OFFICER
    assert acting_as(acting_as(OWN_MACHINE, TEAM), OFFICER).role == OFFICER


def test_what_is_certified_is_not_certified_again_moved_or_taken_away(sqlite_store: Store) -> None:
    work_id = begin(sqlite_store)
    put(sqlite_store, "plan_line", work=work_id, **LINE)
    certify_plan(sqlite_store, work_id)
    head = {"area": AREA, "year": str(YEAR), "name": "ท่าสายลวด"}
    for attempt in (
        lambda: certify_plan(sqlite_store, work_id),
        lambda: save_typed(sqlite_store, OWN_MACHINE, "tambon_work", {**head, "year": "2575"}, record_id=work_id),
        lambda: withdraw(sqlite_store, OWN_MACHINE, "tambon_work", work_id, "ไม่ใช้"),
    ):
        with pytest.raises(BadInput):
            attempt()
    save_typed(sqlite_store, OWN_MACHINE, "tambon_work", {**head, "coordinator": "ครูแดง"}, record_id=work_id)


def test_a_verified_rung_is_withdrawn_by_the_officer_only(sqlite_store: Store) -> None:
    step = reported(sqlite_store, begin(sqlite_store))
    verified(sqlite_store, step)
    with pytest.raises(NotAllowed):
        withdraw(sqlite_store, TEAM_HERE, "tambon_progress", step, "ไม่ใช่")
    withdraw(sqlite_store, OWN_MACHINE, "tambon_progress", step, "ซ้ำ")


def test_the_verifiers_view_is_the_officers(sqlite_store: Store) -> None:
    told = {"work": begin(sqlite_store), "view": "verifier", "item": "c1", "level": "4"}
    with pytest.raises(NotAllowed):
        save_typed(sqlite_store, TEAM_HERE, "assessment", told)
    made = save_typed(sqlite_store, OWN_MACHINE, "assessment", told).record
    with pytest.raises(NotAllowed):
        save_typed(sqlite_store, TEAM_HERE, "assessment", {**told, "view": "self"}, record_id=made.id)
    save_typed(sqlite_store, TEAM_HERE, "assessment", {**told, "view": "self"})


def test_no_import_and_no_undo_changes_a_certified_plan(sqlite_store: Store) -> None:
    work_id = begin(sqlite_store)
    line = put(sqlite_store, "plan_line", work=work_id, **LINE)
    certify_plan(sqlite_store, work_id)
    before = stored(sqlite_store, "plan_line", line)
    with pytest.raises(BadInput), writing(sqlite_store, OWN_MACHINE, Verb.IMPORT) as pen:
        pen.change(before, before.record.model_copy(update={"target": 1.0}))
    with pytest.raises(BadInput), writing(sqlite_store, OWN_MACHINE, Verb.UNDO) as pen:
        pen.withdraw(pen.stored("plan_line", line))


def test_what_hangs_on_a_line_goes_with_it_and_the_workspace_stands(store: Store) -> None:
    work_id = begin(store)
    line = put(store, "plan_line", work=work_id, **LINE)
    put(store, "plan_follow_up", work=work_id, line=line, on_day="1 ก.พ. 2569", value="8,000")
    problem = put(store, "tambon_problem", work=work_id, text="หนี้")
    top = put(store, "problem_cause", work=work_id, problem=problem, text="ดอกสูง")
    put(store, "problem_cause", work=work_id, problem=problem, text="ไม่ทำบัญชี", because_of=top)
    put(store, "plan_line", work=work_id, text="ปลดหนี้", problem=problem)
    withdraw(store, OWN_MACHINE, "plan_line", line, "ไม่ทำ")
    withdraw(store, OWN_MACHINE, "tambon_problem", problem, "ซ้ำ")
    told = opened(store, work_id)
    assert [len(told.of(k)) for k in ("plan_line", "plan_follow_up", "problem_cause", "tambon_problem")] == [1, 0, 0, 0]
    assert told.of("plan_line")[0].problem is None


def test_a_team_does_not_take_the_verifiers_view_away(sqlite_store: Store) -> None:
    told = {"work": begin(sqlite_store), "view": "verifier", "item": "c1", "level": "4"}
    made = save_typed(sqlite_store, OWN_MACHINE, "assessment", told).record
    with pytest.raises(NotAllowed):
        withdraw(sqlite_store, TEAM_HERE, "assessment", made.id, "ไม่ชอบ")


def test_what_changed_after_the_certification_is_told_from_what_to_what(store: Store) -> None:
    work_id = begin(store)
    source = Source(store)
    saved = save_typed(store, OWN_MACHINE, "plan_line", {**LINE, "work": work_id})
    assert plan_revisions(source, work_id, audience=Audience.WRITER) == []
    certify_plan(store, work_id)
    assert plan_revisions(source, work_id, audience=Audience.WRITER) == [], "what was there before is no revision"
    tambon_work.unlock_plan(store, OWN_MACHINE, work_id, "แก้เป้า")
    changed = {**LINE, "work": work_id, "target": "4,000"}
    save_typed(store, OWN_MACHINE, "plan_line", changed, record_id=saved.record.id, base_revision=saved.revision)
    (told,) = plan_revisions(source, work_id, audience=Audience.WRITER)
    assert told.line == "ทำปุ๋ยใช้เอง"
    assert told.change.fields == {"target": (5000.0, 4000.0)}
    assert told.change.actor_label
    (read,) = plan_revisions(source, work_id, audience=Audience.READER)
    assert read.change.fields == told.change.fields
    assert read.change.actor_label == "", "readers are told what, and not who"
