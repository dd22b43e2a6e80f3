"""A canvas as the rules of the field see it, and whether it holds together.

The heart of the tool is capital before cash: every activity serves something in 1–5, is done by
ourselves or with a partner, and costs only what it must. Nothing here blocks anybody: a finding
says what to look at and why, and an activity without money is good news. Source: CBMC, rules of
the nine steps.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from enum import StrEnum

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


class Rule(StrEnum):
    """What can be amiss, in the order in which it is told."""

    NO_SERVICE = "no_service"  # an activity that serves nothing
    UNSERVED = "unserved"  # an item that no activity serves
    NO_WAY = "no_way"  # an activity in neither 7 nor 8
    COST_ALONE = "cost_alone"  # a cost without an activity
    NO_ROLE = "no_role"  # a partner without a role
    NO_OWNER = "no_owner"  # longer than twelve months and nobody looks after it
    BACKWARDS = "backwards"  # ends before it begins
    TOO_MUCH = "too_much"  # sells more than the group can make
    NO_FIGURES = "no_figures"  # a gain without units or price
    NO_REASON = "no_reason"  # money without a word why it is necessary
    LOSS = "loss"  # costs more than it brings, at the best


@dataclass(frozen=True)
class Finding:
    """One thing to look at: the rule, the step to jump to, the line it is about ('' for the whole)."""

    rule: Rule
    step: int
    record_id: str = ""
    text: str = ""
    #: Figures for the sentence, e.g. what is wanted and what can be made.
    figures: tuple[float, ...] = ()


@dataclass(frozen=True)
class Numbers:
    """What the plan amounts to in twelve months, baht, each from the least to the most."""

    income: Range
    saving: Range
    cost: Range
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


def findings(plan: Plan) -> list[Finding]:
    """Everything worth a look, in the order of `Rule`, then of the canvas."""
    order = list(Rule)
    found = [*_activities(plan), *_items(plan), *_money(plan)]
    return sorted(found, key=lambda f: order.index(f.rule))


def _activities(plan: Plan) -> Iterator[Finding]:
    known = {i.id for i in plan.items}
    helped = {p.activity for p in plan.partners}
    for one in plan.activities:
        if not one.serves & known:
            yield Finding(Rule.NO_SERVICE, 6, one.id, one.text)
        if not (one.alone or one.together or one.id in helped):
            yield Finding(Rule.NO_WAY, 7, one.id, one.text)
        if one.from_month and one.to_month:
            if one.to_month < one.from_month:
                yield Finding(Rule.BACKWARDS, 6, one.id, one.text)
            elif one.to_month - one.from_month >= HORIZON and not one.owner:
                yield Finding(Rule.NO_OWNER, 6, one.id, one.text)
    for partner in plan.partners:
        if not partner.gives:
            yield Finding(Rule.NO_ROLE, 8, partner.id, partner.text)


def _items(plan: Plan) -> Iterator[Finding]:
    served = {i for a in plan.activities for i in a.serves}
    for one in plan.items:
        # A saving may need nobody's effort beyond deciding it; it still wants an activity.
        if plan.activities and one.id not in served:
            yield Finding(Rule.UNSERVED, one.step, one.id, one.text)
        if one.step != 5 or one.carried:
            continue
        if one.units is None or one.price is None:
            yield Finding(Rule.NO_FIGURES, 5, one.id, one.text)
        elif one.gain == "income" and one.capacity is not None and one.units.low > one.capacity:
            yield Finding(Rule.TOO_MUCH, 5, one.id, one.text, (one.units.low, one.capacity))


def _money(plan: Plan) -> Iterator[Finding]:
    known = {a.id for a in plan.activities}
    for cost in plan.costs:
        if cost.activity not in known:
            yield Finding(Rule.COST_ALONE, 9, cost.id, cost.text)
        if not cost.why and not cost.carried:
            yield Finding(Rule.NO_REASON, 9, cost.id, cost.text)
    told = numbers(plan)
    if not told.unpriced and plan.costs and told.surplus.high < 0:
        yield Finding(Rule.LOSS, 9, figures=(told.surplus.high,))


def numbers(plan: Plan) -> Numbers:
    """The plan's sums over its first twelve months."""
    gains = [i for i in plan.items if i.step == 5 and not i.carried]
    income = Range.total(yearly(i) for i in gains if i.gain != "saving")
    saving = Range.total(yearly(i) for i in gains if i.gain == "saving")
    cost = Range.total(c.amount for c in plan.costs)
    surplus = income + saving - cost
    known = plan.activities
    paid = {c.activity for c in plan.costs}
    own = Range.total(c.amount for c in plan.costs if c.source in OWN)
    months = _by_month(plan)
    return Numbers(
        income,
        saving,
        cost,
        surplus,
        surplus * (1 / HORIZON),
        surplus * (1 / HORIZON / plan.households) if plan.households else None,
        (_paid_back(months, best=True), _paid_back(months, best=False)),
        sum(a.id not in paid for a in known) / len(known) if known else None,
        own.middle / cost.middle if cost.middle else None,
        sum(i.units is None or i.price is None for i in gains),
        months,
    )


#: Sources of money that are the community's own.
OWN = frozenset({"own", "group_fund"})


def yearly(item: Item) -> Range | None:
    """What a gain brings within twelve months: units × price × months; None without figures."""
    if item.units is None or item.price is None:
        return None
    return item.units * item.price * _months_within(item)


def _months_within(item: Item) -> int:
    return max(0, min(item.months, HORIZON - item.from_month + 1))


def _by_month(plan: Plan) -> tuple[tuple[Range, Range], ...]:
    """(gains, costs) of each month. A cost falls in equal parts on its activity's months."""
    spans = {a.id: a for a in plan.activities}
    made = []
    for month in range(1, HORIZON + 1):
        gains = [
            i.units * i.price
            for i in plan.items
            if i.step == 5 and i.units and i.price and i.from_month <= month < i.from_month + i.months
        ]
        costs = []
        for cost in plan.costs:
            first, last = _span(spans.get(cost.activity))
            if cost.amount and first <= month <= last:
                costs.append(cost.amount * (1 / (last - first + 1)))
        made.append((Range.total(gains), Range.total(costs)))
    return tuple(made)


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
