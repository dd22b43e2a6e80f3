"""What a feature may say of its kinds: rules that hold whoever writes, by whichever way.

The common path (form, import, Sheet, restore, merge, undo) asks the rulebook and knows no kind.
A feature says its rules in its own room (``actions/<feature>/rules.py``); `lib.actions.rulebook`
puts them together. See docs/decisions/008.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any, Generic, TypeVar

from sqlalchemy import ColumnElement, Connection

from lib.domain.errors import Problem
from lib.domain.sentence import Sentence
from lib.schema.record import Record

R = TypeVar("R", bound=Record)


def _fine(*_: object) -> Sequence[Problem]:
    return ()


def _as_it_is(_connection: Connection, _before: R | None, after: R) -> R:
    return after


def _nothing(*_: object) -> None:
    return None


def _no(_record: object) -> bool:
    return False


def _fine_pairs(*_: object) -> Sequence[tuple[str, str]]:
    return ()


def _no_sentences(*_: object) -> Sequence[Sentence]:
    return ()


def _nobody(_record: object) -> Sequence[tuple[str, str]]:
    return ()


@dataclass(frozen=True)
class ProofRule:
    """How records of a kind prove others: a verdict rests on them and falls with them."""

    #: Fields that name the kind and the id of what is proved.
    kind: str
    record: str
    #: Fields that the proof lies in; the others (a name) may change without shaking a verdict.
    substance: frozenset[str]
    #: Why a proof does not move to another record.
    moved: Problem
    #: SQL condition on its rows: it proves something by itself.
    weighs: Callable[[], ColumnElement[bool]]


@dataclass(frozen=True)
class Rules(Generic[R]):
    """The rules of one kind, or of all kinds made from `model`. What is not said changes nothing.

    Each is asked inside the transaction that writes, with the store as it stands then.
    """

    model: type[R]
    #: Why a record cannot be kept as it is.
    problems: Callable[[Connection, R], Sequence[Problem]] = _fine
    #: Why nothing may be added, changed or taken away there: what it belongs to is closed.
    closed: Callable[[Connection, R], Sequence[Problem]] = _fine
    #: Why (before, after) may not be: the record stays as it was.
    may_not_change: Callable[[Connection, R, R], Sequence[Problem]] = _fine
    #: Why a record is not taken out of the counts.
    may_not_go: Callable[[Connection, R], Sequence[Problem]] = _fine
    #: The record as it is kept: what the app itself says of it filled in. Gives back another
    #: record, never changes the one it is given; settling twice changes nothing more.
    settle: Callable[[Connection, R | None, R], R] = _as_it_is
    #: What follows elsewhere in the store once (before, after) is written; before None: it is new.
    follow: Callable[[Connection, R | None, R], None] = _nothing
    #: Why only the officer writes this record, and nobody by a Sheet, which knows no officer; None: anybody may.
    officers_own: Callable[[R], Problem | None] = _nothing
    #: Whether a meeting decided on it: a deleted row on a Sheet does not take it away.
    goes_by_decision: Callable[[R], bool] = _no
    #: (kind, id) of verified records that lose something they ask for when (before, after) is written: before
    #: None: it is new or comes back, after None: it goes. Asked while the store still stands as before.
    topples: Callable[[Connection, R | None, R | None], Sequence[tuple[str, str]]] = _fine_pairs
    #: What a verdict on this record asks for and does not find, each with its words.
    lacks: Callable[[Connection, R], Sequence[Sentence]] = _no_sentences
    #: (kind, id) of records that are withdrawn together with it.
    goes_with: Callable[[R], Sequence[tuple[str, str]]] = _nobody
    #: What stays of the record when (before, after) takes a consent back; None when it does not.
    consent_taken_back: Callable[[R, R], R | None] = _nothing
    proof: ProofRule | None = None


@dataclass(frozen=True)
class Rulebook:
    """All rules, by the model they hold for."""

    by_model: Mapping[type[Record], tuple[Rules[Any], ...]]

    @classmethod
    def of(cls, *rules: Rules[Any]) -> Rulebook:
        """A rulebook of these rules; several may speak of one model, in this order."""
        found: dict[type[Record], tuple[Rules[Any], ...]] = {}
        for one in rules:
            found[one.model] = (*found.get(one.model, ()), one)
        return cls(MappingProxyType(found))

    def __iter__(self) -> Iterator[Rules[Any]]:
        return (one for rules in self.by_model.values() for one in rules)

    def for_model(self, model: type[Record]) -> tuple[Rules[Any], ...]:
        """The rules of a kind, those of what it is made from included."""
        return tuple(one for base in model.__mro__ for one in self.by_model.get(base, ()))
