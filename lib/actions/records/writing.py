"""The common path of every action: one transaction, one change-set, versions raised."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import Connection

from lib.access.actors import Actor, require_verdict
from lib.access.policy import Act
from lib.access.reach import Reach
from lib.actions.records.checks import closed, left_without_consent, may_not_change, may_not_go, settled, verifiers_own
from lib.actions.records.proofs import shaken, toppled
from lib.actions.rulebook import rules_of
from lib.domain.errors import NotFound, Problem, bad_input
from lib.schema.history_words import Verb
from lib.schema.record import Record, shape, specs
from lib.schema.registry import KINDS
from lib.schema.verdict import UNVERIFIED, Verifiable
from lib.store import containment, erasures, history, records, sent_answers, versions
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
    reach: Reach = field(init=False)

    def __post_init__(self) -> None:
        self.where = Whereabouts(self.connection)
        self.reach = Reach(self.connection, self.actor, self.where)

    def stored(self, kind_id: str, record_id: str) -> records.Stored:
        """The record to change, locked; raises `NotFound`."""
        found = records.get(self.connection, kind_id, record_id, for_update=True)
        if found is None:
            raise NotFound(Problem(f"ไม่พบรายการ {record_id}", f"There is no record {record_id}"))
        return found

    def add(self, record: Record) -> int:
        """Write a new record; returns its revision."""
        self.add_many([record])
        return 1

    def add_many(self, new: Sequence[Record]) -> None:
        """Write many new records, whatever their kinds."""
        by_kind: dict[str, list[Record]] = {}
        for record in new:
            self.where.expect(record)
        for record in new:
            self.require(Act.WRITE, record, new=True)
        kept = [self._allowed(None, record) for record in new]
        toppled = [pair for record in kept for pair in self._topples(None, record)]
        for record in kept:
            by_kind.setdefault(record.about.id, []).append(record)
        for batch in by_kind.values():
            records.insert_new(self.connection, batch, records.OWN)
        for record in kept:
            self._note(record, 1, history.difference(None, record))
            self._follow(None, record)
        self._reopen(toppled)

    def change(self, before: records.Stored, after: Record) -> int:
        """Write the next revision of a record; returns it (the old one when nothing changed).

        The right is asked for where it lies and where it will lie.
        """
        self._require_both(before.record, after)
        return self.follow(before, after)

    def follow(self, before: records.Stored, after: Record) -> int:
        """The same for what only follows from something the actor may do: no right of its own is asked for."""
        after = self._allowed(before.record, after)
        left = left_without_consent(before.record, after)
        if left is not None:
            return self._take_consent_back(before, left)
        fields = self._changed(before, after)
        if not fields:
            return before.revision
        toppled = self._topples(None if before.withdrawn else before.record, after)
        records.replace(self.connection, after, before.revision + 1)
        self._note_change(before, after, fields)
        self._reopen(toppled)
        return before.revision + 1

    def change_many(self, changed: Sequence[tuple[records.Stored, Record]]) -> None:
        """Write the next revision of many records of one kind; what did not change stays as it is."""
        written: list[tuple[records.Stored, Record, dict[str, tuple[Any, Any]]]] = []
        toppled: list[tuple[str, str]] = []
        for before, wanted in changed:
            self._require_both(before.record, wanted)
            after = self._allowed(before.record, wanted)
            left = left_without_consent(before.record, after)
            if left is not None:
                self._take_consent_back(before, left)
            elif fields := self._changed(before, after):
                written.append((before, after, fields))
                toppled += self._topples(None if before.withdrawn else before.record, after)
        records.replace_many(self.connection, [(after, before.revision + 1) for before, after, _ in written])
        for before, after, fields in written:
            self._note_change(before, after, fields)
        self._reopen(toppled)

    def withdraw(self, before: records.Stored) -> int:
        """Take a record out of every count; it can be brought back.

        A verdict that rested on it falls, what goes with it is withdrawn as well, and other parts
        of the same whole stop pointing at it: an activity serves what is still there.
        """
        self.reach.require_taking_away(before.record)
        return self._withdraw(before)

    def _withdraw(self, before: records.Stored) -> int:
        record = before.record
        bad_input(may_not_go(self.connection, record))
        if verifiers_own(record) or (isinstance(record, Verifiable) and record.is_verified):
            require_verdict(self.actor, record.about.id, self.reach.spot(record), self.where.contains)
        self.reopen_what_it_proved(record, None)
        toppled = self._topples(record, None)
        for kind_id, record_id in [pair for rules in rules_of(record) for pair in rules.goes_with(record)]:
            also = records.get(self.connection, kind_id, record_id, for_update=True)
            if also is not None and not also.withdrawn:
                self._withdraw(also)
        if record.about.within:
            self._let_go(record)
        records.replace(self.connection, record, before.revision + 1, withdrawn=True)
        self._note(record, before.revision + 1, {history.WITHDRAWN: (False, True)})
        self._reopen(toppled)
        return before.revision + 1

    def require(self, act: Act, record: Record, *, new: bool = False) -> None:
        """Raise `NotAllowed` with the reason unless the actor may do something to a record, where it lies."""
        self.reach.require(act, record, new=new)

    def _require_both(self, before: Record, after: Record) -> None:
        self.require(Act.WRITE, before)
        if not self.actor.rights.everywhere(Act.WRITE, after.about.id):
            self.require(Act.WRITE, after)

    def reopen_what_it_proved(self, before: Record, after: Record | None) -> bool:
        """Take a verdict back when what it rested on is altered (None: withdrawn); whether one was.

        Raises `BadInput` for an edit that moves a proof to another record.
        """
        proved = shaken(before, after)
        stored = records.get(self.connection, *proved, for_update=True) if proved else None
        if stored is None or stored.withdrawn:
            return False
        if not isinstance(stored.record, Verifiable) or not stored.record.is_verified:
            return False
        self.follow(stored, stored.record.model_copy(update=UNVERIFIED))
        return True

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
                    self._withdraw(stored)  # a follow-up of nothing says nothing
                else:
                    self.follow(stored, stored.record.model_copy(update=left))

    def _allowed(self, before: Record | None, after: Record) -> Record:
        """The record as it is kept, by what holds whoever writes by whichever way; raises `BadInput`."""
        kept = may_not_change(self.connection, before, after) if before else []
        bad_input(kept or closed(self.connection, after))
        if any(verifiers_own(one) for one in (before, after) if one is not None):
            require_verdict(self.actor, after.about.id, self.reach.spot(after), self.where.contains)
        return settled(self.connection, before, after)

    def _follow(self, before: Record | None, after: Record) -> None:
        for rules in rules_of(after):
            rules.follow(self.connection, before, after)

    def _topples(self, before: Record | None, after: Record | None) -> list[tuple[str, str]]:
        return toppled(self.connection, before, after)

    def _reopen(self, toppled: Sequence[tuple[str, str]]) -> None:
        """Verdicts fall whose record lost something it asks for."""
        for kind_id, record_id in dict.fromkeys(toppled):
            stored = records.get(self.connection, kind_id, record_id, for_update=True)
            if stored is not None and isinstance(stored.record, Verifiable) and stored.record.is_verified:
                self.follow(stored, stored.record.model_copy(update=UNVERIFIED))

    def _changed(self, before: records.Stored, after: Record) -> dict[str, tuple[Any, Any]]:
        fields = history.difference(before.record, after)
        if before.withdrawn:
            fields[history.WITHDRAWN] = (True, False)
        return fields

    def _note_change(self, before: records.Stored, after: Record, fields: dict[str, tuple[Any, Any]]) -> None:
        self._note(after, before.revision + 1, fields)
        self.touched.append((after.about.id, self.where.province(before.record)))
        self._follow(before.record, after)

    def _take_consent_back(self, before: records.Stored, left: Record) -> int:
        """The answers go; that it was asked, consented and withdrew, and when, stays."""
        about = left.about
        records.replace(self.connection, left, before.revision + 1, withdrawn=before.withdrawn)
        by = {"actor_label": self.actor.label, "reason": "consent withdrawn"}
        erasures.take_answers_back(self.connection, about.id, left.id, by)
        self._note(before.record, before.revision + 1, {"consent": ("yes", "no")})
        return before.revision + 1

    def step(self, before: records.Stored, fields: dict[str, tuple[object, object]]) -> None:
        """Write the next revision of a record that says the same as before: something beside it changed."""
        self.require(Act.WRITE, before.record)
        records.replace(self.connection, before.record, before.revision + 1, withdrawn=before.withdrawn)
        self._note(before.record, before.revision + 1, dict(fields))

    def note_erased(self, before: records.Stored) -> None:
        """Note that a record's content is gone, without saying what it was."""
        self._note(before.record, before.revision + 1, {history.ERASED: (False, True)})

    def note(self, record: Record, revision: int, fields: dict[str, tuple[object, object]]) -> None:
        """Note what was done to a record that is not written through this pen."""
        self._note(record, revision, fields)

    def open(self, actor: Actor, verb: Verb, note: str = "") -> int:
        """Number of this transaction's change-set, opened now because somebody has to know it."""
        if not self.number:
            who = history.Writer(actor.id, actor.label, actor.source, actor.invitation)
            self.number = history.open_change_set(self.connection, who, verb, note)
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
def writing(store: Store, actor: Actor, verb: Verb, note: str = "") -> Iterator[Pen]:
    """One transaction with one change-set. Nothing written means no change-set either.

    Raises `AlreadySent` when what the actor is sending was written before.
    """
    with store.database.writing() as connection:
        pen = Pen(connection, actor)
        if actor.sending:
            sent_answers.begin(connection, actor.id, actor.sending)
        yield pen
        if pen.changes:
            history.note_changes(connection, pen.open(actor, verb, note), pen.changes)
            if areas := [record_id for kind_id, record_id, _, _ in pen.changes if kind_id == "area"]:
                containment.follow(connection, areas)
            versions.bump(connection, pen.touched)
        if actor.sending and pen.number:
            sent_answers.note_change_set(connection, actor.id, actor.sending, pen.number)
