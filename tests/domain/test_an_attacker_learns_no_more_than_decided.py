"""Linear programming over all figures of all releases comes no closer to a household than decision 007 allows."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from random import Random

import pytest

from lib.domain.release_rules import APART_PERCENT, DOMINANCE_PERCENT
from tests.domain.release_attacker import Attacker, Variable
from tests.domain.release_histories import History, Reading, read

#: Blocks of answers that are attacked in each quantity: the smallest ones.
BLOCKS = 3


def too_close(reading: Reading) -> Iterator[str]:
    """What the attacker learns of a household that he should not, in words."""
    attacker = Attacker(reading.figures, reading.truth)
    for block in attacker.alike()[:BLOCKS]:
        block = sorted(block, key=lambda v: reading.truth[v])
        for target in {block[0], block[-1]}:
            known = _known(block, target)
            if why := _learned(attacker, reading, target, known):
                yield f"{target}: {why}, knowing {known}, of {len(block)}"


def _known(block: Sequence[Variable], target: Variable) -> list[Variable]:
    """The two whose answers help most: those nearest to the target's end."""
    others = [v for v in block if v != target]
    return others[-2:] if target == block[-1] else others[:2]


def _learned(attacker: Attacker, reading: Reading, target: Variable, known: Sequence[Variable]) -> str:
    true = reading.truth[target]
    if reading.kind == "share":
        low, high = attacker.linear([target], known, 1.0)
        return f"it is {true}" if high < 1 - 1e-3 or low > 1e-3 else ""
    if reading.kind == "sum":
        low, high = attacker.linear([target], known, None)
        return f"{low:.0f} to {high:.0f} for {true:.0f}" if high - low < DOMINANCE_PERCENT / 100 * true else ""
    low, high = attacker.by_quartiles(target, known)
    return f"{low:.0f} to {high:.0f} for {true:.0f}" if high - low < APART_PERCENT / 100 * abs(true) else ""


def attack(history: History) -> list[str]:
    return [f"{name} {why}" for name, reading in read(history).items() for why in too_close(reading)]


@pytest.mark.parametrize("seed", range(24))
def test_no_history_of_releases_gives_a_household_away(seed: int) -> None:
    dice = Random(1000 + seed)
    history = History.random(seed, dice.randint(10, 60), [dice.randint(1, 14) for _ in range(dice.randint(0, 3))])
    assert attack(history) == []
