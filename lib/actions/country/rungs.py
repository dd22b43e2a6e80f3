"""Report a rung of the tambon's ladder with the evidence that shows it, for a plan and a workspace alike.

Whether it counts stays the verifier's to say.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from sqlalchemy import select

from lib.actions.country.rules import evidence_id
from lib.actions.records.checks import problems_with
from lib.actions.records.writing import Pen
from lib.domain.errors import bad_input
from lib.schema.ladders import TambonProgress
from lib.schema.work import Evidence
from lib.store import records
from lib.store.tables import table


@dataclass(frozen=True)
class Showing:
    """What shows that a tambon reached a rung. `whole`: id of the plan or workspace that shows it."""

    whole: str
    area: str
    rung: str
    reached_on: date
    #: The evidence: what it is called, what it says, the day it is of (C.E.).
    name: str
    text: str
    dated: date


def report(pen: Pen, shows: Showing) -> str:
    """Report the rung, when it is not there yet, and put the evidence beside it; returns the rung's record id.

    Evidence that stands already stays as it is; withdrawn one comes back.
    """
    step = _rung(pen, shows)
    made = Evidence(
        id=evidence_id(shows.whole, shows.rung),
        name=shows.name[:200],
        proves_kind=TambonProgress.about.id,
        proves=step,
        type="note",
        text=shows.text[:4000],
        dated=shows.dated,
        made_from=shows.whole,
    )
    standing = records.get(pen.connection, "evidence", made.id, for_update=True)
    if standing is None:
        pen.add(made)
    elif standing.withdrawn:
        pen.change(standing, made)
    return step


def take_back(pen: Pen, whole: str, rungs: Iterable[str]) -> None:
    """Withdraw what a plan or workspace showed of some rungs; verdicts that rested on it fall."""
    for rung in rungs:
        stored = records.get(pen.connection, "evidence", evidence_id(whole, rung), for_update=True)
        if stored is not None and not stored.withdrawn:
            pen.withdraw(stored)


def _rung(pen: Pen, shows: Showing) -> str:
    rows = table("tambon_progress")
    found = pen.connection.scalar(
        select(rows.c.id).where(rows.c.area == shows.area, rows.c.rung == shows.rung, rows.c.withdrawn_at.is_(None))
    )
    if found is not None:
        return str(found)
    new = TambonProgress(area=shows.area, rung=shows.rung, reached_on=shows.reached_on)
    bad_input(problems_with(pen.connection, new))
    pen.add(new)
    return new.id
