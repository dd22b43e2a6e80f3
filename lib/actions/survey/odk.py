"""Take in submissions from KoboCollect and ODK: look first, then keep those that are new and right.

One that was taken in before and edited on its server since brings its edits; what was edited in the
app meanwhile stays, and both are told.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from sqlalchemy import Connection, and_, select

from lib.access.actors import Actor, require_write
from lib.actions.records.checks import may_not_change, problems_with, same_value
from lib.actions.records.keys import key_digest, key_of
from lib.actions.records.saving import only_what_people_may_set
from lib.actions.records.writing import writing
from lib.domain.errors import BadInput, Problem
from lib.intake.odk import Submission, read_submissions
from lib.intake.typed import read_typed
from lib.schema.field import Spec
from lib.schema.history_words import Verb
from lib.schema.problems import validate
from lib.schema.record import Record, plain, specs, stable_id
from lib.schema.registry import kind
from lib.store import facts, history
from lib.store.opening import Store
from lib.store.records import Stored, find, get
from lib.store.tables import table

#: How the note of an import from a phone begins, so that the next one finds what it brought.
_NOTE = "ODK "


class SubmissionFate(StrEnum):
    """What becomes of one submission."""

    NEW = "new"
    #: Taken in before, and it says the same.
    SAME = "same"
    #: Taken in before, and edited or completed since.
    CHANGED = "changed"
    WRONG = "wrong"


@dataclass(frozen=True)
class Outcome:
    """One submission's fate, why, and the record it would be kept as."""

    where: str
    fate: SubmissionFate
    problems: tuple[Problem, ...] = ()
    record: Record | None = None
    #: With `Fate.CHANGED`: the record as it stands.
    before: Stored | None = None
    #: What the history notes as its row: its number on the server it came from.
    row: str = ""


@dataclass(frozen=True)
class Looked:
    """A file looked through; nothing was written."""

    outcomes: tuple[Outcome, ...]
    strange: tuple[str, ...]
    mapped: dict[str, str]
    #: Lists that the file has no tab for.
    missing: tuple[Spec, ...] = ()

    def count(self, fate: str) -> int:
        """Submissions with a fate."""
        return sum(o.fate == fate for o in self.outcomes)


def look_through(
    store: Store,
    actor: Actor,
    kind_id: str,
    name: str,
    content: bytes,
    preset: Mapping[str, Any] | None = None,
    mapping: Mapping[str, str] | None = None,
) -> Looked:
    """What a file would bring. `preset`: answers the form gave beforehand (tambon, round).

    Raises `BadInput` for a file that holds no submission of the kind.
    """
    require_write(actor, kind_id)
    batch = read_submissions(kind(kind_id), name, content, mapping)
    with store.database.reading() as connection:
        look = _Look(connection, kind_id, preset or {})
        outcomes = tuple(look.outcome(s) for s in batch.submissions)
    return Looked(outcomes, batch.strange, batch.mapped, batch.missing)


def take_in(
    store: Store,
    actor: Actor,
    kind_id: str,
    name: str,
    content: bytes,
    preset: Mapping[str, Any] | None = None,
    mapping: Mapping[str, str] | None = None,
) -> Looked:
    """Keep every new and right submission, and what was edited, in one change-set; what became of each."""
    looked = look_through(store, actor, kind_id, name, content, preset, mapping)
    new = [o.record for o in looked.outcomes if o.fate is SubmissionFate.NEW and o.record is not None]
    changed = [
        (o.before, o.record) for o in looked.outcomes if o.fate is SubmissionFate.CHANGED and o.before and o.record
    ]
    with writing(store, actor, Verb.IMPORT, f"{_NOTE}{name}"[:200]) as pen:
        pen.rows |= {o.record.id: o.row for o in looked.outcomes if o.record is not None and o.row}
        pen.add_many(new)
        pen.change_many([(pen.stored(kind_id, after.id), after) for _, after in changed])
    return looked


class _Look:
    """Looks at the submissions of one file one after another."""

    def __init__(self, connection: Connection, kind_id: str, preset: Mapping[str, object]) -> None:
        self.connection, self.model, self.preset = connection, kind(kind_id), preset
        self.keys: set[tuple[object, ...]] = set()
        self.ids: set[str] = set()

    def outcome(self, told: Submission) -> Outcome:
        """What becomes of a submission."""
        ids = [stable_id(self.model.about.prefix, self.model.about.id, name) for name in told.names]
        if self.ids & set(ids):
            return Outcome(told.where, SubmissionFate.SAME, (_TWICE,))
        self.ids |= set(ids)
        if told.problems:
            return Outcome(told.where, SubmissionFate.WRONG, told.problems)
        before = next((s for i in ids if (s := get(self.connection, self.model.about.id, i)) is not None), None)
        try:
            values = read_typed(self.model, {**told.typed, **self.preset})
            only_what_people_may_set(self.model, values)
            if ids:
                values["id"] = before.record.id if before else ids[0]
            record = validate(self.model, values)
            if before is not None:
                return self._again(told, before, record)
            if (earlier := self._by_number(told, record)) is not None:
                return self._again(told, earlier, record.model_copy(update={"id": earlier.record.id}))
        except BadInput as error:
            return Outcome(told.where, SubmissionFate.WRONG, error.problems)
        return self._new(told, record)

    def _by_number(self, told: Submission, record: Record) -> Stored | None:
        """The same household's form that came with this number from its server.

        Exports without a root uuid name an edited submission by nothing else, and a number alone is
        unique on its own server only.
        """
        for standing in _standing(self.connection, record) if told.number else ():
            changes = history.of_record(self.connection, record.about.id, standing.record.id)
            if any((c.fields.get(history.ROW) or (None, ""))[1] == _row(told) for c in changes):
                return standing
        return None

    def _new(self, told: Submission, record: Record) -> Outcome:
        problems = problems_with(self.connection, record)
        key = key_of(record)
        if _erased(self.connection, record.about.id, record):
            problems.append(_GONE)
        elif any(key) and (key in self.keys or _standing(self.connection, record)):
            problems.append(_ANOTHER)
        if problems:
            return Outcome(told.where, SubmissionFate.WRONG, tuple(problems))
        self.keys.add(key)
        return Outcome(told.where, SubmissionFate.NEW, (), record, row=_row(told))

    def _again(self, told: Submission, before: Stored, sent: Record) -> Outcome:
        """Three versions: as it was taken in last, as it stands here, as it is sent now."""
        now, mine = plain(before.record), plain(sent)
        taken = self._as_taken_in(before, now)
        asked = {name for name in told.answered if told.edited or not _empty(mine.get(name))}
        edits = {n: mine.get(n) for n in asked if not _same_answer(mine.get(n), taken.get(n))}
        kept = {
            n for n in edits if not _same_answer(now.get(n), taken.get(n)) and not _same_answer(now.get(n), mine.get(n))
        }
        told_of = tuple(_kept(self.model, name) for name in sorted(kept))
        edits = {n: v for n, v in edits.items() if n not in kept and not _same_answer(v, now.get(n))}
        if not edits:
            return Outcome(told.where, SubmissionFate.SAME, told_of)
        declined = {k: v for k, v in now["no_answer"].items() if k not in edits}
        declined |= {k: v for k, v in mine["no_answer"].items() if k in edits}
        after = validate(self.model, {**now, **edits, "no_answer": declined})
        problems = [*may_not_change(self.connection, before.record, after), *problems_with(self.connection, after)]
        if before.withdrawn:
            problems.append(_WITHDRAWN)
        if problems:
            return Outcome(told.where, SubmissionFate.WRONG, tuple(problems))
        return Outcome(told.where, SubmissionFate.CHANGED, told_of, after, before, row=_row(told))

    def _as_taken_in(self, before: Stored, now: dict[str, object]) -> dict[str, object]:
        changes = history.of_record(self.connection, before.record.about.id, before.record.id)
        last = max((c.revision for c in changes if c.note.startswith(_NOTE)), default=1)
        return history.values_at(now, changes, last)


def _row(told: Submission) -> str:
    return f"_id {told.number}" if told.number else ""


def _same_answer(one: object, other: object) -> bool:
    """Equal but for the ids that rows of a list were given here."""
    return same_value(_without_ids(one), _without_ids(other))


def _without_ids(value: object) -> object:
    if isinstance(value, list):
        return [_without_ids(v) for v in value]
    return {k: v for k, v in value.items() if k != "id"} if isinstance(value, dict) else value


def _empty(value: object) -> bool:
    return value in (None, "", [], {})


def _kept(model: type[Record], name: str) -> Problem:
    spec = specs(model)[name]
    return Problem(
        f"{spec.th} แก้ในระบบไว้แล้ว ต่างจากที่ส่งมา จึงใช้ค่าในระบบ",
        f"{spec.en} was edited in the app and differs from what was sent; the app's value stays",
        name,
    )


_TWICE = Problem("เป็นชุดเดียวกับที่อยู่ก่อนหน้าในแฟ้มนี้", "It is the same submission as an earlier row of this file")
_GONE = Problem(
    "รายการนี้เคยถูกลบตามสิทธิเจ้าของข้อมูล จึงไม่นำกลับมา", "It was erased at the person's wish and is not brought back"
)
_ANOTHER = Problem(
    "มีแบบของรหัสนี้ในรอบนี้แล้ว ตรวจว่าเป็นคนละหลังหรือกรอกซ้ำ",
    "This code has a form in this round already; another household, or twice?",
)
_WITHDRAWN = Problem("รายการนี้ถูกถอนแล้ว คืนค่าก่อนจึงนำการแก้ไขเข้าได้", "It was withdrawn; bring it back before its edits")


def _erased(connection: Connection, kind_id: str, record: Record) -> bool:
    rows = table("erasure")
    digests = [key_digest(kind_id, key_of(record), secret) for secret in facts.secrets_of(connection)]
    named = (rows.c.record_id == record.id) | rows.c.key_digest.in_(digests)
    return connection.scalar(select(rows.c.id).where(rows.c.kind == kind_id, named)) is not None


def _standing(connection: Connection, record: Record) -> list[Stored]:
    """Records that stand with the same key."""
    rows = table(record.about.id)
    same = [rows.c[name] == getattr(record, name) for name in record.about.key]
    return find(connection, record.about.id, and_(rows.c.withdrawn_at.is_(None), *same)) if same else []
