"""A forum into a file: to a hall without the internet, and home again. The same file both ways."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Final

from sqlalchemy import Connection, func, select

from lib.access.actors import Actor
from lib.access.policy import Act
from lib.access.reach import Reach
from lib.access.seated import SEATED, SOMEBODY
from lib.actions.forum import photos
from lib.actions.forum.running import require_in_charge
from lib.config import settings
from lib.domain.forum_wishes import PackWish
from lib.domain.travel import WITHDRAWN
from lib.schema.record import plain
from lib.schema.registry import KINDS, SCHEMA_VERSION
from lib.store import attachments, facts, history, imports, records
from lib.store.imports import APPLIED
from lib.store.opening import Store
from lib.store.records import Stored
from lib.store.tables import table
from lib.store.travel_file import FORMAT, TravelChange, TravelFile, TravelNote, TravelRecord, TravelSet, to_bytes

#: Under this name an import remembers the other store's newest change-set.
LATEST: Final = "latest"
_PARTS_OF: Final = {
    whole: tuple(k for k, m in KINDS.items() if m.about.within == whole) for whole in ("forum", "canvas", "work")
}


def pack(store: Store, actor: Actor, forum: str, wish: PackWish, passphrase: str = "") -> bytes:
    """The file of a forum; raises `BadInput`, `NotAllowed`, `NotFound`."""
    with store.database.snapshot() as connection:
        head = require_in_charge(connection, actor, forum)
        found = _belonging(connection, forum, wish)
        reach = Reach(connection, actor)
        seen = [one for one in found if reach.answer(Act.READ, one.record).allowed]
        held = came_from(connection, forum)
        mine = facts.read(connection, facts.IDENTITY) or ""
        note = TravelNote(
            FORMAT,
            forum,
            head.record.title(),
            mine,
            settings().office,
            datetime.now(UTC).isoformat(),
            SCHEMA_VERSION,
            int(connection.scalar(select(func.max(table("change_set").c.number))) or 0),
            *((held.store, held.common) if held else ()),
        )
        bases = _bases(connection, held.store) if held else {}
        told = [_told(one, bases.get((one.record.about.id, one.record.id))) for one in seen]
        sets = _sets(connection, [one.record.id for one in seen], held.latest, names=wish.people) if held else []
        attached = attachments.of_records(connection, "forum", [forum])
    taken = photos.packed(store, attached, people=wish.people)
    return to_bytes(TravelFile(note, told, sets, taken), passphrase)


#: Kinds that a forum's file may hold; a file with any other is none of ours. Households never travel.
TRAVELS: Final = frozenset(
    {
        *("forum", "canvas", "organisation", "tambon_work", "list_item", "forum_seat"),
        *(k for parts in _PARTS_OF.values() for k in parts if not KINDS[k].about.private),
    }
)


@dataclass(frozen=True)
class ForumOrigin:
    """Where a forum came from: its store, that one's newest change-set as it left, and ours that took it in last."""

    store: str
    common: int
    latest: int


def _number(kept: object) -> int:
    return kept if isinstance(kept, int) else 0


def whose(store_id: str) -> str:
    """The name under which a store's words are remembered."""
    return f"{imports.FORUM}{store_id}"


def came_from(connection: Connection, forum: str) -> ForumOrigin | None:
    """From whom a forum was taken in first; None: it was made here."""
    rows = table("import_seen")
    query = select(rows.c.office).where(
        rows.c.kind == "forum", rows.c.record_id == forum, rows.c.office.like(f"{imports.FORUM}%")
    )
    offices = set(connection.scalars(query))
    jobs = [j for j in imports.latest(connection, 500, (APPLIED,)) if j.office in offices]
    if not jobs:
        return None
    first = min(jobs, key=lambda j: j.applied_at or j.created_at)
    mine = [j for j in jobs if j.office == first.office]
    latest = max((number for j in mine for number in j.change_sets), default=0)
    common = max((_number(j.answers.get(LATEST)) for j in mine), default=0)
    return ForumOrigin(first.office.partition(":")[2], common, latest)


def as_told(values: dict[str, object], *, withdrawn: bool) -> dict[str, object]:
    """A record's plain values with whether it was withdrawn, as two stores compare them."""
    return {**{name: value for name, value in values.items() if name != "id"}, WITHDRAWN: withdrawn}


def _belonging(connection: Connection, forum: str, wish: PackWish) -> list[Stored]:
    """The forum, its parts, the plans of its groups with their lines and organisations, and chosen workspaces."""
    found: dict[str, Stored] = {}

    def take(kind_id: str, ids: Iterable[str]) -> None:
        wanted = [one for one in dict.fromkeys(ids) if one]
        if wanted:
            rows = table(kind_id)
            some = records.find(connection, kind_id, rows.c.id.in_(wanted), withdrawn=True)
            found.update({s.record.id: s for s in some})

    def take_parts(whole: str, ids: list[str]) -> None:
        for kind_id in _PARTS_OF[whole]:
            if KINDS[kind_id].about.private and not wish.people:
                continue
            rows = table(kind_id)
            some = records.find(connection, kind_id, rows.c[whole].in_(ids), withdrawn=True)
            found.update({s.record.id: s for s in some})

    take("forum", [forum])
    take_parts("forum", [forum])
    of = [s.record for s in found.values()]
    canvases = [str(getattr(r, "canvas", "") or "") for r in of if r.about.id in ("forum_group", "forum_ballot")]
    take("canvas", canvases)
    take_parts("canvas", [c for c in canvases if c])
    take("organisation", [str(getattr(s.record, "organisation", "") or "") for s in list(found.values())])
    take("tambon_work", wish.works)
    # Choices that an office added to the editable lists: a plan may name them.
    lists = table("list_item")
    own = (lists.c.origin == records.OWN) | (lists.c.revision > 1)
    take("list_item", connection.scalars(select(lists.c.id).where(own)))
    take_parts("work", list(wish.works))
    # What others point at comes first.
    order = list(KINDS)
    return sorted(found.values(), key=lambda s: (order.index(s.record.about.id), s.created_at, s.record.id))


def _told(one: Stored, base: dict[str, object] | None) -> TravelRecord:
    values = {name: value for name, value in plain(one.record).items() if name != "id"}
    return TravelRecord(one.record.about.id, one.record.id, values, one.withdrawn, base)


def _bases(connection: Connection, store_id: str) -> dict[tuple[str, str], dict[str, object]]:
    """What the other side said last of each record, as this one took it in."""
    found = {}
    for kind_id in KINDS:
        for record_id, said in imports.seen(connection, whose(store_id), kind_id).items():
            if said:
                found[kind_id, record_id] = said
    return found


def _sets(connection: Connection, ids: list[str], after: int, *, names: bool) -> list[TravelSet]:
    """The change-sets that were written to some records since they came, oldest first.

    `names`: people of the hall are named; else they are what they are, and nobody.
    """
    by_number: dict[int, list[history.Change]] = {}
    for change in history.of_records(connection, ids):
        if change.number > after:
            by_number.setdefault(change.number, []).append(change)
    seats = _by_seats(connection, list(by_number))
    told = []
    for number in sorted(by_number):
        changes = sorted(by_number[number], key=lambda c: c.revision)
        seat = seats.get(number, "")
        told.append(_set(number, changes, seat if names else "", SOMEBODY if seat and not names else ""))
    return told


def _by_seats(connection: Connection, numbers: list[int]) -> dict[int, str]:
    """Which of some change-sets somebody of the hall wrote, and from which seat."""
    sets, found = table("change_set"), dict[int, str]()
    for start in range(0, len(numbers), 500):
        few = sets.c.number.in_(numbers[start : start + 500])
        query = select(sets.c.number, sets.c.actor).where(few, sets.c.actor.like(f"{SEATED}%"))
        found |= {row.number: row.actor for row in connection.execute(query)}
    return found


def _set(number: int, changes: list[history.Change], seat: str, unnamed: str) -> TravelSet:
    first = changes[0]
    told = [
        TravelChange(c.kind, c.record_id, c.revision, {name: list(pair) for name, pair in c.fields.items()})
        for c in changes
    ]
    label = unnamed or first.actor_label
    return TravelSet(number, first.when.isoformat(), seat, label, first.action, first.note, told)
