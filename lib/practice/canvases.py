"""Invented business plans: some whole, some just begun, with the gaps that groups leave."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta
from decimal import Decimal

from lib.domain.thai_date import fiscal_year
from lib.practice.places import Dice
from lib.practice.trades import TRADES
from lib.schema.canvas import Canvas, CanvasPart
from lib.schema.canvas_lines import CanvasActivity, CanvasCost, CanvasItem, CanvasPartner
from lib.schema.canvas_progress import CanvasFollowUp
from lib.schema.people import Organisation
from lib.schema.record import Record

PLANS = 24
_BOXES: dict[str, tuple[str, ...]] = {
    "1": ("ทำจากของในตำบล ไม่ใส่สารกันบูด", "สูตรของแม่ครูรุ่นยาย", "เรื่องเล่าของคนในหมู่บ้านอยู่บนฉลาก", "ซื้อแล้วรายได้กลับคืนสู่กองทุนหมู่บ้าน"),
    "2": ("คนในตำบลและตำบลข้างเคียง", "ร้านอาหารในตัวอำเภอ", "นักท่องเที่ยวช่วงปลายปี", "โรงพยาบาลและโรงเรียน"),
    "3": ("ตลาดนัดองค์กรชุมชนวันเสาร์", "ไลน์กลุ่มลูกค้าประจำ", "ป้ายหน้าศูนย์เรียนรู้", "เพจของกลุ่ม ลูกหลานช่วยถ่ายภาพ"),
    "4": ("รับจองล่วงหน้า จ่ายเมื่อรับของ", "เปลี่ยนให้ใหม่ภายใน 7 วัน", "โทรถามลูกค้าเดือนละครั้ง", "ส่งฟรีในตำบล"),
}
_SAVINGS = ("ทำปุ๋ยหมักใช้เองแทนซื้อ", "ปลูกผักกินเอง", "รวมซื้อวัตถุดิบครั้งเดียว", "ใช้โซลาร์แทนไฟฟ้า")
_WORKS = ("อบรมสมาชิกให้ทำได้เหมือนกัน", "ทำบัญชีต้นทุนรายเดือน", "ปรับปรุงโรงเรือน", "ออกร้านที่ตลาดนัด", "ทำเพจและถ่ายภาพสินค้า")
_PARTNERS = (
    ("วิทยาลัยชุมชนฝึกหัด", "วิทยากรและการออกแบบ"),
    ("สำนักงานส่งเสริมอาชีพฝึกหัด", "ตรวจมาตรฐาน"),
    ("โรงเรียนในตำบลฝึกหัด", ""),
)
_COSTS = (("บรรจุภัณฑ์และฉลาก", "เก็บได้นานขึ้น", 6), ("วัตถุดิบตั้งต้น", "", 15), ("ซ่อมเครื่องมือ", "ใช้ของเดิมต่อได้", 4))
_SOURCES = ("own", "group_fund", "partner", "loan")


def canvases(known: Sequence[Record], dice: Dice) -> list[Record]:
    """Plans of the practice groups, from just begun to followed up, and what stands on them."""
    groups = [o for o in known if isinstance(o, Organisation) and o.type == "group" and o.area]
    made: list[Record] = []
    for number, group in enumerate(groups[:PLANS], start=1):
        made += _plan(number, group, dice)
    return made


def _plan(number: int, group: Organisation, dice: Dice) -> list[Record]:
    reached = dice.pick((2, 4, 6, 9), (2, 2, 3, 7))
    state = dice.pick(("draft", "presented", "certified", "in_use"), (5, 2, 3, 2)) if reached == 9 else "draft"
    day = dice.last_day - timedelta(days=dice.random.randint(30, 200))
    year = fiscal_year(day)
    head = Canvas(
        id=f"cv-practice{number:03d}",
        name=group.name.replace("กลุ่ม", "แผน", 1),
        organisation=group.id,
        area=str(group.area),
        year=year,
        cluster=group.cluster,
        households=dice.random.randint(5, 60),
        state=state,
        presented_on=day if state != "draft" else None,
        certified_on=day if state in ("certified", "in_use") else None,
        certified_by="ที่ประชุมฝึกหัดของตำบล" if state in ("certified", "in_use") else None,
        attendance=dice.random.randint(18, 90) if state in ("certified", "in_use") else None,
    )
    items = _items(head, min(reached, 5), dice)
    lines: list[Record] = [*items]
    if reached >= 6:
        lines += _works(head, items, reached, dice)
    if state == "in_use":
        lines.append(_quarter(head, lines, dice))
    for order, line in enumerate(lines, start=1):
        if "-practice" not in line.id:
            line.id = f"{line.about.prefix}-practice{number:03d}x{order:02d}"
        if isinstance(line, CanvasPart):
            line.order = order
    return [head, *lines]


def _items(head: Canvas, steps: int, dice: Dice) -> list[CanvasItem]:
    made: list[CanvasItem] = []
    for step in ("1", "2", "3", "4")[:steps]:
        for text in dice.random.sample(_BOXES[step], dice.random.randint(1, 3)):
            made.append(_item(head, step, text, len(made)))
    if steps >= 5:
        trade = dice.pick(TRADES)
        units = dice.random.randint(40, 300)
        sure = dice.chance(0.5)
        made.append(
            _item(
                head,
                "5",
                f"ขาย{trade.words}",
                len(made),
                gain="income",
                unit="ชิ้น",
                units=units,
                units_high=None if sure else units * 1.4,
                price=Decimal(dice.random.randint(30, 280)),
                months=dice.random.randint(6, 12),
                from_month=dice.random.randint(1, 4),
            )
        )
        made.append(
            _item(
                head,
                "5",
                dice.pick(_SAVINGS),
                len(made),
                gain="saving",
                unit="ครั้ง",
                units=dice.random.randint(2, 20),
                price=Decimal(dice.random.randint(50, 300)),
                months=12,
            )
        )
    return made


def _item(head: Canvas, step: str, text: str, number: int, **more: object) -> CanvasItem:
    key = f"ci-practice{head.id[-3:]}x{number:02d}"
    return CanvasItem.model_validate({"id": key, "canvas": head.id, "step": step, "text": text, **more})


def _works(head: Canvas, items: Sequence[CanvasItem], reached: int, dice: Dice) -> list[Record]:
    made: list[Record] = []
    for number, text in enumerate(dice.random.sample(_WORKS, dice.random.randint(2, 4)), start=1):
        served = dice.random.sample([i.id for i in items], min(len(items), dice.random.randint(1, 3)))
        first = dice.random.randint(1, 6)
        partner = reached == 9 and dice.chance(0.5)
        work = CanvasActivity(
            id=f"ca-practice{head.id[-3:]}x{number:02d}",
            canvas=head.id,
            text=text,
            serves=served,
            from_month=first,
            to_month=first + dice.random.randint(0, 6),
            ways=(["partner"] if partner else ["self"]) if reached == 9 else [],
        )
        made.append(work)
        if partner:
            name, gives = dice.pick(_PARTNERS)
            made.append(CanvasPartner(canvas=head.id, activity=work.id, text=name, gives=gives or None))
        if reached == 9 and dice.chance(0.45):
            name, why, thousands = dice.pick(_COSTS)
            made.append(
                CanvasCost(
                    canvas=head.id,
                    activity=work.id,
                    text=name,
                    why=why or None,
                    amount=Decimal(thousands * 1000),
                    source=dice.pick(_SOURCES),
                )
            )
    return made


def _quarter(head: Canvas, lines: Sequence[Record], dice: Dice) -> CanvasFollowUp:
    return CanvasFollowUp(
        canvas=head.id,
        year=head.year,
        quarter="1",
        income=Decimal(dice.random.randint(8, 60) * 1000),
        saving=Decimal(dice.random.randint(1, 6) * 1000),
        spending=Decimal(dice.random.randint(1, 9) * 1000),
        activities_done=[r.id for r in lines if isinstance(r, CanvasActivity)][:1],
        lesson="ทำน้อยแต่สม่ำเสมอ ลูกค้ากลับมาซื้อซ้ำ",
    )
