"""What is declared once is asked for there, and nowhere decided again."""

from __future__ import annotations

import re
from collections import Counter
from pathlib import Path

from lib.schema.record import decided_by_the_app, every_spec, nested_fields, only_typable, specs, typable
from lib.schema.registry import KINDS, SCHEMA_VERSION

ROOT = Path(__file__).parents[2]


def test_only_the_schema_knows_which_answers_belong_to_the_app() -> None:
    """Everybody else asks `record.typable`, or `decided_by_the_app` for the others."""
    filter_of_ones_own = re.compile(r"\bAuthority\b|\.authority\b")
    found = [
        f"{file.relative_to(ROOT)}:{number}"
        for file in (ROOT / "lib").rglob("*.py")
        if "schema" not in file.relative_to(ROOT).parts
        for number, line in enumerate(file.read_text(encoding="utf-8").splitlines(), start=1)
        if filter_of_ones_own.search(line)
    ]
    assert found == []


def test_every_question_is_either_typed_or_decided() -> None:
    for model in KINDS.values():
        assert {**typable(model), **decided_by_the_app(model)} == specs(model)
    step = {"status": "verified", "note": "ก", "id": "x", "no_answer": {}}
    assert only_typable(KINDS["tambon_progress"], step) == {"note": "ก", "id": "x", "no_answer": {}}


def test_the_schemas_version_is_that_of_its_newest_part() -> None:
    """A field that came without raising `SCHEMA_VERSION` (or the other way) would tell history a wrong version."""
    newest = 0
    for model in KINDS.values():
        parts = [model, *nested_fields(model).values()]
        told = [max(spec.since, spec.retired or 0) for part in parts for spec in every_spec(part).values()]
        newest = max(newest, model.about.since, *told)
    assert newest == SCHEMA_VERSION


def test_no_two_kinds_claim_one_place_on_the_records_screen() -> None:
    places = Counter(model.about.order for model in KINDS.values() if model.about.order)
    assert [order for order, kinds in places.items() if kinds > 1] == []
