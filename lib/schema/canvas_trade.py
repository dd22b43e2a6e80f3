"""Who buys from whom among the groups of a tambon: the money that stays there."""

from __future__ import annotations

from decimal import Decimal

from lib.schema.canvas import CanvasPart
from lib.schema.field import field
from lib.schema.money import baht
from lib.schema.record import About


class CanvasTrade(CanvasPart):
    """What one group's plan buys from another's, on the tambon's plan that both are part of."""

    about = About(
        id="canvas_trade",
        prefix="ct",
        th="ซื้อขายกันในตำบล",
        en="Trade within the tambon",
        title="text",
        within="canvas",
        key=("canvas", "buyer", "seller", "text"),
        order=38,
        since=6,
        help_th="กลุ่มใดซื้ออะไรจากกลุ่มใด ปีละเท่าไร ราคาเท่าไร ตกลงกันแล้วหรือยัง",
        help_en="Which group buys what from which, how much a year, at what price, agreed or not",
        leaders=("canvas", "text", "buyer", "seller", "amount", "unit", "price", "agreed"),
    )

    text: str = field("ซื้อขายอะไร", "What is traded", required=True, max_length=200, example="กล้วยน้ำว้า")
    buyer: str = field(
        "กลุ่มที่ซื้อ", "Buying group's plan", required=True, refers_to="canvas", help_th="แผนของกลุ่มที่ซื้อ", help_en="Its plan"
    )
    seller: str = field(
        "กลุ่มที่ขาย",
        "Selling group's plan",
        required=True,
        refers_to="canvas",
        help_th="แผนของกลุ่มที่ขาย",
        help_en="Its plan",
    )
    amount: float | None = field(
        "จำนวนต่อปี", "Amount a year", ge=0, le=1_000_000_000, likely=(1, 1_000_000), example="1,200"
    )
    unit: str | None = field("หน่วยนับ", "Unit", max_length=60, example="กิโลกรัม")
    price: Decimal | None = field("ราคาต่อหน่วย", "Price a unit", likely=(0.25, 100_000), **baht())
    agreed: bool = field(
        "ตกลงกันแล้ว", "Agreed", default=False, help_th="ทั้งสองกลุ่มตกลงกันแล้ว", help_en="Both groups have agreed"
    )
    note: str | None = field("หมายเหตุ", "Note", max_length=1000, long_text=True)

    @property
    def worth(self) -> float | None:
        """Baht a year; None while amount or price is not said."""
        if self.amount is None or self.price is None:
            return None
        return self.amount * float(self.price)
