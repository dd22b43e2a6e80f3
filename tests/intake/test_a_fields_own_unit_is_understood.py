"""Whatever unit a field declares, people may write it around the figure, with full stops or without."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

import pytest

from lib.intake.numbers import read_number
from lib.intake.units import Unit, without_unit
from lib.intake.values import read_open
from lib.schema.field import Spec
from lib.schema.record import Answers, nested_fields, shape, specs
from lib.schema.registry import KINDS

WA, KM, SQ_KM, SHARE = Unit("ตร.ว.", "sq. wa"), Unit("กม.", "km"), Unit("ตร.กม.", "sq. km"), Unit("%", "%")


@pytest.mark.parametrize(
    ("text", "unit", "value"),
    [
        ("120 ตร.ว.", WA, 120),
        ("120 ตร.ว", WA, 120),
        ("120 ตรว", WA, 120),
        ("120 ตร. ว.", WA, 120),
        ("120ตร.ว.", WA, 120),
        ("ตร.ว. 120", WA, 120),
        ("120 Sq. Wa", WA, 120),
        ("120 sq wa.", WA, 120),
        ("5 กม.", KM, 5),
        ("5 กม", KM, 5),
        ("5กม.", KM, 5),
        ("5.5 กิโลเมตร", KM, 5.5),
        ("๕ km", KM, 5),
        ("5 km.", KM, 5),
        ("1,200 ตร.กม.", SQ_KM, 1200),
        ("25%", SHARE, 25),
        ("25 per cent", SHARE, 25),
    ],
)
def test_a_unit_is_understood_with_and_without_full_stops(text: str, unit: Unit, value: float) -> None:
    assert read_number(text, Decimal, unit).value == Decimal(str(value))


@pytest.mark.parametrize(
    ("text", "unit"),
    [("120 ตร.ว.", KM), ("5 กม.", WA), ("5 กม. 3", KM), ("บาท.5", Unit("บาท")), ("5 ว.", WA), ("กม.", KM)],
)
def test_another_unit_or_half_of_one_is_no_figure(text: str, unit: Unit) -> None:
    assert read_number(text, Decimal, unit).settled is False


def test_without_a_declared_unit_nothing_is_taken_away() -> None:
    assert without_unit("5 กม.", Unit()) == "5 กม."


def measured() -> Iterator[tuple[str, Spec, type]]:
    """Every question of every kind that declares a unit, with its plain type."""

    def of(model: type[Answers]) -> Iterator[tuple[str, Spec, type]]:
        for name, spec in specs(model).items():
            python = shape(model, name).python
            if name in nested_fields(model):
                yield from of(python)
            elif spec.unit_th and python in (int, float, Decimal) and name not in ("latitude", "longitude"):
                yield f"{model.__name__}.{name}", spec, python

    for model in KINDS.values():
        yield from of(model)


def test_every_declared_unit_is_understood_in_both_languages() -> None:
    found = list(measured())
    assert len(found) > 20
    for name, spec, python in found:
        for word in (spec.unit_th, spec.unit_en):
            for text in (f"5 {word}", f"5{word}", f"5 {word.rstrip('.')}", f"5 {word.rstrip('.')}."):
                assert read_open(spec, python, text).value == 5, (name, text)
