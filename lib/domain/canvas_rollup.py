"""Groups' plans put together to one plan of a tambon: what is alike, what they could trade, the sums.

Everything here proposes; a person confirms. The result never depends on the order of the plans,
and every line of every plan is in exactly one proposal.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

from lib.domain.canvas import Plan
from lib.domain.canvas_words import all_say_the_same, canonical
from lib.domain.ranges import Range
from lib.domain.thai_text import spelling

#: Ids of two lines.
Pair = frozenset[str]
#: Between the two ids of a pair, as it is kept.
_AND = "+"
#: From here on two lines are proposed as one.
ALIKE = 0.72
#: From here on a product could be what another group buys.
COULD_SERVE = 0.8
#: Shorter words say too little to be compared by their parts.
_SHORT = 4


@dataclass(frozen=True)
class RolledLine:
    """One line of one group's plan. `sort`: item, activity, partner or cost; `step` 1–9."""

    canvas: str
    id: str
    sort: str
    step: int
    text: str


@dataclass(frozen=True)
class Bundle:
    """Lines that say the same: what would become one line of the tambon's plan."""

    sort: str
    step: int
    text: str
    lines: tuple[RolledLine, ...]

    @property
    def certainty(self) -> float:
        """How alike its lines are, 0–1: of the two that differ most."""
        told = sorted({line.text for line in self.lines})
        return min((likeness(a, b) for n, a in enumerate(told) for b in told[n + 1 :]), default=1.0)

    @property
    def sure(self) -> bool:
        """Whether nothing speaks against its lines being the same: no word is exchanged for another."""
        return all_say_the_same(line.text for line in self.lines)

    @property
    def shared(self) -> bool:
        """Whether more than one group has it."""
        return len({line.canvas for line in self.lines}) > 1


@dataclass(frozen=True)
class Exchange:
    """What one group buys and another one of the tambon offers."""

    buyer: str
    cost: str
    cost_text: str
    seller: str
    item: str
    item_text: str
    amount: Range | None


def lines_of(canvas: str, plan: Plan) -> list[RolledLine]:
    """Every line of a plan."""
    return [
        *(RolledLine(canvas, i.id, "item", i.step, i.text) for i in plan.items),
        *(RolledLine(canvas, a.id, "activity", 6, a.text) for a in plan.activities),
        *(RolledLine(canvas, p.id, "partner", 8, p.text) for p in plan.partners),
        *(RolledLine(canvas, c.id, "cost", 9, c.text) for c in plan.costs),
    ]


def bundles(plans: Mapping[str, Plan], apart: Collection[Pair] = ()) -> list[Bundle]:
    """Every line of every plan in exactly one bundle; alike lines of one step together, the surest first.

    `apart`: pairs of lines (ids) that somebody said are not the same.
    """
    parted = frozenset(apart)
    by_box: dict[tuple[str, int], list[RolledLine]] = {}
    for canvas, plan in plans.items():
        for line in lines_of(canvas, plan):
            by_box.setdefault((line.sort, line.step), []).append(line)
    made = []
    for (sort, step), lines in by_box.items():
        for same in _components(sorted(lines, key=lambda li: (li.text, li.canvas, li.id)), parted):
            made.append(Bundle(sort, step, _said_most(same), tuple(same)))
    return sorted(
        made, key=lambda b: (b.step, not b.shared, not b.sure, -b.certainty, -len(b.lines), b.text, b.lines[0].id)
    )


def exchanges(plans: Mapping[str, Plan]) -> list[Exchange]:
    """What a group spends money on and another one sells, likeliest names only."""
    found = []
    for seller, theirs in plans.items():
        offers = [i for i in theirs.items if i.step == 5 and i.gain != "saving"]
        for buyer, mine in plans.items():
            if buyer == seller:
                continue
            for cost in mine.costs:
                for item in offers:
                    if _could_serve(item.text, cost.text):
                        found.append(Exchange(buyer, cost.id, cost.text, seller, item.id, item.text, cost.amount))
    return sorted(found, key=lambda e: (e.buyer, e.cost, e.seller, e.item))


def pair_of(one: str, other: str) -> Pair:
    """Two lines by their ids, whichever comes first."""
    return frozenset((one, other))


def read_pairs(said: Iterable[str]) -> frozenset[Pair]:
    """Pairs as a plan keeps them (``id+id``); what does not read as one is left out."""
    found = (one.split(_AND) for one in said)
    return frozenset(pair_of(*ids) for ids in found if len(ids) == 2)


def said_of(pairs: Iterable[Pair]) -> list[str]:
    """Pairs as a plan keeps them, in one order."""
    return sorted(_AND.join(sorted(pair)) for pair in pairs)


def likeness(one: str, other: str) -> float:
    """How alike two lines are, 0–1, whichever comes first (Dice's coefficient of letter pairs)."""
    a, b = _pairs(canonical(one)), _pairs(canonical(other))
    if not a or not b:
        return 1.0 if spelling(one) == spelling(other) else 0.0
    return 2 * sum((a & b).values()) / (sum(a.values()) + sum(b.values()))


def _could_serve(product: str, need: str) -> bool:
    """Whether most of the shorter name stands in the longer one."""
    a, b = _pairs(product), _pairs(need)
    if min(sum(a.values()), sum(b.values())) < _SHORT - 1:
        return bool(spelling(product)) and spelling(product) == spelling(need)
    return sum((a & b).values()) / min(sum(a.values()), sum(b.values())) >= COULD_SERVE


@lru_cache(maxsize=4096)
def _pairs(text: str) -> Counter[str]:
    plain = "".join(spelling(text).split())
    return Counter(plain[n : n + 2] for n in range(len(plain) - 1))


def _components(lines: Sequence[RolledLine], apart: frozenset[Pair]) -> list[list[RolledLine]]:
    """Lines joined by likeness, directly or through others; never two that somebody told apart."""
    left, found = list(lines), []
    while left:
        group = edge = [left.pop(0)]
        while edge:
            one, edge = edge[-1], edge[:-1]
            for other in [o for o in left if likeness(one.text, o.text) >= ALIKE]:
                if not any(pair_of(other.id, g.id) in apart for g in group):
                    left.remove(other)
                    group, edge = [*group, other], [*edge, other]
        found.append(sorted(group, key=lambda li: (li.text, li.canvas, li.id)))
    return found


def _said_most(lines: Sequence[RolledLine]) -> str:
    """The wording that most use; the shortest of equals."""
    counted = Counter(line.text for line in lines)
    return min(counted, key=lambda text: (-counted[text], len(text), text))
