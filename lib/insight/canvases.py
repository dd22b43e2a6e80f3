"""All canvases at a glance: the library people learn from, and the forum of today."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import Connection, func, select

from lib.domain.canvas import Plan, completeness, findings, numbers
from lib.domain.ranges import Range
from lib.domain.thai_date import BANGKOK
from lib.domain.thai_text import spelling
from lib.insight.canvas_plan import KINDS as PLAN_KINDS
from lib.insight.canvas_plan import plans
from lib.insight.source import Shown, Source
from lib.store.tables import table

KINDS = (*PLAN_KINDS, "canvas_follow_up", "organisation", "area")


@dataclass(frozen=True)
class Card:
    """One canvas in a list. Years are B.E.; money is baht in twelve months."""

    id: str
    name: str
    group: str
    area: str
    province: str
    region: str
    year: int
    level: str
    cluster: str
    products: tuple[str, ...]
    state: str
    households: int | None
    answered: tuple[int, ...]
    findings: int
    lines: int
    surplus: Range
    income: Range
    saving: Range
    partners: tuple[str, ...]
    #: What is searched: every word on the canvas, in one spelling.
    words: str
    changed_at: datetime
    quarters: int
    copied_from: str

    @property
    def step(self) -> int:
        """The first step that is not answered yet; 10 when all are."""
        return next((n for n in range(1, 10) if n not in self.answered), 10)

    @property
    def day(self) -> date:
        """The day in Thailand when somebody last worked on it."""
        return self.changed_at.astimezone(BANGKOK).date()


def canvases(source: Source, *, fresh: bool = False) -> Shown[tuple[Card, ...]]:
    """Every standing canvas, those worked on last first."""
    return source.read("canvases", KINDS, read_cards, fresh=fresh)


def read_cards(connection: Connection) -> tuple[Card, ...]:
    """The same straight from the store."""
    head, group, area = table("canvas"), table("organisation"), table("area")
    whole = area.alias("whole_province")
    query = (
        select(
            head, group.c.name.label("group_name"), area.c.province.label("province"),
            whole.c.region.label("region"),
        )
        .outerjoin(group, group.c.id == head.c.organisation)
        .outerjoin(area, area.c.id == head.c.area)
        .outerjoin(whole, whole.c.id == area.c.province)
        .where(head.c.withdrawn_at.is_(None))
    )  # fmt: skip
    told, touched, quarters = plans(connection), _touched(connection), _quarters(connection)
    cards = []
    for row in connection.execute(query).mappings():
        plan = told[row["id"]]
        figures = numbers(plan)
        answered = tuple(n for n, there in completeness(plan).items() if there)
        cards.append(
            Card(
                row["id"], row["name"], row["group_name"] or "", row["area"], row["province"] or "",
                row["region"] or "", row["year"], row["level"] or "group", row["cluster"] or "",
                tuple(row["products"] or ()), row["state"] or "draft", row["households"], answered,
                len(findings(plan)), _count(plan), figures.surplus, figures.income, figures.saving,
                tuple(dict.fromkeys(p.text for p in plan.partners)),
                _words(row["name"], row["group_name"] or "", plan),
                max(row["updated_at"], touched.get(row["id"], row["updated_at"])),
                quarters.get(row["id"], 0), row["copied_from"] or "",
            )
        )  # fmt: skip
    return tuple(sorted(cards, key=lambda c: c.changed_at, reverse=True))


def _count(plan: Plan) -> int:
    return len(plan.items) + len(plan.activities) + len(plan.partners) + len(plan.costs)


def _words(name: str, group: str, plan: Plan) -> str:
    said = [name, group, *(i.text for i in plan.items), *(a.text for a in plan.activities)]
    said += [p.text for p in plan.partners] + [c.text for c in plan.costs]
    return "\n".join(spelling(text) for text in said)


def _touched(connection: Connection) -> dict[str, datetime]:
    """When somebody last wrote or took away a line of each canvas."""
    found: dict[str, datetime] = {}
    for kind_id in PLAN_KINDS[1:]:
        rows = table(kind_id)
        query = select(rows.c.canvas, func.max(rows.c.updated_at)).group_by(rows.c.canvas)
        for canvas, at in connection.execute(query):
            found[canvas] = max(at, found.get(canvas, at))
    return found


def _quarters(connection: Connection) -> dict[str, int]:
    rows = table("canvas_follow_up")
    query = (
        select(rows.c.canvas, func.count())
        .where(rows.c.withdrawn_at.is_(None))
        .group_by(rows.c.canvas)
    )
    return {canvas: int(count) for canvas, count in connection.execute(query)}
