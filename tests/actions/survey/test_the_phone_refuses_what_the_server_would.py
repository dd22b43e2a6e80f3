"""What an XLSForm lets through, the server takes; what the server refuses, the phone refuses first.

Forms are filled in by the rules of the XLSForm alone, read independently of the schema.
"""

from __future__ import annotations

import random
import string
from datetime import date, timedelta
from typing import Any

import pytest

from lib.access.actors import OWN_MACHINE
from lib.actions.survey.odk import SubmissionFate, look_through
from lib.domain.errors import BadInput
from lib.export.xlsform import xlsform
from lib.schema.field import Option
from lib.schema.problems import validate
from lib.schema.record import nested_fields, shape, specs
from lib.schema.registry import KINDS, kind
from lib.store.opening import Store
from tests.actions.survey.odk_device import kobo, read_form
from tests.actions.survey.test_forms_go_to_phones_and_come_back import LISTS, PRESET
from tests.actions.survey.xform_rules import Question, Rules, holds, read_rules

HOUSE = kind("household_survey")
CODE = "กขคง0123456789-/. "


def filled(rules: Rules, dice: random.Random, number: int) -> dict[str, Any]:
    """One form as somebody fills it in who is stopped by nothing but the phone."""
    answers: dict[str, Any] = {}
    for question in rules.main:
        _answer(rules, question, answers, answers, dice, number)
    for repeat, questions in rules.repeats.items():
        rows = []
        for _ in range(dice.randint(0, 3) if holds(rules.repeat_relevant[repeat], answers) else 0):
            row: dict[str, Any] = {}
            for question in questions:
                _answer(rules, question, row, {**answers, **row}, dice, number)
            rows.append({k.removeprefix(f"{repeat}__"): v for k, v in row.items()})
        answers[repeat] = rows
    return answers


def _answer(
    rules: Rules, question: Question, into: dict[str, Any], known: dict[str, Any], dice: random.Random, number: int
) -> None:
    if not holds(question.relevant, known):
        return
    if question.read_only or (question.default and dice.random() < 0.5):
        into[question.name] = question.default
        return
    if not question.required and dice.random() < 0.3:
        return
    for _ in range(300):
        text = _random_answer(rules, question, dice, number)
        if text and holds(question.constraint, known, text):
            into[question.name] = text
            return
    assert not question.required, f"no answer to {question.name} fits {question.constraint}"


def _random_answer(rules: Rules, question: Question, dice: random.Random, number: int) -> str:
    if question.kind == "select_one":
        return dice.choice(rules.choices[question.list_name])
    if question.kind == "select_multiple":
        known = rules.choices[question.list_name]
        return " ".join(dice.sample(known, dice.randint(1, min(3, len(known)))))
    if question.kind == "integer":
        return str(dice.choice([dice.randint(-5, 100), dice.randint(0, 3000), 0, 2569]))
    if question.kind == "decimal":
        return dice.choice([str(dice.randint(0, 5000)), f"{dice.random() * 3000:.2f}", f"{dice.random():.6f}", "0"])
    if question.kind == "date":
        return (date.today() + timedelta(days=dice.randint(-700, 30))).isoformat()
    if question.name == "household_code":
        return f"{number:02d}-" + "".join(dice.choices(CODE, k=dice.randint(1, 28))).strip()
    return "".join(dice.choices(string.ascii_letters + "กขคงจ่้ิ ๑๒=+@", k=dice.randint(1, 260))).strip()


def test_whatever_the_phone_lets_through_is_taken(sqlite_store: Store) -> None:
    book = xlsform(HOUSE, LISTS, PRESET)
    rules, dice = read_rules(book), random.Random(2569)
    sent = [(f"i-{n}", _plain(filled(rules, dice, n))) for n in range(60)]
    looked = look_through(sqlite_store, OWN_MACHINE, HOUSE.about.id, "k.xlsx", kobo(read_form(book), sent), PRESET)
    wrong = [(o.where, [p.th for p in o.problems]) for o in looked.outcomes if o.fate is not SubmissionFate.NEW]
    assert not wrong


def _plain(answers: dict[str, Any]) -> dict[str, Any]:
    """The answers as `odk_device` takes them: reasons for no answer apart."""
    told = {k: v for k, v in answers.items() if not k.endswith("__why")}
    told["no_answer"] = {k.removesuffix("__why"): v for k, v in answers.items() if k.endswith("__why")}
    for name in nested_fields(HOUSE):
        told[name] = [_plain(row) if "no_answer" not in row else row for row in told.get(name, [])]
    return told


def _beyond(model: Any, name: str) -> list[str]:
    """Answers just beyond each declared limit of a question."""
    found = []
    for told in model.model_fields[name].metadata:
        for limit, step in (("ge", -1), ("le", 1), ("gt", 0), ("lt", 0)):
            if (value := getattr(told, limit, None)) is not None:
                found.append(str(value + step))
        if (longest := getattr(told, "max_length", None)) is not None:
            found.append("ก" * (longest + 1))
        if getattr(told, "pattern", None) is not None:
            found.append("<ผิดรูปแบบ>")
        if (places := getattr(told, "decimal_places", None)) is not None:
            found.append("1." + "3" * (places + 1))
    return found


@pytest.mark.parametrize("kind_id", list(KINDS))
def test_every_limit_of_the_schema_is_a_constraint_with_its_sentence(kind_id: str) -> None:
    model = kind(kind_id)
    lists = {s.choice_list: (Option("one", "หนึ่ง", "One"),) for s in specs(model).values() if s.choice_list}
    rules = read_rules(xlsform(model, {**LISTS, **lists}))
    asked = {q.name: q for q in rules.main}
    asked |= {q.name: q for questions in rules.repeats.values() for q in questions}
    inner = [(model, ""), *((m, f"{n}__") for n, m in nested_fields(model).items())]
    for part, within in inner:
        for name, spec in specs(part).items():
            question = asked.get(f"{within}{name}")
            if question is None or spec.options or spec.choice_list or shape(part, name).python is bool:
                continue
            for beyond in _beyond(part, name):
                assert not holds(question.constraint, {}, beyond), (name, beyond, question.constraint)
                assert question.message, f"{name} refuses without a sentence"


def test_a_day_to_come_and_a_citizen_id_are_stopped_on_the_phone() -> None:
    asked = {q.name: q for q in read_rules(xlsform(HOUSE, LISTS, PRESET)).main}
    tomorrow = (date.today() + timedelta(days=2)).isoformat()
    assert not holds(asked["surveyed_on"].constraint, {}, tomorrow)
    assert holds(asked["surveyed_on"].constraint, {}, date.today().isoformat())
    assert not holds(asked["household_code"].constraint, {}, "1234567890121")
    with pytest.raises(BadInput):
        validate(
            HOUSE,
            {"household_code": "1234567890121", "area": "TH-250213", "surveyed_on": "2025-11-12", "consent": "no"},
        )
