"""Making a forum from one table: its head, an agenda, its groups, and a plan for each group that has a place."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TypeVar

from lib.access.actors import Actor, require_write
from lib.actions.canvas.filling import owned
from lib.actions.records.checks import problems_with
from lib.actions.records.writing import Pen, writing
from lib.domain.agendas import AGENDAS, Agenda
from lib.domain.errors import BadInput, Problem, bad_input
from lib.domain.forum_wishes import GroupWish
from lib.domain.thai_text import spelling
from lib.intake.typed import Typed, read_typed
from lib.schema.canvas import Canvas
from lib.schema.forum import Forum, ForumGroup, ForumStep
from lib.schema.history_words import Verb
from lib.schema.problems import validate
from lib.schema.record import Record
from lib.store import canvas_codes
from lib.store.opening import Store

R = TypeVar("R", bound=Record)

#: A hall of 250 at tables of five.
MOST_GROUPS = 60


def make(store: Store, actor: Actor, typed: Typed, agenda: Agenda, groups: Sequence[GroupWish], year: int) -> str:
    """Make a forum with its agenda and groups, in one transaction; returns its id.

    A group with an area gets a business plan of the fiscal `year` (B.E.), its organisation registered where it is
    new. Raises `BadInput` (nothing is written), `NotAllowed`.
    """
    require_write(actor, "forum")
    _require_groups(groups)
    with writing(store, actor, Verb.CREATE) as pen:
        forum = _added(pen, validate(Forum, read_typed(Forum, typed)))
        if forum.ends_on is not None and forum.ends_on < forum.starts_on:
            raise BadInput(Problem("วันสุดท้ายมาก่อนวันแรก", "The last day lies before the first", "ends_on"))
        for number, step in enumerate(AGENDAS[agenda], start=1):
            said = {
                "text": step.text,
                "tool": step.tool,
                "minutes": step.minutes,
                "canvas_step": step.canvas_step or None,
            }
            _added(pen, validate(ForumStep, {"forum": forum.id, "order": number, **said}))
        _add_groups(pen, forum.id, groups, year, 1)
        return forum.id


def add_groups(store: Store, actor: Actor, forum: str, groups: Sequence[GroupWish], year: int, after: int) -> None:
    """Add groups to a forum that stands. `after`: the number of the last table."""
    require_write(actor, "forum")
    _require_groups(groups)
    with writing(store, actor, Verb.CREATE) as pen:
        pen.stored("forum", forum)
        _add_groups(pen, forum, groups, year, after + 1)


def _add_groups(pen: Pen, forum: str, groups: Sequence[GroupWish], year: int, first: int) -> None:
    for number, group in enumerate(groups, start=first):
        canvas = _plan(pen, group, year) if group.area else None
        told = {"forum": forum, "name": group.name, "order": number, "canvas": canvas}
        _added(pen, validate(ForumGroup, told))


def _plan(pen: Pen, group: GroupWish, year: int) -> str:
    typed = {"name": group.name, "area": group.area, "year": str(year)}
    plan = _added(pen, validate(Canvas, read_typed(Canvas, owned(pen, typed, group.name))))
    canvas_codes.make(pen.connection, plan.id)
    return plan.id


def _added(pen: Pen, new: R) -> R:
    bad_input(problems_with(pen.connection, new))
    pen.add(new)
    return new


def _require_groups(groups: Sequence[GroupWish]) -> None:
    if len(groups) > MOST_GROUPS:
        raise BadInput(Problem(f"เวทีหนึ่งมีได้ไม่เกิน {MOST_GROUPS} กลุ่ม", f"At most {MOST_GROUPS} groups in a forum"))
    seen: dict[str, str] = {}
    for group in groups:
        if spelling(group.name) in seen:
            raise BadInput(Problem(f"มีกลุ่ม “{group.name}” สองครั้ง", f"The group “{group.name}” is there twice"))
        seen[spelling(group.name)] = group.name
