"""Which fields of a kind somebody may see: the one rule that every read model asks, field by field.

Two audiences are told apart. Who works on the machine (`WRITER`) sees what the schema declares;
anyone else on the network (`READER`) sees public fields of kinds that are not private – whatever
the way: a value, a search, an order, a count, a download, a history, a rejected cell. What was
read for an audience is kept under that audience's name and never shown to the other.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from enum import StrEnum
from functools import cache
from typing import Any, TypeVar

from lib.schema.field import Privacy
from lib.schema.record import Answers, Record, every_spec, nested_fields
from lib.schema.registry import KINDS

T = TypeVar("T", bound=Answers)


class Audience(StrEnum):
    """Who reads; part of the name and key of everything kept that depends on it."""

    READER = "reader"
    WRITER = "writer"


def sees_kind(audience: Audience, kind_id: str) -> bool:
    """Whether single records of a kind are shown; an unknown kind is shown to nobody but writers."""
    if audience is Audience.WRITER:
        return True
    return kind_id in KINDS and not KINDS[kind_id].about.private


def sees(audience: Audience, kind_id: str, field_id: str) -> bool:
    """Whether a field of a kind is shown; what is no declared field is shown to writers only."""
    return audience is Audience.WRITER or (sees_kind(audience, kind_id) and field_id in _public(KINDS[kind_id]))


@cache
def _public(model: type[Answers]) -> frozenset[str]:
    """Public fields of a kind or of its nested rows, retired ones too: their history stays."""
    return frozenset(name for name, spec in every_spec(model).items() if spec.privacy is Privacy.PUBLIC)


def seen_fields(audience: Audience, kind_id: str, names: Iterable[str]) -> list[str]:
    """Those of some field names that are shown, in their order."""
    return [name for name in names if sees(audience, kind_id, name)]


def seen_values(audience: Audience, kind_id: str, values: Mapping[str, Any]) -> dict[str, Any]:
    """JSON-ready values of a record without what is hidden; its id and reasons for no answer stay where seen."""
    if audience is Audience.WRITER:
        return dict(values)
    seen = {name: value for name, value in values.items() if name == "id" or sees(audience, kind_id, name)}
    if "no_answer" in values:
        why = values["no_answer"] or {}
        seen["no_answer"] = {name: reason for name, reason in why.items() if sees(audience, kind_id, name)}
    return seen


def seen_record(audience: Audience, record: Record) -> Record:
    """A record for showing, hidden fields emptied. For a reader's eyes only: never save it."""
    return record if audience is Audience.WRITER else _emptied(record)


def _emptied(answers: T) -> T:
    model = type(answers)
    public, rows = _public(model), nested_fields(model)
    kept: dict[str, Any] = {"no_answer": {n: why for n, why in answers.no_answer.items() if n in public}}
    for name in every_spec(model):
        if name not in public:
            kept[name] = [] if isinstance(getattr(answers, name), list) else None
        elif name in rows:
            kept[name] = [_emptied(row) for row in getattr(answers, name)]
    return answers.model_copy(update=kept)
