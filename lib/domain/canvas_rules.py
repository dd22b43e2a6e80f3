"""Whether a canvas holds together: what can be amiss, with the sentence a person reads about it.

The heart of the tool is capital before cash: every activity serves something in 1–5, is done by
ourselves or with a partner, and costs only what it must. Nothing here blocks anybody: a finding
says what to look at and why, and an activity without money is good news. Source: CBMC, rules of
the nine steps.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from lib.domain.canvas import HORIZON, Plan, left_each, totals
from lib.domain.sentence import Spoken
from lib.domain.thai_number import format_number


class Rule(Spoken):
    """What can be amiss, in the order in which it is told; `text` is the line that it is about."""

    #: An activity that serves nothing.
    NO_SERVICE = (
        "no_service",
        "“{text}” ยังไม่ได้บอกว่าทำเพื่อข้อใดใน 1–5 งานที่ไม่รับใช้เป้าหมายกินแรงเปล่า",
        "“{text}” does not say what in 1–5 it serves; work that serves no aim wastes strength",
    )
    #: An item that no activity serves.
    UNSERVED = (
        "unserved",
        "“{text}” ยังไม่มีกิจกรรมใดทำให้เกิดผล เพิ่มกิจกรรมหรือผูกกับกิจกรรมที่มี",
        "No activity makes “{text}” come true yet: add one or tie it to an existing one",
    )
    #: An activity in neither 7 nor 8.
    NO_WAY = (
        "no_way",
        "“{text}” ยังไม่บอกว่าทำเองหรือร่วมมือกับใคร",
        "“{text}” does not say yet whether we do it ourselves or with whom",
    )
    #: A cost without an activity.
    COST_ALONE = (
        "cost_alone",
        "“{text}” ไม่ได้อยู่ในกิจกรรมใด เงินควรมีงานรองรับ",
        "“{text}” belongs to no activity; money should have work behind it",
    )
    #: A partner without a role.
    NO_ROLE = (
        "no_role",
        "“{text}” จะช่วยอะไร บอกบทบาทไว้จะได้ชวนถูกเรื่อง",
        "What will “{text}” help with? Say the role, so that they are asked for the right thing",
    )
    #: Longer than twelve months and nobody looks after it.
    NO_OWNER = ("no_owner", "“{text}” ยาวเกินหนึ่งปีแต่ยังไม่มีคนดูแล", "“{text}” runs over a year and nobody looks after it")
    #: Ends before it begins.
    BACKWARDS = "backwards", "“{text}” เดือนสุดท้ายมาก่อนเดือนแรก", "“{text}” ends before it begins"
    #: Sells more a month than the group can make.
    TOO_MUCH = (
        "too_much",
        "“{text}” จะขายเดือนละ {want} แต่กลุ่มทำได้ {can} เพิ่มกำลังผลิตหรือปรับเป้า",
        "“{text}” is to sell {want} a month, but the group can make {can}: raise capacity or lower the aim",
    )
    #: A gain without units or price.
    NO_FIGURES = (
        "no_figures",
        "“{text}” ยังไม่มีจำนวนหรือราคา ใส่คร่าว ๆ เป็นช่วงก็ได้",
        "“{text}” has no units or price yet; a rough range will do",
    )
    #: Sold for less than making it takes.
    BELOW_COST = (
        "below_cost",
        "“{text}” ขายได้ไม่คุ้มต้นทุน ขาดหน่วยละ {short} บาท ปรับราคา ลดต้นทุน หรือลองอย่างอื่น",
        "“{text}” sells for less than it takes to make, {short} baht a unit: change the price, the cost, or the product",
    )
    #: Money without a word why it is necessary.
    NO_REASON = (
        "no_reason",
        "“{text}” ทำไมต้องใช้เงิน มีทางที่ไม่ต้องใช้เงินไหม",
        "Why does “{text}” need money? Is there a way without?",
    )
    #: Costs more than it brings, at the best.
    LOSS = (
        "loss",
        "เงินที่ใช้มากกว่าที่ได้ แม้ในกรณีดีที่สุด ขาดอยู่ {short} บาท",
        "It costs more than it brings even at best: {short} baht are missing",
    )


@dataclass(frozen=True)
class Finding:
    """One thing to look at: the rule, the step to jump to, the line it is about ('' for the whole).

    `figures`: what the rule's sentence tells by name, e.g. units wanted and units that can be made a
    month. Raises ValueError when they are not those that the sentence has places for.
    """

    rule: Rule
    step: int
    record_id: str = ""
    text: str = ""
    figures: Mapping[str, float] = field(default_factory=dict)

    def __post_init__(self) -> None:
        if self.rule.sentence.places - {"text"} != set(self.figures):
            raise ValueError(f"{self.rule} does not tell {sorted(self.figures)}")

    def words(self, language: str = "th") -> str:
        """The finding in plain words: what, and why it matters."""
        told = {
            name: format_number(value, 0 if abs(value) >= 10 else 2).removesuffix(".00")
            for name, value in self.figures.items()
        }
        return self.rule.words(language, text=self.text, **told)


def findings(plan: Plan, parts: Sequence[Plan] = ()) -> list[Finding]:
    """Everything worth a look, in the order of `Rule`, then of the canvas; `parts`: plans it is put together from."""
    order = list(Rule)
    found = [*_activities(plan), *_items(plan), *_money(plan, parts)]
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
        each = left_each(one)
        if each is not None and each.high < 0:
            yield Finding(Rule.BELOW_COST, 5, one.id, one.text, {"short": -each.high})
        if one.units is None or one.price is None:
            yield Finding(Rule.NO_FIGURES, 5, one.id, one.text)
        elif one.gain == "income" and one.capacity is not None and one.units.low > one.capacity:
            yield Finding(Rule.TOO_MUCH, 5, one.id, one.text, {"want": one.units.low, "can": one.capacity})


def _money(plan: Plan, parts: Sequence[Plan]) -> Iterator[Finding]:
    known = {a.id for a in plan.activities}
    for cost in plan.costs:
        if cost.activity not in known:
            yield Finding(Rule.COST_ALONE, 9, cost.id, cost.text)
        if not cost.why and not cost.carried:
            yield Finding(Rule.NO_REASON, 9, cost.id, cost.text)
    told = totals(plan, parts)
    if not told.unpriced and told.cost.high and told.surplus.high < 0:
        yield Finding(Rule.LOSS, 9, figures={"short": -told.surplus.high})
