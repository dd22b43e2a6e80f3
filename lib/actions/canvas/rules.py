"""Rules of a business plan: what it is put together from, and what goes when it goes."""

from __future__ import annotations

from typing import Any, Final

from sqlalchemy import ColumnElement, Connection, Table, select

from lib.actions.country.rules import evidence_id
from lib.actions.records.rules import Rules
from lib.domain.canvas_months import first_month
from lib.domain.canvas_quarters import quarter_begins, quarter_end
from lib.domain.errors import Problem
from lib.domain.thai_date import bangkok_today, format_date
from lib.schema.canvas import Canvas
from lib.schema.canvas_progress import CanvasFollowUp, CanvasLineResult
from lib.schema.canvas_trade import CanvasTrade
from lib.store.tables import table

#: Rung of the tambon's ladder that a plan's state is evidence for (entries of ``tambon_rung``).
RUNG: Final = {"certified": "plan", "in_use": "in_use"}


def _parts_problems(connection: Connection, record: Canvas) -> list[Problem]:
    """A tambon's plan is put together from groups' plans, never from itself or another tambon's."""
    rows = table("canvas")
    wrong = select(rows.c.id).where(rows.c.id.in_(record.parts), rows.c.level != "group")
    if record.parts and (record.id in record.parts or connection.scalar(wrong) is not None):
        return [Problem("แผนตำบลรวมได้จากแผนของกลุ่มเท่านั้น", "A tambon's plan is put together from groups' plans", "parts")]
    if not record.parts:
        return []
    others = select(rows.c.name, rows.c.parts).where(
        rows.c.level == "tambon", rows.c.withdrawn_at.is_(None), rows.c.id != record.id
    )
    taken = {part: row.name for row in connection.execute(others) for part in row.parts or ()}
    names = {
        r.id: r.name for r in connection.execute(select(rows.c.id, rows.c.name).where(rows.c.id.in_(record.parts)))
    }
    return [
        Problem(
            f"แผน “{names.get(part, part)}” อยู่ในแผนตำบล “{taken[part]}” แล้ว เอาออกจากที่นั่นก่อน จึงไม่ถูกนับสองครั้ง",
            f"“{names.get(part, part)}” is in the tambon's plan “{taken[part]}” already: take it out there first, or it counts twice",
            "parts",
        )
        for part in record.parts
        if part in taken
    ]


def _parts_moved(_connection: Connection, before: Canvas, after: Canvas) -> list[Problem]:
    """What a meeting certified together stays together until the plan is a draft again."""
    if not _certified(before) or sorted(before.parts) == sorted(after.parts) or not _certified(after):
        return []
    return [
        Problem(
            "ที่ประชุมรับรองแผนตำบลนี้แล้ว จึงเพิ่มหรือเอาแผนกลุ่มออกไม่ได้ เปิดเป็นฉบับร่างก่อน",
            "A meeting certified this tambon's plan: open it as a draft before groups' plans are added or taken out",
            "parts",
        )
    ]


def _its_evidence(record: Canvas) -> list[tuple[str, str]]:
    return [("evidence", evidence_id(record.id, rung)) for rung in RUNG.values()]


def _certified(record: Canvas) -> bool:
    return record.certified_on is not None


def _quarter_problems(connection: Connection, record: CanvasFollowUp) -> list[Problem]:
    """A quarter that is followed up has begun, lies in the plan's years, and is followed up once."""
    if wrong := _quarter_amiss(connection, record.canvas, record.year, record.quarter):
        return wrong
    told = table("canvas_follow_up")
    if _stands_elsewhere(connection, told, record, told.c.canvas == record.canvas):
        return [
            Problem(
                "ไตรมาสนี้ติดตามไว้แล้ว เปิดรายการนั้นแล้วแก้ที่นั่น",
                "This quarter has been followed up already: open that one and change it",
                "quarter",
            )
        ]
    return []


def _line_problems(connection: Connection, record: CanvasLineResult) -> list[Problem]:
    """The result of a line is of a gain of this very plan, in a quarter like any other, once."""
    items, told = table("canvas_item"), table("canvas_line_result")
    line = connection.execute(select(items.c.canvas, items.c.step).where(items.c.id == record.item)).first()
    if line is None or line.canvas != record.canvas or str(line.step) != "5":
        return [Problem("ข้อนี้ไม่ใช่รายได้หรือรายจ่ายที่ลดของแผนนี้", "This is no gain of this plan", "item")]
    if wrong := _quarter_amiss(connection, record.canvas, record.year, record.quarter):
        return wrong
    if _stands_elsewhere(connection, told, record, told.c.item == record.item):
        return [Problem("ข้อนี้ของไตรมาสนี้บันทึกไว้แล้ว", "This line of this quarter is recorded already", "quarter")]
    return []


def _stands_elsewhere(
    connection: Connection, told: Table, record: CanvasFollowUp | CanvasLineResult, of: ColumnElement[bool]
) -> bool:
    same = of & (told.c.year == record.year) & (told.c.quarter == record.quarter)
    other = select(told.c.id).where(same, told.c.id != record.id, told.c.withdrawn_at.is_(None))
    return connection.scalar(other) is not None


def _quarter_amiss(connection: Connection, canvas: str, year: int, quarter: str) -> list[Problem]:
    begins = quarter_begins(year, int(quarter))
    if begins > bangkok_today():
        return [
            Problem(
                f"ไตรมาสนี้เริ่ม {format_date(begins)} ยังมาไม่ถึง ติดตามได้เมื่อเริ่มแล้ว ดูปีงบประมาณอีกครั้ง",
                f"This quarter begins on {format_date(begins, 'en')}: it can be followed up once it has begun. Check the year",
                "year",
            )
        ]
    rows = table("canvas")
    head = connection.execute(select(rows.c.year, rows.c.first_month).where(rows.c.id == canvas)).first()
    if head is None:
        return []
    first = first_month(head.year, head.first_month)
    if quarter_end(year, int(quarter)) < first:
        return [
            Problem(
                f"ไตรมาสนี้อยู่ก่อนแผนเริ่ม ({format_date(first)}) ดูปีงบประมาณอีกครั้ง หรือแก้เดือนแรกที่หัวแผน",
                f"This quarter lies before the plan begins ({format_date(first, 'en')}): check the year, or the plan's first month",
                "year",
            )
        ]
    return []


def _trade_problems(connection: Connection, record: CanvasTrade) -> list[Problem]:
    """Two groups of one tambon's plan trade with each other."""
    rows = table("canvas")
    head = connection.execute(select(rows.c.level, rows.c.parts).where(rows.c.id == record.canvas)).first()
    if head is None or head.level != "tambon":
        return [Problem("บันทึกซื้อขายกันได้ในแผนตำบล", "Trades are recorded on a tambon's plan", "canvas")]
    if record.buyer == record.seller:
        return [Problem("กลุ่มเดียวกันซื้อขายกับตนเองไม่ได้", "A group does not buy from itself", "seller")]
    strange = [name for name in ("buyer", "seller") if getattr(record, name) not in (head.parts or ())]
    return [
        Problem("กลุ่มนี้ไม่ได้อยู่ในแผนตำบลนี้ เลือกจากแผนที่รวมไว้", "This group is not part of this tambon's plan", name)
        for name in strange
    ]


RULES: Final[tuple[Rules[Any], ...]] = (
    Rules(
        Canvas,
        problems=_parts_problems,
        may_not_change=_parts_moved,
        goes_by_decision=_certified,
        goes_with=_its_evidence,
    ),
    Rules(CanvasFollowUp, problems=_quarter_problems),
    Rules(CanvasLineResult, problems=_line_problems),
    Rules(CanvasTrade, problems=_trade_problems),
)
