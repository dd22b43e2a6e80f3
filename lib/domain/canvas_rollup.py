"""Groups' plans put together to one plan of a tambon: what is alike, what they could trade, the sums.

Everything here proposes; a person confirms. The result never depends on the order of the plans,
and every line of every plan is in exactly one proposal.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

from lib.domain.canvas import Plan
from lib.domain.ranges import Range
from lib.domain.thai_text import spelling

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


def bundles(plans: Mapping[str, Plan]) -> list[Bundle]:
    """Every line of every plan in exactly one bundle; alike lines of one step together."""
    by_box: dict[tuple[str, int], list[RolledLine]] = {}
    for canvas, plan in plans.items():
        for line in lines_of(canvas, plan):
            by_box.setdefault((line.sort, line.step), []).append(line)
    made = []
    for (sort, step), lines in by_box.items():
        for same in _components(sorted(lines, key=lambda li: (li.text, li.canvas, li.id))):
            made.append(Bundle(sort, step, _said_most(same), tuple(same)))
    return sorted(made, key=lambda b: (b.step, -len(b.lines), b.text, b.lines[0].id))


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


def likeness(one: str, other: str) -> float:
    """How alike two lines are, 0–1, whichever comes first (Dice's coefficient of letter pairs)."""
    a, b = _pairs(one), _pairs(other)
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


def _components(lines: Sequence[RolledLine]) -> list[list[RolledLine]]:
    """Lines joined by likeness, directly or through others."""
    left, found = list(lines), []
    while left:
        group, edge = [], [left.pop(0)]
        while edge:
            one = edge.pop()
            group.append(one)
            near = [o for o in left if likeness(one.text, o.text) >= ALIKE]
            left = [o for o in left if o not in near]
            edge += near
        found.append(sorted(group, key=lambda li: (li.text, li.canvas, li.id)))
    return found


def _said_most(lines: Sequence[RolledLine]) -> str:
    """The wording that most use; the shortest of equals."""
    counted = Counter(line.text for line in lines)
    return min(counted, key=lambda text: (-counted[text], len(text), text))
