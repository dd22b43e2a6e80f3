"""Verification: evidence first, a name always, undone by any edit of substance."""

from __future__ import annotations

import pytest

from lib.access.actors import OWN_MACHINE, READER
from lib.actions.records.saving import restore, save, withdraw
from lib.actions.records.verifying import send_back, unlock, verify
from lib.actions.records.writing import writing
from lib.domain.errors import BadInput, NotAllowed
from lib.insight.country.progress import progress
from lib.insight.source import Source
from lib.schema.history_words import Verb
from lib.store.opening import Store

STEP = {"area": "TH-250213", "rung": "concrete", "reached_on": "2023-01-02"}
LINK = {"name": "รายงานการประชุม", "proves_kind": "tambon_progress", "type": "link", "link": "https://example.org/1"}


def reported(store: Store, **changes: object) -> str:
    return save(store, OWN_MACHINE, "tambon_progress", {**STEP, **changes}).record.id


def proven(store: Store, **changes: object) -> tuple[str, str]:
    record_id = reported(store, **changes)
    evidence = save(store, OWN_MACHINE, "evidence", {**LINK, "proves": record_id}).record.id
    verify(store, OWN_MACHINE, "tambon_progress", record_id, "ผู้ตรวจ ก")
    return record_id, evidence


def counts(store: Store) -> tuple[int, int]:
    told = progress(Source(store), fresh=True).value
    return told.proved, told.reported_beside


def test_a_first_record_becomes_a_counted_provable_unit(store: Store) -> None:
    assert counts(store) == (0, 0)
    record_id = reported(store)
    assert counts(store) == (0, 1), "reported stands beside the count"
    with pytest.raises(BadInput) as caught:
        verify(store, OWN_MACHINE, "tambon_progress", record_id, "ผู้ตรวจ ก")
    assert "ยังไม่มีหลักฐาน" in caught.value.problems[0].th
    save(store, OWN_MACHINE, "evidence", {**LINK, "proves": record_id})
    with pytest.raises(BadInput):
        verify(store, OWN_MACHINE, "tambon_progress", record_id, "  ")
    verify(store, OWN_MACHINE, "tambon_progress", record_id, "ผู้ตรวจ ก")
    assert counts(store) == (1, 0)


def test_lower_rungs_do_not_count(store: Store) -> None:
    proven(store, rung="spread")
    assert counts(store) == (0, 0)


def test_what_is_verified_stays_as_it_is_until_unlocked_and_a_remark_is_free(store: Store) -> None:
    record_id, _ = proven(store)
    save(store, OWN_MACHINE, "tambon_progress", {**STEP, "note": "หมายเหตุ"}, record_id=record_id)
    assert counts(store) == (1, 0)
    moved = {**STEP, "area": "TH-210304"}
    with pytest.raises(BadInput) as caught:
        save(store, OWN_MACHINE, "tambon_progress", moved, record_id=record_id)
    assert "ปลดล็อก" in caught.value.problems[0].th
    assert counts(store) == (1, 0)
    unlock(store, OWN_MACHINE, "tambon_progress", record_id, "พิมพ์ตำบลผิด")
    assert counts(store) == (0, 1)
    save(store, OWN_MACHINE, "tambon_progress", moved, record_id=record_id)


def test_evidence_that_is_withdrawn_takes_the_count_with_it(store: Store) -> None:
    _, evidence = proven(store)
    withdraw(store, OWN_MACHINE, "evidence", evidence, "ลิงก์เสีย")
    assert counts(store) == (0, 1)


def test_a_verdict_falls_with_its_evidence_whoever_takes_it_away(store: Store) -> None:
    """An undone import and a row deleted on a Sheet withdraw with this pen, not with `saving.withdraw`."""
    record_id, evidence = proven(store)
    with writing(store, OWN_MACHINE, Verb.UNDO) as pen:
        pen.withdraw(pen.stored("evidence", evidence))
    save(store, OWN_MACHINE, "evidence", {**LINK, "proves": record_id})
    assert counts(store) == (0, 1)


def test_a_rung_that_lost_its_evidence_needs_a_new_verdict_to_count_again(store: Store) -> None:
    record_id, evidence = proven(store)
    withdraw(store, OWN_MACHINE, "evidence", evidence, "ลิงก์เสีย")
    save(store, OWN_MACHINE, "evidence", {**LINK, "proves": record_id})
    assert counts(store) == (0, 1), "new evidence has not been looked at by anybody"
    verify(store, OWN_MACHINE, "tambon_progress", record_id, "ผู้ตรวจ ก")
    assert counts(store) == (1, 0)


def test_altered_evidence_takes_the_verdict_back_and_a_better_name_does_not(store: Store) -> None:
    record_id, evidence = proven(store)
    named = {**LINK, "proves": record_id, "name": "รายงานการประชุมสภา"}
    assert not save(store, OWN_MACHINE, "evidence", named, record_id=evidence).reopened
    assert counts(store) == (1, 0)
    other = {**named, "link": "https://example.org/2"}
    assert save(store, OWN_MACHINE, "evidence", other, record_id=evidence).reopened
    assert counts(store) == (0, 1)


def test_evidence_stays_with_what_it_proves(store: Store) -> None:
    _, evidence = proven(store)
    other = reported(store, rung="spread")
    with pytest.raises(BadInput) as caught:
        save(store, OWN_MACHINE, "evidence", {**LINK, "proves": other}, record_id=evidence)
    assert "ย้ายไปยืนยันรายการอื่นไม่ได้" in caught.value.problems[0].th
    assert counts(store) == (1, 0)


def test_a_withdrawn_step_leaves_the_count_and_returns_unverified(store: Store) -> None:
    record_id, _ = proven(store)
    withdraw(store, OWN_MACHINE, "tambon_progress", record_id, "ซ้ำ")
    assert counts(store) == (0, 0)
    assert restore(store, OWN_MACHINE, "tambon_progress", record_id, 1).reopened
    assert counts(store) == (0, 1)


def test_an_old_verdict_cannot_be_restored(store: Store) -> None:
    record_id, _ = proven(store)
    unlock(store, OWN_MACHINE, "tambon_progress", record_id, "พิมพ์ตำบลผิด")
    save(store, OWN_MACHINE, "tambon_progress", {**STEP, "area": "TH-210304"}, record_id=record_id)
    restore(store, OWN_MACHINE, "tambon_progress", record_id, 2)
    assert counts(store) == (0, 1)


def test_a_returned_step_says_why_and_does_not_count(store: Store) -> None:
    record_id, _ = proven(store)
    with pytest.raises(BadInput):
        send_back(store, OWN_MACHINE, "tambon_progress", record_id, "")
    send_back(store, OWN_MACHINE, "tambon_progress", record_id, "หลักฐานไม่ตรงตำบล")
    assert counts(store) == (0, 0)
    verify(store, OWN_MACHINE, "tambon_progress", record_id, "ผู้ตรวจ ข")
    assert counts(store) == (1, 0)


def test_a_tambon_is_counted_once_however_often_it_stands(store: Store) -> None:
    proven(store)
    proven(store, area="TH-210304")
    assert counts(store) == (2, 0)


@pytest.mark.parametrize("verdict", [verify, send_back])
def test_readers_give_no_verdicts_and_organisations_get_none(store: Store, verdict) -> None:  # type: ignore[no-untyped-def]
    record_id = reported(store)
    with pytest.raises(NotAllowed):
        verdict(store, READER, "tambon_progress", record_id, "ก")
    group = save(store, OWN_MACHINE, "organisation", {"name": "ก", "type": "group"}).record.id
    with pytest.raises(BadInput):
        verdict(store, OWN_MACHINE, "organisation", group, "ก")
