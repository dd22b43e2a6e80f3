"""A forum's file into this store, as one transaction that can be undone.

The other side's change-sets are written again in their order, with their own people, moments and acts; so a
version that was certified there has its number here. Taking the same file in a second time writes nothing.
"""

from __future__ import annotations

from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from typing import Final

from sqlalchemy import Connection

from lib.access.actors import Actor, require
from lib.access.policy import Act
from lib.access.seated import SEATED
from lib.actions.forum import photos
from lib.actions.forum.bring_preview import NOTHING, NUMBERS, BringPreview, Brought, Theirs, look, made, require_other
from lib.actions.forum.packing import LATEST, as_told, whose
from lib.actions.forum.photos import PreparedPhoto
from lib.actions.records.writing import Pen
from lib.domain.errors import StorageProblem, ThunError
from lib.domain.travel import WITHDRAWN, RecordFate
from lib.schema.history_words import Verb, Way
from lib.schema.record import plain
from lib.store import facts, history, imports, records, versions
from lib.store.imports import APPLIED
from lib.store.opening import Store
from lib.store.records import Stored
from lib.store.travel_file import TravelFile, TravelSet, from_bytes, moment

_SETS: Final = "sets"


def bring(store: Store, actor: Actor, content: bytes, passphrase: str = "", theirs: Theirs = NOTHING) -> str:
    """Take a file in; returns the id of the import that can be undone, '' when nothing was to be written."""
    require(actor, Act.WRITE, "forum")
    file = from_bytes(content, passphrase)
    with store.database.reading() as connection:
        require_other(connection, file)
        wanted = look(connection, actor, file, theirs).photos if file.photos else ()
    # Judged and kept before the transaction: nobody who writes waits for them.
    pictures = photos.prepared(store, wanted)
    job_id = _bring(store, actor, file, theirs, pictures)
    with suppress(StorageProblem):  # they are there already
        photos.keep_all(store, pictures)
    return job_id


def _bring(store: Store, actor: Actor, file: TravelFile, theirs: Theirs, pictures: list[PreparedPhoto]) -> str:
    with store.database.writing() as connection:
        require_other(connection, file)
        seen = look(connection, actor, file, theirs)
        if not seen.writes:
            _remember(connection, seen)
            return ""
        numbers = _replay(connection, actor, seen, _known_sets(connection, file))
        numbers.written += _finish(connection, actor, seen, numbers)
        numbers.written += photos.attach_all(connection, actor, file.note.forum, pictures, _source(file))
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


def _again(pen: Pen, brought: Brought, fields: Mapping[str, list[object]], known: _Numbers) -> None:
    """One change of one record, written again; what cannot be is left to the end, where everything is put right."""
    told = brought.told
    stored = records.get(pen.connection, told.kind, told.id, for_update=True)
    after = {name: pair[1] for name, pair in fields.items() if not name.startswith("_")}
    try:
        if stored is None:
            if brought.fate is RecordFate.ADDED:
                pen.add(made(told, _numbered(told.kind, after, known)))
            return
        wanted = {n: v for n, v in _numbered(told.kind, after, known).items() if _taken(brought, n)}
        if stored.withdrawn or not wanted:
            return
        pen.change(stored, made(told, {**plain(stored.record), **wanted}))
    except ThunError:
        return


def _taken(brought: Brought, name: str) -> bool:
    return brought.fate is RecordFate.ADDED or name in brought.taken


def _finish(connection: Connection, actor: Actor, seen: BringPreview, numbers: _Numbers) -> list[int]:
    """Every record as it is to stand: what could not be written step by step, and what had no steps."""
    pen = Pen(connection, actor)
    note = _source(seen.file)
    if not numbers.floor and any(o.told.values.get(NUMBERS.get(o.told.kind, "")) for o in seen.found if o.taken):
        # What was certified before it came here was certified as it comes now.
        numbers.floor = pen.open(actor, Verb.BRING, note)
    for one in seen.found:
        if one.fate not in (RecordFate.ADDED, RecordFate.MERGED, RecordFate.WITHDRAWN):
            continue
        stored = records.get(connection, one.told.kind, one.told.id, for_update=True)
        values = _numbered(one.told.kind, one.told.values, numbers)
        if stored is None:
            pen.add(made(one.told, values))
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


def _source(file: TravelFile) -> str:
    return f"{file.note.name} · {file.note.office}".rstrip(" ·")


def _stand(pen: Pen, stored: Stored, one: Brought, wanted: Mapping[str, object]) -> None:
    after = made(one.told, {**plain(stored.record), **wanted})
    goes = one.told.withdrawn and (one.fate is RecordFate.ADDED or WITHDRAWN in one.taken)
    if goes:
        if not stored.withdrawn:
            pen.withdraw(stored)
        return
    comes_back = stored.withdrawn and WITHDRAWN in one.taken
    if plain(after) != plain(stored.record) or comes_back:
        pen.change(stored, after)


def _numbered(kind_id: str, values: Mapping[str, object], known: _Numbers) -> dict[str, object]:
    """The values with the other side's numbers of change-sets as ours."""
    name = NUMBERS.get(kind_id, "")
    number = values.get(name) if name else None
    return {**values, name: known.ours(int(str(number))) or None} if number is not None else dict(values)


def _noted(pen: Pen, one: TravelSet) -> int:
    """The change-set of an act that was done elsewhere: its people, its moment, its verb."""
    # Somebody of the hall stays the one of that seat: whose name goes when the seat is erased.
    who = one.actor if one.actor.startswith(SEATED) else pen.actor.id
    writer = history.Writer(who[:64], one.label, Way.HALL, pen.actor.invitation)
    verb = Verb.stored(one.action) or Verb.BRING
    number = history.open_change_set(pen.connection, writer, verb, one.note, moment(one.at))
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
    said: dict[tuple[str, str], dict[str, object]] = {
        (one.told.kind, one.told.id): as_told(one.told.values, withdrawn=one.told.withdrawn)
        for one in seen.found
        if one.fate not in (RecordFate.GONE, RecordFate.REFUSED) and not one.clashes
    }
    if said:
        imports.keep_seen(connection, whose(seen.file.note.store), said)
