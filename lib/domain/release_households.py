"""Of which households the next release is told: who waits, and who is set aside with those that left.

A form that was corrected, withdrawn or erased after a release would be told by subtraction. So nine others
that stood in the same published cells are left out with it, chosen by chance (`docs/decisions/007`); and
fewer than ten new answers wait for more.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace

from lib.domain.release import Cell, Figure, Split, Why
from lib.domain.release_blocks import Element, Family, Parts, elements_of
from lib.domain.release_rules import Answers, may_be_computed

#: More companions than these are not looked for; the figure is held back instead.
_MOST_COMPANIONS = 60


def choose(new: Sequence[Cell], old: Sequence[Cell]) -> tuple[list[Cell], dict[str, Why]]:
    """The cells of one family as they may be told, and which of them are held back and why.

    Of several ways – with the new households or without them, villages first or occupations – the one
    that shows most.
    """
    now: dict[str, Parts] = {}
    for cell in new:
        for household, parts in cell.members.items():
            now[household] = {**now.get(household, {}), **parts}
    out = set_aside(old, now, frozenset())
    ways = [out]
    if old:
        known = elements_of(old)
        fresh = {h for h, parts in now.items() if any((h, p, v) not in known for p, v in parts.items())}
        ways.append(set_aside(old, now, out | fresh))
    found = []
    for way in dict.fromkeys(ways):
        cells = [replace(c, members={h: m for h, m in c.members.items() if h not in way}) for c in new]
        family = Family([c for c in cells if c.members], old)
        for first in _orders(family.new):
            held = family.held_back(first)
            found.append((family.new, held | {c.key: Why.TOO_LIKE_BEFORE for c in cells if not c.members}))
    return max(found, key=_worth)


def _orders(cells: Iterable[Cell]) -> list[Split | None]:
    splits = {c.split for c in cells}
    return [Split.OCCUPATION, Split.VILLAGE] if {Split.VILLAGE, Split.OCCUPATION} <= splits else [None]


def _worth(found: tuple[list[Cell], dict[str, Why]]) -> tuple[int, int]:
    shown = [c for c in found[0] if c.key not in found[1]]
    return sum(c.split is Split.WHOLE for c in shown), len(shown)


def set_aside(old: Sequence[Cell], now: Mapping[str, Parts], out: frozenset[str]) -> frozenset[str]:
    """Households that the next release leaves out, so that nobody who left it is told of by subtraction.

    `now`: household → what it contributes today; `out`: who is left out anyway. A household of which
    a release told and which was forgotten on request stays out, also when it was typed anew: nobody
    can say any more whether its answer is the same.
    """
    blocks: dict[int, list[Element]] = {}
    for element, places in elements_of(old).items():
        blocks.setdefault(places, []).append(element)
    forgotten = {h for block in blocks.values() for h, _, value in block if isinstance(value, str)}
    gone_out = set(out) | (forgotten & now.keys())
    while True:
        before = len(gone_out)
        for places, block in blocks.items():
            figures = {c.table.figure for n, c in enumerate(old) if places >> n & 1}
            gone_out |= _companions(block, now, gone_out, figures)
        if len(gone_out) == before:
            return frozenset(gone_out)


def _companions(
    block: Sequence[Element], now: Mapping[str, Parts], out: set[str], figures: set[Figure]
) -> frozenset[str]:
    stay = [e for e in block if e[0] not in out and now.get(e[0], {}).get(e[1]) == e[2]]
    standing = set(stay)
    left = [e for e in block if e not in standing]
    if not left or not stay:
        return frozenset()
    stay.sort()
    for wanted in (figures, {Figure.COUNT}):
        for count in range(min(len(stay), _MOST_COMPANIONS) + 1):
            if _may([*left, *stay[:count]], wanted) and (count == len(stay) or _may(stay[count:], wanted)):
                return frozenset(h for h, _, _ in stay[:count])
    return frozenset(h for h, _, _ in stay)


def _may(block: Sequence[Element], figures: Iterable[Figure]) -> bool:
    parts: dict[str, dict[str, int | str]] = {}
    for household, part, value in block:
        parts.setdefault(household, {})[part] = value
    answers = Answers.of(parts.values())
    return all(may_be_computed(answers, figure) for figure in figures)
