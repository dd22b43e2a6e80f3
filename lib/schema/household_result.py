"""The tables of the released result that household questions declare."""

from __future__ import annotations

from dataclasses import replace
from functools import cache

from lib.domain.release import ShareTable
from lib.schema.field import Privacy, Spec
from lib.schema.household import HouseholdSurvey
from lib.schema.household_health import HouseholdHealth
from lib.schema.record import Answers, every_spec

#: Kinds whose questions feed the result.
_KINDS: tuple[type[Answers], ...] = (HouseholdSurvey, HouseholdHealth)


@cache
def tables_fed_by(model: type[Answers]) -> dict[str, ShareTable]:
    """Questions of a kind that feed a table, with the tables named; retired questions feed none."""
    return {name: _named(spec) for name, spec in every_spec(model).items() if spec.result and spec.retired is None}


@cache
def share_tables(*, retired: bool = False) -> tuple[ShareTable, ...]:
    """The declared tables in the order of the form. `retired`: also what older releases may hold."""
    return tuple(
        _named(spec)
        for model in _KINDS
        for spec in every_spec(model).values()
        if spec.result and (retired or spec.retired is None)
    )


def _named(spec: Spec) -> ShareTable:
    assert spec.result is not None
    return replace(
        spec.result,
        id=spec.result.id or spec.id,
        # Everything is asked of those who consent to the survey; that is no answer.
        follow_up=spec.ask_if is not None and spec.ask_if[0] != "consent",
        sensitive=spec.privacy is Privacy.SENSITIVE,
    )
