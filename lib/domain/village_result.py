"""What a round of household surveys says, as cells that can be released (`domain/release.py`).

Money is baht a month unless a name ends in ``_year``; shares are percent of the cell's households.
Every figure is rounded (`domain/blunted_statistics.py`) before anybody sees it.
"""

from __future__ import annotations

import hashlib
import secrets
from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict, dataclass

from lib.domain.blunted_statistics import COUNT_STEP, SUM_STEP, Spread, rounded, share
from lib.domain.household import MONTHS, Crop, Household
from lib.domain.release import SHARE, TABLES, Cell, ShareTable, Split, Why, held_back

Figures = dict[str, int]
#: Inputs that are bought, at least in part, outside the community.
_OUTSIDE_INPUTS = ("outside", "mixed")


@dataclass(frozen=True)
class Told:
    """One cell that may be seen: how many households (rounded) and its figures."""

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
class Result:
    """A round's result: what may be seen, what is held back and why, and the households behind it."""

    told: tuple[Told, ...]
    held: dict[str, Why]
    #: Cells as they were judged, shown or not; never leaves the private store.
    cells: tuple[Cell, ...]

    def as_told(self) -> dict[str, object]:
        """What a release says, JSON-ready; nothing in it tells of a household."""
        return {"told": [asdict(t) for t in self.told], "held": {key: why.value for key, why in self.held.items()}}

    def shown(self) -> dict[str, dict[str, str]]:
        """Cell → digests of the households behind it, for holding the next release against."""
        return {c.key: dict(c.members) for c in self.cells if c.key not in self.held}

    def get(self, question: str, split: str = "whole", group: str = "") -> Told | None:
        """One cell, or None when it is held back or was never there."""
        key = f"{question}/{split}/{group}"
        return next((t for t in self.told if t.key == key), None)

    def of(self, question: str, split: str) -> list[Told]:
        """The cells of one table that may be seen."""
        return [t for t in self.told if t.question == question and t.split == split]


def result(
    households: Sequence[Household], shares: Sequence[ShareTable], before: Sequence[Sequence[Cell]] = (), salt: str = ""
) -> Result:
    """The cells of a round. `shares`: the tables that questions declare; `before`: the cells of each
    release of it so far; `salt`: the round's own.
    """
    digests = Digests(salt)
    names = {h.id: digests.of(h.id) for h in households}
    figures: dict[str, Figures] = {}
    cells: list[Cell] = []
    lenders = sorted({d.lender for h in households for d in h.debts})
    declared = {s.id: s for s in shares}
    tables = {
        **TABLES,
        **{s.id: s.splits for s in shares},
        **{f"{_LENDER}{lender}": (Split.WHOLE,) for lender in lenders},
    }
    for question, splits in tables.items():
        share_of = declared.get(question)
        asked = [h for h in households if _asked(question, h, share_of)]
        answers = {names[h.id]: digests.of(h.id, *_said(question, h, share_of)) for h in asked}
        for split in splits:
            for group, members in _groups(asked, split).items():
                cell = Cell(question, split, group, {k: answers[k] for k in (names[h.id] for h in members)})
                cells.append(cell)
                figures[cell.key] = _figures(question, members, share_of)
    held = held_back(cells, before)
    told = [
        Told(c.question, c.split.value, c.group, rounded(len(c.members), COUNT_STEP), figures[c.key])
        for c in cells
        if c.key not in held
    ]
    return Result(tuple(told), held, tuple(cells))


def new_salt() -> str:
    """What sets the digests of one round apart; random, so that nobody can try answers out."""
    return secrets.token_hex(16)


def as_cells(members: Mapping[str, Mapping[str, str]]) -> list[Cell]:
    """What `Result.shown` told, as cells again."""
    found = []
    for key, households in members.items():
        question, split, group = key.split("/", 2)
        found.append(Cell(question, Split(split), group, households))
    return found


class Digests:
    """Opaque names of households and answers, the same for the same salt."""

    def __init__(self, salt: str) -> None:
        self._keyed = hashlib.blake2b(digest_size=6, key=salt.encode()[:64])

    def of(self, *said: object) -> str:
        """A digest of what was said."""
        keyed = self._keyed.copy()
        keyed.update(repr(said).encode())
        return keyed.hexdigest()


#: Ways in which money leaves: name → what a household loses by it, baht a year.
LEAKS: Mapping[str, Callable[[Household], float]] = {
    "inputs": lambda h: sum(c.input_cost or 0 for c in h.produce if c.inputs in _OUTSIDE_INPUTS),
    "middlemen": lambda h: sum(c.sold or 0 for c in h.produce if c.sold_to == "middleman_out"),
    "price_taken": lambda h: sum(c.sold or 0 for c in h.produce if c.price == "buyer"),
    "bought_in": lambda h: sum(MONTHS * (e.monthly or 0) for e in h.expenses if e.outside and e.could_make),
}


#: Of the households that produce: who holds which part of the way of what they produce.
PRODUCE: Mapping[str, Callable[[Crop], bool]] = {
    "inputs": lambda c: c.inputs in ("own", "community"),
    "production": lambda c: c.production in ("self", "group"),
    "price": lambda c: c.price in ("self", "bargain"),
    "eaten_here": lambda c: c.consumers == "inside",
}


def _produces(h: Household) -> bool:
    return bool(h.produce)


def _holds(holds: Callable[[Crop], bool]) -> Callable[[Household], tuple[object, ...]]:
    return lambda h: (any(holds(c) for c in h.produce),)


def _loses(lost: Callable[[Household], float]) -> Callable[[Household], bool]:
    return lambda h: lost(h) > 0


def _loss(lost: Callable[[Household], float]) -> Callable[[Household], tuple[object, ...]]:
    return lambda h: (lost(h),)


_LEAK, _LENDER, _PRODUCE = "leak_", "lender_", "produce_"


def _owed(h: Household, lender: str) -> float:
    """Baht that a household owes to one lender; 0 as long as not every balance is known."""
    return sum(d.balance or 0 for d in h.debts if d.lender == lender) if h.debt else 0.0


def _asked(question: str, h: Household, share_of: ShareTable | None) -> bool:
    if share_of is not None:
        return bool(h.answers.get(share_of.id))
    if question.startswith(_LENDER):
        return _owed(h, question.removeprefix(_LENDER)) > 0
    return _ASKED[question](h)


def _said(question: str, h: Household, share_of: ShareTable | None) -> tuple[object, ...]:
    if share_of is not None:
        answer = h.answers[share_of.id]
        return (h.village, answer) if Split.VILLAGE in share_of.splits else (answer,)
    if question.startswith(_LENDER):
        return (_owed(h, question.removeprefix(_LENDER)),)
    return _SAID[question](h)


_ASKED: Mapping[str, Callable[[Household], bool]] = {
    "households": lambda h: True,
    # Income, expense and what is left are told of the same households: no difference tells of one.
    "money": lambda h: h.income is not None and h.expense is not None,
    "savings": lambda h: h.savings is not None,
    "debt": lambda h: h.debt is not None,
    **{f"{_LEAK}{name}": _loses(lost) for name, lost in LEAKS.items()},
    **{f"{_PRODUCE}{name}": _produces for name in PRODUCE},
}
_SAID: Mapping[str, Callable[[Household], tuple[object, ...]]] = {
    "households": lambda h: (h.village, h.occupation),
    "money": lambda h: (h.village, h.occupation, h.income, h.expense),
    "savings": lambda h: (h.village, h.savings),
    "debt": lambda h: (h.village, h.debt),
    **{f"{_LEAK}{name}": _loss(lost) for name, lost in LEAKS.items()},
    **{f"{_PRODUCE}{name}": _holds(holds) for name, holds in PRODUCE.items()},
}
#: Of what leaves by inputs and purchases all would stay; of sales at somebody else's price a tenth.
KEPT_PERCENT = {"inputs": 100, "middlemen": 10, "price_taken": 10, "bought_in": 100}


def _groups(asked: Sequence[Household], split: Split) -> dict[str, list[Household]]:
    """Group → households. Who lies in no village stands in the group ``""``: it counts as a part."""
    if split is Split.WHOLE:
        return {"": list(asked)} if asked else {}
    found: dict[str, list[Household]] = {}
    for h in asked:
        for group in _groups_of(h, split):
            found.setdefault(group, []).append(h)
    return dict(sorted(found.items(), key=lambda pair: (len(pair[0]), pair[0])))


def _groups_of(h: Household, split: Split) -> list[str]:
    if split is Split.VILLAGE:
        return [str(h.village or "")]
    return [h.occupation]


def _figures(question: str, members: Sequence[Household], share_of: ShareTable | None) -> Figures:
    if share_of is not None:
        return {SHARE: share(sum(h.answers[share_of.id] in share_of.counted for h in members), len(members))}
    if question == "money":
        return {
            **_spread("income", [h.income or 0.0 for h in members]),
            **_spread("expense", [h.expense or 0.0 for h in members]),
            **_spread("left", [(h.income or 0.0) - (h.expense or 0.0) for h in members]),
        }
    if question == "savings":
        saving = sum((h.savings or 0) > 0 for h in members)
        return {**_spread("savings", [h.savings or 0.0 for h in members]), "saving": share(saving, len(members))}
    if question == "debt":
        owing = sum((h.debt or 0) > 0 for h in members)
        # No mean: with the number of households it would be a total that the lenders subtract from.
        figures = _spread("debt", [h.debt or 0.0 for h in members])
        figures.pop("debt_mean", None)
        return {**figures, "owing": share(owing, len(members))}
    if question.startswith(_LENDER):
        lender = question.removeprefix(_LENDER)
        return {"baht": rounded(sum(_owed(h, lender) for h in members), SUM_STEP)}
    if question.startswith(_LEAK):
        leak = question.removeprefix(_LEAK)
        lost = sum(LEAKS[leak](h) for h in members)
        return {"lost_year": rounded(lost, SUM_STEP), "kept_year": rounded(lost * KEPT_PERCENT[leak] / 100, SUM_STEP)}
    if question.startswith(_PRODUCE):
        holds = PRODUCE[question.removeprefix(_PRODUCE)]
        return {SHARE: share(sum(any(map(holds, h.produce)) for h in members), len(members))}
    return {}


def _spread(name: str, figures: Sequence[float]) -> Figures:
    told = Spread.of(figures)
    if told is None:
        return {}
    ends = {"low": told.low, "middle": told.middle, "high": told.high, "mean": told.mean}
    return {f"{name}_{end}": rounded(value) for end, value in ends.items()}
