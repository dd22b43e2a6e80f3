"""Releases that were made earlier, held against the rules of today: which of their cells would not pass."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from lib.domain.blunted_statistics import COUNT_STEP, SHARE_STEP
from lib.domain.release import LEAST, SHARE, Contribution, Figure, KeptRelease, ResultCell, Split, Table, Why
from lib.domain.release_blocks import Family

#: Figures that are shares, by the names that releases give them.
_SHARES = (SHARE, "saving", "owing")


@dataclass(frozen=True)
class EarlierRelease:
    """A release as it was made: what it told, and what was kept of the households behind it.

    `digests`: of the former rules, cell key → household → digest of its whole answer.
    """

    told: Sequence[Mapping[str, Any]]
    kept: KeptRelease
    digests: Mapping[str, Mapping[str, str]]

    def cells(self) -> list[ResultCell]:
        """The cells; where an answer is not known any more, only how many households can be judged."""
        found = [_countable(cell) for cell in self.kept.as_cells()]
        for key, households in self.digests.items():
            name, split, group = key.split("/", 2)
            members: dict[str, dict[str, Contribution]] = {h: {"": digest} for h, digest in households.items()}
            found.append(ResultCell(Table(name, Figure.COUNT), Split(split), group, members))
        return found


def would_not_pass(made: EarlierRelease, earlier: Sequence[EarlierRelease] = ()) -> dict[str, Why]:
    """Cells of a release that would be held back today, and why. `earlier`: those of its round before it."""
    found = {key: why for cell in made.told if (why := _by_figures(cell)) for key in [_key(cell)]}
    cells, old = made.cells(), [c for one in earlier for c in one.cells()]
    for family in dict.fromkeys(c.family for c in cells):
        mine = Family([c for c in cells if c.family == family], [c for c in old if c.family == family])
        for key, why in mine.held_back().items():
            found.setdefault(key, why)
    return found


def _countable(cell: ResultCell) -> ResultCell:
    known = all(isinstance(n, int) for parts in cell.members.values() for n in parts.values())
    return cell if known else replace(cell, table=replace(cell.table, figure=Figure.COUNT, sum_of=()))


def _key(cell: Mapping[str, Any]) -> str:
    return f"{cell['question']}/{cell['split']}/{cell['group']}"


def _by_figures(cell: Mapping[str, Any]) -> Why | None:
    """A mean, or a share that fewer than ten answered so, or otherwise, whatever the rounding hides."""
    most = cell["n"] + COUNT_STEP / 2
    for name, value in cell["figures"].items():
        if name.endswith("_mean"):
            return Why.TELLS_OF_ONE
        side = min(value, 100 - value) + SHARE_STEP / 2
        if name in _SHARES and cell["n"] and most * side / 100 < LEAST:
            return Why.TELLS_OF_ONE
    return None
