"""The corpus, from upload to store and back: every row accounted for, nothing wrong accepted."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import pytest

from lib.access.actors import OWN_MACHINE
from lib.actions import importing
from lib.actions.comparing import Preview
from lib.intake.columns import How, TabPlan
from lib.intake.files import read_file
from lib.intake.grid import is_blank
from lib.intake.table import mapped
from lib.store.opening import Store
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
        chosen = {
            c.index: mess.confirm[c.heading] for c in plan.columns if c.heading in mess.confirm
        }
        confirmed.append(replace(mapped(plan, chosen), confirmed=True))
    importing.set_plan(store, OWN_MACHINE, job, confirmed)
    return importing.preview(store, OWN_MACHINE, job)


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
                assert cell.reading.verdict.value == "used", (
                    "whatever is not taken as it stands says why"
                )
    importing.apply(sqlite_store, OWN_MACHINE, seen)
    again = look(sqlite_store, mess)
    assert {"new", "changed"}.isdisjoint(again.counts), "the same file again changes nothing"


@pytest.mark.parametrize("make", CORPUS, ids=lambda m: m.__name__)
def test_no_filled_cell_is_dropped_unseen(sqlite_store: Store, make: Make) -> None:
    mess = make()
    seen = look(sqlite_store, mess)
    grids = {g.tab: g for g in read_file(mess.name, mess.content)}
    told = {(r.read.tab, c.row, c.column) for r in seen.rows for c in r.read.cells}
    told |= {(r.read.tab, r.read.row, column) for r in seen.rows for column in r.read.used}
    notes = {(r.read.tab, r.read.row) for r in seen.rows if r.fate.value == "note"}
    for plan in (TabPlan.from_json(p) for p in seen.job.plans):
        parts = {c.index for c in plan.used if "/" in c.target}
        for number in range(plan.first_row, len(grids[plan.tab].rows)):
            for column in plan.used:
                cell = grids[plan.tab].at(number, column.index)
                nothing = is_blank(cell) or str(cell).strip() in ("-", '"', "〃")
                seen_here = (plan.tab, number, column.index) in told or column.index in parts
                assert (
                    nothing or seen_here or (plan.tab, number) in notes or column.target == "point"
                )
