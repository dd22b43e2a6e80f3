"""Declarations: complete in two languages, permanent in their ids, strict in what they take."""

from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest

from lib.domain.errors import BadInput, NotFound
from lib.domain.release import TABLES
from lib.schema import choices
from lib.schema.dictionary import field_ids, rows, to_markdown
from lib.schema.field import Option, Privacy, field, in_order
from lib.schema.household import HouseholdSurvey
from lib.schema.household_economy import Debt
from lib.schema.household_result import share_tables
from lib.schema.problems import validate
from lib.schema.record import Nested, every_spec, nested_fields, new_id, shape, unanswered, warnings_of
from lib.schema.registry import KINDS, kind, kinds_for_forms
from lib.schema.sections import SECTIONS, section_names

DOCS = Path(__file__).parents[2] / "docs"
HOUSEHOLD = {"household_code": "03-017", "area": "TH-250213", "surveyed_on": date(2023, 9, 19), "consent": "yes"}


@pytest.mark.parametrize("kind_id", KINDS)
def test_every_word_is_there_in_thai_and_english(kind_id: str) -> None:
    about = kind(kind_id).about
    assert all((about.th, about.en, about.help_th, about.help_en))
    for spec in every_spec(kind(kind_id)).values():
        assert spec.th
        assert spec.en
        assert bool(spec.help_th) == bool(spec.help_en)
        assert bool(spec.unit_th) == bool(spec.unit_en)
        assert all(o.th and o.en for o in spec.options)


@pytest.mark.parametrize("kind_id", KINDS)
def test_what_a_declaration_points_at_exists(kind_id: str) -> None:
    model = kind(kind_id)
    assert model.about.title in every_spec(model)
    assert model.about.place in ("", "id", *every_spec(model))
    types = {o.value for o in choices.AREA_TYPES}
    sections = {"", *section_names()}
    for spec in every_spec(model).values():
        assert spec.refers_to in ("", *KINDS)
        assert spec.section in sections
        assert set(spec.area_types) <= types
        assert not spec.ask_if or spec.ask_if[0] in every_spec(model)
        assert spec.choice_list in ("", *(o.value for o in choices.CHOICE_LISTS))


def test_a_declared_result_is_of_closed_answers_and_under_a_name_of_its_own() -> None:
    names = [table.id for table in share_tables(retired=True)]
    assert len(names) == len(set(names))
    assert not set(names) & set(TABLES)
    assert not any("/" in name or name.startswith("lender_") for name in names)
    assert {t.id for t in share_tables() if t.sensitive} == {"health"}
    feeding = [(m, s) for m in KINDS.values() for s in every_spec(m).values() if s.result]
    assert len(feeding) == len(names), "only questions of a household feed the result"
    for model, spec in feeding:
        assert spec.result is not None
        assert spec.result.th, spec.result.en
        assert set(spec.result.counted) < {o.value for o in spec.options}
        assert not shape(model, spec.id).many


def test_the_check_wants_what_was_asked_and_neither_answered_nor_declined() -> None:
    told = {"consent": "yes", "village": 1, "people": 0, "has_debt": "", "no_answer": {"savings": "unknown"}}
    wanted = unanswered(HouseholdSurvey, told)
    assert {"has_debt", "enough_food", "income_per_month"} <= set(wanted)
    assert not {"village", "people", "savings", "incomes", "consent_channel"} & set(wanted)
    assert unanswered(HouseholdSurvey, {**told, "consent": "no"}) == ()


def test_ids_are_permanent() -> None:
    """``docs/field-ids.txt`` only grows: a renamed field would lose what people recorded."""
    known = (DOCS / "field-ids.txt").read_text(encoding="utf-8").split()
    missing = set(known) - set(field_ids())
    assert not missing, f"ids that are recorded data somewhere and may not vanish: {sorted(missing)}"
    new = set(field_ids()) - set(known)
    assert not new, f"add to docs/field-ids.txt: {sorted(new)}"


def test_the_data_dictionary_is_fresh() -> None:
    written = (DOCS / "data-dictionary.md").read_text(encoding="utf-8")
    assert written == to_markdown(), "run: python3 run.py dictionary"


def test_the_dictionary_tells_units_limits_when_a_question_is_asked_and_what_it_feeds() -> None:
    told = {row["id"]: row for row in rows(HouseholdSurvey, "en")}
    people, food, year = told["people"], told["enough_food"], told["year"]
    assert (people["unit"], people["limits"]) == ("people", "≥ 1, ≤ 60, usually 1–12")
    assert told["household_code"]["limits"] == "≤ 30 characters"
    assert year["limits"] == "≥ 2540, ≤ 2700"
    assert told["debts"]["asked when"] == "has_debt = Yes"
    assert (people["used in"], food["used in"]) == ("check", "check, result: Enough to eat all year")
    assert told["year"]["asked when"] == told["consent_channel"]["used in"] == ""


def test_only_baht_is_called_money() -> None:
    class Measured(Nested):
        price: Decimal | None = field("ราคา", "Price", unit_th="บาท/กก.", unit_en="baht/kg")
        weight: Decimal | None = field("น้ำหนัก", "Weight", unit_th="กก.", unit_en="kg")

    assert [row["type"] for row in rows(Measured, "en")] == ["money", "number with two decimals"]
    for model in KINDS.values():
        for part in (model, *nested_fields(model).values()):
            for row in rows(part, "en"):
                assert ("money" in row["type"]) <= row["unit"].startswith("baht"), row["id"]


def test_household_data_stays_home() -> None:
    about = HouseholdSurvey.about
    assert about.private
    assert about.sync == "none"
    private = {Privacy.PERSONAL, Privacy.SENSITIVE}
    specs = [*every_spec(HouseholdSurvey).values(), *every_spec(Debt).values()]
    assert all(spec.privacy in private for spec in specs)
    assert "name" not in every_spec(HouseholdSurvey)


def test_three_kinds_of_no_answer_are_kept_apart() -> None:
    survey = validate(HouseholdSurvey, {**HOUSEHOLD, "no_answer": {"savings": "refused", "people": "unknown"}})
    assert survey.savings is survey.people is survey.income_per_month is None
    assert survey.no_answer == {"savings": "refused", "people": "unknown"}
    assert "income_per_month" not in survey.no_answer


@pytest.mark.parametrize(
    ("change", "field", "words"),
    [
        ({"consent": "no", "people": 3}, "people", "ไม่ต้องตอบ"),
        ({"no_answer": {"savings": "refused"}, "savings": 5}, "savings", "มีทั้งคำตอบ"),
        ({"no_answer": {"village": "refused"}}, "village", "ไม่สะดวกตอบไม่ได้"),
        ({"main_occupation": "astronaut"}, "main_occupation", "ไม่อยู่ในตัวเลือก"),
        ({"household_code": ""}, "household_code", "ต้องกรอก"),
        ({"household_code": "x" * 31}, "household_code", "ยาวเกิน 30"),
        ({"people": 0}, "people", "ต้องไม่น้อยกว่า 1"),
        ({"village": 2.5}, "village", "จำนวนเต็ม"),
        ({"surveyed_on": None}, "surveyed_on", "ต้องกรอก"),
        ({"has_debt": "no", "debts": [{"lender": "bank"}]}, "debts", "ไม่ต้องตอบ"),
        ({"has_debt": "yes", "debts": [{"lender": "bank"}, {"lender": "x"}]}, "debts", "แถวที่ 2"),
        ({"has_debt": "yes", "debts": [{"lender": "bank", "balance": "1.234"}]}, "debts", "ทศนิยม"),
        ({"nickname": "ก"}, "nickname", "ไม่มีช่องนี้"),
    ],
)
def test_bad_input_is_told_in_thai_at_its_field(change: dict[str, object], field: str, words: str) -> None:
    with pytest.raises(BadInput) as caught:
        validate(HouseholdSurvey, {**HOUSEHOLD, **change})
    (problem,) = (p for p in caught.value.problems if p.field == field)
    assert words in problem.th


def test_unusual_values_warn_and_do_not_block() -> None:
    survey = validate(
        HouseholdSurvey,
        {
            **HOUSEHOLD,
            "income_per_month": 900_000,
            "has_debt": "yes",
            "debts": [{"lender": "moneylender", "interest_per_year": 240}],
        },
    )
    assert [(spec.id, value) for spec, value in warnings_of(survey)] == [
        ("income_per_month", 900_000),
        ("interest_per_year", 240),
    ]


def test_ids_stay_text_in_a_spreadsheet_and_do_not_repeat() -> None:
    made = {new_id("org") for _ in range(5000)}
    assert len(made) == 5000
    assert all(one.startswith("org-") and "e" not in one[4:] for one in made)


def test_kinds_are_found_listed_and_explained() -> None:
    with pytest.raises(NotFound):
        kind("nothing")
    assert [m.about.id for m in kinds_for_forms()][:2] == ["tambon_progress", "provincial_network"]
    # Sensitive answers are asked for in their household's form only.
    apart = {"household_health"}
    assert {about.id for about in (m.about for m in kinds_for_forms())} == set(KINDS) - apart
    english = rows(kind("tambon_progress"), "en")
    assert english[0]["id"] == "reached_on"
    assert kind("area").about.label("en") == "Area"
    assert kind("area").about.help("en")


def test_choices_keep_their_own_order_and_labels() -> None:
    stages = choices.PROJECT_STAGES
    assert [in_order(stages, v) for v in ("crawl", "run", "?")] == [0, 2, 3]
    assert Option("a", "ก", "A").label("en") == "A"
    assert nested_fields(HouseholdSurvey)["debts"] is Debt


def test_every_section_that_a_question_stands_in_has_its_heading() -> None:
    headed = {one.value for one in SECTIONS}
    named = {f"{k}.{n}": s.section for k, m in KINDS.items() for n, s in every_spec(m).items() if s.section}
    assert {name: section for name, section in named.items() if section not in headed} == {}
    assert headed - {*named.values()} == set(), "nothing is asked under these any more"
    assert all(one.th and one.en for one in SECTIONS)
