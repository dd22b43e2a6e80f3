"""Imports: look first, apply all or nothing, the same file again changes nothing, undo."""

from __future__ import annotations

import threading

import pytest

from lib.access.actors import OWN_MACHINE, READER
from lib.actions.imports import importing, undoing
from lib.actions.records.saving import save
from lib.actions.records.verifying import verify
from lib.domain.errors import BadInput, NotAllowed
from lib.intake.cell_answers import answer_key
from lib.intake.tab_plan import How, TabPlan, mapped
from lib.store import history, imports, records
from lib.store.opening import Store
from tests.actions.imports.workbooks import GROUPS, NADI, NAKHA, OFFICE, book, bring, fates, groups, look


def organisations(store: Store) -> dict[str, records.Stored]:
    with store.database.reading() as connection:
        found = records.find(connection, "organisation")
    return {stored.record.title(): stored for stored in found}


def test_looking_changes_nothing_and_applying_writes_one_change_set(store: Store) -> None:
    seen = look(store, groups(NAKHA, NADI))
    assert fates(seen) == ["new", "new"]
    assert organisations(store) == {}
    assert importing.apply(store, OWN_MACHINE, seen) == 2
    standing = organisations(store)
    assert standing["กลุ่มทอผ้าบ้านนาขา"].record.area == "TH-250213"  # type: ignore[attr-defined]
    with store.database.reading() as connection:
        changes = history.latest(connection, 10)
        job = imports.get(connection, seen.job.id)
    assert job is not None
    assert {c.number for c in changes if c.source == "file"} == set(job.change_sets)
    assert job.counts["new"] == 2


def test_the_same_file_again_changes_nothing(store: Store) -> None:
    bring(store, groups(NAKHA, NADI))
    again = look(store, groups(NAKHA, NADI))
    assert fates(again) == ["unchanged", "unchanged"]
    assert importing.apply(store, OWN_MACHINE, again) == 0
    assert {s.revision for s in organisations(store).values()} == {1}


def test_an_empty_cell_never_erases_and_a_filled_one_changes_its_field_only(store: Store) -> None:
    bring(store, groups(NAKHA))
    seen = look(store, groups((*NAKHA[:5], "")))
    assert fates(seen) == ["unchanged"]
    more = look(store, groups((*NAKHA[:5], 31)))
    assert more.rows[0].changes == {"members": (25, 31)}
    importing.apply(store, OWN_MACHINE, more)
    assert organisations(store)[NAKHA[0]].record.members == 31  # type: ignore[attr-defined]


def test_what_somebody_changed_in_the_app_outlives_an_old_file(store: Store) -> None:
    bring(store, groups(NAKHA))
    stored = organisations(store)[str(NAKHA[0])]
    values = stored.record.model_dump(exclude={"id"}) | {"members": 99}
    save(store, OWN_MACHINE, "organisation", values, record_id=stored.record.id)
    seen = look(store, groups(NAKHA))
    assert fates(seen) == ["unchanged"]
    assert seen.rows[0].kept == ("members",)
    other_office = look(store, groups(NAKHA), office="สำนักงานอื่น")
    assert other_office.rows[0].changes == {"members": (99, 25)}, "their file never said 25 before"


def test_a_row_that_cannot_be_used_stays_out_and_the_others_go_in(store: Store) -> None:
    seen = look(store, groups(NAKHA, ("", "กลุ่ม", "นาดี", "นาดี", "ปราจีนบุรี", 3)))
    assert fates(seen) == ["new", "rejected"]
    assert "ชื่อองค์กร ต้องกรอก" in seen.rows[1].problems[0].th
    importing.apply(store, OWN_MACHINE, seen)
    assert list(organisations(store)) == [NAKHA[0]]
    with store.database.reading() as connection:
        from lib.store.tables import table

        kept = connection.execute(table("import_cell").select()).mappings().all()
    assert any(c["verdict"] == "rejected" and c["row"] == 2 for c in kept), "it is on the quality list"


def test_an_answer_serves_every_cell_with_the_same_words_and_applies_later(store: Store) -> None:
    rows = [(f"กลุ่ม {n}", "สภา", "นาดี", "นาดี", "ปราจีนบุรี", n) for n in range(2)]
    seen = look(store, groups(*rows))
    assert fates(seen) == ["waits", "waits"]
    importing.apply(store, OWN_MACHINE, seen)
    key = answer_key("organisation", "type", "สภา")
    importing.answer(store, OWN_MACHINE, seen.job.id, key, {"value": "council"})
    later = importing.preview(store, OWN_MACHINE, seen.job.id)
    assert fates(later) == ["new", "new"]
    assert importing.apply(store, OWN_MACHINE, later) == 2
    undoing.undo(store, OWN_MACHINE, seen.job.id)
    assert organisations(store) == {}, "undo takes back every round of an import"


def test_a_typed_correction_is_read_by_the_same_parser(store: Store) -> None:
    seen = look(store, groups((*NAKHA[:2], "ไม่มีตำบลนี้", *NAKHA[3:])))
    assert seen.rows[0].doubts[0].target == "area"
    key = answer_key("organisation", "area", seen.rows[0].doubts[0].said)
    importing.answer(store, OWN_MACHINE, seen.job.id, key, {"text": "ต.เขาไม้แก้ว อ.กบินทร์บุรี จ.ปราจีนบุรี"})
    now = importing.preview(store, OWN_MACHINE, seen.job.id)
    assert now.rows[0].read.values["area"] == "TH-250213"
    importing.answer(store, OWN_MACHINE, seen.job.id, key, {"skip": True})
    skipped = importing.preview(store, OWN_MACHINE, seen.job.id)
    assert "area" not in skipped.rows[0].read.values
    importing.answer(store, OWN_MACHINE, seen.job.id, key, None)
    assert importing.preview(store, OWN_MACHINE, seen.job.id).rows[0].doubts


def test_undo_withdraws_what_was_new_puts_back_what_changed_and_leaves_later_edits(store: Store) -> None:
    bring(store, groups(NAKHA, NADI))
    job = bring(store, groups((*NAKHA[:5], 31), (*NADI[:5], 50), ("กลุ่มใหม่", *NAKHA[1:])))
    stored = organisations(store)[str(NADI[0])]
    values = stored.record.model_dump(exclude={"id"}) | {"members": 77}
    save(store, OWN_MACHINE, "organisation", values, record_id=stored.record.id)
    plan = undoing.plan_undo(store, OWN_MACHINE, job)
    assert (len(plan.withdrawn), len(plan.put_back), len(plan.left)) == (1, 1, 1)
    undoing.undo(store, OWN_MACHINE, job)
    standing = organisations(store)
    assert {name: s.record.members for name, s in standing.items()} == {  # type: ignore[attr-defined]
        NAKHA[0]: 25,
        NADI[0]: 77,
    }
    with pytest.raises(BadInput):
        undoing.undo(store, OWN_MACHINE, job)


def test_a_preview_that_grew_old_is_not_applied(store: Store) -> None:
    seen = look(store, groups(NAKHA))
    bring(store, groups(NAKHA), name="other.xlsx")
    with pytest.raises(BadInput) as caught:
        importing.apply(store, OWN_MACHINE, seen)
    assert "ดูตัวอย่างใหม่" in caught.value.problems[0].th
    assert len(organisations(store)) == 1


def test_two_people_importing_at_once_do_not_mix(store: Store) -> None:
    files = {f"คนที่ {n}": groups(*((f"กลุ่ม {n}-{i}", *NAKHA[1:]) for i in range(20))) for n in range(4)}
    problems: list[BaseException] = []

    def work(office: str, content: bytes) -> None:
        try:
            bring(store, content, office=office)
        except BaseException as error:  # shown by the assertion below
            problems.append(error)

    threads = [threading.Thread(target=work, args=pair) for pair in files.items()]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert not problems
    assert len(organisations(store)) == 80


def test_a_file_moves_no_verdict(store: Store) -> None:
    step = {"area": "TH-250213", "rung": "concrete", "reached_on": "2023-01-02"}
    record_id = save(store, OWN_MACHINE, "tambon_progress", step).record.id
    proof = {"name": "รายงาน", "proves_kind": "tambon_progress", "proves": record_id, "type": "note"}
    save(store, OWN_MACHINE, "evidence", {**proof, "text": "มติที่ประชุม"})
    head = ("ตำบล", "อำเภอ", "จังหวัด", "ขั้น", "ถึงขั้นนี้เมื่อ", "สถานะ")
    where = ("เขาไม้แก้ว", "กบินทร์บุรี", "ปราจีนบุรี", "concrete")
    seen = look(store, book(("ความก้าวหน้าตำบล", [head, (*where, "2/1/2566", "ตรวจรับรองแล้ว")])))
    assert fates(seen) == ["unchanged"]
    assert "ตรวจรับรองในระบบเท่านั้น" in (seen.rows[0].doubts[0].reading.why or seen).th  # type: ignore[union-attr]
    verify(store, OWN_MACHINE, "tambon_progress", record_id, "ผู้ตรวจ")
    bring(store, book(("ความก้าวหน้าตำบล", [head, (*where, "3/1/2566", "")])))
    with store.database.reading() as connection:
        stored = records.get(connection, "tambon_progress", record_id)
    assert stored is not None
    assert stored.record.status == "verified"  # type: ignore[attr-defined]
    assert f"{stored.record.reached_on}" == "2023-01-02", "another day waits for an officer's tick"  # type: ignore[attr-defined]


def test_a_confirmed_layout_is_remembered_for_its_office_only(store: Store) -> None:
    content = book(("ก", [("กลุ่มอะไร", "ประเภทองค์กร", "ตำบล", "อำเภอ", "จังหวัด"), NAKHA[:5]]))
    first = importing.start(store, OWN_MACHINE, OFFICE, "ก.xlsx", content)
    importing.replan(store, OWN_MACHINE, first, "ก", "organisation")
    plan = TabPlan.from_json(importing.preview(store, OWN_MACHINE, first).job.plans[0])
    chosen = mapped(plan, {0: "name"})
    from dataclasses import replace

    importing.set_plan(store, OWN_MACHINE, first, [replace(chosen, confirmed=True)])
    again = look(store, content)
    columns = TabPlan.from_json(again.job.plans[0]).columns
    assert (columns[0].target, columns[0].how) == ("name", How.REMEMBERED)
    assert fates(again) == ["new"]
    stranger = TabPlan.from_json(look(store, content, office="อื่น").job.plans[0])
    assert stranger.columns[0].how is not How.REMEMBERED


def test_nothing_is_applied_before_the_columns_are_confirmed(store: Store) -> None:
    head = ("ชื่อองค์กรชุมชน", *GROUPS[1:])
    seen = look(store, groups())
    content = book(("องค์กร", [head, NAKHA]))
    seen = look(store, content)
    assert not TabPlan.from_json(seen.job.plans[0]).confirmed
    with pytest.raises(BadInput) as caught:
        importing.apply(store, OWN_MACHINE, seen)
    assert "ยืนยันการจับคู่" in caught.value.problems[0].th


def test_readers_import_nothing(store: Store) -> None:
    with pytest.raises(NotAllowed):
        importing.start(store, READER, OFFICE, "ก.xlsx", groups(NAKHA))
    seen = look(store, groups(NAKHA))
    for act in (
        lambda: importing.apply(store, READER, seen),
        lambda: importing.preview(store, READER, seen.job.id),
        lambda: importing.answer(store, READER, seen.job.id, "k", {"skip": True}),
        lambda: importing.file_of(store, READER, seen.job.id),
        lambda: importing.drop(store, READER, seen.job.id),
    ):
        with pytest.raises(NotAllowed):
            act()
    assert organisations(store) == {}
    importing.apply(store, OWN_MACHINE, seen)
    for take_back in (undoing.undo, undoing.plan_undo):
        with pytest.raises(NotAllowed):
            take_back(store, READER, seen.job.id)
    assert len(organisations(store)) == 1


def test_a_household_with_its_debts_comes_from_a_tab_and_its_child_tab(store: Store) -> None:
    homes = [
        (
            "รหัสครัวเรือน",
            "ตำบล",
            "อำเภอ",
            "จังหวัด",
            "วันที่สำรวจ",
            "ยินยอมให้เก็บข้อมูลเพื่อจัดทำแผนของตำบล",
            "รายได้รวมต่อเดือน",
            "มีหนี้หรือไม่",
        ),
        ("03-017", *NAKHA[2:5], "1 ก.พ. 2567", "ยินยอม", "๑๒,๐๐๐ บาท", "มี"),
        ("03-018", *NAKHA[2:5], "1 ก.พ. 2567", "ยินยอม", "ไม่ทราบ", "ไม่มี"),
    ]
    debts = [
        ("รหัสครัวเรือน", "กู้จาก", "ยอดคงเหลือ"),
        ("03-017", "กองทุนหมู่บ้าน", 20000),
        ("03-017", "นายทุน", "5 พัน"),
        ("09-999", "กองทุนหมู่บ้าน", 1),
    ]
    content = book(("แบบสำรวจครัวเรือน", homes), ("หนี้แต่ละก้อน", debts))
    seen = look(store, content)
    assert sorted(fates(seen)) == ["new", "new", "rejected"]
    importing.apply(store, OWN_MACHINE, seen)
    with store.database.reading() as connection:
        found = {s.record.title(): s.record for s in records.find(connection, "household_survey")}
    assert [str(d.balance) for d in found["03-017"].debts] == ["20000.00", "5000.00"]  # type: ignore[attr-defined]
    assert found["03-018"].no_answer == {"income_per_month": "unknown"}
    assert sorted(fates(look(store, content))) == ["rejected", "unchanged", "unchanged"]
