"""What of a survey may leave the private store: a fixed list of tables, and when a cell is held back.

Every published cell stands for a set of households. One rule protects them, within a release and
over all releases of a round: **any two published sets of the same question differ by no household,
or by ten or more** – whoever subtracts one published figure from another learns about ten at least.
Sets that follow from published ones count as published too: what is left of the whole when the
published parts of a table are taken away. A household whose answer changed between two releases
counts as different. `docs/decisions/007` says why this rule and not another.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

#: The smallest number of households that any figure, or any difference of figures, stands for.
LEAST = 10
#: Goes up when a table is added to or taken from `TABLES`.
LIST_VERSION = 1


class Why(StrEnum):
    """Why a cell is held back."""

    FEW = "few"  # fewer than ten households
    TELLS_ANOTHER = "tells_another"  # it would give a smaller cell away by subtraction
    TOO_LIKE_BEFORE = "too_like_before"  # fewer than ten households differ from an earlier release


class Split(StrEnum):
    """By what a table is divided. The whole is the tambon."""

    WHOLE = "whole"
    VILLAGE = "village"
    OCCUPATION = "occupation"
    LENDER = "lender"


#: The tables that are released: question → by what. Nothing else ever is.
TABLES: Mapping[str, tuple[Split, ...]] = {
    "households": (Split.WHOLE, Split.VILLAGE, Split.OCCUPATION),
    "money": (Split.WHOLE, Split.VILLAGE, Split.OCCUPATION),
    "savings": (Split.WHOLE, Split.VILLAGE),
    "debt": (Split.WHOLE, Split.VILLAGE),
    "lenders": (Split.WHOLE, Split.LENDER),
    # Each leak is a question of its own: their sums are of different things and do not subtract.
    **{
        f"leak_{name}": (Split.WHOLE,)
        for name in ("inputs", "middlemen", "price_taken", "bought_in")
    },
    "food": (Split.WHOLE, Split.VILLAGE),
    "land": (Split.WHOLE, Split.VILLAGE),
    "steady": (Split.WHOLE, Split.VILLAGE),
    "health": (Split.WHOLE,),
}


@dataclass(frozen=True)
class Cell:
    """One figure or group of figures: a question, by what, which group, of which households.

    `members`: household → digest of its answer to the question; both opaque.
    """

    question: str
    split: Split
    group: str
    members: Mapping[str, str]

    @property
    def key(self) -> str:
        """Name of the cell over all releases."""
        return f"{self.question}/{self.split.value}/{self.group}"


def close(one: Mapping[str, str], other: Mapping[str, str]) -> bool:
    """Whether two sets differ, and by fewer than ten households (one more, one less, one changed)."""
    if abs(len(one) - len(other)) >= LEAST:
        return False
    gone = changed = 0
    for household, answer in one.items():
        if household not in other:
            gone += 1
        elif other[household] != answer:
            changed += 1
        if gone + changed >= LEAST:
            return False
    new = len(other) - (len(one) - gone)
    return 0 < gone + changed + new < LEAST


def held_back(cells: Sequence[Cell], before: Iterable[Cell] = ()) -> dict[str, Why]:
    """Which cells may not be published, and why. `before`: everything published of the round so far."""
    hidden: dict[str, Why] = {}
    earlier = list(before)
    for question in dict.fromkeys(c.question for c in cells):
        mine = [c for c in cells if c.question == question]
        hidden |= _of_one_question(mine, [c for c in earlier if c.question == question])
    return hidden


def _of_one_question(cells: Sequence[Cell], before: Sequence[Cell]) -> dict[str, Why]:
    hidden = {c.key: Why.FEW for c in cells if len(c.members) < LEAST}
    while True:
        shown = [c for c in cells if c.key not in hidden]
        found = _offence(shown, cells, before)
        if found is None:
            return hidden
        cell, why = found
        hidden[cell.key] = why


def _offence(
    shown: Sequence[Cell], cells: Sequence[Cell], before: Sequence[Cell]
) -> tuple[Cell, Why] | None:
    """The next cell to hold back: the smallest that gives fewer than ten households away."""
    for cell in _least_first(shown):
        if any(close(cell.members, old.members) for old in before):
            return cell, Why.TOO_LIKE_BEFORE
    for cell in _least_first(shown):
        if any(close(cell.members, o.members) for o in shown if o is not cell):
            return cell, Why.TELLS_ANOTHER
    for split in dict.fromkeys(c.split for c in shown if c.split is not Split.WHOLE):
        parts = [c for c in shown if c.split is split]
        hidden = [c for c in cells if c.split is split and c not in parts]
        for rest in _left_over(parts, hidden, [*shown, *before]):
            if 0 < len(rest) < LEAST or (
                rest and any(close(rest, c.members) for c in (*shown, *before))
            ):
                return _least_first(parts)[0], Why.TELLS_ANOTHER
    return None


def _left_over(
    parts: Sequence[Cell], hidden: Sequence[Cell], published: Sequence[Cell]
) -> list[dict[str, str]]:
    """What subtracting the published parts of a table from a published whole leaves."""
    wholes = [c for c in published if c.split is Split.WHOLE]
    known = _together(parts)
    found = [_difference(whole.members, known) for whole in wholes]
    if wholes and hidden:
        # A household may stand in several parts (it owes to two lenders): the rest is theirs.
        found.append(_together(hidden))
    return found


def _together(cells: Iterable[Cell]) -> dict[str, str]:
    return {household: answer for cell in cells for household, answer in cell.members.items()}


def _difference(whole: Mapping[str, str], known: Mapping[str, str]) -> dict[str, str]:
    """Households in one of the two only, or with another answer: what subtracting leaves."""
    left = {h: a for h, a in whole.items() if known.get(h) != a}
    return left | {h: a for h, a in known.items() if h not in whole}


def _least_first(cells: Sequence[Cell]) -> list[Cell]:
    """In the order in which they are given up: parts before wholes, small before large."""
    return sorted(cells, key=lambda c: (c.split is Split.WHOLE, len(c.members), c.key))
