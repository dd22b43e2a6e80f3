"""An invented answer to any question, made from its declaration: a new question is answered at once."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from lib.practice.places import Dice
from lib.schema.field import NoAnswer
from lib.schema.record import Record, limits, nested_fields, shape, specs, typable

#: Of those that may, this share declines.
_DECLINE = 0.04


def invented(
    model: type[Record], answers: Mapping[str, Any], by_hand: Collection[str], dice: Dice
) -> tuple[dict[str, Any], dict[str, NoAnswer]]:
    """Answers to the questions that are asked, given `answers`, and not invented `by_hand`; and who declined.

    Free words and what points at other records stay unanswered, and so do lists of rows.
    """
    made: dict[str, Any] = {}
    declined: dict[str, NoAnswer] = {}
    for name, spec in typable(model).items():
        if name in by_hand or name in nested_fields(model) or not spec.asked({**answers, **made}):
            continue
        if spec.may_decline and dice.chance(_DECLINE):
            declined[name] = NoAnswer.REFUSED
        elif (answer := _answer(model, name, dice)) is not None:
            made[name] = answer
    return made, declined


def _answer(model: type[Record], name: str, dice: Dice) -> Any:
    spec, (python, many, _) = specs(model)[name], shape(model, name)
    if spec.options:
        values = [option.value for option in spec.options]
        return dice.some(values, 1, 2) if many else dice.pick(values)
    if python is bool:
        return dice.chance(0.5)
    if python is date:
        return dice.last_day - timedelta(days=dice.random.randint(30, 400))
    if python in (int, float, Decimal):
        bounds = limits(model, name)
        low, high = spec.likely or (bounds.get("ge", 0), min(bounds.get("le", 100), 100))
        figure = round(dice.random.uniform(float(low), float(high)))
        return python(min(max(figure, bounds.get("ge", figure)), bounds.get("le", figure)))
    return None
