"""The boxes of a form, by its declaration: what a template needs to draw one, and what came back in it.

The declaration is the one that the Streamlit form, the template, the dictionary and the import are made
from: a field that is added there stands here without another word.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from functools import cache
from typing import Final, NamedTuple

from lib.domain.errors import Problem
from lib.intake.typed import Typed
from lib.schema.field import NoAnswer, Spec
from lib.schema.record import Answers, limits, nested_fields, shape, typable

#: What names of fields begin with in a form that is sent: an answer, and why there is none.
ANSWER, DECLINED = "a.", "n."
#: Which questions a form had on it: a tick that was taken away is not sent at all.
ASKED = "asked"
_NO_ANSWER: Final = "no_answer"

#: Field id → {value: label}; {} for a question that is answered in one's own words.
Options = Callable[[Spec], Mapping[str, str]]


class Box(NamedTuple):
    """One question as it stands on a page."""

    name: str
    label: str
    help: str
    unit: str
    #: ``text``, ``long``, ``tick``, ``one`` (of some choices), ``list`` (one of many), ``many``.
    sort: str
    value: object
    #: (value, label)
    options: tuple[tuple[str, str], ...]
    required: bool
    #: Which keyboard a phone shows: ``decimal``, ``tel``, ``text`` …
    keyboard: str
    longest: int | None
    placeholder: str
    #: Field id and values that it depends on; '' for always.
    ask_if: str
    asked: bool
    may_decline: bool
    declined: str
    said: tuple[str, ...] = ()
    #: Its title is for ears only: what stands beside it says it.
    bare: bool = False
    #: Its choices are other records: whose names they are, not everybody sees.
    points: bool = False


@dataclass(frozen=True)
class Asking:
    """A form's questions: its model, what stands in them, and how they are shown."""

    model: type[Answers]
    typed: Typed
    language: str
    options: Options
    problems: Sequence[Problem] = field(default_factory=tuple)

    def box(self, name: str) -> Box:
        """The box of one question."""
        spec, empty = typable(self.model)[name], _empty(self.model, name, self.language)
        chosen = empty.options or tuple(self.options(spec).items())
        return empty._replace(
            sort=empty.sort if chosen is empty.options else _sort(self.model, name, chosen),
            value=self.typed.get(name),
            options=chosen,
            asked=spec.asked(self.typed),
            declined=str((self.typed.get(_NO_ANSWER) or {}).get(name) or ""),
            said=tuple(p.text(self.language) for p in self.problems if p.field == name),
        )

    def rows(self, rows: Sequence[Sequence[str]]) -> list[list[Box]]:
        """Boxes row by row."""
        return [[self.box(name) for name in row] for row in rows]


@cache
def _empty(model: type[Answers], name: str, language: str) -> Box:
    """The box of a question as its declaration says, before anything is answered."""
    spec, (python, _, required) = typable(model)[name], shape(model, name)
    options = tuple((o.value, o.label(language)) for o in spec.options)
    return Box(
        name,
        spec.label(language),
        _help(spec, language),
        spec.unit(language),
        _sort(model, name, options),
        None,
        options,
        required,
        _keyboard(spec, python),
        limits(model, name).get("max_length"),
        _placeholder(spec, python, language),
        "" if spec.ask_if is None else f"{spec.ask_if[0]}={'|'.join(_sent(v) for v in spec.ask_if[1])}",
        True,
        spec.may_decline,
        "",
        points=bool(spec.refers_to),
    )


def _sent(value: object) -> str:
    return "1" if value is True else "" if value is False else str(value)


def _sort(model: type[Answers], name: str, chosen: Sequence[tuple[str, str]]) -> str:
    spec, (python, many, _) = typable(model)[name], shape(model, name)
    if python is bool:
        return "tick"
    if spec.options or spec.choice_list or spec.refers_to or chosen:
        return "many" if many else "one" if len(chosen) <= 7 else "list"
    return "long" if spec.long_text else "text"


def _keyboard(spec: Spec, python: type[object]) -> str:
    if spec.format == "phone":
        return "tel"
    if python in (int, float, Decimal) or spec.format in ("be_year", "code"):
        return "decimal" if python in (float, Decimal) else "numeric"
    return "text"


def _help(spec: Spec, language: str) -> str:
    # Examples are names and words of Thai forms: in English they would only puzzle.
    return spec.help_en if language == "en" and not spec.example.isascii() else spec.help(language)


def _placeholder(spec: Spec, python: type[object], language: str) -> str:
    if python is date:
        return "e.g. 19 Sep 2023" if language == "en" else "เช่น 19 ก.ย. 2566"
    return spec.example if language == "th" or spec.example.isascii() else ""


def answers_in(model: type[Answers], fields: Sequence[tuple[str, str]]) -> Typed:
    """What a sent form answers, by question, as a Streamlit form would hold it; unknown names are passed over.

    Only questions that stood on the form are in it: one without any value was emptied.
    """
    asked = {name for key, names in fields if key == ASKED for name in names.split(",")}
    nested = nested_fields(model)
    given: dict[str, list[str]] = {}
    for key, value in fields:
        given.setdefault(key, []).append(value)
    found: Typed = {}
    for name in [n for n in typable(model) if n in asked and n not in nested]:
        values = [v for v in given.get(f"{ANSWER}{name}", []) if v]
        python, many, _ = shape(model, name)
        found[name] = values if many else bool(values) if python is bool else values[-1] if values else None
    reasons = {n: why for n in found if (why := given.get(f"{DECLINED}{n}", [""])[-1]) in set(NoAnswer)}
    for name in reasons:
        found[name] = None
    if reasons:
        found[_NO_ANSWER] = reasons
    return found
