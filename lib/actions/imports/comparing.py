"""What a file would do to the store: each row new, changed, unchanged, waiting or refused.

Nothing is written here. A row finds its record by id, else by the fields that tell records of
its kind apart; an empty cell never erases what is stored.
"""

from __future__ import annotations

import hashlib
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any
from weakref import WeakKeyDictionary

from sqlalchemy import Connection

from lib.actions.imports.lookups import read_known
from lib.actions.records.checks import Memo, may_not_change, problems_with, same_value
from lib.actions.records.keys import Finder
from lib.config import forget_with
from lib.domain.errors import BadInput, Problem
from lib.domain.row_fate import Fate
from lib.domain.thai_text import name_key as key
from lib.intake.columns import TabPlan
from lib.intake.context import Known
from lib.intake.gazetteer import Gazetteer
from lib.intake.grid import Grid
from lib.intake.reading import Candidate, Verdict
from lib.intake.table import CellRead, RowRead, RowState, read_rows
from lib.schema.problems import validate
from lib.schema.record import Record, plain, specs, stable_id
from lib.schema.registry import KINDS, kind
from lib.store import imports, records, versions
from lib.store.tables import table
from lib.store.whereabouts import INSIDE

Progress = Callable[[int, int], None]


@dataclass(slots=True)
class RowFate:
    """A row with what it would do."""

    read: RowRead
    fate: Fate
    #: Id of the record that it becomes or changes; '' when it becomes none.
    record_id: str = ""
    #: The record as it would be; a new one is made from the row when asked for (see `record`).
    after: Record | None = None
    before: records.Stored | None = None
    problems: tuple[Problem, ...] = ()
    #: Fields where somebody changed the record since this office's last file; theirs stays.
    kept: tuple[str, ...] = ()

    @property
    def record(self) -> Record | None:
        """The record as it would be. New ones are not held: a hundred thousand would not fit."""
        if self.after is not None or not self.record_id:
            return self.after
        return _made(kind(self.kind), self.read, {}, self.record_id)

    @property
    def changes(self) -> dict[str, tuple[Any, Any]]:
        """Field → (stored now, after), JSON-ready."""
        record = self.record
        if record is None:
            return {}
        now = plain(self.before.record) if self.before else {}
        return {
            n: (now.get(n), value)
            for n, value in plain(record).items()
            if n != "id" and not same_value(now.get(n), value)
        }

    @property
    def kind(self) -> str:
        """Record kind (with nested rows: the kind they belong to)."""
        return self.read.kind.partition("/")[0]

    @property
    def doubts(self) -> list[CellRead]:
        """Cells that were not used."""
        return [c for c in self.read.cells if c.reading.verdict in (Verdict.QUESTION, Verdict.REJECTED)]


@dataclass
class Preview:
    """Everything a person decides by before pressing the button."""

    job: imports.Job
    rows: list[RowFate]
    #: Data versions that it was made from: while they stand, so does the preview.
    versions: dict[str, int]

    @property
    def counts(self) -> dict[str, int]:
        """Rows by fate and cells by verdict (``cell.normalised`` …)."""
        found = Counter(r.fate.value for r in self.rows)
        found.update(f"cell.{c.reading.verdict.value}" for r in self.rows for c in r.read.cells)
        found["cell.used"] += sum(len(r.read.used) for r in self.rows)
        return dict(found)

    @property
    def digest(self) -> str:
        """Changes whenever the preview would read differently."""
        told = hashlib.sha256()
        for row in self.rows:
            told.update(f"{row.read.tab}\x00{row.read.row}\x00{row.fate}\x00".encode())
            told.update(repr(sorted(row.changes.items(), key=lambda p: p[0])).encode())
        return told.hexdigest()

    @property
    def writes(self) -> list[RowFate]:
        """Rows that would be written."""
        return [r for r in self.rows if r.fate in (Fate.NEW, Fate.CHANGED)]


def compare(
    connection: Connection, whose: str, job: imports.Job, grids: list[Grid], progress: Progress | None = None
) -> Preview:
    """Read all planned tabs of a file against the store as it stands in this transaction.

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
            fates += _with_nested(kind_id, read, fates)
            made = _fates(connection, known, job, kind_id, read[kind_id], in_file)
            fates += made
            wanted = {p.kind.partition("/")[0] for p in plans if p.kind and p.tab in by_tab}
            in_file.take(made, kind_id, wanted, known)
    for kind_id in read:
        if "/" in kind_id and kind_id.partition("/")[0] not in read:
            fates += [_lost(row) for row in read[kind_id]]
    return Preview(job, fates, versions.current(connection))


def _with_nested(kind_id: str, read: Mapping[str, list[RowRead]], _fates: list[RowFate]) -> list[RowFate]:
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


def fitting_places(model: type[Record], known: Known) -> Memo:
    """Places that the gazetteer vouches for: no query each. The caller may add to it."""
    held = _fitting.setdefault(known.gazetteer, {})
    if model not in held:
        held[model] = _vouched(model, known)
    return dict(held[model])


#: Worked out once for each gazetteer: thousands of places, asked about in every round of a Sheet.
_fitting: WeakKeyDictionary[Gazetteer, dict[type[Record], Memo]] = WeakKeyDictionary()
forget_with(_fitting.clear)


def _vouched(model: type[Record], known: Known) -> Memo:
    memo: Memo = {}
    for name, spec in specs(model).items():
        if spec.refers_to == "area":
            fits = spec.area_types
            for place in known.gazetteer.by_id.values():
                if not fits or place.type in fits:
                    memo[(model, name, place.id)] = []
    return memo


class InFile:
    """New records of a file that later rows of the same file may point at, by their title."""

    def __init__(self) -> None:
        self._titles: dict[str, list[Candidate]] = {}

    def take(self, fates: Sequence[RowFate], kind_id: str, wanted: Iterable[str], known: Known) -> None:
        """Remember what is new of a kind, when a kind still to be read points at it."""
        model = kind(kind_id)
        pointed = any(s.refers_to == kind_id for w in wanted for s in specs(kind(w)).values())
        if not pointed:
            return
        wholes = {c.value: c.th for found in self.added_to(known).titles.values() for c in found}
        for fate in fates:
            if fate.fate is Fate.NEW:
                title = str(fate.read.values.get(model.about.title) or "")
                if model.about.within:
                    title = f"{wholes.get(fate.read.values.get(model.about.within), '')}{INSIDE}{title}"
                candidate = Candidate(fate.record_id, title, title)
                self._titles.setdefault(kind_id, []).append(candidate)

    def added_to(self, known: Known) -> Known:
        """What intake knows, with these as well."""
        if not self._titles:
            return known
        titles = dict(known.titles)
        for kind_id, found in self._titles.items():
            titles[kind_id] = (*titles.get(kind_id, ()), *found)
        return replace(known, titles=titles)

    def vouched(self, model: type[Record]) -> Memo:
        """References that are right although the store does not hold them yet."""
        return {
            (model, name, c.value): []
            for name, spec in specs(model).items()
            for c in self._titles.get(spec.refers_to, ())
        }


def _fates(
    connection: Connection, known: Known, job: imports.Job, kind_id: str, rows: Sequence[RowRead], in_file: InFile
) -> list[RowFate]:
    model = kind(kind_id)
    finder = Finder(connection, kind_id)
    found = [finder.find(row) if row.state is RowState.READ else "" for row in rows]
    standing = load(connection, kind_id, {f for f in found if isinstance(f, str) and f})
    last_said = imports.seen(connection, job.office, kind_id)
    memo = fitting_places(model, known) | in_file.vouched(model)
    taken: dict[str | bytes, RowFate] = {}
    fates = []
    for row, target in zip(rows, found, strict=True):
        if row.state is not RowState.READ:
            fate = Fate.NOTE if row.state is RowState.NOTE else Fate.WAITS
            fates.append(RowFate(row, fate))
            continue
        if isinstance(target, Problem):
            fates.append(RowFate(row, Fate.REJECTED, problems=(target,)))
            continue
        fresh = "" if target else stable_id(model.about.prefix, job.id, row.tab, row.row)
        said = last_said.get(target, {})
        made = _one(connection, model, row, standing.get(target), said, memo, fresh)
        name = target or finder.name_of(row)
        if made.record_id and name in taken:
            made = _twice(made, taken[name])
        elif name:
            taken.setdefault(name, made)
        fates.append(made)
    return fates


def _one(
    connection: Connection,
    model: type[Record],
    row: RowRead,
    before: records.Stored | None,
    said: Mapping[str, Any],
    memo: Memo,
    fresh: str,
) -> RowFate:
    """One row against the record it names (None: a new one, whose id will be `fresh`)."""
    now = plain(before.record) if before else {}
    values = _aligned(row.values, now)
    kept = tuple(
        n
        for n, v in values.items()
        if n in said and n in now and same_value(as_json(v), said[n]) and not same_value(now[n], said[n])
    )
    try:
        record = _made(model, row, now, fresh, kept)
    except BadInput as error:
        return RowFate(row, Fate.REJECTED, "", None, before, problems=error.problems, kept=kept)
    fate = Fate.CHANGED if before else Fate.NEW
    made = RowFate(row, fate, record.id, record, before, kept=kept)
    if before is not None and not before.withdrawn and not made.changes:
        made.fate = Fate.UNCHANGED
        return made
    stays = may_not_change(connection, before.record, record) if before else []
    problems = (*problems_with(connection, record, memo), *stays)
    if problems:
        return RowFate(row, Fate.REJECTED, "", None, before, problems, kept)
    if before is None:
        made.after = None
    return made


def _made(
    model: type[Record], row: RowRead, now: Mapping[str, Any], record_id: str, kept: Iterable[str] = ()
) -> Record:
    """The stored values with the row's put in; raises `BadInput`."""
    stay = set(kept)
    values = _aligned(row.values, now)
    merged = {**now, **{n: v for n, v in values.items() if n not in stay}}
    declined = {**now.get("no_answer", {}), **values.get("no_answer", {})}
    merged["no_answer"] = {n: v for n, v in declined.items() if merged.get(n) in (None, [])}
    if record_id:
        merged["id"] = record_id
    return validate(model, merged)


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
    wanted, found = sorted(ids), {}
    rows = table(kind_id)
    for start in range(0, len(wanted), 500):
        batch = rows.c.id.in_(wanted[start : start + 500])
        for stored in records.find(connection, kind_id, batch, withdrawn=True):
            found[stored.record.id] = stored
    return found


def _aligned(values: Mapping[str, Any], now: Mapping[str, Any]) -> dict[str, Any]:
    """Nested rows take the ids of the stored rows that say the same, else of those in their place."""
    made = dict(values)
    for name, rows in values.items():
        if not (isinstance(rows, list) and rows and isinstance(rows[0], dict)):
            continue
        old = list(now.get(name) or [])
        told = []
        for n, row in enumerate(rows):
            same = next((o for o in old if all(same_value(as_json(v), o.get(k)) for k, v in row.items())), None)
            twin = same or (old[0] if n < len(now.get(name) or []) and old else None)
            if twin:
                old.remove(twin)
            told.append({**row, "id": twin["id"] if twin else ""})
        made[name] = told
    return made


def as_json(value: Any) -> Any:
    """A read value as history keeps it."""
    if isinstance(value, list):
        return [as_json(v) for v in value]
    if hasattr(value, "quantize"):
        return f"{value.quantize(type(value)('0.01')):f}"
    return value.isoformat() if hasattr(value, "isoformat") else value


def said_by(row: RowFate) -> dict[str, Any]:
    """What a row said of its record, JSON-ready, to be compared with the office's next file."""
    names = specs(kind(row.kind))
    return {n: as_json(v) for n, v in row.read.values.items() if n in names and not _nested(v)}


def _nested(value: Any) -> bool:
    return isinstance(value, list) and bool(value) and isinstance(value[0], dict)
