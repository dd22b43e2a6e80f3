"""All canvases at a glance: the library people learn from, and the forum of today."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from weakref import WeakKeyDictionary

from sqlalchemy import Connection, Select, func, select

from lib.config import forget_with
from lib.domain.canvas import Plan, completeness, households_of, totals
from lib.domain.canvas_rules import findings
from lib.domain.ranges import Range
from lib.domain.thai_date import BANGKOK
from lib.domain.thai_text import spelling
from lib.insight.canvas.plan import KINDS as PLAN_KINDS
from lib.insight.canvas.plan import parts_of, plans
from lib.insight.source import Shown, Source
from lib.store.tables import table

KINDS = (*PLAN_KINDS, "canvas_follow_up", "organisation", "area")


@dataclass(frozen=True)
class CanvasCard:
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
    #: Something is sold and no cost is written down: `surplus` is what comes in.
    only_turnover: bool
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


#: Cards of each source as they were last made, with what they were made from.
_Held = dict[str, tuple[tuple[Any, ...], CanvasCard]]
_held: WeakKeyDictionary[Source, _Held] = WeakKeyDictionary()
forget_with(_held.clear)


def canvases(source: Source, *, fresh: bool = False) -> Shown[tuple[CanvasCard, ...]]:
    """Every standing canvas, those worked on last first.

    In a forum one canvas of hundreds changes at a time: only what changed is worked out anew.
    """
    held = _held.setdefault(source, {})
    return source.read("canvases", KINDS, lambda c: read_cards(c, held), fresh=fresh)


def read_cards(connection: Connection, held: _Held | None = None) -> tuple[CanvasCard, ...]:
    """The same straight from the store; `held` is brought up to date."""
    cards: _Held = {} if held is None else held
    touched, quarters = _touched(connection), _quarters(connection)
    standing = {row["id"]: row for row in connection.execute(_heads()).mappings()}
    # A tambon's plan is also what its parts are.
    parts = {canvas: tuple(row["parts"] or ()) for canvas, row in standing.items()}
    told = {
        canvas: (
            tuple(map(str, row.values())),
            touched.get(canvas),
            quarters.get(canvas, 0),
            *((p, touched.get(p), p in standing and standing[p]["revision"]) for p in parts[canvas]),
        )
        for canvas, row in standing.items()
    }
    changed = [c for c in standing if c not in cards or cards[c][0] != told[c]]
    read = plans(connection, {*changed, *(p for c in changed for p in parts[c])})
    for canvas in changed:
        row, (at, _) = standing[canvas], touched.get(canvas, (standing[canvas]["updated_at"], 0))
        certified, mine = row["certified_version"] is not None, parts[canvas]
        counted = parts_of(connection, canvas, mine, read, certified=certified) if mine else ()
        cards[canvas] = (
            told[canvas],
            _card(row, read[canvas], [p.counted for p in counted], at, quarters.get(canvas, 0)),
        )
    for gone in set(cards) - set(standing):
        del cards[gone]
    return tuple(sorted((c for _, c in cards.values()), key=lambda c: c.changed_at, reverse=True))


def _heads() -> Select[Any]:
    head, group, area = table("canvas"), table("organisation"), table("area")
    whole = area.alias("whole_province")
    return (
        select(
            head, group.c.name.label("group_name"), area.c.province.label("province"), whole.c.region.label("region")
        )
        .outerjoin(group, group.c.id == head.c.organisation)
        .outerjoin(area, area.c.id == head.c.area)
        .outerjoin(whole, whole.c.id == area.c.province)
        .where(head.c.withdrawn_at.is_(None))
    )


def _card(row: Mapping[Any, Any], plan: Plan, parts: Sequence[Plan], touched: datetime, quarters: int) -> CanvasCard:
    figures = totals(plan, parts)
    answered = tuple(n for n, there in completeness(plan).items() if there)
    return CanvasCard(
        row["id"],
        row["name"],
        row["group_name"] or "",
        row["area"],
        row["province"] or "",
        row["region"] or "",
        row["year"],
        row["level"] or "group",
        row["cluster"] or "",
        tuple(row["products"] or ()),
        row["state"] or "draft",
        households_of(plan, parts),
        answered,
        len(findings(plan, parts)),
        _count(plan),
        figures.surplus,
        figures.only_turnover,
        figures.income,
        figures.saving,
        tuple(dict.fromkeys(p.text for p in plan.partners)),
        _words(row["name"], row["group_name"] or "", plan),
        max(row["updated_at"], touched),
        quarters,
        row["copied_from"] or "",
    )


def _count(plan: Plan) -> int:
    return len(plan.items) + len(plan.activities) + len(plan.partners) + len(plan.costs)


def _words(name: str, group: str, plan: Plan) -> str:
    said = [name, group, *(i.text for i in plan.items), *(a.text for a in plan.activities)]
    said += [p.text for p in plan.partners] + [c.text for c in plan.costs]
    return "\n".join(spelling(text) for text in said)


def _touched(connection: Connection) -> dict[str, tuple[datetime, int]]:
    """When somebody last wrote or took away a line of each canvas, and the sum of revisions."""
    found: dict[str, tuple[datetime, int]] = {}
    for kind_id in PLAN_KINDS[1:]:
        rows = table(kind_id)
        query = select(rows.c.canvas, func.max(rows.c.updated_at), func.sum(rows.c.revision)).group_by(rows.c.canvas)
        for canvas, at, revisions in connection.execute(query):
            before, so_far = found.get(canvas, (at, 0))
            found[canvas] = max(at, before), so_far + int(revisions)
    return found


def _quarters(connection: Connection) -> dict[str, int]:
    rows = table("canvas_follow_up")
    query = select(rows.c.canvas, func.count()).where(rows.c.withdrawn_at.is_(None)).group_by(rows.c.canvas)
    return {canvas: int(count) for canvas, count in connection.execute(query)}
