"""XLSForms pass pyxform, and a submission exported from them comes back identical – once."""

from __future__ import annotations

import io
from collections.abc import Callable, Sequence
from typing import Any

import openpyxl
import pytest

from lib.access.actors import OWN_MACHINE, READER
from lib.actions.survey import households
from lib.actions.survey.odk import look_through, take_in
from lib.domain.errors import BadInput, NotAllowed
from lib.export.xlsform import validate, xlsform
from lib.schema.field import Option
from lib.schema.record import Record, plain
from lib.schema.registry import KINDS, kind
from lib.store.opening import Store
from tests.actions.survey.household_forms import AREA, YEAR, begin, stored, visit
from tests.actions.survey.odk_device import Form, central, kobo, read_form

PRESET = {"area": AREA, "year": str(YEAR)}
LISTS = {
    name: (Option("one", "หนึ่ง", "One"), Option("two", "สอง", "Two"))
    for name in ("product", "tambon_rung", "province_rung", "target_group", "training_cohort", "ksnb_step")
}
RICH: dict[str, Any] = {
    "area": AREA,
    "year": YEAR,
    "village": 3,
    "surveyed_on": "2025-11-12",
    "consent": "yes",
    "consent_channel": "phone",
    "people": 5,
    "main_occupation": "rice",
    "second_occupations": ["livestock", "craft"],
    "expense_per_month": "9000.00",
    "has_debt": "yes",
    "enough_food": "mostly",
    "land_held": "part",
    "no_answer": {"savings": "refused", "steady_income": "unknown"},
    "incomes": [
        {"source": "rice", "amount": "60000.00", "period": "year"},
        {"source": "wage", "amount": "4000.00", "period": "month"},
    ],
    "expenses": [{"item": "food", "amount": "3000.00", "period": "month", "bought": "outside", "could_make": "yes"}],
    "debts": [
        {"lender": "shop", "balance": "4500.00", "interest_per_year": 24.5, "purpose": "ปุ๋ย, เมล็ดพันธุ์"},
        {"lender": "bank", "no_answer": {"balance": "refused"}},
    ],
    "produce": [
        {
            "what": "ข้าวเหนียว",
            "sold_per_year": "60000.00",
            "input_cost": "14000.00",
            "inputs": "outside",
            "production": "self",
            "price": "buyer",
            "sold_to": "middleman_out",
            "consumers": "outside",
        }
    ],
}


def rich(code: str) -> Record:
    return kind("household_survey").model_validate({**RICH, "household_code": code})


def without_ids(record: Record) -> Any:
    """What people answered; ids of rows and what the app adds are not theirs."""
    app = ("id", "consent_version", "consented_on", "keep_until", "withdrawn_on", "checked_on", "checked_by")

    def bare(value: Any) -> Any:
        if isinstance(value, dict):
            return {k: bare(v) for k, v in value.items() if k not in app}
        return [bare(v) for v in value] if isinstance(value, list) else value

    return bare(plain(record))


def the_form() -> Form:
    return read_form(xlsform(kind("household_survey"), LISTS, PRESET))


@pytest.mark.parametrize("kind_id", list(KINDS))
def test_every_form_passes_pyxform(kind_id: str) -> None:
    made = xlsform(kind(kind_id), LISTS)
    assert f"<h:title>{kind(kind_id).about.th}</h:title>" in validate(made)


def test_skip_logic_limits_warnings_and_reasons_travel() -> None:
    rows = openpyxl.load_workbook(io.BytesIO(xlsform(kind("household_survey"), LISTS, PRESET)))["survey"]
    heads = [c.value for c in next(rows.iter_rows())]
    by_name = {row[1]: dict(zip(heads, row, strict=True)) for row in rows.iter_rows(values_only=True)}
    assert by_name["debts"]["relevant"] == "${has_debt} = 'yes'"
    assert by_name["expenses__could_make"]["relevant"] == "${expenses__bought} = 'outside'"
    assert by_name["people"]["constraint"] == ". >= 1 and . <= 60"
    assert "1.0" not in str(by_name["people__odd"]["relevant"])
    assert by_name["savings__why"]["relevant"] == "(${consent} = 'yes') and ${savings} = ''"
    assert (by_name["area"]["default"], by_name["area"]["read_only"]) == (AREA, "yes")
    assert "checked_on" not in by_name
    assert by_name["household_code"]["required"] == "yes"


@pytest.mark.parametrize(("export", "file"), [(kobo, "kobo.xlsx"), (central, "central.zip")])
def test_a_submission_comes_back_identical_and_only_once(
    store: Store, export: Callable[[Form, Sequence[Any]], bytes], file: str
) -> None:
    sent = [(f"3f2a-{n}", rich(f"03-01{n}")) for n in range(3)]
    content = export(the_form(), [(i, plain(r)) for i, r in sent])
    looked = take_in(store, OWN_MACHINE, "household_survey", file, content, PRESET)
    assert ([o.problems for o in looked.outcomes], looked.strange) == ([()] * 3, ())
    for (_, told), outcome in zip(sent, looked.outcomes, strict=True):
        assert outcome.record is not None
        kept = stored(store, "household_survey", outcome.record.id).record
        assert without_ids(kept) == without_ids(told)
    again = take_in(store, OWN_MACHINE, "household_survey", file, content, PRESET)
    assert (again.count("same"), again.count("new")) == (3, 0)


def test_looking_writes_nothing_and_readers_may_not(sqlite_store: Store) -> None:
    content = kobo(the_form(), [("1", plain(rich("03-011")))])
    assert look_through(sqlite_store, OWN_MACHINE, "household_survey", "a.xlsx", content, PRESET).count("new") == 1
    assert look_through(sqlite_store, OWN_MACHINE, "household_survey", "a.xlsx", content, PRESET).count("new") == 1
    with pytest.raises(NotAllowed):
        take_in(sqlite_store, READER, "household_survey", "a.xlsx", content, PRESET)


def test_the_same_code_from_two_phones_is_asked_about(sqlite_store: Store) -> None:
    visit(sqlite_store, 1, household_code="03-011", village="3")
    told = [("a", plain(rich("03-011"))), ("b", plain(rich("03-012"))), ("c", plain(rich("03-012")))]
    looked = take_in(sqlite_store, OWN_MACHINE, "household_survey", "a.xlsx", kobo(the_form(), told), PRESET)
    assert [o.fate for o in looked.outcomes] == ["wrong", "new", "wrong"]
    assert "มีแบบของรหัสนี้ในรอบนี้แล้ว" in looked.outcomes[0].problems[0].th


def test_what_cannot_be_right_says_why_and_the_rest_comes_in(sqlite_store: Store) -> None:
    wrong = {**plain(rich("03-011")), "people": 99, "surveyed_on": "เมื่อวานซืน"}
    told = [("a", wrong), ("b", plain(rich("03-012")))]
    looked = take_in(sqlite_store, OWN_MACHINE, "household_survey", "a.xlsx", kobo(the_form(), told), PRESET)
    assert [o.fate for o in looked.outcomes] == ["wrong", "new"]
    assert looked.outcomes[0].where.endswith("· 2")


def test_an_erased_household_does_not_come_back_from_a_phone(sqlite_store: Store) -> None:
    content = kobo(the_form(), [("a", plain(rich("03-011")))])
    looked = take_in(sqlite_store, OWN_MACHINE, "household_survey", "a.xlsx", content, PRESET)
    assert looked.outcomes[0].record is not None
    households.erase_form(sqlite_store, OWN_MACHINE, looked.outcomes[0].record.id, "เจ้าของขอ")
    again = take_in(sqlite_store, OWN_MACHINE, "household_survey", "a.xlsx", content, PRESET)
    assert [o.fate for o in again.outcomes] == ["wrong"]
    assert "เคยถูกลบ" in again.outcomes[0].problems[0].th


def sheet(*rows: Sequence[Any]) -> bytes:
    book = openpyxl.Workbook()
    assert book.active is not None
    for row in rows:
        book.active.append(list(row))
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def test_labels_ticked_columns_and_a_mapping_are_understood(sqlite_store: Store) -> None:
    content = sheet(
        [
            "รหัสครัวเรือน",
            "Surveyed on",
            "ยินยอม",
            "people",
            "work/second_occupations/craft",
            "work/second_occupations/wage",
            "main_occupation",
            "ช่างสังเกต",
        ],
        ["03-011", "12/11/2568", "ยินยอม", 4, 1, 0, "ทำนา", "x"],
    )
    looked = look_through(
        sqlite_store, OWN_MACHINE, "household_survey", "a.xlsx", content, PRESET, {"ยินยอม": "consent"}
    )
    (outcome,) = looked.outcomes
    assert (outcome.fate, looked.strange) == ("new", ("ช่างสังเกต",))
    told = plain(outcome.record) if outcome.record else {}
    assert (told["consent"], told["second_occupations"], told["main_occupation"]) == ("yes", ["craft"], "rice")


@pytest.mark.parametrize("content", [b"", b"PK\x03\x04broken", sheet(["ชื่อ", "สี"], ["ก", "แดง"])])
def test_a_file_that_is_no_export_ends_in_a_sentence(sqlite_store: Store, content: bytes) -> None:
    with pytest.raises(BadInput):
        look_through(sqlite_store, OWN_MACHINE, "household_survey", "a.xlsx", content, PRESET)


def test_a_part_of_a_workspace_comes_back_to_it(sqlite_store: Store) -> None:
    work = begin(sqlite_store)
    form = read_form(xlsform(kind("local_product"), LISTS, {"work": work}))
    told = {"work": work, "text": "ข้าวเม่า", "price": "self", "value": "900000.00"}
    content = kobo(form, [("p1", told)])
    looked = take_in(sqlite_store, OWN_MACHINE, "local_product", "p.xlsx", content, {"work": work})
    assert looked.outcomes[0].record is not None
    kept = stored(sqlite_store, "local_product", looked.outcomes[0].record.id).record
    assert {**told}.items() <= plain(kept).items()


def test_a_list_that_breaks_the_form_is_said(sqlite_store: Store) -> None:
    with pytest.raises(BadInput) as caught:
        xlsform(kind("local_product"), {"product": (Option("two words", "ก", "A"), Option("two words", "ข", "B"))})
    assert "XLSForm" in caught.value.problems[0].th


def test_a_phone_decides_nothing_that_the_app_decides(sqlite_store: Store) -> None:
    content = sheet(
        ["area", "rung", "reached_on", "status", "สถานะ", "verified_by"],
        [AREA, "concrete", "2025-11-12", "verified", "verified", "ใคร"],
    )
    looked = take_in(sqlite_store, OWN_MACHINE, "tambon_progress", "a.xlsx", content)
    assert looked.outcomes[0].record is not None
    kept = plain(stored(sqlite_store, "tambon_progress", looked.outcomes[0].record.id).record)
    assert (kept["status"], kept["verified_by"]) == ("reported", None)
    assert set(looked.strange) == {"สถานะ", "verified_by"}, "status is a column of ODK Central's own"
    mapped = {"status": "status", "verified_by": "nothing", "สถานะ": "debts"}
    again = look_through(sqlite_store, OWN_MACHINE, "tambon_progress", "a.xlsx", content, None, mapped)
    assert set(again.strange) == {"สถานะ", "verified_by"}
