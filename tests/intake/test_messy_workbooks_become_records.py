"""The corpus, from upload to store and back: every row accounted for, nothing wrong accepted."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest
from sqlalchemy import select

from lib.access.actors import OWN_MACHINE
from lib.actions.imports import importing
from lib.actions.imports.preview import Preview
from lib.actions.imports.undoing import undo
from lib.intake.files import read_file
from lib.intake.grid import is_blank
from lib.intake.tab_plan import How, TabPlan, mapped
from lib.schema.registry import KINDS
from lib.store.opening import Store
from lib.store.tables import table
from tests.intake.corpus import CORPUS, Mess

Make = Callable[[], Mess]


def look(store: Store, mess: Mess) -> Preview:
    """Hand in, confirm what the corpus says a person confirms, look."""
    job = importing.start(store, OWN_MACHINE, "สำนักงาน", mess.name, mess.content)
    seen = importing.preview(store, OWN_MACHINE, job)
    plans = [TabPlan.from_json(p) for p in seen.job.plans]
    if all(p.confirmed for p in plans):
        return seen
    confirmed = []
    for plan in plans:
        proposed = {c.heading: c for c in plan.columns if c.how is How.PROPOSED}
        assert proposed.keys() <= mess.confirm.keys(), "an unexpected guess"
        chosen = {c.index: mess.confirm[c.heading] for c in plan.columns if c.heading in mess.confirm}
        confirmed.append(replace(mapped(plan, chosen), confirmed=True))
    importing.set_plan(store, OWN_MACHINE, job, confirmed)
    return importing.preview(store, OWN_MACHINE, job)


def standing(store: Store) -> set[tuple[Any, ...]]:
    """Every record that stands, with its revision."""
    with store.database.reading() as connection:
        return {
            (kind, *row)
            for kind in KINDS
            for row in connection.execute(
                select(table(kind).c.id, table(kind).c.revision).where(table(kind).c.withdrawn_at.is_(None))
            )
        }


@pytest.mark.parametrize("make", CORPUS, ids=lambda m: m.__name__)
def test_every_row_becomes_what_it_says(sqlite_store: Store, make: Make) -> None:
    mess = make()
    seen = look(sqlite_store, mess)
    told = [
        (r.fate.value, {f: getattr(r.record, f, None) for f in wanted})
        for r, (_, wanted) in zip(seen.rows, mess.rows, strict=True)
    ]
    assert told == mess.rows
    for row in seen.rows:
        for cell in row.read.cells:
            if cell.reading.why is None:
                assert cell.reading.verdict.value == "used", "whatever is not taken as it stands says why"
    before = standing(sqlite_store)
    importing.apply(sqlite_store, OWN_MACHINE, seen)
    held = standing(sqlite_store)
    assert len(held) - len(before) == seen.counts["new"]
    again = look(sqlite_store, mess)
    assert {"new", "changed"}.isdisjoint(again.counts), "the same file again changes nothing"
    importing.apply(sqlite_store, OWN_MACHINE, again)
    assert standing(sqlite_store) == held
    undo(sqlite_store, OWN_MACHINE, seen.job.id)
    assert standing(sqlite_store) == before, "undoing brings the store back"


@pytest.mark.parametrize("make", CORPUS, ids=lambda m: m.__name__)
def test_no_filled_cell_is_dropped_unseen(sqlite_store: Store, make: Make) -> None:
    mess = make()
    seen = look(sqlite_store, mess)
    grids = {g.tab: g for g in read_file(mess.name, mess.content)}
    told = {(r.read.tab, c.row, c.column) for r in seen.rows for c in r.read.cells}
    told |= {(r.read.tab, r.read.row, column) for r in seen.rows for column in r.read.used}
    notes = {(r.read.tab, r.read.row) for r in seen.rows if r.fate.value == "note"}
    for plan in (TabPlan.from_json(p) for p in seen.job.plans):
        # A place in several columns, and a position in one, are told about at one of them.
        together = {c.index: c.target.partition("/")[0] for c in plan.used if "/" in c.target}
        together |= {c.index: "latitude" for c in plan.used if c.target == "point"}
        targets = {(r.read.row, c.target) for r in seen.rows for c in r.read.cells}
        targets |= {(r.read.row, together[column]) for r in seen.rows for column in r.read.used if column in together}
        for number in range(plan.first_row, len(grids[plan.tab].rows)):
            for column in plan.used:
                cell = grids[plan.tab].at(number, column.index)
                where = (plan.tab, number, column.index)
                nothing = is_blank(cell) or str(cell).strip() == "-"
                told_together = (number, together.get(column.index)) in targets
                assert nothing or where in told or told_together or (plan.tab, number) in notes, (
                    f"{cell!r} in row {number + 1}, column {column.heading} vanished"
                )
