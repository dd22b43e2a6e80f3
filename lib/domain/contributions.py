"""What one household contributes to each table of a release, and who it is in all of them."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Mapping, Sequence

from lib.domain.blunted_statistics import MONEY_STEP, rounded
from lib.domain.household import MONTHS, Crop, Household
from lib.domain.household_code import bare_code
from lib.domain.release import LENDER, ShareTable

#: Part → contribution, whole baht (to a hundred) or 1 for yes; None: the question is not of this household.
Parts = dict[str, int]
#: Inputs that are bought, at least in part, outside the community.
_OUTSIDE_INPUTS = ("outside", "mixed")
_LEAK, _PRODUCE, _ALL = "leak_", "produce_", ""


class Digests:
    """Opaque names of households, the same for the same salt: the store's secret of a round."""

    def __init__(self, salt: str) -> None:
        self._keyed = hashlib.blake2b(digest_size=8, key=salt.encode()[:64])

    def of(self, *words: object) -> str:
        """A digest of some words."""
        keyed = self._keyed.copy()
        keyed.update(repr(words).encode())
        return keyed.hexdigest()

    def household(self, code: str, record_id: str) -> str:
        """A household's name: of its code, so that a form typed anew is the same; of the id without one."""
        bare = bare_code(code)
        return self.of("code", *bare) if bare else self.of(record_id)


def names_of(households: Sequence[Household], salt: str, who: Mapping[str, str] | None = None) -> dict[str, str]:
    """Record id → name in releases. `who`: what earlier releases kept, name → digest of the record's id.

    A record keeps its name when its code is corrected; a second form under one code goes by its id.
    """
    digests = Digests(salt)
    ids = {h.id: digests.of(h.id) for h in households}
    former = {digest: name for name, digest in (who or {}).items()}
    names = {record_id: former[digest] for record_id, digest in ids.items() if digest in former}
    taken = set(names.values())
    for h in households:
        if h.id not in names:
            name = digests.household(h.code, h.id)
            names[h.id] = ids[h.id] if name in taken else name
            taken.add(names[h.id])
    return names


def _through_middlemen(crop: Crop) -> bool:
    return crop.sold_to == "middleman_out"


def _at_their_price(crop: Crop) -> bool:
    return crop.price == "buyer"


#: Ways in which money leaves: name → what a household loses by it, baht a year.
LEAKS: Mapping[str, Callable[[Household], float]] = {
    "inputs": lambda h: sum(c.input_cost or 0 for c in h.produce if c.inputs in _OUTSIDE_INPUTS),
    "middlemen": lambda h: sum(c.sold or 0 for c in h.produce if _through_middlemen(c)),
    "price_taken": lambda h: sum(c.sold or 0 for c in h.produce if _at_their_price(c)),
    "bought_in": lambda h: sum(MONTHS * (e.monthly or 0) for e in h.expenses if e.outside and e.could_make),
}
#: Of the households that produce: who holds which part of the way of what they produce.
PRODUCE: Mapping[str, Callable[[Crop], bool]] = {
    "inputs": lambda c: c.inputs in ("own", "community"),
    "production": lambda c: c.production in ("self", "group"),
    "price": lambda c: c.price in ("self", "bargain"),
    "eaten_here": lambda c: c.consumers == "inside",
}


def owed(h: Household, lender: str) -> float:
    """Baht that a household owes to one lender; 0 as long as not every balance is known."""
    return sum(d.balance or 0 for d in h.debts if d.lender == lender) if h.debt else 0.0


def contribution(table: str, h: Household, share_of: ShareTable | None = None) -> Parts | None:
    """What a household contributes to a table, part by part; None when it is not in it."""
    if share_of is not None:
        answer = h.answers.get(share_of.id)
        return {_ALL: int(answer in share_of.counted)} if answer else None
    if table.startswith(LENDER):
        return _some({_ALL: owed(h, table.removeprefix(LENDER))})
    if table in _SALES:
        return _some(_SALES[table](h))
    if table.startswith(_LEAK):
        return _some({_ALL: LEAKS[table.removeprefix(_LEAK)](h)})
    if table.startswith(_PRODUCE):
        holds = PRODUCE[table.removeprefix(_PRODUCE)]
        return {_ALL: int(any(map(holds, h.produce)))} if h.produce else None
    return _OF[table](h)


def _money(h: Household, *parts: str) -> Parts | None:
    """Income, expense and what is left are of the same households: those who told both."""
    if h.income is None or h.expense is None:
        return None
    told = {"income": _coarse(h.income), "expense": -_coarse(h.expense)}
    return {part: told[part] for part in parts}


def _one(baht: float | None) -> Parts | None:
    return None if baht is None else {_ALL: _coarse(baht)}


_OF: Mapping[str, Callable[[Household], Parts | None]] = {
    "households": lambda h: {_ALL: 1},
    "money.income": lambda h: _money(h, "income"),
    "money.expense": lambda h: _money(h, "expense"),
    "money.left": lambda h: _money(h, "income", "expense"),
    "savings.savings": lambda h: _one(h.savings),
    "savings.saving": lambda h: _one(h.savings),
    "debt.debt": lambda h: _one(h.debt),
    "debt.owing": lambda h: _one(h.debt),
}


def _sales(h: Household, one: Callable[[Crop], bool], other: Callable[[Crop], bool], alone: str) -> dict[str, float]:
    """The sales of one kind: those that are of the other kind too, and those that are of this one alone."""
    return {
        "both": sum(c.sold or 0 for c in h.produce if one(c) and other(c)),
        alone: sum(c.sold or 0 for c in h.produce if one(c) and not other(c)),
    }


#: Sums of the same sales: what of them stands in both is one contribution.
_SALES: Mapping[str, Callable[[Household], dict[str, float]]] = {
    "leak_middlemen": lambda h: _sales(h, _through_middlemen, _at_their_price, "middleman"),
    "leak_price_taken": lambda h: _sales(h, _at_their_price, _through_middlemen, "price"),
}


def _some(baht: Mapping[str, float]) -> Parts | None:
    """Parts that are more than nothing; None when there is none."""
    return {part: _coarse(n) for part, n in baht.items() if n > 0} or None


def _coarse(baht: float) -> int:
    """To a hundred baht – a smaller correction is none – but never nothing for something."""
    return rounded(baht, MONEY_STEP) or (baht > 0) - (baht < 0)
