"""Linear programming over all figures of all releases comes no closer to a household than decision 007 allows."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from random import Random

import pytest

from lib.domain.release_rules import APART_PERCENT, DOMINANCE_PERCENT
from tests.domain.release_attacker import Attacker, Published, Variable
from tests.domain.release_histories import History, Reading, read

#: Blocks of answers that are attacked in each quantity: the smallest ones. Quartiles take the solver longest.
BLOCKS = {"share": 2, "sum": 2, "quartile": 1}


def too_close(reading: Reading) -> Iterator[str]:
    """What the attacker learns of a household that he should not, in words."""
    attacker = Attacker(reading.figures, reading.truth)
    for block in attacker.alike()[: BLOCKS[reading.kind]]:
        block = sorted(block, key=lambda v: reading.truth[v])
        for target in dict.fromkeys((block[-1], block[0])):
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


@pytest.mark.long
@pytest.mark.no_cover  # Histories made by dice: `test_a_release_isolates_nobody.py` goes through these lines one by one.
@pytest.mark.parametrize("seed", range(12))
def test_no_history_of_releases_gives_a_household_away(seed: int) -> None:
    dice = Random(1000 + seed)
    history = History.random(seed, dice.randint(10, 45), [dice.randint(1, 14) for _ in range(dice.randint(0, 2))])
    assert attack(history) == []


def homes(count: int) -> dict[Variable, float]:
    return {f"h{n}": 20_000.0 + 700 * n for n in range(count)}


def test_the_attacker_finds_one_household_more() -> None:
    """Forty, then forty-one: the rounded sums subtract to the last one's answer."""
    truth = homes(41)
    first, both = frozenset(list(truth)[:40]), frozenset(truth)
    figures = [Published(of, "sum", round(sum(truth[v] for v in of), -3), 1000.0) for of in (first, both)]
    assert list(too_close(Reading("sum", figures, truth)))
    assert not list(too_close(Reading("sum", figures[1:], truth)))


def test_the_attacker_finds_the_only_one_who_saves() -> None:
    """Ten, of whom one saves a million: nine who are known to save nothing leave it all to him."""
    truth: dict[Variable, float] = {f"h{n}": 1_000_000.0 if n == 9 else 0.0 for n in range(10)}
    mean = Published(frozenset(truth), "mean", 100_000.0, 100.0)
    assert Attacker([mean], truth).linear(["h9"], list(truth)[:9], None) == pytest.approx((999_500, 1_000_500))
    share = Published(frozenset(truth), "mean", 1.0, 0.05)
    assert list(too_close(Reading("share", [share], dict.fromkeys(truth, 1.0))))


def test_the_attacker_finds_incomes_between_two_quartiles() -> None:
    """Twenty-four of thirty lie below the twenty-fifth of forty: the ten who came are all above."""
    truth: dict[Variable, float] = {f"h{n}": 5_000.0 if n < 24 else 20_000.0 for n in range(40)}
    first = Published(frozenset(list(truth)[:30]), "quartile", 5_000.0, 100.0, 23 / 29)
    both = Published(frozenset(truth), "quartile", 20_000.0, 100.0, 24 / 39)
    low, _ = Attacker([first, both], truth).by_quartiles("h35", ["h30", "h31"])
    assert low >= 5_000
