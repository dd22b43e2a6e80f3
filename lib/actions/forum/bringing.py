"""A forum's file into this store: looked at first, then taken in as one transaction that can be undone.

Each record is held against what both stores had in common: what only the other side changed is taken, what
only this side changed stays, and what both changed differently is a question whose answer until then is "ours".
The other side's change-sets are written again in their order, with their own people, moments and acts; so a
version that was certified there has its number here. Taking the same file in a second time writes nothing.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Final

from sqlalchemy import Connection

from lib.access.actors import Actor, require
from lib.access.policy import Act
from lib.access.reach import Reach
from lib.actions.forum.packing import LATEST, as_told, whose
from lib.actions.records.writing import Pen
from lib.domain.errors import BadInput, Problem, ThunError
from lib.domain.travel import WITHDRAWN, FieldFate, RecordFate, field_fates
from lib.schema.history_words import Verb, Way
from lib.schema.problems import validate
from lib.schema.record import Record, plain
from lib.schema.registry import kind
from lib.store import erasures, facts, history, imports, records, versions
from lib.store.imports import APPLIED
from lib.store.opening import Store
from lib.store.records import Stored
from lib.store.travel_file import TravelFile, TravelRecord, TravelSet, from_bytes, is_sealed, moment

#: Fields that hold the number of a change-set: it is another one in each store.
_NUMBERS: Final = {"canvas": "certified_version", "forum_ballot": "canvas_version"}
_SETS: Final = "sets"


@dataclass(frozen=True)
class Brought:
    """One record of the file. `clashes`: field → (theirs, ours) of what both changed differently."""

    told: TravelRecord
    fate: RecordFate
    taken: tuple[str, ...] = ()
    clashes: Mapping[str, tuple[Any, Any]] = field(default_factory=dict)
    problem: Problem | None = None


@dataclass(frozen=True)
class BringPreview:
    """What taking a file in would do now."""

    file: TravelFile
    found: tuple[Brought, ...]

    @property
    def counts(self) -> Counter[RecordFate]:
        """How many records have which fate."""
        return Counter(one.fate for one in self.found)

    @property
    def questions(self) -> list[tuple[Brought, str]]:
        """What both sides changed differently: record and field."""
        return [(one, name) for one in self.found for name in one.clashes]

    @property
    def writes(self) -> bool:
        """Whether anything would be written."""
        return any(one.fate in (RecordFate.ADDED, RecordFate.MERGED, RecordFate.WITHDRAWN) for one in self.found)


#: (record, field) whose question is answered with the other side's value; the others stay ours.
Theirs = frozenset[tuple[str, str]]
NOTHING: Final[Theirs] = frozenset()


def needs_passphrase(content: bytes) -> bool:
    """Whether a file names people and is sealed."""
    return is_sealed(content)


def preview(store: Store, actor: Actor, content: bytes, passphrase: str = "") -> BringPreview:
    """What a file would do. Nothing is written. Raises `BadInput`, `NotAllowed`."""
    file = from_bytes(content, passphrase)
    with store.database.reading() as connection:
        _require_other(connection, file)
        return _look(connection, actor, file, NOTHING)


def bring(store: Store, actor: Actor, content: bytes, passphrase: str = "", theirs: Theirs = NOTHING) -> str:
    """Take a file in; returns the id of the import that can be undone, '' when nothing was to be written."""
    require(actor, Act.WRITE, "forum")
    file = from_bytes(content, passphrase)
    with store.database.writing() as connection:
        _require_other(connection, file)
        seen = _look(connection, actor, file, theirs)
        if not seen.writes:
            _remember(connection, seen)
            return ""
        numbers = _replay(connection, actor, seen, _known_sets(connection, file))
        numbers.written += _finish(connection, actor, seen, numbers)
        _remember(connection, seen)
        # The file itself is not kept: it may name people, and holds nothing that is not in the records now.
        told = f"{file.note.name}.forum"
        job_id = imports.add(connection, whose(file.note.store), told, b"", (actor.id, actor.label), [])
        job = imports.get(connection, job_id)
        assert job is not None
        imports.note(
            connection,
            job,
            state=APPLIED,
            applied_at=job.created_at,
            change_sets=sorted(numbers.written),
            counts={fate.value: count for fate, count in seen.counts.items()},
            answers={_SETS: {str(number): ours for number, ours in numbers.map.items()}, LATEST: file.note.latest},
        )
        return job_id


@dataclass
class _Numbers:
    """The other side's change-sets → ours, and those that were written now."""

    map: dict[int, int]
    #: Ours for whatever the other side has from before it took the forum in; 0: it was never here.
    floor: int
    written: list[int] = field(default_factory=list)
    touched: list[tuple[str, str]] = field(default_factory=list)

    def ours(self, number: int) -> int:
        """Our number of one of theirs: the newest that was written no later."""
        earlier = [n for n in self.map if n <= number]
        return self.map[max(earlier)] if earlier else self.floor


def _look(connection: Connection, actor: Actor, file: TravelFile, theirs: Theirs) -> BringPreview:
    office, reach = whose(file.note.store), Reach(connection, actor)
    said: dict[str, dict[str, dict[str, Any]]] = {}
    found = []
    for one in file.records:
        if one.kind not in said:
            said[one.kind] = imports.seen(connection, office, one.kind)
        found.append(_fate(connection, reach, one, said[one.kind].get(one.id), theirs))
    return BringPreview(file, tuple(found))


def _fate(
    connection: Connection, reach: Reach, one: TravelRecord, said: dict[str, Any] | None, theirs: Theirs
) -> Brought:
    """`said`: what the other side said of it last; {}: that was undone."""
    if erasures.is_gone(connection, one.kind, one.id):
        return Brought(one, RecordFate.GONE)
    stored = records.get(connection, one.kind, one.id)
    told = as_told(one.values, withdrawn=one.withdrawn)
    if stored is None:
        if one.withdrawn:
            return Brought(one, RecordFate.SAME)
        return _allowed(reach, Brought(one, RecordFate.ADDED, tuple(told)), one.values)
    ours = as_told(plain(stored.record), withdrawn=stored.withdrawn)
    number = _NUMBERS.get(one.kind, "")
    base = said or one.base or (ours if said == {} else None)
    fates = field_fates(base, told, ours)
    if number and fates.get(number) is FieldFate.CLASH and ours.get(number) is not None:
        # The same meeting's version, under our number: no question.
        fates[number] = FieldFate.STAY
    if stored.withdrawn and not one.withdrawn and FieldFate.TAKE in fates.values():
        # Taken away here and worked on there: as long as nobody decides, it stays away.
        fates[WITHDRAWN] = FieldFate.CLASH if fates[WITHDRAWN] is FieldFate.STAY else fates[WITHDRAWN]
    clashes = {n: (told.get(n), ours.get(n)) for n, fate in fates.items() if fate is FieldFate.CLASH}
    open_ = {n: pair for n, pair in clashes.items() if (one.id, n) not in theirs}
    taken = tuple(n for n, fate in fates.items() if fate is FieldFate.TAKE or (n in clashes and n not in open_))
    if not taken or (stored.withdrawn and WITHDRAWN not in taken):
        return Brought(one, RecordFate.SAME, (), open_)
    fate = RecordFate.WITHDRAWN if WITHDRAWN in taken and one.withdrawn else RecordFate.MERGED
    merged = {**plain(stored.record), **{n: one.values.get(n) for n in taken if n != WITHDRAWN}}
    return _allowed(reach, Brought(one, fate, taken, open_), merged)


def _allowed(reach: Reach, wanted: Brought, values: Mapping[str, Any]) -> Brought:
    """The same, or refused with the reason: no valid record, or not the actor's to write."""
    try:
        record = _made(wanted.told, values)
        reach.require(Act.WRITE, record, new=wanted.fate is RecordFate.ADDED)
    except ThunError as error:
        return Brought(wanted.told, RecordFate.REFUSED, problem=error.problems[0])
    return wanted


def _made(told: TravelRecord, values: Mapping[str, Any]) -> Record:
    stands = {name: value for name, value in values.items() if value is not None and name != WITHDRAWN}
    return validate(kind(told.kind), {**stands, "id": told.id})


def _replay(connection: Connection, actor: Actor, seen: BringPreview, known: _Numbers) -> _Numbers:
    """Write the other side's change-sets again, as far as what they changed is taken."""
    taken = {one.told.id: one for one in seen.found if one.fate not in (RecordFate.GONE, RecordFate.REFUSED)}
    for one in seen.file.sets:
        if one.number in known.map:
            continue
        pen = Pen(connection, actor)
        for change in one.changes:
            if (brought := taken.get(change.id)) is not None:
                _again(pen, brought, change.fields, known)
        if pen.changes:
            known.map[one.number] = _noted(pen, one)
            known.written.append(known.map[one.number])
            known.touched += pen.touched
        else:
            known.map[one.number] = known.ours(one.number)
    return known


def _again(pen: Pen, brought: Brought, fields: Mapping[str, list[Any]], known: _Numbers) -> None:
    """One change of one record, written again; what cannot be is left to the end, where everything is put right."""
    told = brought.told
    stored = records.get(pen.connection, told.kind, told.id, for_update=True)
    after = {name: pair[1] for name, pair in fields.items() if not name.startswith("_")}
    try:
        if stored is None:
            if brought.fate is RecordFate.ADDED:
                pen.add(_made(told, _numbered(told.kind, after, known)))
            return
        wanted = {n: v for n, v in _numbered(told.kind, after, known).items() if _taken(brought, n)}
        if stored.withdrawn or not wanted:
            return
        pen.change(stored, _made(told, {**plain(stored.record), **wanted}))
    except ThunError:
        return


def _taken(brought: Brought, name: str) -> bool:
    return brought.fate is RecordFate.ADDED or name in brought.taken


def _finish(connection: Connection, actor: Actor, seen: BringPreview, numbers: _Numbers) -> list[int]:
    """Every record as it is to stand: what could not be written step by step, and what had no steps."""
    pen = Pen(connection, actor)
    note = f"{seen.file.note.name} · {seen.file.note.office}".rstrip(" ·")
    if not numbers.floor and any(o.told.values.get(_NUMBERS.get(o.told.kind, "")) for o in seen.found if o.taken):
        # What was certified before it came here was certified as it comes now.
        numbers.floor = pen.open(actor, Verb.BRING, note)
    for one in seen.found:
        if one.fate not in (RecordFate.ADDED, RecordFate.MERGED, RecordFate.WITHDRAWN):
            continue
        stored = records.get(connection, one.told.kind, one.told.id, for_update=True)
        values = _numbered(one.told.kind, one.told.values, numbers)
        if stored is None:
            pen.add(_made(one.told, values))
            stored = records.get(connection, one.told.kind, one.told.id)
        assert stored is not None
        wanted = {n: values.get(n) for n in (values if one.fate is RecordFate.ADDED else one.taken) if n != WITHDRAWN}
        _stand(pen, stored, one, wanted)
    written = []
    if pen.changes:
        number = pen.open(actor, Verb.BRING, note)
        history.note_changes(connection, number, pen.changes)
        written.append(number)
    if numbers.touched or pen.touched:
        versions.bump(connection, [*numbers.touched, *pen.touched])
    return written


def _stand(pen: Pen, stored: Stored, one: Brought, wanted: Mapping[str, Any]) -> None:
    after = _made(one.told, {**plain(stored.record), **wanted})
    goes = one.told.withdrawn and (one.fate is RecordFate.ADDED or WITHDRAWN in one.taken)
    if goes:
        if not stored.withdrawn:
            pen.withdraw(stored)
        return
    comes_back = stored.withdrawn and WITHDRAWN in one.taken
    if plain(after) != plain(stored.record) or comes_back:
        pen.change(stored, after)


def _numbered(kind_id: str, values: Mapping[str, Any], known: _Numbers) -> dict[str, Any]:
    """The values with the other side's numbers of change-sets as ours."""
    name = _NUMBERS.get(kind_id, "")
    number = values.get(name) if name else None
    return {**values, name: known.ours(int(number)) or None} if number is not None else dict(values)


def _noted(pen: Pen, one: TravelSet) -> int:
    """The change-set of an act that was done elsewhere: its people, its moment, its verb."""
    who = history.Writer(pen.actor.id, one.label, Way.HALL, pen.actor.invitation)
    verb = Verb.stored(one.action) or Verb.BRING
    number = history.open_change_set(pen.connection, who, verb, one.note, moment(one.at))
    history.note_changes(pen.connection, number, pen.changes)
    return number


def _known_sets(connection: Connection, file: TravelFile) -> _Numbers:
    """Numbers of change-sets that earlier files of the same store brought, and what stood here when it left."""
    known: dict[int, int] = {}
    for job in imports.latest(connection, 500, (APPLIED,)):
        if job.office == whose(file.note.store):
            known |= {int(theirs): int(ours) for theirs, ours in (job.answers.get(_SETS) or {}).items()}
    mine = facts.read(connection, facts.IDENTITY) or ""
    return _Numbers(known, file.note.common if file.note.whence == mine else 0)


def _remember(connection: Connection, seen: BringPreview) -> None:
    """What the other side said now: the next file of it is held against this."""
    said: dict[tuple[str, str], dict[str, Any]] = {
        (one.told.kind, one.told.id): as_told(one.told.values, withdrawn=one.told.withdrawn)
        for one in seen.found
        if one.fate not in (RecordFate.GONE, RecordFate.REFUSED) and not one.clashes
    }
    if said:
        imports.keep_seen(connection, whose(seen.file.note.store), said)


def _require_other(connection: Connection, file: TravelFile) -> None:
    if file.note.store == (facts.read(connection, facts.IDENTITY) or ""):
        raise BadInput(
            Problem("แฟ้มนี้ทำจากเครื่องนี้เอง ไม่มีอะไรให้รับ", "This file was made here; there is nothing to take in")
        )
