"""Erasure (PDPA): record, history, drafts, imports and their files; counts and the fact remain."""

from __future__ import annotations

import json
import sqlite3

import pytest

from lib.access.actors import OWN_MACHINE, READER
from lib.actions.imports import importing
from lib.actions.records.drafting import keep_draft
from lib.actions.records.erasing import erase
from lib.actions.records.saving import restore, save
from lib.domain.errors import BadInput, NotAllowed, NotFound
from lib.insight.records.timeline import as_of
from lib.insight.source import Source
from lib.store import backup, history, records
from lib.store.opening import Store
from lib.store.restoring import restore as restore_backup
from lib.store.tables import tables
from tests.actions.imports.workbooks import NAKHA, book, bring, fates, look

NAME, PHONE = "สมศรี ใจดีที่หนึ่ง", "0812345678"
HEAD = ("ชื่อ–นามสกุล", "บทบาท", "ตำบล", "อำเภอ", "จังหวัด", "โทรศัพท์")
ROW = (NAME, "ประธาน", *NAKHA[2:5], PHONE)


def everything(store: Store) -> str:
    """All that the store's tables hold, files of imports decoded."""
    with store.database.reading() as connection:
        told = []
        for one in tables().sorted_tables:
            for row in connection.execute(one.select()).mappings():
                told.append(json.dumps(dict(row), default=str, ensure_ascii=False))
    return "\n".join(told)


def person(store: Store) -> str:
    with store.database.reading() as connection:
        return records.find(connection, "person")[0].record.id


def test_nothing_of_it_can_be_found_and_nothing_brings_it_back(store: Store) -> None:
    content = book(("บุคคล", [HEAD, ROW]))
    job = bring(store, content)
    record_id = person(store)
    save(store, OWN_MACHINE, "person", {"name": NAME, "phone": PHONE, "role": "เลขา"}, record_id=record_id)
    keep_draft(store, OWN_MACHINE, "", "person", record_id, 2, {"name": NAME})
    assert NAME in everything(store)
    erase(store, OWN_MACHINE, "person", record_id, "เจ้าของข้อมูลขอ")
    left = everything(store)
    assert NAME not in left
    assert PHONE not in left
    with store.database.reading() as connection:
        changes = history.of_record(connection, "person", record_id)
    assert [c.action for c in changes] == ["erase", "save", "import"], "that it changed is still told"
    assert all(v in ((None, None), (False, True)) for c in changes for v in c.fields.values())
    with pytest.raises(NotFound):
        restore(store, OWN_MACHINE, "person", record_id, 1)
    with pytest.raises(NotFound):
        importing.file_of(store, OWN_MACHINE, job)
    with pytest.raises(NotFound):
        importing.preview(store, OWN_MACHINE, job)  # not from memory either
    assert as_of(Source(store), "person", changes[1].at) == []
    again = look(store, content)
    assert fates(again) == ["rejected"]
    assert "ถูกลบตามสิทธิ" in again.rows[0].problems[0].th


@pytest.mark.long
def test_a_restored_backup_is_erased_again(store: Store) -> None:
    record_id = save(store, OWN_MACHINE, "person", {"name": NAME, "phone": PHONE}).record.id
    kept = backup.write_backup(store.database, store.backups)
    erase(store, OWN_MACHINE, "person", record_id, "เจ้าของข้อมูลขอ")
    restore_backup(store, kept)
    assert NAME not in everything(store)


def test_the_file_on_disk_holds_no_trace_after_the_next_clean_up(sqlite_store: Store) -> None:
    record_id = save(sqlite_store, OWN_MACHINE, "person", {"name": NAME, "phone": PHONE}).record.id
    erase(sqlite_store, OWN_MACHINE, "person", record_id, "เจ้าของข้อมูลขอ")
    path = sqlite_store.database.path
    assert path is not None
    sqlite_store.database.close()
    with sqlite3.connect(path) as raw:
        raw.execute("pragma wal_checkpoint(truncate)")
    assert PHONE.encode() not in path.read_bytes(), "SQLite overwrites what it deletes"


def test_only_personal_records_are_erased_with_a_reason_by_those_who_may(store: Store) -> None:
    record_id = save(store, OWN_MACHINE, "person", {"name": NAME}).record.id
    group = save(store, OWN_MACHINE, "organisation", {"name": "กลุ่ม ก", "type": "group"}).record.id
    for actor, kind_id, target, reason, problem in (
        (READER, "person", record_id, "ขอ", NotAllowed),
        (OWN_MACHINE, "person", record_id, " ", BadInput),
        (OWN_MACHINE, "organisation", group, "ขอ", BadInput),
        (OWN_MACHINE, "person", "person-none", "ขอ", NotFound),
    ):
        with pytest.raises(problem):
            erase(store, actor, kind_id, target, reason)
    assert NAME in everything(store)


def test_references_to_an_erased_person_are_emptied(store: Store) -> None:
    record_id = save(store, OWN_MACHINE, "person", {"name": NAME}).record.id
    centre = {"name": "ศูนย์ ก", "basis": "unresolved", "contact": record_id}
    centre_id = save(store, OWN_MACHINE, "incubation_centre", centre).record.id
    erase(store, OWN_MACHINE, "person", record_id, "เจ้าของข้อมูลขอ")
    with store.database.reading() as connection:
        stored = records.get(connection, "incubation_centre", centre_id)
    assert stored is not None
    assert stored.record.contact is None  # type: ignore[attr-defined]
