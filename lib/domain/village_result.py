"""What a round of household surveys says, as cells that can be released (`domain/release.py`).

Money is baht a month unless a name ends in ``_year``; shares are percent of the cell's households.
Every figure is rounded (`domain/blunted_statistics.py`) before anybody sees it.
"""

from __future__ import annotations

import secrets
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass

from lib.domain.blunted_statistics import COUNT_STEP, SUM_STEP, Quartiles, rounded, share
from lib.domain.contributions import Digests, contribution, names_of
from lib.domain.household import Household
from lib.domain.release import (
    LENDER,
    SHARE,
    TABLES,
    Figure,
    KeptRelease,
    ResultCell,
    ShareTable,
    Split,
    Table,
    Why,
    table_of,
)
from lib.domain.release_households import choose

Figures = dict[str, int]
#: Of what leaves by inputs and purchases all would stay; of sales at somebody else's price a tenth.
KEPT_PERCENT = {"inputs": 100, "middlemen": 10, "price_taken": 10, "bought_in": 100}
#: Questions that everybody is asked: of how many households a cell is, is told. How many sell to middlemen,
#: owe to a lender or were asked a follow-up would be an answer.
_ASKED_OF_ALL = ("households", "money", "savings", "debt")


@dataclass(frozen=True)
class CellFigures:
    """One cell that may be seen: how many households (rounded; 0: that is not told) and its figures."""

    question: str
    split: str
    group: str
    n: int
    figures: Figures

    @property
    def key(self) -> str:
        """Name of the cell."""
        return f"{self.question}/{self.split}/{self.group}"


@dataclass(frozen=True)
class VillageResult:
    """A round's result: what may be seen, what is held back and why, and the households behind it."""

    told: tuple[CellFigures, ...]
    held: dict[str, Why]
    #: Cells as they were judged, shown or not; never leaves the private store.
    cells: tuple[ResultCell, ...]
    #: Keys of the cells that are shown.
    published: frozenset[str]
    #: Households that are counted, and those of them that this result is not told of, or not of their correction.
    counted: int
    waiting: int
    #: Household (opaque) → digest of its record's id.
    who: Mapping[str, str]

    def as_told(self) -> dict[str, object]:
        """What a release says, JSON-ready; nothing in it tells of a household."""
        return {"told": [asdict(t) for t in self.told], "held": {key: why.value for key, why in self.held.items()}}

    def shown(self) -> KeptRelease:
        """What the next release is held against: who stands behind each cell that is shown."""
        cells = {c.key: {h: dict(m) for h, m in c.members.items()} for c in self.cells if c.key in self.published}
        inside = {household for members in cells.values() for household in members}
        return KeptRelease(cells, {name: digest for name, digest in self.who.items() if name in inside})

    def get(self, question: str, split: str = "whole", group: str = "") -> CellFigures | None:
        """One cell, or None when it is held back or was never there."""
        key = f"{question}/{split}/{group}"
        return next((t for t in self.told if t.key == key), None)

    def of(self, question: str, split: str) -> list[CellFigures]:
        """The cells of one table that may be seen."""
        return [t for t in self.told if t.question == question and t.split == split]


def result(
    households: Sequence[Household], shares: Sequence[ShareTable], before: Sequence[KeptRelease] = (), salt: str = ""
) -> VillageResult:
    """The cells of a round. `shares`: the tables that questions declare; `before`: what was kept of each
    release of it so far; `salt`: the round's own.
    """
    names = names_of(households, salt, {name: digest for one in before for name, digest in one.who.items()})
    by_name = {names[h.id]: h for h in households}
    declared = {s.id: s for s in shares}
    families: dict[str, list[ResultCell]] = {}
    for table in _tables(households, shares):
        for cell in _cells(table, by_name, declared.get(table.id)):
            families.setdefault(cell.family, []).append(cell)
    earlier = [one.as_cells() for one in before]
    chosen = [
        choose(mine, [[c for c in one if c.family == family] for one in earlier]) for family, mine in families.items()
    ]
    cells = tuple(c for one in chosen for c in one.cells)
    held = {key: why for one in chosen for key, why in one.held.items()}
    told = _told([c for c in cells if c.key not in held], declared)
    counted = next((c.members.keys() for c in cells if c.key == "households/whole/"), frozenset[str]())
    digests = Digests(salt)
    return VillageResult(
        told,
        _by_question(held, told),
        cells,
        frozenset(c.key for c in cells if c.key not in held),
        len(households),
        waiting=len(by_name.keys() - counted | {h for one in chosen for h in one.former}),
        who={name: digests.of(record_id) for record_id, name in names.items()},
    )


def new_salt() -> str:
    """What sets the digests of one round apart; random, so that nobody can try answers out."""
    return secrets.token_hex(16)


def _tables(households: Sequence[Household], shares: Sequence[ShareTable]) -> list[Table]:
    lenders = sorted({d.lender for h in households for d in h.debts})
    return [*TABLES.values(), *(s.table for s in shares), *(table_of(f"{LENDER}{lender}") for lender in lenders)]


def _cells(table: Table, by_name: Mapping[str, Household], share_of: ShareTable | None) -> list[ResultCell]:
    """The cells of a table. Who lies in no village stands in the group ``""``: it counts as a part."""
    members = {name: parts for name, h in by_name.items() if (parts := contribution(table.id, h, share_of)) is not None}
    found: dict[tuple[Split, str], dict[str, dict[str, int]]] = {}
    for split in table.splits:
        for name, parts in members.items():
            found.setdefault((split, _group(by_name[name], split)), {})[name] = parts
    ordered = sorted(found.items(), key=lambda one: (list(Split).index(one[0][0]), len(one[0][1]), one[0][1]))
    return [ResultCell(table, split, group, inside) for (split, group), inside in ordered]


def _group(h: Household, split: Split) -> str:
    return {Split.WHOLE: "", Split.VILLAGE: str(h.village or ""), Split.OCCUPATION: h.occupation}[split]


def _told(cells: Sequence[ResultCell], declared: Mapping[str, ShareTable]) -> tuple[CellFigures, ...]:
    """What is seen: the tables of one question and group under one name."""
    found: dict[str, CellFigures] = {}
    for cell in cells:
        question, share_of = cell.table.question, declared.get(cell.table.id)
        figures = _figures(cell)
        of_all = question in _ASKED_OF_ALL or (share_of is not None and not share_of.follow_up)
        n = rounded(len(cell.members), COUNT_STEP) if of_all else 0
        told = CellFigures(question, cell.split.value, cell.group, n, figures)
        if (other := found.get(told.key)) is not None:
            other.figures.update(figures)
        found.setdefault(told.key, told)
    return tuple(found.values())


def _by_question(held: Mapping[str, Why], told: Sequence[CellFigures]) -> dict[str, Why]:
    """Tables of which nothing is told for a group are named by their question, once."""
    seen = {t.key for t in told}
    found: dict[str, Why] = {}
    for key, why in held.items():
        table, rest = key.split("/", 1)
        whole = f"{table.partition('.')[0]}/{rest}"
        found.setdefault(key if whole in seen else whole, why)
    return found


#: Figure of a table when it is not called like the table's quantity.
_SHARES = {"savings.saving": "saving", "debt.owing": "owing"}


def _figures(cell: ResultCell) -> Figures:
    """Of what was kept of each household, so that a release says what the next is held against."""
    name = cell.table.id
    told = [sum(n for n in parts.values() if isinstance(n, int)) for parts in cell.members.values()]
    if cell.table.figure is Figure.SHARE:
        return {_SHARES.get(name, SHARE): share(sum(n > 0 for n in told), len(told))}
    if cell.table.figure is Figure.SPREAD:
        # An expense is kept as what it takes away.
        return _spread(name.partition(".")[2], [-n for n in told] if name == "money.expense" else told)
    if name.startswith(LENDER):
        return {"baht": rounded(sum(told), SUM_STEP)}
    if name.startswith("leak_"):
        lost = rounded(sum(told), SUM_STEP)
        return {
            "lost_year": lost,
            "kept_year": rounded(lost * KEPT_PERCENT[name.removeprefix("leak_")] / 100, SUM_STEP),
        }
    return {}


def _spread(name: str, figures: Sequence[float]) -> Figures:
    """Quartiles; no mean, which with the number of households would be a sum that one household shows in."""
    spread = Quartiles.of(figures)
    if spread is None:
        return {}
    return {f"{name}_{end}": rounded(getattr(spread, end)) for end in ("low", "middle", "high")}
