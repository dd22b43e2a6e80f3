"""The common path of every action: one transaction, one change-set, versions raised."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import Connection

from lib.access.actors import Actor, require_verdict
from lib.actions.records.checks import frozen, may_not_change, may_not_go
from lib.actions.survey.rules import settle, takes_consent_back
from lib.domain.errors import NotFound, Problem, bad_input
from lib.domain.ladders import Status
from lib.domain.thai_date import bangkok_today
from lib.schema.household import HouseholdHealth, HouseholdSurvey
from lib.schema.ladders import LadderStep
from lib.schema.record import Record, shape, specs
from lib.schema.registry import KINDS
from lib.schema.tambon_change import Assessment
from lib.store import erasures, history, records, versions
from lib.store.opening import Store
from lib.store.tables import table
from lib.store.whereabouts import Whereabouts


@dataclass
class Pen:
    """What an action holds while it writes."""

    connection: Connection
    actor: Actor
    touched: list[tuple[str, str]] = field(default_factory=list)
    #: With imports: record id → the row of the file that it came from.
    rows: dict[str, str] = field(default_factory=dict)
    #: Number of the change-set, once it was written.
    number: int = 0
    changes: list[tuple[str, str, int, dict[str, tuple[Any, Any]]]] = field(default_factory=list)
    where: Whereabouts = field(init=False)

    def __post_init__(self) -> None:
        self.where = Whereabouts(self.connection)

    def stored(self, kind_id: str, record_id: str) -> records.Stored:
        """The record to change, locked; raises `NotFound`."""
        found = records.get(self.connection, kind_id, record_id, for_update=True)
        if found is None:
            raise NotFound(Problem(f"ไม่พบรายการ {record_id}", f"There is no record {record_id}"))
        return found

    def add(self, record: Record) -> int:
        """Write a new record; returns its revision."""
        self._allowed(None, record)
        records.insert_new(self.connection, [record], records.OWN)
        self._note(record, 1, history.difference(None, record))
        return 1

    def add_many(self, new: Sequence[Record]) -> None:
        """Write many new records, whatever their kinds."""
        by_kind: dict[str, list[Record]] = {}
        for record in new:
            self._allowed(None, record)
            by_kind.setdefault(record.about.id, []).append(record)
        for batch in by_kind.values():
            records.insert_new(self.connection, batch, records.OWN)
        for record in new:
            self._note(record, 1, history.difference(None, record))

    def change(self, before: records.Stored, after: Record) -> int:
        """Write the next revision of a record; returns it (the old one when nothing changed)."""
        self._allowed(before.record, after)
        if takes_consent_back(before.record, after):
            return self._take_consent_back(before)
        fields = history.difference(before.record, after)
        if before.withdrawn:
            fields[history.WITHDRAWN] = (True, False)
        if not fields:
            return before.revision
        records.replace(self.connection, after, before.revision + 1)
        self._note(after, before.revision + 1, fields)
        self.touched.append((after.about.id, self.where.province(before.record)))
        return before.revision + 1

    def change_many(self, changed: Sequence[tuple[records.Stored, Record]]) -> None:
        """Write the next revision of many records of one kind; what did not change stays as it is."""
        written: list[tuple[Record, int]] = []
        for before, after in changed:
            if takes_consent_back(before.record, after):
                self.change(before, after)
                continue
            self._allowed(before.record, after)
            fields = history.difference(before.record, after)
            if before.withdrawn:
                fields[history.WITHDRAWN] = (True, False)
            if fields:
                written.append((after, before.revision + 1))
                self._note(after, before.revision + 1, fields)
                self.touched.append((after.about.id, self.where.province(before.record)))
        records.replace_many(self.connection, written)

    def withdraw(self, before: records.Stored) -> int:
        """Take a record out of every count; it can be brought back.

        Other parts of the same whole stop pointing at it: an activity serves what is still there.
        """
        bad_input(may_not_go(self.connection, before.record))
        if isinstance(before.record, LadderStep) and before.record.status == Status.VERIFIED:
            require_verdict(self.actor, before.record.about.id)
        if isinstance(before.record, Assessment) and before.record.view == "verifier":
            require_verdict(self.actor, before.record.about.id)
        if before.record.about.within:
            self._let_go(before.record)
        records.replace(self.connection, before.record, before.revision + 1, withdrawn=True)
        self._note(before.record, before.revision + 1, {history.WITHDRAWN: (False, True)})
        return before.revision + 1

    def _let_go(self, gone: Record) -> None:
        about = gone.about
        whole = getattr(gone, about.within)
        for kind_id, model in KINDS.items():
            if model.about.within != about.within:
                continue
            pointing = [n for n, s in specs(model).items() if s.refers_to == about.id]
            rows = table(kind_id)
            mine = rows.c[model.about.within] == whole
            for stored in records.find(self.connection, kind_id, mine) if pointing else ():
                now = {n: getattr(stored.record, n) for n in pointing}
                left = {n: _without(v, gone.id) for n, v in now.items()}
                if left == now:
                    continue
                if any(left[n] is None and shape(model, n).required for n in left):
                    self.withdraw(stored)  # a follow-up of nothing says nothing
                else:
                    self.change(stored, stored.record.model_copy(update=left))

    def _allowed(self, before: Record | None, after: Record) -> None:
        """What holds whoever writes by whichever way; fills in what the app says of a form."""
        kept = may_not_change(self.connection, before, after) if before else []
        bad_input(kept or frozen(self.connection, after))
        for one in (before, after):
            if isinstance(one, Assessment) and one.view == "verifier":
                require_verdict(self.actor, one.about.id)
        settle(self.connection, before, after)

    def _take_consent_back(self, before: records.Stored) -> int:
        """The answers go; that it was asked, consented and withdrew, and when, stays."""
        form = before.record
        assert isinstance(form, (HouseholdSurvey, HouseholdHealth))
        today = bangkok_today()
        records.replace(self.connection, form.without_answers(today), before.revision + 1, withdrawn=before.withdrawn)
        told = {"actor_label": self.actor.label, "reason": "consent withdrawn"}
        erasures.take_answers_back(self.connection, form.about.id, form.id, told)
        self._note(form, before.revision + 1, {"consent": ("yes", "no")})
        return before.revision + 1

    def note_erased(self, before: records.Stored) -> None:
        """Note that a record's content is gone, without saying what it was."""
        self._note(before.record, before.revision + 1, {history.ERASED: (False, True)})

    def open(self, actor: Actor, action: str, note: str = "") -> int:
        """Number of this transaction's change-set, opened now because somebody has to know it."""
        if not self.number:
            who = history.Writer(actor.id, actor.label, actor.source)
            self.number = history.open_change_set(self.connection, who, action, note)
        return self.number

    def _note(self, record: Record, revision: int, fields: dict[str, tuple[Any, Any]]) -> None:
        if record.id in self.rows:
            fields = {**fields, history.ROW: (None, self.rows[record.id])}
        self.changes.append((record.about.id, record.id, revision, fields))
        self.touched.append((record.about.id, self.where.province(record)))


def _without(value: Any, gone: str) -> Any:
    if isinstance(value, list):
        return [v for v in value if v != gone]
    return None if value == gone else value


@contextmanager
def writing(store: Store, actor: Actor, action: str, note: str = "") -> Iterator[Pen]:
    """One transaction with one change-set. Nothing written means no change-set either."""
    with store.database.writing() as connection:
        pen = Pen(connection, actor)
        yield pen
        if pen.changes:
            history.note_changes(connection, pen.open(actor, action, note), pen.changes)
            versions.bump(connection, pen.touched)
