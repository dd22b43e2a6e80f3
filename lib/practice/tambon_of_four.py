"""One invented tambon whose year is whole: four groups' plans, the tambon's over them, four quarters, trades.

Nothing here is thrown: every figure can be added up by hand, and the tests do so.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal

from lib.domain.canvas_quarters import quarter_end
from lib.domain.thai_date import fiscal_year
from lib.practice.places import MARK, Dice, InventedPlace, of_type
from lib.schema.canvas import Canvas
from lib.schema.canvas_lines import CanvasActivity, CanvasCost, CanvasItem, CanvasPartner
from lib.schema.canvas_progress import CanvasFollowUp
from lib.schema.canvas_trade import CanvasTrade
from lib.schema.people import Organisation
from lib.schema.record import Record

#: Id of the tambon's plan; of the groups' plans it is the beginning.
TAMBON_PLAN = "cv-practice-four"
_CUSTOMER, _PARTNER = "ร้านอาหารในอำเภอ", "อบต."


@dataclass(frozen=True)
class _Group:
    """One group's plan. Baht a unit, units a month; quarters: (income, saving, spending) from October."""

    name: str
    product: str
    cluster: str
    households: int
    units: int
    price: int
    months: int
    from_month: int
    unit_cost: int | None
    saving: tuple[str, int, int] | None
    cost: tuple[str, int, str]
    work: tuple[str, int, int]
    quarters: tuple[tuple[int, int, int], ...]
    reason: str
    next_change: str


_GROUPS = (
    _Group(
        "ปลาแดดเดียวบ้านริมน้ำ",
        "ปลาแดดเดียว",
        "processing",
        14,
        200,
        150,
        12,
        1,
        90,
        ("ทำอาหารปลาเอง", 30, 100),
        ("ถุงสุญญากาศ", 12_000, "own"),
        ("ทำโรงตากร่วมกัน", 1, 3),
        ((84_000, 9_000, 12_000), (96_000, 8_000, 0), (90_000, 9_000, 0), (99_000, 10_000, 0)),
        "ช่วงเทศกาลขายได้มากกว่าที่คิด",
        "จองล่วงหน้าก่อนเทศกาลหนึ่งเดือน",
    ),
    _Group(
        "ปุ๋ยหมักชุมชน",
        "ปุ๋ยหมัก",
        "production",
        9,
        120,
        100,
        8,
        3,
        None,
        ("ใช้ปุ๋ยหมักแทนปุ๋ยเคมี", 40, 120),
        ("เครื่องย่อยกิ่งไม้", 24_000, "partner"),
        ("ย่อยและหมักรวมที่โรงเรือน", 2, 4),
        ((12_000, 14_000, 24_000), (36_000, 15_000, 0), (30_000, 14_400, 0), (6_000, 14_400, 0)),
        "ฝนทำให้หมักช้าลง",
        "คลุมกองปุ๋ยก่อนหน้าฝน",
    ),
    _Group(
        "ผักอินทรีย์ปลอดภัย",
        "ผักอินทรีย์",
        "production",
        22,
        500,
        40,
        12,
        1,
        None,
        None,
        ("ต้นกล้าและเมล็ดพันธุ์", 6_000, "group_fund"),
        ("วางแผนปลูกหมุนเวียน", 1, 12),
        ((60_000, 0, 2_000), (62_000, 0, 1_500), (48_000, 0, 1_500), (58_000, 0, 1_000)),
        "หน้าแล้งผักโตช้า",
        "ทำบ่อพักน้ำสองบ่อ",
    ),
    _Group(
        "ทุเรียนปลายสวน",
        "ทุเรียน",
        "production",
        7,
        300,
        120,
        3,
        8,
        None,
        None,
        ("ตะกร้าและกล่อง", 9_000, "loan"),
        ("คัดและขายรวมที่ศูนย์", 8, 10),
        ((0, 0, 0), (0, 0, 4_000), (70_000, 0, 5_000), (41_000, 0, 0)),
        "ผลสุกพร้อมกันปลายเดือนมิถุนายน",
        "แบ่งแปลงให้สุกไม่พร้อมกัน",
    ),
)
#: (buyer, seller) by place in `_GROUPS`, what, bags a year, baht a bag, agreed.
_TRADES = ((2, 1, "ปุ๋ยหมัก", 200, 100, True), (3, 1, "ปุ๋ยหมัก", 100, 100, False))
#: What the tambon adds itself: a market, and its money.
_MARKET, _MARKET_BAHT = "ตลาดนัดตำบลทุกวันเสาร์", 10_000


def tambon_of_four(places: Sequence[InventedPlace], dice: Dice) -> list[Record]:
    """The groups, their plans and the tambon's, in use for the whole of the last fiscal year that is over."""
    area = of_type(places, "tambon")[-1].id
    day = dice.last_day - timedelta(days=40)
    year = fiscal_year(day)
    made: list[Record] = []
    plans = []
    for number, group in enumerate(_GROUPS, start=1):
        lines = list(_plan(number, group, area, year, dice.last_day))
        plans.append(lines)
        made += lines
    return [*made, *_together(area, year, plans)]


def _key(number: int) -> str:
    return f"practice-four{number}"


def _head(ident: str, name: str, organisation: str, area: str, year: int, **more: object) -> Canvas:
    held = date(year - 544, 10, 5)
    told = {
        "state": "in_use",
        "presented_on": held,
        "certified_on": held,
        "certified_by": f"สภาองค์กรชุมชนตำบล {MARK}",
        "attendance": 46,
    }
    return Canvas.model_validate(
        {"id": ident, "name": name, "organisation": organisation, "area": area, "year": year, **told, **more}
    )


def _plan(number: int, group: _Group, area: str, year: int, until: date) -> Iterator[Record]:
    key = _key(number)
    owner = Organisation(
        id=f"org-{key}", name=f"กลุ่ม{group.name} {MARK}", type="group", area=area, cluster=group.cluster
    )
    plan = f"cv-{key}"
    yield owner
    yield _head(
        plan, f"แผน{group.name} {MARK}", owner.id, area, year, cluster=group.cluster, households=group.households
    )
    yield CanvasItem(id=f"ci-{key}s", canvas=plan, step="1", text=f"{group.product}ของตำบล ไม่ใส่สารกันบูด", order=1)
    yield CanvasItem(id=f"ci-{key}c", canvas=plan, step="2", text=_CUSTOMER, order=2)
    yield CanvasItem(
        id=f"ci-{key}g",
        canvas=plan,
        step="5",
        text=f"ขาย{group.product}",
        gain="income",
        unit="กิโลกรัม",
        units=group.units,
        price=Decimal(group.price),
        unit_cost=None if group.unit_cost is None else Decimal(group.unit_cost),
        months=group.months,
        from_month=group.from_month,
        order=3,
    )
    if group.saving:
        text, units, price = group.saving
        told = {"gain": "saving", "unit": "กระสอบ", "units": units, "price": price, "months": 12, "from_month": 1}
        yield CanvasItem.model_validate(
            {"id": f"ci-{key}v", "canvas": plan, "step": "5", "text": text, "order": 4, **told}
        )
    text, first, last = group.work
    work = f"ca-{key}"
    yield CanvasActivity(
        id=work,
        canvas=plan,
        text=text,
        serves=[f"ci-{key}g"],
        from_month=first,
        to_month=last,
        ways=["self", "partner"],
        order=1,
    )
    yield CanvasPartner(id=f"cp-{key}", canvas=plan, activity=work, text=_PARTNER, gives="สถานที่และป้าย", order=1)
    what, baht, source = group.cost
    yield CanvasCost(
        id=f"cc-{key}", canvas=plan, activity=work, text=what, amount=Decimal(baht), source=source, order=1
    )
    for quarter, (income, saving, spending) in enumerate(group.quarters, start=1):
        if quarter_end(year, quarter) > until:
            return
        yield CanvasFollowUp(
            id=f"cf-{key}q{quarter}",
            canvas=plan,
            year=year,
            quarter=str(quarter),
            income=Decimal(income),
            saving=Decimal(saving),
            spending=Decimal(spending),
            activities_done=[work] if quarter > 1 else [],
            reason=group.reason if quarter == 3 else None,
            lesson="ทำบัญชีทุกสัปดาห์ รู้ว่าอะไรขายดี" if quarter == 2 else None,
            next_change=group.next_change if quarter == 3 else None,
            order=quarter,
        )


def _together(area: str, year: int, plans: Sequence[Sequence[Record]]) -> Iterator[Record]:
    """The tambon's plan over them: what they share, what it adds, who buys from whom."""
    council = Organisation(id="org-practice-four", name=f"สภาองค์กรชุมชนตำบลปลายทาง {MARK}", type="council", area=area)
    yield council
    parts = [f"cv-{_key(n)}" for n in range(1, len(plans) + 1)]
    yield _head(TAMBON_PLAN, f"แผนธุรกิจตำบลปลายทาง {MARK}", council.id, area, year, level="tambon", parts=parts)
    yield CanvasItem(
        id="ci-practice-four-c",
        canvas=TAMBON_PLAN,
        step="2",
        text=_CUSTOMER,
        made_from=[f"ci-{_key(n)}c" for n in range(1, len(plans) + 1)],
        order=1,
    )
    yield CanvasActivity(
        id="ca-practice-four-m",
        canvas=TAMBON_PLAN,
        text=_MARKET,
        serves=["ci-practice-four-c"],
        from_month=1,
        to_month=12,
        ways=["partner"],
        order=1,
    )
    yield CanvasPartner(
        id="cp-practice-four",
        canvas=TAMBON_PLAN,
        activity="ca-practice-four-m",
        text=_PARTNER,
        made_from=[f"cp-{_key(n)}" for n in range(1, len(plans) + 1)],
        order=1,
    )
    yield CanvasCost(
        id="cc-practice-four-m",
        canvas=TAMBON_PLAN,
        activity="ca-practice-four-m",
        text="เต็นท์และโต๊ะ",
        amount=Decimal(_MARKET_BAHT),
        source="group_fund",
        order=1,
    )
    for number, (buyer, seller, what, amount, price, agreed) in enumerate(_TRADES, start=1):
        yield CanvasTrade(
            id=f"ct-practice-four{number}",
            canvas=TAMBON_PLAN,
            text=what,
            buyer=parts[buyer],
            seller=parts[seller],
            amount=amount,
            unit="กระสอบ",
            price=Decimal(price),
            agreed=agreed,
            order=number,
        )
