"""One canvas with everything on it: what the walk, the board, the wall and the paper show."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from sqlalchemy import Connection

from lib.domain.canvas import Numbers, Plan, completeness, households_of, numbers, totals
from lib.domain.canvas_rules import Finding, findings
from lib.domain.canvas_trades import Stays, stays
from lib.insight.canvas.plan import KINDS as PLAN_KINDS
from lib.insight.canvas.plan import PlanPart, parts_of, plan_of, plans
from lib.insight.records.ledger import titles
from lib.insight.source import Shown, Source
from lib.schema.canvas import Canvas, CanvasPart
from lib.schema.canvas_trade import CanvasTrade
from lib.schema.seeing import Audience, seen_record, sees
from lib.store import canvas_rows, records
from lib.store.canvas_rows import BOXES
from lib.store.records import Stored

KINDS = (*PLAN_KINDS, "canvas_follow_up", "canvas_line_result", "canvas_check", "canvas_trade", "organisation")
#: A board that others fill in is looked at anew this often, seconds.
EVERY = 0.5


@dataclass(frozen=True)
class Board:
    """A canvas, its lines as stored (by kind, in order) and as the rules see them."""

    head: Stored
    group: str
    lines: dict[str, list[Stored]]
    plan: Plan
    numbers: Numbers
    findings: tuple[Finding, ...]
    answered: dict[int, bool]
    #: On a tambon's canvas: its groups' canvases that still stand (id → name), and what each counts for.
    parts: dict[str, str]
    part_plans: dict[str, Plan]
    counted: tuple[PlanPart, ...]
    #: Number of the last change-set, and when it was written.
    version: int
    changed_at: datetime
    #: Edits to head or boxes since the meeting certified the plan.
    changed_since: int
    credits: str
    #: Whom it was read for: part of the key of whatever is kept of it.
    audience: Audience = Audience.WRITER

    @property
    def canvas(self) -> Canvas:
        """The head."""
        assert isinstance(self.head.record, Canvas)
        return self.head.record

    def of(self, kind_id: str) -> list[Any]:
        """Records of one kind of line, in order."""
        return [s.record for s in self.lines[kind_id]]

    @property
    def in_boxes(self) -> list[CanvasPart]:
        """Records of every kind that stands in a box, in their order."""
        return [r for kind_id in BOXES for r in self.of(kind_id)]

    def of_step(self, step: int) -> list[Any]:
        """Items of one of the steps 1–5."""
        return [r for r in self.of("canvas_item") if r.step == str(step)]

    @property
    def households(self) -> int | None:
        """Households that take part."""
        return households_of(self.plan, [p.counted for p in self.counted])

    @property
    def own(self) -> Numbers:
        """The sums of the plan's own lines, without those of its parts."""
        return numbers(self.plan)

    @property
    def trades(self) -> list[CanvasTrade]:
        """Who buys from whom among the groups of a tambon's plan."""
        return [t for t in self.of("canvas_trade") if isinstance(t, CanvasTrade)]

    @property
    def stays(self) -> Stays:
        """What the groups pay each other a year."""
        return stays((t.worth, t.agreed) for t in self.trades)

    def part_name(self, part: str) -> str:
        """What a group's plan is called; as it was called when it was withdrawn."""
        return self.parts.get(part) or next((p.name for p in self.counted if p.id == part), "")

    @property
    def changed_parts(self) -> tuple[PlanPart, ...]:
        """Parts that are otherwise today than what the meeting certified."""
        return tuple(p for p in self.counted if p.changed)

    def stored(self, record_id: str) -> Stored | None:
        """The head or a line by its id."""
        if record_id == self.head.record.id:
            return self.head
        return next((s for found in self.lines.values() for s in found if s.record.id == record_id), None)


def board(
    source: Source, canvas: str, *, audience: Audience = Audience.READER, fresh: bool = False
) -> Shown[Board | None]:
    """The canvas as it stands for an audience; None when there is none or it was withdrawn.

    What is drawn of it is kept under the audience's name as well: a plan's code shows its holder more than others.
    """

    def build(connection: Connection) -> Board | None:
        found = read_board(connection, canvas)
        return found and _seen(found, audience)

    return source.read(
        f"canvas:{canvas}:{audience}",
        KINDS,
        build,
        fresh=fresh,
        every=EVERY,
        stamp=lambda c: canvas_rows.stamp(c, canvas),
    )


def change_number(source: Source, canvas: str) -> int:
    """Number of the last change of a canvas or of a line of it, straight from the store (`Board.version`)."""
    with source.store.database.reading() as connection:
        return canvas_rows.latest(connection, canvas)[0]


def _seen(board: Board, audience: Audience) -> Board:
    """The board without what is hidden; what the rules find and sum up was worked out of all of it."""
    if audience is Audience.WRITER:
        return board
    lines = {k: [_emptied(s, audience) for s in found] for k, found in board.lines.items()}
    return replace(
        board,
        head=_emptied(board.head, audience),
        lines=lines,
        plan=_unnamed(board.plan, audience),
        part_plans={part: _unnamed(plan, audience) for part, plan in board.part_plans.items()},
        counted=tuple(
            replace(p, counted=_unnamed(p.counted, audience), now=p.now and _unnamed(p.now, audience))
            for p in board.counted
        ),
        audience=audience,
    )


def _emptied(stored: Stored, audience: Audience) -> Stored:
    return replace(stored, record=seen_record(audience, stored.record))


def _unnamed(plan: Plan, audience: Audience) -> Plan:
    """A plan as the rules see it names one hidden thing: who looks after an activity."""
    if sees(audience, "canvas_activity", "owner"):
        return plan
    return replace(plan, activities=tuple(replace(a, owner="") for a in plan.activities))


def read_board(connection: Connection, canvas: str) -> Board | None:
    """All of it, straight from the store."""
    head = records.get(connection, "canvas", canvas)
    if head is None or head.withdrawn or not isinstance(head.record, Canvas):
        return None
    lines = canvas_rows.lines(connection, canvas)
    plan = plan_of(lines, head.record.households)
    standing = plans(connection, head.record.parts) if head.record.parts else {}
    number, at = canvas_rows.latest(connection, canvas)
    certified = head.record.certified_version
    parts = head.record.parts
    counted = parts_of(connection, canvas, parts, standing, certified=certified is not None) if parts else ()
    plans_counted = [p.counted for p in counted]
    named = titles(
        connection,
        [("organisation", head.record.organisation), *(("canvas", p) for p in standing)]
        + ([("canvas", head.record.copied_from)] if head.record.copied_from else []),
    )
    later = canvas_rows.edits_since(connection, canvas, certified, PLAN_KINDS) if certified else 0
    group = named.get(("organisation", head.record.organisation))
    origin = named.get(("canvas", head.record.copied_from or ""))
    return Board(
        head,
        group.th if group else "",
        lines,
        plan,
        totals(plan, plans_counted),
        tuple(findings(plan, plans_counted)),
        completeness(plan),
        {p: named[("canvas", p)].th for p in standing},
        standing,
        counted,
        number,
        at or head.updated_at,
        later,
        origin.th if origin else "",
    )
