"""From draft to daily use: what a meeting saw, what it proves, and when that no longer holds."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from lib.access.actors import OWN_MACHINE, READER, holding
from lib.actions.canvas import filling, states
from lib.actions.records.saving import save, withdraw
from lib.actions.records.verifying import verify
from lib.domain.errors import BadInput, NotAllowed
from lib.domain.thai_date import bangkok_today, fiscal_year
from lib.insight.canvas.board import Board, read_board
from lib.insight.canvas.versions import versions
from lib.insight.records.ledger import proof_of
from lib.insight.source import Source
from lib.store.opening import Store

TAMBON = "TH-250204"
DAY = date(2026, 11, 1)


@pytest.fixture
def canvas(sqlite_store: Store) -> str:
    made = filling.start(sqlite_store, OWN_MACHINE, {"name": "ปลาแดดเดียว", "area": TAMBON, "year": "2570"}, "กลุ่มปลา")
    filling.put(sqlite_store, OWN_MACHINE, made.canvas, "canvas_item", {"step": "1", "text": "ปลาสด"})
    return made.canvas


def board(store: Store, canvas: str) -> Board:
    with store.database.reading() as connection:
        found = read_board(connection, canvas)
    assert found is not None
    return found


def certified(store: Store, canvas: str) -> None:
    states.present(store, OWN_MACHINE, canvas, DAY)
    states.certify(store, OWN_MACHINE, canvas, DAY, "สภาองค์กรชุมชนตำบล", 42)


def test_the_meeting_certifies_what_it_saw_and_later_edits_say_so(sqlite_store: Store, canvas: str) -> None:
    certified(sqlite_store, canvas)
    told = board(sqlite_store, canvas)
    assert (told.canvas.state, told.canvas.attendance, told.changed_since) == ("certified", 42, 0)
    seen = told.canvas.certified_version
    assert any(v.certified and v.number == seen for v in versions(Source(sqlite_store), canvas))
    states.put_in_use(sqlite_store, OWN_MACHINE, canvas)
    assert board(sqlite_store, canvas).changed_since == 0, "using it is no edit"
    filling.put(sqlite_store, OWN_MACHINE, canvas, "canvas_item", {"step": "2", "text": "ตลาดใหม่"})
    told = board(sqlite_store, canvas)
    assert (told.changed_since, told.canvas.certified_version) == (1, seen)


@pytest.mark.parametrize(
    ("on", "by", "people", "field"),
    [
        (bangkok_today() + timedelta(days=1), "สภา", 5, "certified_on"),
        (DAY, " ", 5, "certified_by"),
        (DAY, "สภา", None, "attendance"),
        (DAY, "สภา", 0, "attendance"),
    ],
)
def test_a_certification_needs_day_meeting_and_attendance(
    sqlite_store: Store, canvas: str, on: date, by: str, people: int | None, field: str
) -> None:
    with pytest.raises(BadInput) as told:
        states.certify(sqlite_store, OWN_MACHINE, canvas, on, by, people)
    assert told.value.problems[0].field == field
    assert board(sqlite_store, canvas).canvas.state == "draft"


def test_states_come_in_their_order(sqlite_store: Store, canvas: str) -> None:
    with pytest.raises(BadInput):
        states.put_in_use(sqlite_store, OWN_MACHINE, canvas)
    certified(sqlite_store, canvas)
    with pytest.raises(BadInput):
        states.present(sqlite_store, OWN_MACHINE, canvas, DAY)
    with pytest.raises(BadInput):
        states.reopen(sqlite_store, OWN_MACHINE, canvas, " ")


def test_who_holds_the_code_decides_nothing_for_the_meeting(sqlite_store: Store, canvas: str) -> None:
    guest = holding(READER, canvas)
    with pytest.raises(NotAllowed):
        states.certify(sqlite_store, guest, canvas, DAY, "สภา", 9)
    filling.put(
        sqlite_store,
        guest,
        canvas,
        "canvas",
        {
            "name": "ชื่อใหม่",
            "area": TAMBON,
            "year": "2570",
            "state": "certified",
            "organisation": board(sqlite_store, canvas).canvas.organisation,
        },
        record_id=canvas,
        base_revision=1,
    )
    told = board(sqlite_store, canvas).canvas
    assert (told.name, told.state) == ("ชื่อใหม่", "draft")


def test_a_certified_plan_is_evidence_but_only_a_verifier_makes_it_count(sqlite_store: Store, canvas: str) -> None:
    with pytest.raises(BadInput):
        states.give_evidence(sqlite_store, OWN_MACHINE, canvas)
    certified(sqlite_store, canvas)
    step = states.give_evidence(sqlite_store, OWN_MACHINE, canvas)
    assert states.give_evidence(sqlite_store, OWN_MACHINE, canvas) == step
    (rung,) = proof_of(Source(sqlite_store), "tambon_progress", TAMBON)
    assert (rung.rung, rung.status, len(rung.evidence)) == ("plan", "reported", 1)
    assert "42" in rung.evidence[0].text
    states.put_in_use(sqlite_store, OWN_MACHINE, canvas)
    states.give_evidence(sqlite_store, OWN_MACHINE, canvas)
    rungs = proof_of(Source(sqlite_store), "tambon_progress", TAMBON)
    assert [r.rung for r in rungs] == ["plan", "in_use"]


@pytest.mark.parametrize("ending", ["reopened", "withdrawn"])
def test_a_plan_that_is_no_longer_certified_proves_nothing(sqlite_store: Store, canvas: str, ending: str) -> None:
    certified(sqlite_store, canvas)
    step = states.give_evidence(sqlite_store, OWN_MACHINE, canvas)
    with pytest.raises(BadInput) as alone:
        verify(sqlite_store, OWN_MACHINE, "tambon_progress", step, "เจ้าหน้าที่ภาค")
    assert "นอกจากบันทึกที่ระบบทำเอง" in alone.value.problems[0].th
    paper = {"name": "รายงานประชุม", "proves_kind": "tambon_progress", "proves": step, "type": "note", "text": "มติ"}
    save(sqlite_store, OWN_MACHINE, "evidence", paper)
    verify(sqlite_store, OWN_MACHINE, "tambon_progress", step, "เจ้าหน้าที่ภาค")
    if ending == "reopened":
        states.reopen(sqlite_store, OWN_MACHINE, canvas, "ตัวเลขผิด")
        assert board(sqlite_store, canvas).canvas.certified_on is None
    else:
        withdraw(sqlite_store, OWN_MACHINE, "canvas", canvas, "ซ้ำ")
    (rung,) = proof_of(Source(sqlite_store), "tambon_progress", TAMBON)
    assert (rung.status, [e.name for e in rung.evidence]) == ("reported", ["รายงานประชุม"])


def test_evidence_is_known_whatever_it_is_called_and_comes_back_with_the_plan(sqlite_store: Store, canvas: str) -> None:
    certified(sqlite_store, canvas)
    states.give_evidence(sqlite_store, OWN_MACHINE, canvas)
    (rung,) = proof_of(Source(sqlite_store), "tambon_progress", TAMBON)
    proof = rung.evidence[0]
    save(
        sqlite_store,
        OWN_MACHINE,
        "evidence",
        {"name": "ชื่อใหม่", "proves_kind": "tambon_progress", "proves": rung.id, "type": "note", "text": proof.text},
        record_id=proof.id,
    )
    states.reopen(sqlite_store, OWN_MACHINE, canvas, "แก้")
    (rung,) = proof_of(Source(sqlite_store), "tambon_progress", TAMBON)
    assert rung.evidence == ()
    certified(sqlite_store, canvas)
    states.give_evidence(sqlite_store, OWN_MACHINE, canvas)
    (rung,) = proof_of(Source(sqlite_store), "tambon_progress", TAMBON)
    assert len(rung.evidence) == 1


def test_a_quarter_that_has_not_begun_or_lies_before_the_plan_is_refused(sqlite_store: Store) -> None:
    year = fiscal_year(bangkok_today())
    typed = {"name": "แผนปลา", "area": "TH-250204", "year": str(year)}
    canvas = filling.start(sqlite_store, OWN_MACHINE, typed, "กลุ่มปลา").canvas

    def follow(of: int, quarter: int) -> None:
        asked = {"year": str(of), "quarter": str(quarter), "income": "500"}
        filling.put(sqlite_store, OWN_MACHINE, canvas, "canvas_follow_up", asked)

    for of, quarter, words in ((2590, 1, "ยังมาไม่ถึง"), (year + 1, 1, "ยังมาไม่ถึง"), (year - 1, 4, "ก่อนแผนเริ่ม")):
        with pytest.raises(BadInput) as refused:
            follow(of, quarter)
        assert words in refused.value.problems[0].th
        assert refused.value.problems[0].field == "year"
    follow(year, 1)
    with pytest.raises(BadInput) as refused:
        follow(year, 1)
    assert "ติดตามไว้แล้ว" in refused.value.problems[0].th


def test_what_a_line_brought_is_of_this_plan_and_told_once_a_quarter(sqlite_store: Store) -> None:
    year = str(fiscal_year(bangkok_today()))
    plans = [
        filling.start(sqlite_store, OWN_MACHINE, {"name": name, "area": "TH-250204", "year": year}, name).canvas
        for name in ("กลุ่มปลา", "กลุ่มผ้า")
    ]
    gain = {"step": "5", "gain": "income", "text": "ขาย", "units": "10", "unit": "ห่อ", "price": "100", "months": "12"}
    mine, others = (filling.put(sqlite_store, OWN_MACHINE, p, "canvas_item", gain).record.id for p in plans)
    free = filling.put(sqlite_store, OWN_MACHINE, plans[0], "canvas_item", {"step": "1", "text": "สด"}).record.id
    told = {"item": mine, "year": year, "quarter": "1", "amount": "๒,๕๐๐"}

    def refused(**other: str) -> tuple[str, str | None]:
        with pytest.raises(BadInput) as error:
            filling.put(sqlite_store, OWN_MACHINE, plans[0], "canvas_line_result", {**told, **other})
        return error.value.problems[0].th, error.value.problems[0].field

    for strange in (others, free, "ci-unknown"):
        assert refused(item=strange)[1] == "item"
    assert "ยังมาไม่ถึง" in refused(year="2590")[0]
    assert "ก่อนแผนเริ่ม" in refused(year=str(int(year) - 1))[0]
    kept = filling.put(sqlite_store, OWN_MACHINE, plans[0], "canvas_line_result", told).record
    assert kept.amount == 2500
    assert "บันทึกไว้แล้ว" in refused()[0]
    filling.put(
        sqlite_store,
        OWN_MACHINE,
        plans[0],
        "canvas_line_result",
        {**told, "amount": "0"},
        record_id=kept.id,
        base_revision=1,
    )
