"""The base of every record kind: identity, unanswered questions, skip logic, cleaning."""

from __future__ import annotations

import hashlib
import secrets
import types
import typing
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from functools import cache
from typing import Any, ClassVar, get_args, get_origin

from pydantic import BaseModel, ConfigDict, Field, ValidationInfo, field_validator, model_validator
from pydantic_core import PydanticCustomError

from lib.domain.citizen_id import holds_citizen_id
from lib.domain.thai_text import clean_text
from lib.schema.field import NoAnswer, Spec, Sync, spec_of

#: Letters first, no digits at the start and no "e" between digits: a spreadsheet keeps it text.
_ALPHABET = "abcdfghjkmnpqrstvwxyz23456789"
_ID_LENGTH = 16


def new_id(prefix: str) -> str:
    """A globally unique id such as ``org-x7k…`` (about 77 random bits)."""
    return f"{prefix}-" + "".join(secrets.choice(_ALPHABET) for _ in range(_ID_LENGTH))


def stable_id(prefix: str, *told: object) -> str:
    """An id like `new_id` makes, the same for the same things told."""
    digest = hashlib.blake2b("\x00".join(map(str, told)).encode(), digest_size=16).digest()
    number = int.from_bytes(digest)
    letters = []
    for _ in range(_ID_LENGTH):
        number, at = divmod(number, len(_ALPHABET))
        letters.append(_ALPHABET[at])
    return f"{prefix}-" + "".join(letters)


@dataclass(frozen=True)
class About:
    """The declaration of a record kind."""

    id: str
    prefix: str
    th: str
    en: str
    help_th: str
    help_en: str
    #: Field whose value names a record on screen.
    title: str
    sync: Sync = Sync.BOTH
    #: Field that places a record, so that scope and cache versions know where it belongs.
    place: str = ""
    #: Field that points at the record it is a part of, and lies where that one lies.
    within: str = ""
    #: Field that points at the record that it lies with, though it is no part of it; with two, the first
    #: names that record's kind.
    lies_with: tuple[str, ...] = ()
    #: Fields by which the records of one round are read and counted together: one index over all of them.
    read_together: tuple[str, ...] = ()
    #: Fields that tell one record from another when no id is given; first comes the weightiest.
    key: tuple[str, ...] = ()
    #: A ladder kind goes through report → verify; an edit of a verified one needs a new verdict.
    verifiable: bool = False
    #: Only people who may write may read single records (households, people).
    private: bool = False
    #: Too many to be offered one by one where another record points at them.
    many: bool = False
    #: Schema version that brought the kind.
    since: int = 1
    #: Offered on the records screen, in this order; 0 = maintained as reference data.
    order: int = 0
    #: Its short form on a Google Sheet: the questions that a leader answers, in this order; the others are
    #: folded away behind them. Empty: all that people answer.
    leaders: tuple[str, ...] = ()
    #: Whether a province's Sheet has a tab of it, unless its office chooses otherwise.
    in_every_book: bool = False

    def label(self, language: str = "th") -> str:
        """Name of the kind in a language."""
        return self.en if language == "en" else self.th

    def help(self, language: str = "th") -> str:
        """What the kind is for, in a language."""
        return self.help_en if language == "en" else self.help_th


class Answers(BaseModel):
    """Anything with questions: a record or a nested row."""

    # What was typed never stands in an error that somebody may log.
    model_config = ConfigDict(
        extra="forbid", validate_default=False, str_strip_whitespace=False, hide_input_in_errors=True
    )

    id: str = Field(default="", max_length=64)
    #: Field id → why there is no answer. A field neither here nor filled was not answered yet.
    no_answer: dict[str, NoAnswer] = Field(default_factory=dict)

    @field_validator("*", mode="before")
    @classmethod
    def _clean(cls, value: Any, info: ValidationInfo) -> Any:
        if isinstance(value, str) and info.field_name != "id":
            value = clean_text(value)
            if holds_citizen_id(value):
                raise PydanticCustomError("citizen_id", "{field} holds a citizen id", {"field": info.field_name})
            return value or None
        return value

    @field_validator("*", mode="after")
    @classmethod
    def _one_spelling(cls, value: Any) -> Any:
        """Money has two decimals always, so that 1000 and 1000.00 are no difference."""
        if isinstance(value, Decimal) and value.is_finite():
            return value.quantize(Decimal("0.01"))
        return value

    @model_validator(mode="after")
    def _unanswered_is_consistent(self) -> Answers:
        declared = specs(type(self))
        values = self.__dict__
        for name in self.no_answer:
            spec = declared.get(name)
            if spec is None or not spec.may_decline:
                raise PydanticCustomError(
                    "may_not_decline", "{field} has to be answered or left empty", {"field": name}
                )
            if values.get(name) is not None:
                raise PydanticCustomError("answered_and_declined", "{field} has both a value and none", {"field": name})
        for name, spec in declared.items():
            filled = values.get(name) not in (None, []) or name in self.no_answer
            if filled and not spec.asked(values):
                raise PydanticCustomError("not_asked", "{field} is not asked here", {"field": name})
            for option_value in _as_list(values.get(name)) if spec.options else ():
                if option_value not in {option.value for option in spec.options}:
                    raise PydanticCustomError("unknown_choice", "{field} has an unknown choice", {"field": name})
        return self


class Nested(Answers):
    """A row inside a record (a debt of a household)."""


class Record(Answers):
    """A record kind; subclasses set `about` and declare fields with `field(...)`."""

    about: ClassVar[About]

    @model_validator(mode="after")
    def _has_an_id(self) -> Record:
        if not self.id:
            self.id = new_id(self.about.prefix)
        return self

    def title(self) -> str:
        """What names this record on a screen; its id when nothing does."""
        return str(getattr(self, self.about.title, None) or self.id)


def _as_list(value: Any) -> list[Any]:
    if value is None:
        return []
    return value if isinstance(value, list) else [value]


@cache
def specs(model: type[Answers]) -> dict[str, Spec]:
    """Declared questions of a kind in order, retired ones left out."""
    found = {name: spec_of(info, name) for name, info in model.model_fields.items()}
    asked = {name: spec for name, spec in found.items() if spec and spec.retired is None}
    return dict(sorted(asked.items(), key=lambda pair: pair[1].rank))


@cache
def typable(model: type[Answers]) -> dict[str, Spec]:
    """The questions of `specs` that people answer; what the app decides is left out."""
    return {name: spec for name, spec in specs(model).items() if not spec.by_the_app}


@cache
def decided_by_the_app(model: type[Answers]) -> dict[str, Spec]:
    """The other questions of `specs`: verdicts, certificates, dates of consent."""
    return {name: spec for name, spec in specs(model).items() if name not in typable(model)}


def only_typable(model: type[Answers], values: Mapping[str, Any]) -> dict[str, Any]:
    """Values of a record without those that the app decides; its ``id`` and ``no_answer`` stay."""
    return {name: value for name, value in values.items() if name not in decided_by_the_app(model)}


def keeping_decisions(model: type[Answers], values: Mapping[str, Any], now: Mapping[str, Any]) -> dict[str, Any]:
    """Values of an earlier revision beside what the app has decided by now."""
    decided = {name: now[name] for name in decided_by_the_app(model) if now.get(name) is not None}
    return only_typable(model, values) | decided


@cache
def every_spec(model: type[Answers]) -> dict[str, Spec]:
    """Declared questions of a kind, retired ones too (their columns stay)."""
    found = {name: spec_of(info, name) for name, info in model.model_fields.items()}
    return {name: spec for name, spec in found.items() if spec}


def unanswered(model: type[Answers], values: Mapping[str, Any]) -> tuple[str, ...]:
    """What the check before counting wants, is asked, and has neither an answer nor a reason for none."""
    why = values.get("no_answer") or {}
    empty = [(name, spec) for name, spec in _wanted_before_counting(model) if values.get(name) in (None, "", [])]
    return tuple(name for name, spec in empty if name not in why and spec.asked(values))


@cache
def _wanted_before_counting(model: type[Answers]) -> tuple[tuple[str, Spec], ...]:
    return tuple((name, spec) for name, spec in typable(model).items() if spec.check_before)


class FieldShape(typing.NamedTuple):
    """The plain type of a field: ``python`` is str, int, float, Decimal, date, bool or a model."""

    python: type[Any]
    many: bool
    required: bool


@cache
def shape(model: type[Answers], field_id: str) -> FieldShape:
    """Plain type of a field, ``None`` and ``list`` unwrapped."""
    info = model.model_fields[field_id]
    annotation = info.annotation
    if get_origin(annotation) in (typing.Union, types.UnionType):
        annotation = next(arg for arg in get_args(annotation) if arg is not type(None))
    many = get_origin(annotation) is list
    if many:
        annotation = get_args(annotation)[0]
    assert isinstance(annotation, type)
    return FieldShape(annotation, many, info.is_required())


@cache
def limits(model: type[Answers], field_id: str) -> dict[str, Any]:
    """What blocks an answer: ``ge``, ``gt``, ``le``, ``lt`` and ``max_length``, those that are declared."""
    told = model.model_fields[field_id].metadata
    names = ("ge", "gt", "le", "lt", "max_length")
    return {name: getattr(one, name) for name in names for one in told if getattr(one, name, None) is not None}


@cache
def nested_fields(model: type[Answers]) -> dict[str, type[Nested]]:
    """Fields that hold a list of nested rows, with the rows' model."""
    return {
        name: shape(model, name).python for name in every_spec(model) if issubclass(shape(model, name).python, Nested)
    }


def warnings_of(record: Answers) -> list[tuple[Spec, float]]:
    """Values outside their likely range: shown to the person, never blocking."""
    odd = []
    for name, spec in specs(type(record)).items():
        value = getattr(record, name)
        if spec.likely and isinstance(value, (int, float, Decimal)):
            low, high = spec.likely
            if not low <= float(value) <= high:
                odd.append((spec, float(value)))
    for name in nested_fields(type(record)):
        for row in getattr(record, name):
            odd += warnings_of(row)
    return odd


def plain(record: Answers) -> dict[str, Any]:
    """A record as JSON-ready values: ISO dates, numbers as they are, money as text-safe str."""
    return record.model_dump(mode="json")
