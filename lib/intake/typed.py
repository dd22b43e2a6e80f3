"""Typed text to values: Thai digits, B.E. dates, baht. What cannot be read is a problem, not a guess."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from lib.domain.errors import Problem, bad_input
from lib.domain.thai_text import clean_text
from lib.intake.reading import Reading
from lib.intake.values import read_open
from lib.schema.field import NoAnswer, Spec
from lib.schema.record import Answers, nested_fields, shape, specs

#: What a form holds as somebody typed it: field id → text, choice or choices, tick, rows; and `DECLINED`.
Typed = dict[str, Any]
#: Key of a typed row or record under which the form keeps "don't know" and "would rather not say".
DECLINED = "no_answer"


@dataclass(frozen=True)
class FormReading:
    """What a form, or one row of it, says so far, and what is wrong with the rest.

    `values` holds what is asked and could be read, nested rows as lists of such mappings, and
    `DECLINED`; text that cannot be read stands nowhere in it.
    """

    values: dict[str, Any]
    #: Field id → how the text in it was understood; only questions that are answered in one's own words.
    texts: Mapping[str, Reading]
    #: Field id of a nested list → its rows.
    rows: Mapping[str, tuple[FormReading, ...]]
    #: Why something that is asked could not be read, in the order of the form, nested rows included.
    problems: tuple[Problem, ...]

    def asks(self, spec: Spec) -> bool:
        """Whether the skip logic asks a question, going by what could be read."""
        return spec.asked(self.values)


def read_form(model: type[Answers], typed: Mapping[str, Any]) -> FormReading:
    """Read a form or row field by field; never raises for what somebody typed.

    Questions that the skip logic does not ask are left out, whatever was typed there before, and
    are no problem either: nobody sees the field that would have to be put right.
    """
    declared, nested = specs(model), nested_fields(model)
    values: dict[str, Any] = {}
    texts: dict[str, Reading] = {}
    rows: dict[str, tuple[FormReading, ...]] = {}
    for name, spec in declared.items():
        if name in nested:
            rows[name] = tuple(read_form(nested[name], row) for row in typed.get(name) or [])
            pairs = zip(rows[name], typed.get(name) or [], strict=True)
            values[name] = [{"id": row.get("id", ""), **reading.values} for reading, row in pairs]
        elif typed.get(name) not in (None, "", []):
            reading = _in_own_words(spec, shape(model, name).python, typed[name])
            if reading is None:
                values[name] = clean_text(typed[name]) if isinstance(typed[name], str) else typed[name]
            else:
                texts[name] = reading
                values |= {} if reading.value is None else {name: reading.value}
    values = _without_unasked(declared, values)
    asked = {name for name, spec in declared.items() if spec.asked(values)}
    declined = {k: v for k, v in (typed.get(DECLINED) or {}).items() if v in set(NoAnswer)}
    values[DECLINED] = {k: v for k, v in declined.items() if k in asked and k not in values}
    problems = [p for n in declared if n in asked for p in _problems(declared[n], texts.get(n), rows.get(n, ()))]
    return FormReading(values, texts, rows, tuple(problems))


def read_typed(model: type[Answers], typed: Mapping[str, Any]) -> dict[str, Any]:
    """Values for `model` from what a form or row holds; raises `BadInput` naming each wrong field."""
    reading = read_form(model, typed)
    bad_input(reading.problems)
    return reading.values


def why_unread(reading: Reading) -> Problem | None:
    """Why a text could not be read and what to write instead, as one sentence; None when it could."""
    if reading.why is None or reading.settled:
        return None
    th, en = reading.why.th, reading.why.en
    if reading.fix is not None:
        th, en = f"{th} {reading.fix.th}", f"{en}; {reading.fix.en}"
    elif reading.candidates:
        th += f" เช่น {', '.join(c.th for c in reading.candidates)}"
        en += f" e.g. {', '.join(c.en for c in reading.candidates)}"
    return Problem(th, en)


def _in_own_words(spec: Spec, python: type[Any], typed: Any) -> Reading | None:
    """How a text was understood; None where an answer is chosen and not written."""
    if not isinstance(typed, str) or spec.options or spec.choice_list or spec.refers_to:
        return None
    return read_open(spec, python, typed)


def _without_unasked(declared: Mapping[str, Spec], values: dict[str, Any]) -> dict[str, Any]:
    """A question behind an unasked one is not asked either."""
    while True:
        asked = {n: v for n, v in values.items() if declared[n].asked(values)}
        if len(asked) == len(values):
            return asked
        values = asked


def _problems(spec: Spec, text: Reading | None, rows: tuple[FormReading, ...]) -> Iterator[Problem]:
    why = why_unread(text) if text is not None else None
    if why is not None:
        yield Problem(f"{spec.th} {why.th}", f"{spec.en}: {why.en}", spec.id)
    for number, row in enumerate(rows, start=1):
        for problem in row.problems:
            yield Problem(f"{spec.th} แถวที่ {number} {problem.th}", f"{spec.en} row {number} {problem.en}", spec.id)
