"""Duplicates: found across sources, merged by a person, both kept in history."""

from __future__ import annotations

import pytest

from lib.access.actors import OWN_MACHINE, READER
from lib.actions.records.merging import call_distinct, merge
from lib.actions.records.saving import save
from lib.domain.errors import BadInput, NotAllowed
from lib.insight.records.duplicates import pairs
from lib.insight.source import Source
from lib.store import history, records
from lib.store.opening import Store

HERE = "TH-250213"


def group(store: Store, name: str, **more: object) -> str:
    values = {"name": name, "type": "group", "area": HERE, **more}
    return save(store, OWN_MACHINE, "organisation", values).record.id


def found(store: Store) -> list[set[str]]:
    return [{p.first, p.second} for p in pairs(Source(store), "organisation")]


def test_the_same_group_written_differently_is_found_once(store: Store) -> None:
    one = group(store, "กลุ่มทอผ้าบ้านนาขา")
    two = group(store, "วิสาหกิจชุมชน ทอผ้า บ้านนาขา")
    group(store, "กลุ่มเลี้ยงปลาบ้านนาขา")
    group(store, "กลุ่มออมทรัพย์ 1")
    group(store, "กลุ่มออมทรัพย์ 2")
    group(store, "กลุ่มทอผ้าบ้านนาขา", area="TH-500101")
    assert found(store) == [{one, two}]


def test_a_merge_fills_gaps_takes_what_is_chosen_and_repoints_what_pointed(store: Store) -> None:
    one = group(store, "กลุ่มทอผ้าบ้านนาขา", members=10)
    two = group(store, "ทอผ้าบ้านนาขา", members=25, note="ตั้งปี 2550")
    person = save(store, OWN_MACHINE, "person", {"name": "ก", "organisation": two}).record.id
    proof = {"name": "ใบทะเบียน", "proves_kind": "organisation", "proves": two, "type": "note", "text": "ก"}
    evidence = save(store, OWN_MACHINE, "evidence", proof).record.id
    merge(store, OWN_MACHINE, "organisation", one, two, ["members"])
    with store.database.reading() as connection:
        kept = records.get(connection, "organisation", one)
        gone = records.get(connection, "organisation", two)
        pointing = records.get(connection, "person", person)
        proving = records.get(connection, "evidence", evidence)
        told = history.of_record(connection, "organisation", two)
    assert kept is not None
    assert gone is not None
    assert pointing is not None
    assert proving is not None
    assert (kept.record.members, kept.record.note) == (25, "ตั้งปี 2550")  # type: ignore[attr-defined]
    assert gone.withdrawn
    assert pointing.record.organisation == one  # type: ignore[attr-defined]
    assert proving.record.proves == one  # type: ignore[attr-defined]
    assert told[0].action == "merge"
    assert found(store) == []
    with pytest.raises(BadInput):
        merge(store, OWN_MACHINE, "organisation", one, two)


def test_two_that_were_called_distinct_are_not_asked_about_again(store: Store) -> None:
    one, two = group(store, "กลุ่มทอผ้าบ้านนาขา"), group(store, "ทอผ้าบ้านนาขา")
    with pytest.raises(NotAllowed):
        call_distinct(store, READER, "organisation", one, two)
    call_distinct(store, OWN_MACHINE, "organisation", two, one)
    call_distinct(store, OWN_MACHINE, "organisation", one, two)
    assert found(store) == []
    with pytest.raises(NotAllowed):
        merge(store, READER, "organisation", one, two)
    with pytest.raises(BadInput):
        merge(store, OWN_MACHINE, "organisation", one, one)
