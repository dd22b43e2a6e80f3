"""The rulebook of this house: every feature's rules put together, once, for the common path.

Nothing here is mutable, and nobody can write without it: `records.writing` asks it for every record.
"""

from __future__ import annotations

from typing import Any, Final

from lib.actions.canvas import rules as canvas
from lib.actions.country import rules as country
from lib.actions.forum import rules as forum
from lib.actions.records.rules import Rulebook, Rules
from lib.actions.survey import rules as survey
from lib.actions.tambon import rules as tambon
from lib.schema.record import Record

RULEBOOK: Final = Rulebook.of(*country.RULES, *canvas.RULES, *forum.RULES, *tambon.RULES, *survey.RULES)


def rules_for(model: type[Record]) -> tuple[Rules[Any], ...]:
    """The rules of a kind."""
    return RULEBOOK.for_model(model)


def rules_of(record: Record) -> tuple[Rules[Any], ...]:
    """The rules that hold for a record."""
    return RULEBOOK.for_model(type(record))
