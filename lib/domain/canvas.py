"""A canvas as the rules of the field see it, and what it amounts to in figures.

What does not hold together on it is told by `lib/domain/canvas_rules.py`. Source: CBMC, the nine steps.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from lib.domain.ranges import Range

#: A plan is looked at over this many months.
HORIZON = 12


@dataclass(frozen=True)
class Item:
    """A line of the steps 1–5. Units and capacity are per month, the price is baht per unit."""

    id: str
    step: int
    text: str
    gain: str = ""  # "income" or "saving", in step 5
    units: Range | None = None
    price: Range | None = None
    months: int = HORIZON
    from_month: int = 1
    capacity: float | None = None
    #: Put together from groups' lines: its figures stand there, and are counted there.
    carried: bool = False
    #: Baht that one unit takes to make; None where nobody said.
    unit_cost: float | None = None


@dataclass(frozen=True)
class Activity:
    """A line of step 6 with what steps 7 and 8 say of it; months count from the plan's first."""

    id: str
    text: str
    serves: frozenset[str] = frozenset()
    from_month: int | None = None
    to_month: int | None = None
    owner: str = ""
    alone: bool = False
    together: bool = False
    #: Put together from groups' lines, like a carried item.
    carried: bool = False


@dataclass(frozen=True)
class Partner:
    """A line of step 8: a partner in an activity."""

    id: str
    text: str
    activity: str = ""
    gives: str = ""
    gets: str = ""


@dataclass(frozen=True)
class Cost:
    """A line of step 9: baht in the plan's year for one activity."""

    id: str
    text: str
    activity: str = ""
    amount: Range | None = None
    why: str = ""
    source: str = ""
    carried: bool = False


@dataclass(frozen=True)
class Plan:
    """Everything that stands on one canvas."""

    items: tuple[Item, ...] = ()
    activities: tuple[Activity, ...] = ()
    partners: tuple[Partner, ...] = ()
    costs: tuple[Cost, ...] = ()
    households: int | None = None

    def of_step(self, step: int) -> tuple[Item, ...]:
        """Items of one of the steps 1–5."""
        return tuple(i for i in self.items if i.step == step)

    @property
    def free(self) -> tuple[Activity, ...]:
        """Activities that need no money: good news, told on the wall."""
        paid = {cost.activity for cost in self.costs}
        return tuple(a for a in self.activities if a.id not in paid)


@dataclass(frozen=True)
class Numbers:
    """What the plan amounts to in twelve months, baht, each from the least to the most."""

    income: Range
    saving: Range
    #: Step 9: what the activities need in money.
    cost: Range
    #: What making the sold units takes, where the plan says so.
    making: Range
    #: Everything gained less what it costs.
    surplus: Range
    per_month: Range
    per_household: Range | None
    #: First month by whose end the gains have paid the costs: (at best, at worst); None: not within twelve.
    break_even: tuple[int | None, int | None]
    #: Shares 0–1; None when there is nothing to share.
    without_money: float | None
    own_money: float | None
    #: Gain lines without figures: the sums say less than the plan.
    unpriced: int
    by_month: tuple[tuple[Range, Range], ...] = field(default=(), repr=False)
    #: (income, saving, cost) of each of the twelve months.
    monthly: tuple[tuple[Range, Range, Range], ...] = field(default=(), repr=False)

    @property
    def only_turnover(self) -> bool:
        """Something is sold and no cost is written down: what is left over is not known, only what comes in."""
        return self.income.high > 0 and self.cost.high == 0 and self.making.high == 0


def numbers(plan: Plan) -> Numbers:
    """The plan's sums over its first twelve months; lines taken up from other plans bring no figures of their own."""
    return totals(plan)


def totals(plan: Plan, parts: Sequence[Plan] = ()) -> Numbers:
    """A plan's sums together with those of the plans that it is put together from.

    Every sum is the plain sum of the parts' and of the plan's own lines, month for month from each plan's
    first; what was taken up is counted where it came from, once.
    """
    every = (plan, *parts)
    gains = [i for p in every for i in p.items if i.step == 5 and not i.carried]
    costs = [c for p in every for c in p.costs if not c.carried]
    income = Range.total(yearly(i) for i in gains if i.gain != "saving")
    saving = Range.total(yearly(i) for i in gains if i.gain == "saving")
    cost = Range.total(c.amount for c in costs)
    surplus = Range.total(yearly_left(i) for i in gains) - cost
    known = [a for p in every for a in p.activities if not a.carried] or list(plan.activities)
    free = {a.id for p in every for a in p.free}
    own = Range.total(c.amount for c in costs if c.source in OWN)
    told = [_month_of(every, n) for n in range(1, HORIZON + 1)]
    months = tuple((m.left, m.cost) for m in told)
    households = households_of(plan, parts)
    return Numbers(
        income,
        saving,
        cost,
        Range.total(yearly_making(i) for i in gains),
        surplus,
        surplus * (1 / HORIZON),
        surplus * (1 / HORIZON / households) if households else None,
        (_paid_back(months, best=True), _paid_back(months, best=False)),
        sum(a.id in free for a in known) / len(known) if known else None,
        own.middle / cost.middle if cost.middle else None,
        sum(i.units is None or i.price is None for i in gains),
        months,
        tuple((m.income, m.saving, m.cost) for m in told),
    )


def households_of(plan: Plan, parts: Sequence[Plan] = ()) -> int | None:
    """Households that take part: what the plan itself says, else the parts' together (one in two groups twice)."""
    return plan.households or sum(p.households or 0 for p in parts) or None


#: Sources of money that are the community's own.
OWN = frozenset({"own", "group_fund"})


def yearly(item: Item) -> Range | None:
    """What a gain brings within twelve months: units × price × months; None without figures."""
    if item.units is None or item.price is None:
        return None
    return item.units * item.price * _months_within(item)


def yearly_making(item: Item) -> Range | None:
    """What making the units of a gain takes within twelve months; None where nobody said."""
    if item.units is None or item.unit_cost is None or item.gain == "saving":
        return None
    return item.units * item.unit_cost * _months_within(item)


def yearly_left(item: Item) -> Range | None:
    """What a gain brings less what its units take to make: fewer units take less as well."""
    each = left_each(item)
    return None if item.units is None or each is None else item.units * each * _months_within(item)


def left_each(item: Item) -> Range | None:
    """Baht that are left of one unit; None without a price."""
    if item.price is None:
        return None
    cost = item.unit_cost or 0.0 if item.gain != "saving" else 0.0
    return Range(item.price.low - cost, item.price.high - cost)


def _months_within(item: Item) -> int:
    return max(0, min(item.months, HORIZON - item.from_month + 1))


@dataclass(frozen=True)
class _Month:
    """What one month of some plans brings in, saves, leaves of both after making what is sold, and costs."""

    income: Range
    saving: Range
    left: Range
    cost: Range


def _month_of(plans: Sequence[Plan], month: int) -> _Month:
    """Each gain in the months that it says; a cost falls in equal parts on its activity's months."""
    gains = [
        i
        for p in plans
        for i in p.items
        if i.step == 5 and not i.carried and i.units and i.price and i.from_month <= month < i.from_month + i.months
    ]
    costs = []
    for plan in plans:
        spans = {a.id: a for a in plan.activities}
        for cost in plan.costs:
            first, last = _span(spans.get(cost.activity))
            if cost.amount and not cost.carried and first <= month <= last:
                costs.append(cost.amount * (1 / (last - first + 1)))
    return _Month(
        Range.total(i.units * i.price for i in gains if i.units and i.price and i.gain != "saving"),
        Range.total(i.units * i.price for i in gains if i.units and i.price and i.gain == "saving"),
        Range.total(i.units * each for i in gains if i.units and (each := left_each(i))),
        Range.total(costs),
    )


def _span(activity: Activity | None) -> tuple[int, int]:
    """Months that an activity's money falls on, within the horizon; the first when nobody said."""
    if activity is None or activity.from_month is None:
        return 1, 1
    first = min(activity.from_month, HORIZON)
    return first, max(first, min(activity.to_month or first, HORIZON))


def _paid_back(months: tuple[tuple[Range, Range], ...], *, best: bool) -> int | None:
    """First month after which the gains cover the costs for good."""
    balance, since = 0.0, None
    earned = False
    for number, (gains, costs) in enumerate(months, start=1):
        earned = earned or gains.high > 0
        balance += (gains.high - costs.low) if best else (gains.low - costs.high)
        since = since or number if balance >= 0 and earned else None
    return since


def completeness(plan: Plan) -> dict[int, bool]:
    """Step → whether it has been answered. Money is optional: step 9 is answered once 6 is."""
    told = {step: bool(plan.of_step(step)) for step in range(1, 6)}
    ways = [a for a in plan.activities if a.alone or a.together]
    told[6] = bool(plan.activities)
    told[7] = bool(plan.activities) and any(a.alone for a in plan.activities)
    told[8] = bool(plan.partners) or (
        bool(plan.activities) and len(ways) == len(plan.activities) and not any(a.together for a in ways)
    )
    told[9] = bool(plan.costs) or (bool(plan.activities) and told[7])
    return told
