"""Of which households the next release is told: who waits, and who is set aside with those that left.

A form that was withdrawn or erased after a release would be told by subtraction. So nine others that stood in
the same published cells are left out with it, chosen by chance (`docs/decisions/007`). Fewer than ten new
households wait for more; fewer than ten corrections as well, and are told of by what they said before.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from lib.domain.release import Contribution, Figure, ResultCell, Split, Why
from lib.domain.release_blocks import Element, Family, Parts, elements_of
from lib.domain.release_rules import AnswerSet, may_be_computed

#: More companions than these are not looked for; the figure is held back instead.
_MOST_COMPANIONS = 60


@dataclass(frozen=True)
class Chosen:
    """The cells of one family as they may be told, and which of them are held back and why."""

    cells: tuple[ResultCell, ...]
    held: Mapping[str, Why]
    #: Households that are told of by an earlier answer: their correction waits for others.
    former: frozenset[str] = frozenset()

    @property
    def worth(self) -> tuple[int, int]:
        """How many tables are told of the whole tambon, and of how many households altogether."""
        wholes = [len(c.members) for c in self.cells if c.split is Split.WHOLE and c.key not in self.held]
        return len(wholes), sum(wholes)


def choose(new: Sequence[ResultCell], before: Sequence[Sequence[ResultCell]]) -> Chosen:
    """The way of telling a family's cells that tells most. `before`: its cells in each release, newest first.

    With all answers as they are now; with corrections waiting; with new households waiting as well.
    """
    old = [c for one in before for c in one]
    ways = [(list(new), frozenset[str]())]
    if old:
        cells, former = _as_before(new, before)
        told = {h for c in old for h in c.members}
        fresh = frozenset(h for c in new for h in c.members) - told
        ways += [(cells, frozenset()), (cells, fresh)]
    else:
        former = frozenset()
    found = [_one_way(cells, old, out) for cells, out in ways]
    if former:
        found[1:] = [replace(one, former=former & _inside(one.cells)) for one in found[1:]]
    return max(found, key=lambda one: one.worth)


def _one_way(cells: Sequence[ResultCell], old: Sequence[ResultCell], waiting: frozenset[str]) -> Chosen:
    now: dict[str, dict[str, Contribution]] = {}
    for cell in cells:
        for household, parts in cell.members.items():
            now.setdefault(household, {}).update(parts)
    out = set_aside(old, now, waiting)
    left = [replace(c, members={h: m for h, m in c.members.items() if h not in out}) for c in cells]
    family = Family([c for c in left if c.members], old)
    empty = {c.key: Why.TOO_LIKE_BEFORE for c in left if not c.members}
    orders = [family.held_back(first) for first in _orders(family.new)]
    return Chosen(tuple(family.new), min(orders, key=len) | empty)


def _inside(cells: Iterable[ResultCell]) -> frozenset[str]:
    return frozenset(h for c in cells for h in c.members)


def _as_before(
    new: Sequence[ResultCell], before: Sequence[Sequence[ResultCell]]
) -> tuple[list[ResultCell], frozenset[str]]:
    """The cells with each household where, and with what, it was told of last; and who has changed since.

    Of a table that it answers no more it is not told; a table that it was not told of before is as it is now.
    """
    cells = {c.key: c for c in new}
    members = {c.key: dict(c.members) for c in new}
    answered = {(c.table.id, h) for c in new for h in c.members}
    last: dict[tuple[str, str], list[ResultCell]] = {}
    for one in reversed(before):
        placed: dict[tuple[str, str], list[ResultCell]] = {}
        for cell in one:
            for household in cell.members:
                placed.setdefault((cell.table.id, household), []).append(cell)
        last |= placed
    changed = set()
    for (table, household), places in last.items():
        told = places[0].members[household]
        if (table, household) not in answered or any(isinstance(n, str) for n in told.values()):
            continue
        mine = {k for k, c in cells.items() if c.table.id == table and household in members[k]}
        if {c.key for c in places} <= mine and members[places[0].key][household] == told:
            continue
        changed.add(household)
        for key in mine:
            del members[key][household]
        for cell in places:
            cells.setdefault(cell.key, cell)
            members.setdefault(cell.key, {})[household] = told
    return [replace(c, members=members[key]) for key, c in cells.items()], frozenset(changed)


def _orders(cells: Iterable[ResultCell]) -> list[Split | None]:
    splits = {c.split for c in cells}
    return [Split.OCCUPATION, Split.VILLAGE] if {Split.VILLAGE, Split.OCCUPATION} <= splits else [None]


def set_aside(old: Sequence[ResultCell], now: Mapping[str, Parts], out: frozenset[str]) -> frozenset[str]:
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
    answers = AnswerSet.of(parts.values())
    return all(may_be_computed(answers, figure) for figure in figures)
