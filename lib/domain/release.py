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
#: Goes up when a table is added to or taken from `TABLES`, or a declared one is taken away.
LIST_VERSION = 1
#: Figure of a share: of 100 households that answered, how many answered so. Stored releases hold the name.
SHARE = "good"


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


@dataclass(frozen=True)
class ShareTable:
    """A table that a question declares: of 100 households that answered it, how many answered so.

    One figure of one set of households a cell: it tells no more than the tables below do.
    """

    th: str
    en: str
    #: The answers (choice ids) that are counted.
    counted: tuple[str, ...]
    #: Version of the list of tables that brought it.
    since: int
    #: Name in releases; the question's id when it says nothing.
    id: str = ""
    #: One of the factors of a family's life: the more the better.
    factor: bool = False
    #: Of a sensitive question (PDPA, section 26): of the whole tambon only, compared with nobody.
    sensitive: bool = False

    def label(self, language: str = "th") -> str:
        """Who is counted, in a language."""
        return self.en if language == "en" else self.th

    @property
    def splits(self) -> tuple[Split, ...]:
        """By what the table is divided."""
        return (Split.WHOLE,) if self.sensitive else (Split.WHOLE, Split.VILLAGE)


def list_version(shares: Sequence[ShareTable]) -> int:
    """Version of the list of tables: its own, or that of the newest declared table."""
    return max([LIST_VERSION, *(s.since for s in shares)])


#: The tables that are released besides those that questions declare: question → by what.
#: Nothing else ever is.
TABLES: Mapping[str, tuple[Split, ...]] = {
    "households": (Split.WHOLE, Split.VILLAGE, Split.OCCUPATION),
    "money": (Split.WHOLE, Split.VILLAGE, Split.OCCUPATION),
    "savings": (Split.WHOLE, Split.VILLAGE),
    "debt": (Split.WHOLE, Split.VILLAGE),
    # Each leak – and each lender, ``lender_`` and its name – is a question of its own: their sums are
    # of different things, and no total is told that they would subtract from.
    **{f"leak_{name}": (Split.WHOLE,) for name in ("inputs", "middlemen", "price_taken", "bought_in")},
    **{f"produce_{name}": (Split.WHOLE,) for name in ("inputs", "production", "price", "eaten_here")},
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


def held_back(cells: Sequence[Cell], before: Sequence[Sequence[Cell]] = ()) -> dict[str, Why]:
    """Which cells may not be published, and why. `before`: the cells of every release so far."""
    hidden: dict[str, Why] = {}
    for question in dict.fromkeys(c.question for c in cells):
        mine = [c for c in cells if c.question == question]
        earlier = [[c for c in one if c.question == question] for one in before]
        hidden |= _of_one_question(mine, earlier)
    return hidden


@dataclass(frozen=True)
class _Known:
    """A set of households that somebody can tell a figure of; `of`: the new cells that tell it."""

    members: Mapping[str, str]
    of: tuple[Cell, ...] = ()


def _of_one_question(cells: Sequence[Cell], before: Sequence[Sequence[Cell]]) -> dict[str, Why]:
    hidden = {c.key: Why.FEW for c in cells if len(c.members) < LEAST}
    old = [_Known(c.members) for one in before for c in one]
    old += [_Known(rest) for rest, _ in _rests(before, before)]
    while True:
        shown = [c for c in cells if c.key not in hidden]
        found = _offence(old, _new(shown, before))
        if found is None:
            return hidden
        cell, why = found
        hidden[cell.key] = why


def _new(shown: Sequence[Cell], before: Sequence[Sequence[Cell]]) -> list[_Known]:
    """Every set that the new cells tell, alone or together with what was released before."""
    found = [_Known(c.members, (c,)) for c in shown]
    everything = [shown, *before]
    found += [
        _Known(rest, new)
        for rest, told in _rests(everything, everything)
        if (new := tuple(c for c in told if any(c is s for s in shown)))
    ]
    return found


def _offence(old: Sequence[_Known], new: Sequence[_Known]) -> tuple[Cell, Why] | None:
    """The next cell to hold back: the smallest that gives fewer than ten households away."""
    for one in new:
        if len(one.members) < LEAST:
            return _least(one.of), Why.TELLS_ANOTHER
    for one in new:
        if any(close(one.members, other.members) for other in old):
            return _least(one.of), Why.TOO_LIKE_BEFORE
    for number, one in enumerate(new):
        for other in new[number + 1 :]:
            if close(one.members, other.members):
                return _least((*one.of, *other.of)), Why.TELLS_ANOTHER
    return None


def _rests(
    of: Sequence[Sequence[Cell]], minus: Sequence[Sequence[Cell]]
) -> list[tuple[dict[str, str], tuple[Cell, ...]]]:
    """What each whole leaves when the parts of one table of one release are taken away, and by whom."""
    found = []
    for whole in [c for one in of for c in one if c.split is Split.WHOLE]:
        for one in minus:
            for split in _splits(one):
                parts = tuple(c for c in one if c.split is split)
                if rest := _difference(whole.members, _together(parts)):
                    found.append((rest, (whole, *parts)))
    return found


def _splits(cells: Sequence[Cell]) -> list[Split]:
    return list(dict.fromkeys(c.split for c in cells if c.split is not Split.WHOLE))


def _together(cells: Iterable[Cell]) -> dict[str, str]:
    return {household: answer for cell in cells for household, answer in cell.members.items()}


def _difference(whole: Mapping[str, str], known: Mapping[str, str]) -> dict[str, str]:
    """Households in one of the two only, or with another answer: what subtracting leaves."""
    left = {h: a for h, a in whole.items() if known.get(h) != a}
    return left | {h: a for h, a in known.items() if h not in whole}


def _least(cells: Sequence[Cell]) -> Cell:
    """What is given up first: parts before wholes, small before large."""
    return min(cells, key=lambda c: (c.split is Split.WHOLE, len(c.members), c.key))
