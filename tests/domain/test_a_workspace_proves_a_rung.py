"""Which rung a workspace proves, rule by rule; and which way an indicator has to go."""

from __future__ import annotations

from dataclasses import replace

import pytest

from lib.domain.seven_steps import CONCRETE_STEPS, REQUIREMENTS, RungProof, improved, reached, rungs

EVERYTHING = RungProof(
    frozenset("1234567"),
    frozenset("1234567"),
    certified=True,
    plan_lines=2,
    followed_up=1,
    improved=1,
    lessons=1,
    visits=1,
    standing_characteristics=6,
    released=True,
)


def ready(proof: RungProof) -> list[str]:
    return [r.id for r in rungs(proof) if r.ready]


def test_nothing_proves_nothing_and_everything_proves_all() -> None:
    assert ready(RungProof()) == []
    assert ready(EVERYTHING) == list(REQUIREMENTS)


@pytest.mark.parametrize(
    ("lacking", "lost"),
    [
        ({"certified": False}, {"plan", "in_use", "concrete"}),
        ({"plan_lines": 0}, {"plan"}),
        ({"followed_up": 0}, {"in_use"}),
        ({"lessons": 0}, {"spread"}),
        ({"visits": 0}, {"spread"}),
        ({"improved": 0}, {"concrete"}),
        ({"released": False}, {"concrete"}),
        ({"standing_characteristics": 5}, {"concrete"}),
        ({"steps_with_evidence": frozenset("234567")}, {"trained", "concrete"}),
    ],
)
def test_each_rule_holds_its_rung_back(lacking: dict[str, object], lost: set[str]) -> None:
    assert set(REQUIREMENTS) - set(ready(replace(EVERYTHING, **lacking))) == lost  # type: ignore[arg-type]


def test_the_seventh_step_is_the_provinces_and_no_condition() -> None:
    assert "7" not in CONCRETE_STEPS


@pytest.mark.parametrize(
    ("better", "first", "last", "target", "rose", "there"),
    [
        ("up", 1.0, 2.0, 2.0, True, True),
        ("down", 9.0, 5.0, 4.0, True, False),
        ("up", 5.0, 5.0, 6.0, False, False),
        ("up", None, 5.0, None, None, None),
        ("down", 3.0, None, 1.0, None, None),
    ],
)
def test_an_indicator_improves_its_own_way(
    better: str, first: float | None, last: float | None, target: float | None, rose: bool | None, there: bool | None
) -> None:
    assert improved(better, first, last) is rose
    assert reached(better, target, last) is there
