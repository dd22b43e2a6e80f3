"""Save, merge, clash, restore, withdraw: one change-set each, field by field."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from lib.access.actors import OWN_MACHINE, READER
from lib.actions.records.saving import restore, save, save_typed, withdraw
from lib.domain.errors import BadInput, Conflict, NotAllowed, NotFound
from lib.domain.thai_date import bangkok_today
from lib.schema.registry import SCHEMA_VERSION
from lib.store import history, records
from lib.store.history import Change
from lib.store.opening import Store

GROUP = {"name": "กลุ่มทอผ้า", "type": "group", "members": 12}
HOUSEHOLD = {
    "household_code": "03-017",
    "area": "TH-250213",
    "surveyed_on": date(2023, 9, 19),
    "consent": "yes",
    "has_debt": "yes",
    "debts": [{"lender": "bank", "balance": 1000}, {"lender": "shop", "balance": 50}],
}


def changes(store: Store, kind_id: str, record_id: str) -> list[Change]:
    with store.database.reading() as connection:
        return history.of_record(connection, kind_id, record_id)


def stored(store: Store, kind_id: str, record_id: str) -> records.Stored:
    with store.database.reading() as connection:
        found = records.get(connection, kind_id, record_id)
    assert found is not None
    return found


def test_a_save_says_who_what_and_when_field_by_field(store: Store) -> None:
    saved = save(store, OWN_MACHINE, "organisation", GROUP)
    after = save(store, OWN_MACHINE, "organisation", {**GROUP, "members": 15}, record_id=saved.record.id)
    newest, first = changes(store, "organisation", saved.record.id)
    assert (saved.created, after.created, after.revision) == (True, False, 2)
    assert newest.fields == {"members": (12, 15)}
    assert first.fields == {"name": (None, "กลุ่มทอผ้า"), "type": (None, "group"), "members": (None, 12)}
    assert (newest.actor_label, newest.source, newest.action, newest.schema_version) == (
        "ผู้ใช้เครื่องนี้",
        "form",
        "save",
        SCHEMA_VERSION,
    )
    assert newest.at.tzinfo is not None


def test_saving_the_same_again_writes_nothing(store: Store) -> None:
    saved = save(store, OWN_MACHINE, "organisation", GROUP)
    again = save(store, OWN_MACHINE, "organisation", GROUP, record_id=saved.record.id)
    assert again.revision == 1
    assert len(changes(store, "organisation", saved.record.id)) == 1


def test_two_people_editing_different_fields_are_merged(store: Store) -> None:
    record_id = save(store, OWN_MACHINE, "organisation", GROUP).record.id
    save(store, OWN_MACHINE, "organisation", {**GROUP, "members": 20}, record_id=record_id, base_revision=1)
    save(store, OWN_MACHINE, "organisation", {**GROUP, "note": "ใหม่"}, record_id=record_id, base_revision=1)
    record = stored(store, "organisation", record_id).record
    assert (record.members, record.note) == (20, "ใหม่")  # type: ignore[attr-defined]


def test_a_true_clash_shows_both_and_changes_nothing(store: Store) -> None:
    record_id = save(store, OWN_MACHINE, "organisation", GROUP).record.id
    save(store, OWN_MACHINE, "organisation", {**GROUP, "members": 20}, record_id=record_id, base_revision=1)
    with pytest.raises(Conflict) as caught:
        save(store, OWN_MACHINE, "organisation", {**GROUP, "members": 30}, record_id=record_id, base_revision=1)
    assert caught.value.theirs == {"members": 20}
    assert "มีผู้อื่นแก้ไว้" in caught.value.problems[0].th
    assert stored(store, "organisation", record_id).revision == 2


def test_nested_rows_are_edited_diffed_and_restored(store: Store) -> None:
    saved = save(store, OWN_MACHINE, "household_survey", HOUSEHOLD).record
    rows = [d.model_dump() for d in saved.debts]  # type: ignore[attr-defined]
    rows[0]["balance"] = 400
    save(
        store,
        OWN_MACHINE,
        "household_survey",
        {**HOUSEHOLD, "debts": rows[:1], "no_answer": {"savings": "refused"}},
        record_id=saved.id,
    )
    newest = changes(store, "household_survey", saved.id)[0]
    assert set(newest.fields) == {"debts", "no_answer"}
    before, after = newest.fields["debts"]
    assert ([d["balance"] for d in before], [d["balance"] for d in after]) == (["1000.00", "50.00"], ["400.00"])
    restore(store, OWN_MACHINE, "household_survey", saved.id, 1)
    now = stored(store, "household_survey", saved.id).record
    assert [d.balance for d in now.debts] == [1000, 50]  # type: ignore[attr-defined]
    assert [d.id for d in now.debts] == [d.id for d in saved.debts]  # type: ignore[attr-defined]
    assert now.no_answer == {}


def test_a_withdrawn_record_leaves_the_lists_and_comes_back(store: Store) -> None:
    record_id = save(store, OWN_MACHINE, "organisation", GROUP).record.id
    with pytest.raises(BadInput):
        withdraw(store, OWN_MACHINE, "organisation", record_id, "  ")
    assert withdraw(store, OWN_MACHINE, "organisation", record_id, "ซ้ำ") == 2
    assert withdraw(store, OWN_MACHINE, "organisation", record_id, "ซ้ำ") == 2, "once is enough"
    with store.database.reading() as connection:
        assert records.find(connection, "organisation") == []
        assert len(records.find(connection, "organisation", withdrawn=True)) == 1
    restore(store, OWN_MACHINE, "organisation", record_id, 1)
    back = stored(store, "organisation", record_id)
    assert (back.withdrawn, back.revision) == (False, 3)


def test_only_revisions_that_existed_can_be_restored(store: Store) -> None:
    record_id = save(store, OWN_MACHINE, "organisation", GROUP).record.id
    with pytest.raises(BadInput):
        restore(store, OWN_MACHINE, "organisation", record_id, 9)
    with pytest.raises(NotFound):
        restore(store, OWN_MACHINE, "organisation", "org-none", 1)


@pytest.mark.parametrize(
    "attempt",
    [
        lambda s: save(s, READER, "organisation", GROUP),
        lambda s: save(s, READER, "organisation", GROUP, record_id="org-x"),
        lambda s: withdraw(s, READER, "organisation", "org-x", "why"),
        lambda s: restore(s, READER, "organisation", "org-x", 1),
    ],
)
def test_a_reader_writes_nothing(sqlite_store: Store, attempt) -> None:  # type: ignore[no-untyped-def]
    with pytest.raises(NotAllowed) as caught:
        attempt(sqlite_store)
    assert "ดูได้อย่างเดียว" in caught.value.problems[0].th


@pytest.mark.parametrize(
    ("kind_id", "values", "words"),
    [
        ("organisation", {**GROUP, "area": "TH-999999"}, "ไม่พบพื้นที่"),
        ("tambon_progress", {"area": "TH-25", "rung": "plan", "reached_on": "2023-01-01"}, "ต้องเป็นตำบล"),
        ("tambon_progress", {"area": "TH-250213", "rung": "moon", "reached_on": "2023-01-01"}, "ไม่อยู่ในรายการ"),
        (
            "tambon_progress",
            {"area": "TH-250213", "rung": "plan", "reached_on": bangkok_today() + timedelta(days=1)},
            "ยังมาไม่ถึง",
        ),
        (
            "tambon_progress",
            {"area": "TH-250213", "rung": "plan", "reached_on": "2023-01-01", "status": "verified"},
            "การตรวจรับรองเท่านั้น",
        ),
        ("person", {"name": "ก", "organisation": "org-none"}, "ไม่พบรายการ"),
        (
            "evidence",
            {"name": "ก", "type": "note", "proves_kind": "tambon_progress", "proves": "tp-none"},
            "ไม่พบรายการ",
        ),
        ("evidence", {"name": "ก", "type": "note", "proves_kind": "moon", "proves": "x"}, "ไม่พบรายการ"),
        ("list_item", {"list": "tambon_rung", "value": "plan", "label_th": "ก", "label_en": "a"}, "มีในรายการแล้ว"),
        (
            "list_item",
            {"list": "tambon_rung", "value": "top", "label_th": "ก", "label_en": "a", "counts": True},
            "นับได้ขั้นเดียว",
        ),
    ],
)
def test_what_cannot_be_true_is_refused_in_thai_and_changes_nothing(
    sqlite_store: Store, kind_id: str, values: dict[str, object], words: str
) -> None:
    with pytest.raises(BadInput) as caught:
        save(sqlite_store, OWN_MACHINE, kind_id, values)
    assert words in caught.value.problems[0].th
    with sqlite_store.database.reading() as connection:
        assert history.latest(connection, 5) == []


def test_the_same_rung_of_the_same_place_is_recorded_once(sqlite_store: Store) -> None:
    step = {"area": "TH-250213", "rung": "plan", "reached_on": "2023-01-01"}
    first = save(sqlite_store, OWN_MACHINE, "tambon_progress", step).record.id
    with pytest.raises(BadInput) as caught:
        save(sqlite_store, OWN_MACHINE, "tambon_progress", step)
    assert first in caught.value.problems[0].th


def test_typed_text_is_read_and_what_cannot_be_read_is_said(sqlite_store: Store) -> None:
    saved = save_typed(
        sqlite_store,
        OWN_MACHINE,
        "household_survey",
        {
            "household_code": "๐๓-๐๑๗",
            "area": "TH-250213",
            "surveyed_on": "๑๙ ก.ย. ๖๖",
            "consent": "yes",
            "income_per_month": "๑๒,๕๐๐ บาท",
            "has_debt": "yes",
            "debts": [{"lender": "bank", "balance": "1,000"}],
            "no_answer": {"savings": "refused"},
        },
    ).record
    assert (saved.surveyed_on, saved.income_per_month) == (date(2023, 9, 19), 12500)  # type: ignore[attr-defined]
    with pytest.raises(BadInput) as caught:
        save_typed(
            sqlite_store,
            OWN_MACHINE,
            "household_survey",
            {
                "surveyed_on": "เมื่อวาน",
                "village": "1.5",
                "consent": "yes",
                "has_debt": "yes",
                "debts": [{"lender": "bank", "balance": "เยอะ"}],
            },
        )
    assert [p.field for p in caught.value.problems] == ["village", "surveyed_on", "debts"]
    assert "แถวที่ 1 ยอดคงเหลือ" in caught.value.problems[2].th


def test_answers_to_questions_no_longer_asked_are_left_out(sqlite_store: Store) -> None:
    typed = {
        "household_code": "1",
        "area": "TH-250213",
        "surveyed_on": "2023-01-01",
        "consent": "no",
        "people": "4",
        "has_debt": "yes",
        "debts": [{"lender": "bank"}],
    }
    saved = save_typed(sqlite_store, OWN_MACHINE, "household_survey", typed).record
    assert (saved.people, saved.has_debt, saved.debts) == (None, None, [])  # type: ignore[attr-defined]
