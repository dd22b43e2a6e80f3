"""What a file would do to the store: each row new, changed, unchanged, waiting or refused.

Nothing is written here. A row finds its record by id, else by the fields that tell records of
its kind apart; an empty cell never erases what is stored.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection

from lib.access.policy import Act
from lib.access.reach import Reach
from lib.actions.imports.decisions import Decisions
from lib.actions.imports.lookups import read_known
from lib.actions.imports.preview import Preview, Progress, RowFate
from lib.actions.imports.references import InFile, fitting_places
from lib.actions.imports.row_record import aligned, as_json, record_of
from lib.actions.records.checks import Memo, may_not_change, problems_with, same_value
from lib.actions.records.keys import Finder
from lib.actions.records.proofs import rests_a_verdict_on
from lib.actions.records.verdicts import would_reopen
from lib.domain.errors import BadInput, Problem
from lib.domain.row_fate import Fate
from lib.domain.thai_text import name_key as key
from lib.intake.context import IntakeContext
from lib.intake.grid import Grid
from lib.intake.row_read import RowRead, RowState
from lib.intake.tab_plan import TabPlan
from lib.intake.table import read_rows
from lib.schema.record import Record, plain, stable_id
from lib.schema.registry import KINDS, kind
from lib.store import imports, records, versions
from lib.store.tables import table


def compare(
    connection: Connection,
    whose: str,
    job: imports.Job,
    grids: list[Grid],
    progress: Progress | None = None,
    *,
    reach: Reach | None = None,
) -> Preview:
    """Read all planned tabs of a file against the store as it stands in this transaction.

    With `reach` a row about what its actor may not write says so, and nothing of the record that it names.
    `grids` is emptied on the way: a large file must not stand in memory twice.
    """
    known = read_known(connection, whose)
    plans = [TabPlan.from_json(p) for p in job.plans]
    by_tab = {grid.tab: grid for grid in grids}
    grids.clear()
    read: dict[str, list[RowRead]] = defaultdict(list)
    fates: list[RowFate] = []
    in_file = InFile()
    # What others point at comes first: a plan before its lines, an organisation before its project.
    for kind_id in KINDS:
        for plan in (p for p in plans if p.kind.partition("/")[0] == kind_id and p.tab in by_tab):
            grid = by_tab.pop(plan.tab)
            known_now = in_file.added_to(known)
            read[plan.kind] += read_rows(grid, plan, known_now, job.answers, progress)
            del grid
        if kind_id in read:
            fates += _with_nested(kind_id, read)
            made = _fates(_Look(connection, known, job, reach), kind_id, read[kind_id], in_file)
            fates += made
            wanted = {p.kind.partition("/")[0] for p in plans if p.kind and p.tab in by_tab}
            in_file.take(made, kind_id, wanted, known)
    for kind_id in read:
        if "/" in kind_id and kind_id.partition("/")[0] not in read:
            fates += [_lost(row) for row in read[kind_id]]
    return Preview(job, fates, versions.current(connection))


def _with_nested(kind_id: str, read: Mapping[str, list[RowRead]]) -> list[RowFate]:
    """Put rows of child tabs into the records they name; returns those that name none."""
    lost: list[RowFate] = []
    title = kind(kind_id).about.title
    parents = {key(str(r.values[title])): r for r in read[kind_id] if title in r.values}
    for child, rows in read.items():
        if child.partition("/")[0] != kind_id or "/" not in child:
            continue
        name = child.partition("/")[2]
        for row in rows:
            if row.state is RowState.NOTE:
                lost.append(RowFate(row, Fate.NOTE))
                continue
            parent = parents.get(key(row.parent))
            if parent is None or row.state is RowState.WAITS:
                lost.append(_lost(row) if parent is None else RowFate(row, Fate.WAITS))
                continue
            parent.values.setdefault(name, []).append(row.values)
            parent.cells += row.cells
            parent.used += row.used
    return lost


def _lost(row: RowRead) -> RowFate:
    if row.state is RowState.NOTE:
        return RowFate(row, Fate.NOTE)
    problem = Problem(
        f"ไม่พบรายการหลักที่ชื่อหรือรหัส “{row.parent}” ในแฟ้มนี้",
        f"This file has no record named “{row.parent}” that the row could belong to",
    )
    return RowFate(row, Fate.REJECTED, problems=(problem,))


@dataclass(frozen=True)
class _Kind:
    """What the rows of one kind are held against."""

    connection: Connection
    model: type[Record]
    memo: Memo
    decisions: Decisions

    def one(self, row: RowRead, before: records.Stored | None, said: Mapping[str, Any], fresh: str) -> RowFate:
        """One row against the record it names (None: a new one, whose id will be `fresh`).

        `said`: what the office's last file said of the record, JSON-ready.
        """
        now = plain(before.record) if before else {}
        kept = _kept(aligned(row.values, now), said, now)
        values = self.decisions.settled(self.model, before.record.id, now, row.values) if before else row.values
        try:
            record = record_of(self.model, values, now, fresh, kept)
        except BadInput as error:
            return RowFate(row, Fate.REJECTED, "", None, before, problems=error.problems, kept=kept)
        made = RowFate(row, Fate.CHANGED if before else Fate.NEW, record.id, record, before, kept=kept)
        if before is not None and not before.withdrawn and not made.changes:
            made.fate = Fate.UNCHANGED
            return made
        stays = may_not_change(self.connection, before.record, record) if before else []
        problems = (*problems_with(self.connection, record, self.memo), *stays)
        if problems:
            return RowFate(row, Fate.REJECTED, "", None, before, problems, kept)
        if before is None:
            made.after = None
        elif self._takes_a_verdict_back(before, record):
            made.reopens = True
            if not self.decisions.may_reopen(self.model.about.id, record.id):
                made.fate = Fate.FROZEN
        return made

    def _takes_a_verdict_back(self, before: records.Stored, after: Record) -> bool:
        """Whether the row changes what was verified, or what a verdict rests on."""
        return would_reopen(self.connection, before, after) or rests_a_verdict_on(self.connection, before.record, after)


def _kept(values: Mapping[str, Any], said: Mapping[str, Any], now: Mapping[str, Any]) -> tuple[str, ...]:
    """Fields that the file says as it said before, while somebody changed the record since."""
    return tuple(
        n
        for n, v in values.items()
        if n in said and n in now and same_value(as_json(v), said[n]) and not same_value(now[n], said[n])
    )


@dataclass(frozen=True)
class _Look:
    """One look at a file: at which store, with what it knows, for which import, within whose reach (None: all)."""

    connection: Connection
    known: IntakeContext
    job: imports.Job
    reach: Reach | None


def _fates(look: _Look, kind_id: str, rows: Sequence[RowRead], in_file: InFile) -> list[RowFate]:
    connection, known, job, reach = look.connection, look.known, look.job, look.reach
    model = kind(kind_id)
    finder = Finder(connection, kind_id)
    found = [finder.find(row) if row.state is RowState.READ else "" for row in rows]
    standing = load(connection, kind_id, {f for f in found if isinstance(f, str) and f})
    last_said = imports.seen(connection, job.office, kind_id)
    of_kind = _Kind(connection, model, fitting_places(model, known) | in_file.vouched(model), Decisions(job.answers))
    taken: dict[str | bytes, RowFate] = {}
    fates = []
    for row, target in zip(rows, found, strict=True):
        if row.state is not RowState.READ:
            fates.append(RowFate(row, Fate.NOTE if row.state is RowState.NOTE else Fate.WAITS))
            continue
        if isinstance(target, Problem):
            fates.append(RowFate(row, Fate.REJECTED, problems=(target,)))
            continue
        fresh = "" if target else stable_id(model.about.prefix, job.id, row.tab, row.row)
        before = standing.get(target)
        if reach is not None and before is not None and (why := _outside(reach, before.record, new=False)):
            fates.append(RowFate(row, Fate.REJECTED, problems=(why,)))
            continue
        made = of_kind.one(row, before, last_said.get(target, {}), fresh)
        if reach is not None and made.record_id and (why := _outside(reach, made.record, new=before is None)):
            made = RowFate(row, Fate.REJECTED, problems=(why,))
        name = target or finder.name_of(row)
        if made.record_id and name in taken:
            made = _twice(made, taken[name])
        elif name:
            taken.setdefault(name, made)
        fates.append(made)
    return fates


def _outside(reach: Reach, record: Record | None, *, new: bool) -> Problem | None:
    """Why a row is not this person's to bring; a new part of what the same file brings is the pen's to judge."""
    if (
        record is None
        or reach.everywhere(Act.WRITE, record)
        or (new and not reach.spot(record, new=True).place and _is_part(record))
    ):
        return None
    said = reach.answer(Act.WRITE, record, new=new)
    return None if said.allowed else said.why


def _is_part(record: Record) -> bool:
    return bool(record.about.within or record.about.lies_with)


def _twice(made: RowFate, first: RowFate) -> RowFate:
    """The same record twice in one file: equal rows are one, unequal ones a person settles."""
    other = first.read
    if same_value(made.read.values, other.values):
        return RowFate(made.read, Fate.UNCHANGED, "", None, made.before)
    where = f"{other.tab} แถว {other.row + 1}"
    problem = Problem(
        f"รายการเดียวกับ{where} แต่ข้อมูลไม่เหมือนกัน เหลือไว้แถวเดียว",
        f"The same record as {other.tab} row {other.row + 1} with other content; keep one of them",
    )
    return RowFate(made.read, Fate.REJECTED, "", None, made.before, problems=(problem,))


def load(connection: Connection, kind_id: str, ids: set[str]) -> dict[str, records.Stored]:
    """Records by id, withdrawn ones too, in batches that every database takes."""
    wanted, found = sorted(ids), {}
    rows = table(kind_id)
    for start in range(0, len(wanted), 500):
        batch = rows.c.id.in_(wanted[start : start + 500])
        for stored in records.find(connection, kind_id, batch, withdrawn=True):
            found[stored.record.id] = stored
    return found
