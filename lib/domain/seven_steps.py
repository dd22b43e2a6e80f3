"""Which rung of the tambon's ladder a workspace proves, and what is still lacking for the next.

Rungs and their names are an editable list; the rules here speak of the five the product ships with
(`data/reference/list_item.csv`, ``tambon_rung``). A rung that a list adds is reported by hand.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

#: Steps that have to be done, with evidence, before a tambon may be called concrete.
CONCRETE_STEPS = ("1", "2", "3", "4", "5", "6")
#: Characteristics at this level or better count as there (`choices.LEVELS`).
STANDING = 3
#: So many of the eight characteristics, in the verifier's view, make a concrete tambon.
CHARACTERISTICS_NEEDED = 6


@dataclass(frozen=True)
class Proof:
    """What a workspace shows. Steps by their number; indicators with a first and a last value."""

    steps_done: frozenset[str] = frozenset()
    steps_with_evidence: frozenset[str] = frozenset()
    certified: bool = False
    plan_lines: int = 0
    followed_up: int = 0
    improved: int = 0
    lessons: int = 0
    visits: int = 0
    standing_characteristics: int = 0
    released: bool = False

    def proved(self, step: str) -> bool:
        """A step that is done and has evidence."""
        return step in self.steps_done and step in self.steps_with_evidence


#: What each rung asks for: rule id → whether the workspace shows it.
RULES: Mapping[str, Mapping[str, Callable[[Proof], bool]]] = {
    "trained": {"step1": lambda p: p.proved("1")},
    "plan": {
        "step2": lambda p: p.proved("2"),
        "plan_lines": lambda p: p.plan_lines > 0,
        "certified": lambda p: p.certified,
    },
    "in_use": {"certified": lambda p: p.certified, "followed_up": lambda p: p.followed_up > 0},
    "spread": {"lessons": lambda p: p.lessons > 0, "visits": lambda p: p.visits > 0},
    "concrete": {
        "steps": lambda p: all(p.proved(s) for s in CONCRETE_STEPS),
        "released": lambda p: p.released,
        "improved": lambda p: p.improved > 0,
        "characteristics": lambda p: p.standing_characteristics >= CHARACTERISTICS_NEEDED,
    },
}


@dataclass(frozen=True)
class Rung:
    """A rung as the workspace stands: which of its rules hold."""

    id: str
    rules: Mapping[str, bool]

    @property
    def ready(self) -> bool:
        """Whether the tambon may report it."""
        return all(self.rules.values())


def rungs(proof: Proof) -> list[Rung]:
    """Every rung the rules know, lowest first."""
    return [Rung(rung, {rule: holds(proof) for rule, holds in rules.items()}) for rung, rules in RULES.items()]


def improved(better: str, baseline: float | None, last: float | None) -> bool | None:
    """Whether an indicator moved the right way since the baseline; None when nobody can say."""
    if baseline is None or last is None:
        return None
    return last > baseline if better == "up" else last < baseline


def reached(better: str, target: float | None, last: float | None) -> bool | None:
    """Whether an indicator reached its target; None when nobody can say."""
    if target is None or last is None:
        return None
    return last >= target if better == "up" else last <= target
