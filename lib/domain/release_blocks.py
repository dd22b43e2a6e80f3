"""What adding and subtracting published cells can tell, and which cells are held back therefore.

All households that stand in exactly the same published cells, of all releases of a round, with the same
contribution, are a *block*. Every sum of published figures, whatever their number, is a sum of blocks, and
every published figure stays the same when two households of a block change places. So if each block could
be told on its own, nothing that is computed from releases tells more than a block does.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import reduce
from operator import or_

from lib.domain.release import LEAST, Contribution, Figure, ResultCell, Split, Table, Why
from lib.domain.release_rules import AnswerSet, may_be_computed, may_be_told

#: In which cells each part of a household's contribution stands, one bit a cell.
Places = tuple[int, ...]
#: One contribution: household, part, how much.
Element = tuple[str, str, Contribution]
Parts = Mapping[str, Contribution]


def elements_of(cells: Iterable[ResultCell]) -> dict[Element, int]:
    """Every contribution that stands in cells, with the cells (by number, as bits) it stands in."""
    found: dict[Element, int] = {}
    for number, cell in enumerate(cells):
        for household, parts in cell.members.items():
            for part, value in parts.items():
                element = (household, part, value)
                found[element] = found.get(element, 0) | 1 << number
    return found


@dataclass
class _Kind:
    """Households by the places of what they contribute: of one part, or of the sum of parts of a table."""

    table: Table | None
    groups: dict[Places, list[tuple[str, Parts]]] = field(default_factory=dict)

    def add(self, places: Places, household: str, parts: Parts) -> None:
        self.groups.setdefault(places, []).append((household, parts))


@dataclass(frozen=True)
class _Offence:
    """A block that may not be computed: its places, those of the blocks nearest to it, and its size."""

    kind: _Kind
    places: Places
    nearest: tuple[Places, ...]
    small: bool


class Family:
    """The cells of one family: those published before, and new ones of which some are held back."""

    def __init__(self, new: Sequence[ResultCell], old: Sequence[ResultCell]) -> None:
        self.new, self.old = list(new), list(old)
        self._cells = [*self.new, *self.old]
        self._old_bits = reduce(or_, (1 << n for n in range(len(self.new), len(self._cells))), 0)
        self._kinds = _kinds(self._cells)
        self._alone = {c.key: why for c in self.new if (why := _alone(c))}
        self._judged: dict[tuple[int, tuple[Places, ...], frozenset[Figure]], bool] = {}

    def held_back(self, first: Split | None = None) -> dict[str, Why]:
        """Which new cells may not be published, and why. `first`: a split that is given up before others."""
        hidden = dict(self._alone)
        for cell in self.new:
            if cell.split is first:
                hidden.setdefault(cell.key, Why.TELLS_ANOTHER)
        hidden = self._with_sums(hidden)
        while offence := self._offence(hidden):
            cell = self._given_up(offence, hidden)
            hidden = self._with_sums({**hidden, cell.key: self._why(cell, offence)})
        return self._back(hidden)

    def _with_sums(self, hidden: dict[str, Why]) -> dict[str, Why]:
        """Sums of what is held back are held back as well."""
        for cell in self.new:
            parts = (hidden.get(f"{part}/{cell.split.value}/{cell.group}") for part in cell.table.sum_of)
            if why := next((why for why in parts if why), None):
                hidden.setdefault(cell.key, why)
        return hidden

    def _back(self, hidden: dict[str, Why]) -> dict[str, Why]:
        """Cells that were given up and can be shown after all, large ones first."""
        for cell in sorted(self.new, key=lambda c: (not c.table.sum_of, c.weight), reverse=True):
            if cell.key in hidden and cell.key not in self._alone:
                less = {key: why for key, why in hidden.items() if key != cell.key}
                if cell.key not in self._with_sums(dict(less)) and self._offence(less) is None:
                    hidden = less
        return hidden

    def _why(self, cell: ResultCell, offence: _Offence) -> Why:
        if not offence.small:
            return Why.TELLS_OF_ONE
        published = any(one.key == cell.key for one in self.old)
        return Why.TOO_LIKE_BEFORE if published else Why.TELLS_ANOTHER

    def _shown(self, hidden: Mapping[str, Why]) -> int:
        return reduce(or_, (1 << n for n, c in enumerate(self.new) if c.key not in hidden), self._old_bits)

    def _offence(self, hidden: Mapping[str, Why]) -> _Offence | None:
        """The first block that may not be computed and that a new cell sets apart."""
        shown = self._shown(hidden)
        if not shown & ~self._old_bits:
            return None
        for number, kind in enumerate(self._kinds):
            for places, sources in self._blocks(kind, shown).items():
                figures = self._figures(kind, places)
                if not figures or self._may(number, kind, tuple(sources), figures):
                    continue
                if nearest := self._nearest(kind, places, shown):
                    members = sum(len(kind.groups[s]) for s in sources)
                    return _Offence(kind, places, nearest, members < LEAST)
        return None

    def _blocks(self, kind: _Kind, shown: int) -> dict[Places, list[Places]]:
        """Places among shown cells → the finer places that fall together there."""
        found: dict[Places, list[Places]] = {}
        for places in kind.groups:
            found.setdefault(tuple(p & shown for p in places), []).append(places)
        return {places: sources for places, sources in found.items() if any(places)}

    def _figures(self, kind: _Kind, places: Places) -> frozenset[Figure]:
        """What kinds of figures are told of a block."""
        stands_in = reduce(or_, places)
        tables = [c.table for n, c in enumerate(self._cells) if stands_in >> n & 1]
        if kind.table is not None:
            return frozenset(t.figure for t in tables if t == kind.table)
        # Of a spread of sums a part alone cannot be computed, only whose it is.
        return frozenset(Figure.COUNT if t.sum_of else t.figure for t in tables)

    def _may(self, number: int, kind: _Kind, sources: tuple[Places, ...], figures: frozenset[Figure]) -> bool:
        key = (number, sources, figures)
        if key not in self._judged:
            answers = AnswerSet.of(self._members(kind, sources))
            self._judged[key] = all(may_be_computed(answers, figure) for figure in figures)
        return self._judged[key]

    def _members(self, kind: _Kind, sources: tuple[Places, ...]) -> Iterable[Parts]:
        """What each household of a block contributes; one whose answer changed inside it, by the last."""
        return {household: parts for source in sources for household, parts in kind.groups[source]}.values()

    def _nearest(self, kind: _Kind, places: Places, shown: int) -> tuple[Places, ...]:
        """Blocks that differ from this one by new cells only, by the fewest; nothing at all is one too."""
        before = tuple(p & self._old_bits for p in places)
        others = [p for p in self._blocks(kind, shown) if p != places and len(p) == len(places)]
        others = [p for p in others if tuple(one & self._old_bits for one in p) == before]
        if not any(before):
            others.append((0,) * len(places))
        apart = {p: sum((a ^ b).bit_count() for a, b in zip(p, places, strict=True)) for p in others}
        return tuple(p for p, n in apart.items() if n == min(apart.values()))

    def _given_up(self, offence: _Offence, hidden: Mapping[str, Why]) -> ResultCell:
        """The next cell to hold back: the least of those that set the block apart."""
        apart = 0
        for other in offence.nearest:
            apart |= reduce(or_, (a ^ b for a, b in zip(other, offence.places, strict=True)))
        shown = [(n, c) for n, c in enumerate(self.new) if c.key not in hidden]
        mine = [(n, c) for n, c in shown if c.table == offence.kind.table] or shown
        cells = [c for n, c in mine if apart >> n & 1] or [c for n, c in shown if apart >> n & 1]
        return min(cells, key=lambda c: c.weight)


def _alone(cell: ResultCell) -> Why | None:
    if len(cell.members) < LEAST:
        return Why.FEW
    return None if may_be_told(cell) else Why.TELLS_OF_ONE


def _kinds(cells: Sequence[ResultCell]) -> list[_Kind]:
    """Contributions part by part, and, where a table adds parts up, its households by all parts' places."""
    places = elements_of(cells)
    single: dict[str, _Kind] = {}
    for (household, part, value), bits in places.items():
        single.setdefault(part, _Kind(None)).add((bits,), household, {part: value})
    return [*single.values(), *(_sums(t, cells, places) for t in dict.fromkeys(c.table for c in cells) if t.sum_of)]


def _sums(table: Table, cells: Sequence[ResultCell], places: Mapping[Element, int]) -> _Kind:
    found = _Kind(table)
    seen: set[tuple[str, frozenset[tuple[str, Contribution]]]] = set()
    for household, parts in (m for c in cells if c.table == table for m in c.members.items()):
        key = (household, frozenset(parts.items()))
        if key not in seen:
            seen.add(key)
            found.add(tuple(places[household, p, v] for p, v in sorted(parts.items())), household, parts)
    return found
