"""One tab of a look: rows told apart, merged, written to the store; wishes for the Sheet."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from sqlalchemy import literal, select

from lib.actions.imports.comparing import load
from lib.actions.imports.lookups import read_known
from lib.actions.imports.references import fitting_places
from lib.actions.records.checks import Memo, may_not_change, may_not_go, problems_with, verifiers_own
from lib.actions.records.keys import Finder
from lib.actions.records.verdicts import verdict_after, would_reopen
from lib.actions.records.writing import Pen
from lib.actions.sheets.books import Homes
from lib.actions.sheets.merge import Outcome, RowMerge, troubles_of
from lib.actions.sheets.rows import CellWant, RowWant, Tab, Taken, values_of, written
from lib.domain.errors import BadInput, Problem
from lib.domain.places import province_id_of
from lib.intake.columns import ID, STATE
from lib.intake.grid import is_blank
from lib.intake.identity import Found, Identity, identify
from lib.intake.identity import Known as KnownRow
from lib.intake.table import RowRead, RowState, read_rows
from lib.schema.field import NoAnswer, Sync
from lib.schema.problems import validate
from lib.schema.record import Record, new_id, specs
from lib.store import history, imports, sheet_state
from lib.store.records import Stored
from lib.store.sheet_state import Book, Matter, Row
from lib.store.tables import table
from lib.store.whereabouts import place_of

#: Looked at once more together when they are read.
_READ_TOGETHER = ("latitude", "longitude")
_NEVER = object()
#: A tab that loses more rows than this, and more than this share, at once is not believed.
COLLAPSE_ROWS, COLLAPSE_SHARE = 5, 0.3
#: A column in which so many rows lost all they said at once was deleted, not answered.
COLUMN_ROWS = 3


@dataclass
class TabLook:
    """Everything that one tab's look needs."""

    pen: Pen
    book: Book
    homes: Homes
    whose: str
    tab: Tab
    answers: Mapping[str, Mapping[str, Any]]
    at: datetime
    editor: str
    said: list[tuple[str, str, int, dict[str, Any] | None]] = field(default_factory=list)

    def __post_init__(self) -> None:
        connection, tab = self.pen.connection, self.tab
        self.known = read_known(connection, self.whose)
        self.standing = sheet_state.rows_of(connection, self.book.key, tab.sheet_id)
        self.found = list(tab.rows())
        self.identity = self._identify()
        self._forget_lost_columns()
        self.merger = RowMerge(tab, self.known, tab.plan.province)
        self.memo: Memo = fitting_places(tab.model, self.known)
        self.changed: list[tuple[Stored, Record]] = []
        self.clashing = sheet_state.clashing(connection, self.book.key)
        self.new: list[Record] = []
        self.kept: dict[str, Row] = {}
        self.loose: list[tuple[Found, list[list[str]]]] = []

    def _identify(self) -> Identity:
        """Rows with their records; an id that belongs to nothing here is as good as none."""
        rows = table(self.tab.kind)
        asked = {f.id_text for f in self.found} - set(self.standing) - {""}
        real = {i for i in asked if self.pen.connection.scalar(select(rows.c.id).where(rows.c.id == i)) is not None}
        mine = [
            f if f.id_text in real or f.id_text in self.standing else Found(f.row, "", f.digest, f.raw)
            for f in self.found
        ]
        before = [KnownRow(r.record_id, r.row, r.digest, r.raw) for r in self.standing.values()]
        return identify(before, mine, self.tab.model.about.title)

    def _forget_lost_columns(self) -> None:
        """A column that is gone, or came back empty, is no wish to erase: its values are written anew."""
        there = set(self.identity.ids.values())
        rows = [r for i, r in self.standing.items() if i in there]
        lost = {
            name
            for name in self.tab.columns
            if all(_is_empty(f.raw[name]) for f in self.found)
            and sum(not _is_empty(r.raw.get(name, "")) for r in rows) >= COLUMN_ROWS
        }
        stay = set(self.tab.columns) - lost
        for row in self.standing.values():
            row.raw = {n: v for n, v in row.raw.items() if n in stay}
            row.agreed = {n: v for n, v in row.agreed.items() if n in stay}

    def collapse(self, *, believed: bool) -> dict[str, int] | None:
        """Why the tab is not believed: it lost too many rows at once. None when it is."""
        there = {i for i, row in self.standing.items() if row.row >= 0}
        had, lost = len(there), len(self.identity.gone & there)
        emptied = had >= 2 and lost == had
        if not believed and (emptied or (lost > COLLAPSE_ROWS and lost > COLLAPSE_SHARE * had)):
            return {"had": had, "lost": lost}
        return None

    def take(self, made: Taken, cells: list[imports.Cell]) -> None:
        """Merge every row that changed on either side."""
        connection, tab = self.pen.connection, self.tab
        revisions = self._revisions()
        dirty = [f for f in self.found if self._is_dirty(f, revisions)]
        reads = {
            r.row: r
            for r in read_rows(
                tab.grid,
                tab.plan,
                self.known,
                self.answers,
                only={f.row for f in dirty},
                settled={f.row: self._settled(f) for f in dirty},
            )
        }
        ids = {i for f in dirty if (i := self.identity.ids.get(f.row))}
        stored = load(connection, tab.kind, ids | self.identity.gone)
        self.finder = Finder(connection, tab.kind)
        self.by_name: dict[bytes, int] = {}
        for found in dirty:
            self._row(found, reads.get(found.row), stored, made)
        for record_id in sorted(self.identity.gone):
            self._gone(self.standing[record_id], stored.get(record_id))
        self.pen.add_many(self.new)
        self.pen.change_many(self.changed)
        moved = {
            i: row
            for row, i in self.identity.ids.items()
            if i not in self.kept and i in self.standing and self.standing[i].row != row
        }
        sheet_state.keep_rows(connection, self.book.key, tab.sheet_id, list(self.kept.values()))
        sheet_state.move_rows(connection, self.book.key, tab.sheet_id, moved)
        sheet_state.keep_versions(connection, self.book.key, tab.sheet_id, self.at, self.said)
        self._add_rows(made)
        cells += self._cells()

    def _revisions(self) -> dict[str, int]:
        """Revision of each record that is on the tab."""
        rows = table(self.tab.kind)
        query = select(rows.c.id, rows.c.revision)
        return {row.id: row.revision for row in self.pen.connection.execute(query)}

    def _is_dirty(self, found: Found, revisions: Mapping[str, int]) -> bool:
        record_id = self.identity.ids.get(found.row)
        row = self.standing.get(record_id) if record_id else None
        if row is None or row.digest != found.digest or found.id_text != record_id:
            return True
        return row.revision != revisions.get(row.record_id)

    def _settled(self, found: Found) -> dict[str, Any]:
        """Values of the cells that say what they said when both sides agreed last."""
        record_id = self.identity.ids.get(found.row)
        row = self.standing.get(record_id) if record_id else None
        if row is None:
            return {}
        listed = {t[0] for t in row.troubles}  # what was put right stays listed: read again
        return {
            name: row.agreed[name]
            for name, raw in found.raw.items()
            if name not in _READ_TOGETHER
            and name not in listed
            and name in row.agreed
            and row.agreed[name] is not None
            and not _declined(row.agreed[name])
            and raw == row.raw.get(name, _NEVER)
        }

    # One row

    def _row(self, found: Found, read: RowRead | None, stored: Mapping[str, Stored], made: Taken) -> None:
        if found.row in self.identity.unsure:
            self._waits(found, [_which_row()], made)
            return
        if read is None or read.state is RowState.NOTE:
            read = RowRead(self.tab.grid.tab, self.tab.kind, found.row, RowState.NOTE)
        record_id = self.identity.ids.get(found.row)
        before = stored.get(record_id) if record_id else None
        if record_id is None or before is None:
            if read.state is not RowState.NOTE:
                self._new(found, read, stored, made)
            return
        self._known(found, read, before, made)

    def _new(self, found: Found, read: RowRead, stored: Mapping[str, Stored], made: Taken) -> None:
        """A row without a record: find the one that it means, or make one."""
        troubles = troubles_of(read)
        if read.state is RowState.WAITS:
            self._waits(found, troubles, made)
            return
        read.record_id = ""
        target = self.finder.find(read)
        name = self.finder.name_of(read)
        if isinstance(target, Problem):
            self._waits(found, [*troubles, _as_trouble(target)], made)
            return
        twin = self._row_of(target) if target else self.by_name.get(name, -1) if name else -1
        if twin >= 0:
            self._waits(found, [*troubles, _twice(twin)], made)
            return
        if target:
            self.identity.ids[found.row] = target
            before = load(self.pen.connection, self.tab.kind, {target})[target]
            self._known(found, read, before, made)
            return
        try:
            record = validate(self.tab.model, {**read.values, "id": new_id(self.tab.model.about.prefix)})
            problems = [
                *self._out_of_scope(record),
                *problems_with(self.pen.connection, record, self.memo),
                *verifiers_own(record),
            ]
        except BadInput as error:
            problems = list(error.problems)
        if problems:
            self._waits(found, [*troubles, *map(_as_trouble, problems)], made)
            return
        self.new.append(record)
        self.pen.rows[record.id] = f"{self.tab.grid.tab}!{found.row + 1}"
        self.identity.ids[found.row] = record.id
        if name:
            self.by_name[name] = found.row
        now = values_of(record)
        outcome = self.merger.merged(None, found.raw, read, now, locked=False)
        self._keep(found, record.id, 1, outcome, now, made, note="")

    def _known(self, found: Found, read: RowRead, before: Stored, made: Taken) -> None:
        """A row with its record: merge, and store what only the Sheet changed."""
        record_id = before.record.id
        province = self.pen.where.province(before.record)
        copy = self.homes.is_copy(self.book, province)
        standing = self.standing.get(record_id)
        now = values_of(before.record)
        returns = before.withdrawn and standing is None and self._was_deleted_here(record_id)
        locked = copy or (before.withdrawn and not returns) or read.state is RowState.NOTE
        outcome = self.merger.merged(standing, found.raw, read, now, locked=locked)
        revision = before.revision
        if read.state is RowState.NOTE:
            outcome.pushes, outcome.proposals = {}, {}
            outcome.troubles.append(_too_little())
        elif outcome.takes or returns:
            revision = self._take(found, before, outcome, standing, now)
        note = ""
        if copy:
            note = f"สำเนา แก้ที่ชีต {self.homes.names[self.homes.home_of(province)]}"
        elif before.withdrawn and not returns:
            note = "ถอนออกจากระบบแล้ว"
        self._matters(found, record_id, outcome)
        self._keep(found, record_id, revision, outcome, now, made, note=note)

    def _was_deleted_here(self, record_id: str) -> bool:
        """Whether the record is withdrawn only because its row was deleted on a Sheet."""
        changes = history.of_record(self.pen.connection, self.tab.kind, record_id)
        return bool(changes) and changes[0].source == "sheet" and history.WITHDRAWN in changes[0].fields

    def _take(self, found: Found, before: Stored, outcome: Outcome, standing: Row | None, now: dict[str, Any]) -> int:
        """Store the taken fields; returns the revision. What may not be taken is put aside."""
        values = {
            **{k: v for k, v in now.items() if not _declined(v)},
            "no_answer": {k: v["no"] for k, v in now.items() if _declined(v)},
        }
        for name, value in outcome.takes.items():
            values["no_answer"].pop(name, None)
            values[name] = None if isinstance(value, NoAnswer) else value
            if isinstance(value, NoAnswer):
                values["no_answer"][name] = value
        try:
            after = validate(self.tab.model, values)
            problems = [
                *self._out_of_scope(after),
                *problems_with(self.pen.connection, after, self.memo),
                *may_not_change(self.pen.connection, before.record, after),
                *verifiers_own(after),
            ]
        except BadInput as error:
            problems = list(error.problems)
        if problems:
            self._untake(outcome, standing, now)
            outcome.troubles += [_as_trouble(p) for p in problems]
            return before.revision
        if would_reopen(before, after):
            # No edit on a Sheet moves a verified count: a person at the app decides.
            for name in list(outcome.takes):
                said = " ".join(map(str, _listed(found.raw[name])))
                outcome.proposals[name] = (said, outcome.agreed[name], now.get(name))
                outcome.pushes[name] = self.merger.words(name, now.get(name))
            self._untake(outcome, standing, now)
            return before.revision
        self.pen.rows[after.id] = f"{self.tab.grid.tab}!{found.row + 1}"
        try:
            after = verdict_after(self.pen, before, after)[0]
        except BadInput as error:
            self._untake(outcome, standing, now)
            outcome.troubles += [_as_trouble(p) for p in error.problems]
            return before.revision
        if not (before.withdrawn or history.difference(before.record, after)):
            return before.revision
        self.changed.append((before, after))
        return before.revision + 1

    def _untake(self, outcome: Outcome, standing: Row | None, now: Mapping[str, Any]) -> None:
        for name in outcome.takes:
            outcome.raw.pop(name, None)
            outcome.agreed.pop(name, None)
            if standing is not None and name in standing.raw:
                outcome.raw[name] = standing.raw[name]
                outcome.agreed[name] = standing.agreed.get(name)
        outcome.takes.clear()

    def _matters(self, found: Found, record_id: str, outcome: Outcome) -> None:
        """Note what a person has to settle; close what settled itself."""
        connection, key = self.pen.connection, self.book.key
        for what, several in ((sheet_state.CONFLICT, outcome.clashes), (sheet_state.PROPOSAL, outcome.proposals)):
            for name, (said, theirs, ours) in several.items():
                sheet_state.open_matter(connection, self._matter(record_id, name, what, said, theirs, ours))
        for name in (*outcome.settled, *outcome.takes):
            if (record_id, name) not in self.clashing:
                continue
            sheet_state.close_matters(connection, key, record_id, name, sheet_state.GONE, settled_at=self.at)

    def _matter(self, record_id: str, name: str, what: str, said: str, theirs: Any, ours: Any) -> Matter:
        return Matter(
            new_id("m"),
            self.book.key,
            self.tab.sheet_id,
            self.tab.kind,
            record_id,
            name,
            what,
            said,
            theirs,
            ours,
            self.book.read_at,
            self.at,
            self.editor,
        )

    def _keep(
        self,
        found: Found,
        record_id: str,
        revision: int,
        outcome: Outcome,
        now: Mapping[str, Any],
        made: Taken,
        *,
        note: str,
    ) -> None:
        """Remember the row as agreed, and wish for its cells what the app has to say."""
        tab, before = self.tab, self.standing.get(record_id)
        for name, value in outcome.pushes.items():
            at = tab.column_of(name)
            if at is not None:
                made.cells.append(
                    CellWant(tab.sheet_id, record_id, found.row, at, name, found.raw[name], value, now.get(name))
                )
        marked = self._mark(found, record_id, outcome, note, made)
        if tab.id_column is not None and found.id_text != record_id:
            # An id that was not this row's own is put right as well.
            was = _raw_at(tab, found.row, tab.id_column)
            made.cells.append(CellWant(tab.sheet_id, record_id, found.row, tab.id_column, ID, was, record_id))
            marked = True
        waiting = bool(outcome.pushes) or marked
        row = Row(
            record_id,
            tab.kind,
            found.row,
            found.id_text == record_id,
            0 if waiting else revision,
            outcome.raw,
            outcome.agreed,
            found.digest,
            outcome.troubles,
        )
        self.kept[record_id] = row
        if before is None or before.digest != found.digest:
            self.said.append((tab.kind, record_id, found.row, dict(found.raw)))

    def _mark(self, found: Found, record_id: str, outcome: Outcome, note: str, made: Taken) -> bool:
        """Tell on the row itself how it fares; returns whether something is to be written."""
        at = self.tab.state_column
        if at is None:
            return False
        words = _state_words(self.tab, note, outcome)
        said = self.tab.state_said(found.row)
        if said == words:
            return False
        made.cells.append(CellWant(self.tab.sheet_id, record_id, found.row, at, STATE, said, words))
        return True

    def _waits(self, found: Found, troubles: list[list[str]], made: Taken) -> None:
        """A row that cannot become a record yet: say why, on the quality screen and beside it."""
        self.loose.append((found, troubles))
        self._mark(found, "", Outcome({}, {}, troubles=troubles), "", made)

    def _row_of(self, record_id: str) -> int:
        """Row on this tab that already is a record; -1 when none is."""
        return next((row for row, i in self.identity.ids.items() if i == record_id), -1)

    def _out_of_scope(self, record: Record) -> list[Problem]:
        province = self.pen.where.province(record)
        if not province or self.homes.covers(self.book.scope, province):
            return []
        place = record.about.place
        return [
            Problem(
                "อยู่นอกพื้นที่ของชีตนี้ บันทึกในชีตของจังหวัดนั้น",
                "lies outside of this sheet's area; put it into that province's sheet",
                place,
            )
        ]

    # Rows that are gone, and rows that are not there yet

    def _gone(self, row: Row, stored: Stored | None) -> None:
        """Withdraw a record whose row was deleted, unless more than that row speaks for it."""
        connection, key = self.pen.connection, self.book.key
        if row.row < 0:
            return  # it is on its way back already
        sheet_state.drop_rows(connection, key, self.tab.sheet_id, [row.record_id])
        self.said.append((self.tab.kind, row.record_id, row.row, None))
        if stored is None or stored.withdrawn:
            return
        copy = self.homes.is_copy(self.book, self.pen.where.province(stored.record))
        changed = row.revision not in (0, stored.revision)
        decided = would_reopen(stored, None) or may_not_go(connection, stored.record)
        if copy or changed or decided:
            # It comes back below: the deletion is a proposal.
            back = Row(row.record_id, row.kind, -1, False, 0, {}, {})
            sheet_state.keep_rows(connection, key, self.tab.sheet_id, [back])
            if not copy:
                sheet_state.open_matter(
                    connection, self._matter(row.record_id, "", sheet_state.PROPOSAL, "ลบทั้งแถว", None, None)
                )
            return
        self.pen.withdraw(stored)

    def _add_rows(self, made: Taken) -> None:
        """Wish for rows of records that are not on the tab yet."""
        tab, about = self.tab, self.tab.model.about
        if tab.id_column is None or about.sync is not Sync.BOTH:
            return
        rows = table(tab.kind)
        place = place_of(tab.kind)
        there = set(self.identity.ids.values()) | {r.id for r in self.new}
        waiting = {i for several in self.identity.unsure.values() for i in several}
        query = (
            select(rows.c.id, literal("") if place is None else place)
            .where(rows.c.withdrawn_at.is_(None))
            .order_by(rows.c.created_at, rows.c.id)
        )
        wanted, nowhere = set(), set()
        for record_id, where in self.pen.connection.execute(query):
            if record_id in there or record_id in waiting:
                continue
            province = (province_id_of(where) or "") if isinstance(where, str) else ""
            if self._belongs(province):
                wanted.add(record_id)
            elif not province:
                nowhere.add(record_id)
        wanted |= self._were_here(nowhere)
        stored = load(self.pen.connection, tab.kind, wanted)
        for record_id in sorted(wanted, key=lambda i: (stored[i].created_at, i)):
            made.rows.append(self._row_want(stored[record_id]))

    def _were_here(self, nowhere: set[str]) -> set[str]:
        """What lies in no province belongs where it was written, whatever became of its tab."""
        if not nowhere:
            return set()
        old = table("sheet_version")
        query = select(old.c.record_id).where(old.c.book == self.book.key, old.c.kind == self.tab.kind)
        return nowhere & set(self.pen.connection.scalars(query.distinct()))

    def _belongs(self, province: str) -> bool:
        if not self.homes.covers(self.book.scope, province):
            return False
        return bool(province) or self.homes.home_of("") == self.book.key

    def _row_want(self, stored: Stored) -> RowWant:
        tab, now = self.tab, values_of(stored.record)
        want = RowWant(tab.sheet_id, tab.kind, stored.record.id, stored.revision, {})
        want.cells[tab.id_column or 0] = stored.record.id
        for name in tab.columns:
            at, value = tab.column_of(name), self.merger.words(name, now.get(name))
            if at is not None:
                want.cells[at] = value
                want.raw[name], want.agreed[name] = value, now.get(name)
        if tab.state_column is not None:
            province = self.pen.where.province(stored.record)
            copy = self.homes.is_copy(self.book, province)
            home = self.homes.names.get(self.homes.home_of(province), "")
            note = f"สำเนา แก้ที่ชีต {home}" if copy else ""
            want.cells[tab.state_column] = _state_words(tab, note, Outcome({}, {}))
        return want

    def _cells(self) -> list[imports.Cell]:
        """Every cell of the tab that is not used as it stands, with its address now."""
        at = {i: row for row, i in self.identity.ids.items()}
        found = []
        for record_id, row in {**self.standing, **self.kept}.items():
            if record_id in at:
                found += [self._cell(at[record_id], record_id, t) for t in row.troubles]
        for loose, troubles in self.loose:
            found += [self._cell(loose.row, "", t) for t in troubles]
        return found

    def _cell(self, row: int, record_id: str, trouble: list[str]) -> imports.Cell:
        name, verdict, said, *words = trouble
        columns = self.tab.columns.get(name, ())
        first = columns[0].index if columns else 0
        return imports.Cell(self.tab.grid.tab, row, first, self.tab.kind, name, record_id, verdict, said, *words)


def _raw_at(tab: Tab, row: int, column: int) -> Any:
    return written(tab.grid.at(row, column))


def _declined(value: Any) -> bool:
    return isinstance(value, dict) and set(value) == {"no"}


def _is_empty(raw: Any) -> bool:
    return all(map(is_blank, _listed(raw)))


def _listed(raw: Any) -> list[Any]:
    return raw if isinstance(raw, list) else [raw]


def _state_words(tab: Tab, note: str, outcome: Outcome) -> str:
    """What the app's own column says beside a row."""
    bad = [t for t in outcome.troubles if t[1] in ("question", "rejected")]
    names = specs(tab.model)
    if bad:
        named = dict.fromkeys(names[t[0]].th if t[0] in names else "" for t in bad)
        fields = ", ".join(n for n in named if n)
        return f"✗ {fields}: {bad[0][3]}"[:300] if fields else f"✗ {bad[0][3]}"[:300]
    if outcome.clashes:
        return "รอเลือกค่า: " + ", ".join(names[n].th for n in outcome.clashes)
    return note or "✓"


def _as_trouble(problem: Problem) -> list[str]:
    return [problem.field or "", "rejected", "", problem.th, problem.en, "", ""]


def _twice(row: int) -> list[str]:
    return [
        "",
        "rejected",
        "",
        f"รายการเดียวกับแถว {row + 1}",
        f"The same record as row {row + 1}",
        "แก้ชื่อถ้าเป็นคนละรายการ หรือลบแถวนี้",
        "change its name if it is another one, or delete the row",
    ]


def _which_row() -> list[str]:
    return [
        "",
        "question",
        "",
        "รหัสของแถวถูกลบ และมีหลายรายการที่คล้ายแถวนี้",
        "The row's id was deleted, and several records look like this row",
        "เลิกทำ (Undo) ในชีต หรือกรอกช่องที่ใช้แยกรายการให้ครบ",
        "undo it in the sheet, or fill in what tells them apart",
    ]


def _too_little() -> list[str]:
    return [
        "",
        "rejected",
        "",
        "แถวนี้เหลือข้อมูลไม่พอ ระบบยังใช้ค่าเดิมทั้งแถว",
        "Too little is left in this row; its last values stay in use",
        "ลบทั้งแถวถ้าเลิกใช้รายการนี้",
        "delete the whole row if the record is to go",
    ]
