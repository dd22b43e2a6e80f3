"""After an erasure whoever may write is shown which texts of any kind still name that person; nobody keeps the name."""

from __future__ import annotations

import json

import pytest

from lib.access.actors import OWN_MACHINE, READER
from lib.actions.records.corrections import leave_as_it_is
from lib.actions.records.erasing import erase
from lib.actions.records.saving import save
from lib.domain.errors import NotAllowed
from lib.insight.country.keeping import keeping
from lib.insight.source import Source
from lib.store import backup, names_left
from lib.store.names_left import NameLeft
from lib.store.opening import Store
from lib.store.restoring import restore
from lib.store.tables import table
from tests.actions.survey.household_forms import begin, visit

FIRST, LAST = "มาลินี", "สุขสันต์ยิ่งนัก"


def person(store: Store, name: str = f"{FIRST} {LAST}") -> str:
    return save(store, OWN_MACHINE, "person", {"name": name, "phone": "0866666666"}).record.id


def group(store: Store, **told: object) -> str:
    return save(store, OWN_MACHINE, "organisation", {"name": "กลุ่ม", "type": "group", **told}).record.id


def left(store: Store) -> list[NameLeft]:
    with store.database.reading() as connection:
        return names_left.listed(connection)


def named_everywhere(store: Store) -> dict[str, str]:
    """Who names the person: field → record."""
    work = begin(store)
    return {
        "organisation.note": group(store, note=f"ติดต่อ{FIRST} {LAST} หรือ 0866666666"),
        "organisation.name": group(store, name=f"กลุ่มป้า{FIRST}"),
        "event.note": save(
            store, OWN_MACHINE, "event", {"name": "ประชุม", "type": "forum", "note": f"ประธานคือ {FIRST}"}
        ).record.id,
        "tambon_task.text": save(
            store, OWN_MACHINE, "tambon_task", {"work": work, "step": "1", "text": f"ไปหาคุณ{FIRST} เรื่องที่ดิน"}
        ).record.id,
    }


def test_every_kind_is_looked_through_and_a_correction_takes_it_off_the_list(store: Store) -> None:
    gone, said = person(store), named_everywhere(store)
    group(store, name="กลุ่มอื่น", note=f"{FIRST}า เป็นชื่ออื่น")
    assert left(store) == []
    erase(store, OWN_MACHINE, "person", gone, "ขอ")
    assert {f"{one.kind}.{one.field}": one.record_id for one in left(store)} == said
    shown = {one.title for one in keeping(Source(store)).names_left}
    assert {"กลุ่ม", "ประชุม"} <= shown
    corrected = {"name": "กลุ่ม", "type": "group", "note": "ติดต่อประธาน"}
    save(store, OWN_MACHINE, "organisation", corrected, record_id=said["organisation.note"])
    still = NameLeft("event", said["event.note"], "note")
    assert still in left(store)
    leave_as_it_is(store, OWN_MACHINE, still)
    assert {f"{one.kind}.{one.field}" for one in left(store)} == {"organisation.name", "tambon_task.text"}


def test_the_list_does_not_hold_the_name_nor_what_was_written(store: Store) -> None:
    gone = person(store)
    group(store, note=f"ติดต่อ{FIRST} {LAST}")
    erase(store, OWN_MACHINE, "person", gone, "ขอ")
    with store.database.reading() as connection:
        rows = [dict(row) for row in connection.execute(table("name_left").select()).mappings()]
    assert len(rows) == 1
    written = json.dumps(rows, default=str, ensure_ascii=False)
    assert not [word for word in (FIRST, LAST, "ติดต่อ", "0866666666") if word in written]


def test_nested_texts_and_names_of_long_ago_are_found(store: Store) -> None:
    gone = person(store, "วิไลวรรณ ศรีสมบูรณ์ยิ่ง")
    save(store, OWN_MACHINE, "person", {"name": f"{FIRST} {LAST}"}, record_id=gone)
    home = visit(store, 1, has_debt="yes", debts=[{"lender": "bank", "balance": "1", "purpose": "คุณวิไลวรรณยืม"}])
    erase(store, OWN_MACHINE, "person", gone, "ขอ")
    assert left(store) == [NameLeft("household_survey", home, "debts.purpose")]


def test_a_restore_looks_again_and_keeps_the_list(store: Store) -> None:
    gone, noted = person(store), group(store, note=f"ติดต่อ{FIRST} {LAST}")
    before = backup.write_backup(store.database, store.backups)
    erase(store, OWN_MACHINE, "person", gone, "ขอ")
    after = backup.write_backup(store.database, store.backups)
    for file in (before, after):
        restore(store, file)
        assert left(store) == [NameLeft("organisation", noted, "note")]


def test_a_record_that_is_erased_itself_leaves_the_list(store: Store) -> None:
    gone, other = person(store), save(store, OWN_MACHINE, "person", {"name": "คนอื่น", "role": f"แทน {FIRST} {LAST}"})
    erase(store, OWN_MACHINE, "person", gone, "ขอ")
    assert left(store) == [NameLeft("person", other.record.id, "role")]
    erase(store, OWN_MACHINE, "person", other.record.id, "ขอ")
    assert left(store) == []


def test_a_reader_may_not_say_that_a_text_is_right(sqlite_store: Store) -> None:
    with pytest.raises(NotAllowed):
        leave_as_it_is(sqlite_store, READER, NameLeft("organisation", "x", "note"))
