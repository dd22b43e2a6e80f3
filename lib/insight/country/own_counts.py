"""What our own records say of the strategy's goals: proposed beside what somebody typed, each with its definition."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

from sqlalchemy import ColumnElement, Connection, FromClause, func, select, true

from lib.domain.sentence import Spoken
from lib.domain.thai_date import bangkok_today
from lib.insight.country.ladder_sql import steps
from lib.insight.source import Shown, Source
from lib.store.ladder_then import LADDERS
from lib.store.tables import table

#: Condition on a kind's rows.
Fits = Callable[[FromClause], ColumnElement[bool]]

KINDS = (
    "learning",
    "person",
    "canvas",
    "local_product",
    "agreement",
    "organisation",
    "provincial_network",
    "evidence",
    "list_item",
    "incubation_centre",
    "lesson",
)


class OwnCount(Spoken):
    """What is counted, with the words that define it."""

    LEADERS = "leaders", "ผู้นำที่มีบันทึกการเรียนรู้ (คนละหนึ่ง)", "leaders with a record of learning, each once"
    PLANS = "plans", "แผนธุรกิจที่ใช้จริง", "business plans in use"
    PRODUCTS = "products", "ผลผลิตของตำบลที่บันทึกไว้", "local products on record"
    LESSONS = "lessons", "บทเรียน หลักสูตร และสื่อของตำบล", "tambons' lessons, curricula and media"
    AGREEMENTS = "agreements", "ข้อตกลงกับภาคีที่ลงนามแล้ว", "agreements that were signed"
    NETWORKS = "networks", "จังหวัดที่ทีมผ่านการตรวจรับรอง", "provinces whose team is verified"
    CENTRES = "centres", "ศูนย์บ่มเพาะที่ดำเนินงานอยู่", "incubation centres at work"
    COUNCILS = "councils", "สภาองค์กรชุมชนในทะเบียน", "community councils on record"


#: Goal of the strategy → what of our own records speaks of it.
SPEAKS_OF: Final[dict[str, OwnCount]] = {
    "1.2": OwnCount.LEADERS,
    "1.3": OwnCount.PLANS,
    "2.1": OwnCount.PRODUCTS,
    "2.3": OwnCount.LESSONS,
    "3.2": OwnCount.AGREEMENTS,
    "3.3": OwnCount.NETWORKS,
    "4.1": OwnCount.CENTRES,
    "4.2": OwnCount.COUNCILS,
}


def own_counts(source: Source, *, fresh: bool = False) -> Shown[dict[OwnCount, int]]:
    """Every count of the whole country: aggregates that everybody may read."""
    return source.read("own_counts", KINDS, _build, fresh=fresh)


def _build(connection: Connection) -> dict[OwnCount, int]:
    return {count: how(connection) for count, how in _HOW.items()}


def _rows(connection: Connection, kind_id: str, fits: Fits = lambda _: true()) -> int:
    rows = table(kind_id)
    query = select(func.count()).select_from(rows).where(rows.c.withdrawn_at.is_(None), fits(rows))
    return connection.scalar(query) or 0


def _leaders(connection: Connection) -> int:
    learned, person = table("learning"), table("person")
    joined: FromClause = learned.join(person, person.c.id == learned.c.person)
    query = select(func.count(func.distinct(person.c.id))).select_from(joined)
    return connection.scalar(query.where(learned.c.withdrawn_at.is_(None), person.c.withdrawn_at.is_(None))) or 0


def _networks(connection: Connection) -> int:
    step = steps("provincial_network", LADDERS["provincial_network"], bangkok_today())
    query = select(func.count(func.distinct(step.c.area))).where(step.c.rung == "team", step.c.proved)
    return connection.scalar(query) or 0


_HOW: Final[dict[OwnCount, Callable[[Connection], int]]] = {
    OwnCount.LEADERS: _leaders,
    OwnCount.PLANS: lambda c: _rows(c, "canvas", lambda r: r.c.state == "in_use"),
    OwnCount.PRODUCTS: lambda c: _rows(c, "local_product"),
    OwnCount.LESSONS: lambda c: _rows(c, "lesson", lambda r: r.c.type.in_(("lesson", "curriculum", "media"))),
    OwnCount.AGREEMENTS: lambda c: _rows(c, "agreement", lambda r: r.c.signed_on.is_not(None)),
    OwnCount.NETWORKS: _networks,
    OwnCount.CENTRES: lambda c: _rows(c, "incubation_centre", lambda r: r.c.state == "active"),
    OwnCount.COUNCILS: lambda c: _rows(c, "organisation", lambda r: r.c.type == "council"),
}
