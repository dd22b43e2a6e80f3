"""Exports of Kobo and Central as they really come: edited, without lists, by labels, packed anew."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pytest

from lib.access.actors import OWN_MACHINE
from lib.actions.records.saving import save
from lib.actions.survey.odk import Looked, SubmissionFate, look_through, take_in
from lib.domain.errors import BadInput
from lib.schema.record import plain
from lib.store import records
from lib.store.opening import Store
from tests.actions.survey.odk_device import kobo
from tests.actions.survey.test_forms_go_to_phones_and_come_back import PRESET, rich, sheet, the_form

CASES = Path(__file__).parents[2] / "intake" / "cases"
KIND = "household_survey"


def take(store: Store, case: str) -> Looked:
    (file,) = CASES.glob(f"{case}-*")
    return take_in(store, OWN_MACHINE, KIND, file.name, file.read_bytes())


def forms(store: Store) -> dict[str, Any]:
    """Forms that stand, by household code."""
    with store.database.reading() as connection:
        return {s.record.household_code: s for s in records.find(connection, KIND)}  # type: ignore[attr-defined]


def fates(looked: Looked) -> list[SubmissionFate]:
    return [o.fate for o in looked.outcomes]


def test_a_csv_without_lists_says_so_and_the_workbook_completes_the_same_forms(store: Store) -> None:
    first = take(store, "f05-kobo-without")
    assert fates(first) == [SubmissionFate.NEW, SubmissionFate.NEW]
    assert [s.id for s in first.missing] == ["incomes", "expenses", "debts", "produce"]
    again = take(store, "f05-kobo-the-same")
    assert (fates(again), again.missing) == ([SubmissionFate.CHANGED, SubmissionFate.CHANGED], ())
    standing = forms(store)
    assert sorted(standing) == ["03-011", "03-012"]
    assert [len(s.record.incomes) for s in standing.values()] == [2, 2]
    assert fates(take(store, "f05-kobo-without")) == [SubmissionFate.SAME, SubmissionFate.SAME], (
        "a file without lists empties none"
    )


def test_labels_and_separate_columns_are_the_same_answers(store: Store) -> None:
    assert fates(take(store, "f06")) == [SubmissionFate.NEW]
    form = plain(forms(store)["03-011"].record)
    assert form["second_occupations"] == ["livestock", "craft"]
    assert form["no_answer"] == {"savings": "refused", "steady_income": "unknown"}
    assert form["debts"][0]["lender"] == "shop"


def test_an_edited_submission_is_the_same_one(store: Store) -> None:
    take(store, "f07a")
    assert fates(take(store, "f07b")) == [SubmissionFate.CHANGED]
    assert {code: s.record.people for code, s in forms(store).items()} == {"03-011": 6}
    assert fates(take(store, "f07b")) == [SubmissionFate.SAME]


def edited(people: int, uuid: str, number: int = 5002) -> bytes:
    """An export without any root uuid: only ``_id`` tells that it is the same submission."""
    heads = ["รหัสครัวเรือน", "surveyed_on", "consent", "people", "village", "_id", "_uuid"]
    return sheet(heads, ["03-011", "2025-11-12", "yes", people, 3, number, uuid])


def test_without_a_root_uuid_the_servers_number_tells_it(sqlite_store: Store) -> None:
    def bring(content: bytes) -> Looked:
        return take_in(sqlite_store, OWN_MACHINE, KIND, "a.xlsx", content, PRESET)

    assert fates(bring(edited(5, "aaa"))) == [SubmissionFate.NEW]
    assert fates(bring(edited(6, "bbb"))) == [SubmissionFate.CHANGED]
    assert forms(sqlite_store)["03-011"].record.people == 6
    strange = bring(edited(7, "ccc", number=9001))
    assert fates(strange) == [SubmissionFate.WRONG], "another number: another household, or typed twice"


def test_what_was_edited_in_the_app_stays_and_is_told(sqlite_store: Store) -> None:
    take(sqlite_store, "f07a")
    stored = forms(sqlite_store)["03-011"]
    values = stored.record.model_dump(exclude={"id", "consent_version", "consented_on", "keep_until"}) | {"people": 9}
    save(sqlite_store, OWN_MACHINE, KIND, values, record_id=stored.record.id, base_revision=stored.revision)
    looked = take(sqlite_store, "f07b")
    assert "แก้ในระบบไว้แล้ว" in looked.outcomes[0].problems[0].th
    assert forms(sqlite_store)["03-011"].record.people == 9


def test_what_a_reviewer_did_not_approve_is_told(store: Store) -> None:
    looked = take(store, "f08a")
    assert fates(looked) == [SubmissionFate.WRONG, SubmissionFate.NEW]
    assert "ไม่อนุมัติ" in looked.outcomes[0].problems[0].th


@pytest.mark.parametrize(("case", "says"), [("f09a", "รหัสผ่าน"), ("f09b", "เสียหาย")])
def test_a_broken_or_locked_zip_is_a_sentence(sqlite_store: Store, case: str, says: str) -> None:
    with pytest.raises(BadInput) as caught:
        take(sqlite_store, case)
    assert says in caught.value.problems[0].th


def test_what_a_mac_adds_to_a_zip_is_left_aside(sqlite_store: Store) -> None:
    assert fates(take(sqlite_store, "f09c")) == [SubmissionFate.NEW, SubmissionFate.NEW]


def test_one_instance_twice_is_one_submission(store: Store) -> None:
    looked = take(store, "f29")
    assert fates(looked) == [SubmissionFate.NEW, SubmissionFate.SAME]
    assert "ชุดเดียวกับ" in looked.outcomes[1].problems[0].th


def test_an_error_in_a_cell_is_no_answer(sqlite_store: Store) -> None:
    def one(people: Any) -> Sequence[Any]:
        return ["03-011", "2025-11-12", "yes", people, "u-9"]

    heads = ["รหัสครัวเรือน", "surveyed_on", "consent", "people", "_uuid"]
    looked = look_through(sqlite_store, OWN_MACHINE, KIND, "a.xlsx", sheet(heads, one("#REF!")), PRESET)
    assert fates(looked) == [SubmissionFate.WRONG]
    assert "ช่องแสดง" in looked.outcomes[0].problems[0].th


def test_a_heading_with_another_qualifier_is_another_question(sqlite_store: Store) -> None:
    heads = ["รหัสครัวเรือน", "surveyed_on", "consent", "เงินออมคงเหลือ (ปีก่อน)"]
    looked = look_through(
        sqlite_store, OWN_MACHINE, KIND, "a.xlsx", sheet(heads, ["03-011", "2025-11-12", "yes", 500]), PRESET
    )
    assert looked.strange == ("เงินออมคงเหลือ (ปีก่อน)",)


def test_an_emptied_answer_counts_only_in_an_edit(sqlite_store: Store) -> None:
    first = kobo(the_form(), [("a", plain(rich("03-011")))])
    take_in(sqlite_store, OWN_MACHINE, KIND, "a.xlsx", first, PRESET)
    less = {**plain(rich("03-011")), "people": None}
    again = take_in(sqlite_store, OWN_MACHINE, KIND, "b.xlsx", kobo(the_form(), [("a", less)]), PRESET)
    assert fates(again) == [SubmissionFate.SAME]
