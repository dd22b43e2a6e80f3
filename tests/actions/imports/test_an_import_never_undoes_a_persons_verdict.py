"""What a person verified is frozen against files too: ticked one by one, and undone as it was."""

from __future__ import annotations

from datetime import date

import pytest

from lib.access.actors import OWN_MACHINE, acting_as
from lib.actions.imports import importing
from lib.actions.imports.preview import Preview
from lib.actions.imports.undoing import undo
from lib.actions.records.saving import save
from lib.actions.records.verifying import verify
from lib.domain.errors import NotAllowed
from lib.domain.row_fate import Answer, Fate, Prefer
from lib.insight.country.progress import progress
from lib.insight.country.without import counted_without
from lib.insight.source import Source
from lib.schema.record import plain
from lib.store import records
from lib.store.opening import Store
from tests.actions.imports.workbooks import NAKHA, book, bring, groups, look

HEAD = ("ตำบล", "อำเภอ", "จังหวัด", "ขั้น", "วันที่ถึงขั้น", "เล่าสั้น ๆ")
AREA = "TH-250213"


def steps(*rows: tuple[str, str, str]) -> bytes:
    """An office's list of progress: (rung, day, note) of one tambon."""
    return book(("ความก้าวหน้า", [HEAD, *(("เขาไม้แก้ว", "กบินทร์บุรี", "ปราจีนบุรี", *row) for row in rows)]))


def verified(store: Store) -> records.Stored:
    """A counted rung with its evidence, verified by a person."""
    kept = save(
        store, OWN_MACHINE, "tambon_progress", {"area": AREA, "rung": "concrete", "reached_on": date(2024, 5, 2)}
    )
    proof = {
        "proves_kind": "tambon_progress",
        "proves": kept.record.id,
        "type": "note",
        "text": "บันทึกการประชุม",
        "name": "บันทึก",
    }
    save(store, OWN_MACHINE, "evidence", proof)
    verify(store, OWN_MACHINE, "tambon_progress", kept.record.id, "สมศรี")
    return standing(store, kept.record.id)


def standing(store: Store, record_id: str) -> records.Stored:
    with store.database.reading() as connection:
        found = records.get(connection, "tambon_progress", record_id)
    assert found is not None
    return found


def tick(store: Store, seen: Preview, accept: bool = True) -> Preview:
    for row in seen.rows:
        if row.reopens:
            importing.let_reopen(store, OWN_MACHINE, seen.job.id, row.kind, row.record_id, accept)
    return importing.preview(store, OWN_MACHINE, seen.job.id)


def test_a_file_leaves_a_verified_record_alone(store: Store) -> None:
    before = verified(store)
    seen = look(store, steps(("พื้นที่รูปธรรม", "3/6/2567", "จากแฟ้ม"), ("มีแผนแล้ว", "1/2/2567", "")), "ก.xlsx")
    assert next(r.fate for r in seen.rows) is Fate.FROZEN, "told before it happens"
    importing.apply(store, OWN_MACHINE, seen)
    assert standing(store, before.record.id).record == before.record
    assert progress(Source(store)).value.proved == 1


def test_ticking_says_what_it_does_to_the_count_and_undo_brings_the_verdict_back(store: Store) -> None:
    before = verified(store)
    seen = tick(store, look(store, steps(("พื้นที่รูปธรรม", "3/6/2567", "")), "ก.xlsx"))
    (row,) = seen.rows
    assert (row.fate, row.reopens) == (Fate.CHANGED, True)
    counted = counted_without(Source(store), row.kind, [row.record_id])
    assert counted is not None
    assert (counted.now, counted.then) == (1, 0)
    importing.apply(store, OWN_MACHINE, seen)
    assert progress(Source(store)).value.proved == 0
    undo(store, OWN_MACHINE, seen.job.id)
    back = standing(store, before.record.id).record
    assert plain(back) == plain(before.record), "values, verdict, verifier and moment as they were"
    assert progress(Source(store)).value.proved == 1


def test_a_verdict_does_not_come_back_over_a_later_edit(sqlite_store: Store) -> None:
    before = verified(sqlite_store)
    seen = tick(sqlite_store, look(sqlite_store, steps(("พื้นที่รูปธรรม", "3/6/2567", "")), "ก.xlsx"))
    importing.apply(sqlite_store, OWN_MACHINE, seen)
    now = standing(sqlite_store, before.record.id)
    values = {"area": AREA, "rung": "concrete", "reached_on": date(2024, 7, 7)}
    save(sqlite_store, OWN_MACHINE, "tambon_progress", values, record_id=before.record.id, base_revision=now.revision)
    undo(sqlite_store, OWN_MACHINE, seen.job.id)
    assert standing(sqlite_store, before.record.id).record.status == "reported"  # type: ignore[attr-defined]


def test_only_the_officer_ticks_and_applies(sqlite_store: Store) -> None:
    verified(sqlite_store)
    seen = look(sqlite_store, steps(("พื้นที่รูปธรรม", "3/6/2567", "")), "ก.xlsx")
    team = acting_as(OWN_MACHINE, "team")
    with pytest.raises(NotAllowed):
        importing.let_reopen(sqlite_store, team, seen.job.id, seen.rows[0].kind, seen.rows[0].record_id, True)
    with pytest.raises(NotAllowed):
        importing.apply(sqlite_store, team, tick(sqlite_store, seen))


def test_evidence_that_a_verdict_rests_on_is_frozen_as_well(store: Store) -> None:
    before = verified(store)
    with store.database.reading() as connection:
        (proof,) = records.find(connection, "evidence")
    head = ("id", "name", "proves_kind", "proves", "type", "text")
    row_ = (proof.record.id, "บันทึก", "tambon_progress", before.record.id, "note", "ข้อความอื่น")
    seen = look(store, book(("หลักฐาน", [head, row_])), "ข.xlsx")
    row = next(r for r in seen.rows if r.before is not None)
    assert (row.fate, row.reopens) == (Fate.FROZEN, True)
    importing.apply(store, OWN_MACHINE, seen)
    assert standing(store, before.record.id).record == before.record


def test_a_comment_is_taken_without_touching_the_verdict(sqlite_store: Store) -> None:
    before = verified(sqlite_store)
    seen = look(sqlite_store, steps(("พื้นที่รูปธรรม", "2/5/2567", "เล่าจากแฟ้ม")), "ก.xlsx")
    assert [r.fate for r in seen.rows] == [Fate.CHANGED]
    importing.apply(sqlite_store, OWN_MACHINE, seen)
    after = standing(sqlite_store, before.record.id).record
    assert (after.status, after.note) == ("verified", "เล่าจากแฟ้ม")  # type: ignore[attr-defined]


def members(store: Store) -> tuple[object, object]:
    with store.database.reading() as connection:
        (found,) = records.find(connection, "organisation")
    return found.record.members, found.record.note  # type: ignore[attr-defined]


def test_whose_value_stays_is_said_for_a_column_or_one_row(sqlite_store: Store) -> None:
    bring(sqlite_store, groups(NAKHA))
    other = look(sqlite_store, groups((*NAKHA[:5], 31)), office="สำนักงานอื่น")
    assert list(other.rows[0].lost) == ["members"]
    importing.prefer(sqlite_store, OWN_MACHINE, other.job.id, Answer("organisation", "members"), Prefer.OURS)
    kept = importing.preview(sqlite_store, OWN_MACHINE, other.job.id)
    assert [r.fate for r in kept.rows] == [Fate.UNCHANGED]
    record_id = other.rows[0].record_id
    one = Answer("organisation", "members", record_id)
    importing.prefer(sqlite_store, OWN_MACHINE, other.job.id, one, Prefer.THEIRS)
    taken = importing.preview(sqlite_store, OWN_MACHINE, other.job.id)
    assert [r.fate for r in taken.rows] == [Fate.CHANGED], "one row is said otherwise than its column"


def test_two_notes_stand_beside_each_other_until_somebody_says_otherwise(sqlite_store: Store) -> None:
    head = ("ชื่อองค์กร", "ประเภทองค์กร", "ตำบล", "อำเภอ", "จังหวัด", "หมายเหตุ")
    bring(sqlite_store, book(("องค์กร", [head, (*NAKHA[:5], "โทรช่วงเย็น")])))
    bring(sqlite_store, book(("องค์กร", [head, (*NAKHA[:5], "ทำผ้าย้อมคราม")])), office="สำนักงานอื่น")
    assert members(sqlite_store)[1] == "โทรช่วงเย็น\nทำผ้าย้อมคราม"


def test_a_column_without_a_home_is_kept_as_a_note_when_a_person_says_so(sqlite_store: Store) -> None:
    from dataclasses import replace

    from lib.intake.tab_plan import TabPlan, mapped
    from lib.intake.targets import AS_NOTE

    head = ("ชื่อองค์กร", "ประเภทองค์กร", "ตำบล", "อำเภอ", "จังหวัด", "สีประจำกลุ่ม")
    seen = look(sqlite_store, book(("องค์กร", [head, (*NAKHA[:5], "คราม")])))
    (plan,) = (TabPlan.from_json(p) for p in seen.job.plans)
    importing.set_plan(sqlite_store, OWN_MACHINE, seen.job.id, [replace(mapped(plan, {5: AS_NOTE}), confirmed=True)])
    importing.apply(sqlite_store, OWN_MACHINE, importing.preview(sqlite_store, OWN_MACHINE, seen.job.id))
    assert members(sqlite_store)[1] == "สีประจำกลุ่ม: คราม"
