"""What a forum's file would do to this store, record by record; nothing is written.

Each record is held against what both stores had in common: what only the other side changed is taken, what
only this side changed stays, and what both changed differently is a question whose answer until then is "ours".
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Final

from sqlalchemy import Connection

from lib.access.actors import Actor
from lib.access.policy import Act
from lib.access.reach import Reach
from lib.actions.forum import photos
from lib.actions.forum.packing import TRAVELS, as_told, whose
from lib.domain.errors import BadInput, Problem, ThunError
from lib.domain.travel import WITHDRAWN, RecordFate, TravelFate, field_fates
from lib.schema.problems import validate
from lib.schema.record import Record, plain
from lib.schema.registry import kind
from lib.store import erasures, facts, imports, records
from lib.store.opening import Store
from lib.store.travel_file import TravelFile, TravelPhoto, TravelRecord, from_bytes, is_sealed

#: Fields that hold the number of a change-set: it is another one in each store.
NUMBERS: Final = {"canvas": "certified_version", "forum_ballot": "canvas_version"}


@dataclass(frozen=True)
class Brought:
    """One record of the file. `clashes`: field → (theirs, ours) of what both changed differently."""

    told: TravelRecord
    fate: RecordFate
    taken: tuple[str, ...] = ()
    clashes: Mapping[str, tuple[object, object]] = field(default_factory=dict)
    problem: Problem | None = None


@dataclass(frozen=True)
class BringPreview:
    """What taking a file in would do now."""

    file: TravelFile
    found: tuple[Brought, ...]
    #: Photos that the forum here has not.
    photos: tuple[TravelPhoto, ...] = ()

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
        return bool(self.photos) or any(
            one.fate in (RecordFate.ADDED, RecordFate.MERGED, RecordFate.WITHDRAWN) for one in self.found
        )


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
        require_other(connection, file)
        return look(connection, actor, file, NOTHING)


def look(connection: Connection, actor: Actor, file: TravelFile, theirs: Theirs) -> BringPreview:
    office, reach = whose(file.note.store), Reach(connection, actor)
    theirs_is_newer = _knows_us(connection, file)
    said: dict[str, dict[str, dict[str, object]]] = {}
    found = []
    for one in file.records:
        if one.kind not in said:
            said[one.kind] = imports.seen(connection, office, one.kind)
        last = said[one.kind].get(one.id)
        found.append(_fate(connection, reach, one, one.base if theirs_is_newer and one.base else last, theirs))
    heads = [one for one in found if one.told.id == file.note.forum]
    # To a forum that the actor may not write, or that is gone, nothing is attached.
    closed = not heads or heads[0].fate in (RecordFate.GONE, RecordFate.REFUSED, RecordFate.WITHDRAWN)
    return BringPreview(file, tuple(found), () if closed else photos.new_ones(connection, file))


def _knows_us(connection: Connection, file: TravelFile) -> bool:
    """Whether the other side has taken in a file of ours since we last took in one of theirs: what it had from us
    is then what both had in common last."""
    if file.note.whence != (facts.read(connection, facts.IDENTITY) or ""):
        return False
    jobs = [j for j in imports.latest(connection, 500, (imports.APPLIED,)) if j.office == whose(file.note.store)]
    return file.note.common >= max((number for j in jobs for number in j.change_sets), default=0)


def _fate(
    connection: Connection, reach: Reach, one: TravelRecord, said: dict[str, object] | None, theirs: Theirs
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
    may = reach.answer(Act.WRITE, stored.record)
    if not may.allowed:
        # Nothing of what stands there is told to who may not write it.
        return Brought(one, RecordFate.SAME) if told == ours else Brought(one, RecordFate.REFUSED, problem=may.why)
    number = NUMBERS.get(one.kind, "")
    base = said or one.base or (ours if said == {} else None)
    fates = field_fates(base, told, ours)
    if number and fates.get(number) is TravelFate.CLASH and ours.get(number) is not None:
        # The same meeting's version, under our number: no question.
        fates[number] = TravelFate.STAY
    if stored.withdrawn and not one.withdrawn and TravelFate.TAKE in fates.values():
        # Taken away here and worked on there: as long as nobody decides, it stays away.
        fates[WITHDRAWN] = TravelFate.CLASH if fates[WITHDRAWN] is TravelFate.STAY else fates[WITHDRAWN]
    clashes = {n: (told.get(n), ours.get(n)) for n, fate in fates.items() if fate is TravelFate.CLASH}
    open_ = {n: pair for n, pair in clashes.items() if (one.id, n) not in theirs}
    taken = tuple(n for n, fate in fates.items() if fate is TravelFate.TAKE or (n in clashes and n not in open_))
    if not taken or (stored.withdrawn and WITHDRAWN not in taken):
        return Brought(one, RecordFate.SAME, (), open_)
    fate = RecordFate.WITHDRAWN if WITHDRAWN in taken and one.withdrawn else RecordFate.MERGED
    merged = {**plain(stored.record), **{n: one.values.get(n) for n in taken if n != WITHDRAWN}}
    return _allowed(reach, Brought(one, fate, taken, open_), merged)


def _allowed(reach: Reach, wanted: Brought, values: Mapping[str, object]) -> Brought:
    """The same, or refused with the reason: no valid record, or not the actor's to write."""
    try:
        record = made(wanted.told, values)
        reach.require(Act.WRITE, record, new=wanted.fate is RecordFate.ADDED)
    except ThunError as error:
        return Brought(wanted.told, RecordFate.REFUSED, problem=error.problems[0])
    return wanted


def made(told: TravelRecord, values: Mapping[str, object]) -> Record:
    stands = {name: value for name, value in values.items() if value is not None and name != WITHDRAWN}
    return validate(kind(told.kind), {**stands, "id": told.id})


def require_other(connection: Connection, file: TravelFile) -> None:
    if any(one.kind not in TRAVELS for one in file.records):
        raise BadInput(Problem("แฟ้มนี้ไม่ใช่แฟ้มเวที", "This is no forum's file"))
    if file.note.store == (facts.read(connection, facts.IDENTITY) or ""):
        raise BadInput(
            Problem("แฟ้มนี้ทำจากเครื่องนี้เอง ไม่มีอะไรให้รับ", "This file was made here; there is nothing to take in")
        )
