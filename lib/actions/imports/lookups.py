"""What intake has to know of the store: places, lists, titles of records to point at."""

from __future__ import annotations

from collections.abc import Container, Iterator, Mapping, Sequence
from functools import cache

from sqlalchemy import Connection, select

from lib.access.actors import Actor
from lib.config import forget_with, forgettable
from lib.domain.places import place_id, province_id_of
from lib.intake.context import IntakeContext
from lib.intake.gazetteer import Former, Gazetteer, Place
from lib.intake.place_text import PlaceWanted
from lib.intake.places import find_place
from lib.intake.reading import Candidate, Reading
from lib.schema.record import every_spec
from lib.schema.registry import KINDS
from lib.store import versions
from lib.store.opening import Store
from lib.store.province_shapes import province_shapes
from lib.store.tables import table
from lib.store.whereabouts import place_of, titles_of


@cache
def former_places() -> tuple[Former, ...]:
    """Abolished tambons and districts with their successors (DOPA, through geothai)."""
    from geothai.abolished import abolished_areas

    return tuple(
        Former(
            place_id(one.code), one.name_th, place_id(one.code[:2]), tuple(place_id(code) for code in one.successors)
        )
        for one in abolished_areas()
    )


def known_of(store: Store) -> IntakeContext:
    """Everything intake asks about, read afresh; the gazetteer only when areas changed."""
    with store.database.reading() as connection:
        return read_known(connection, f"{store.world}:{store.database.url}")


def read_known(connection: Connection, whose: str) -> IntakeContext:
    """The same inside a transaction. `whose`: names the store, for keeping its gazetteer."""
    titles = {kind_id: _titles(connection, kind_id) for kind_id in pointed_at()}
    return IntakeContext(_gazetteer(connection, whose), _lists(connection), titles, province_shapes())


def known_within(store: Store, provinces: Container[str] | None) -> tuple[IntakeContext, dict[str, int]]:
    """The same with the records that lie in some provinces or in none (None: everywhere), and the version of each kind."""
    with store.database.reading() as connection:
        versions_then = versions.current(connection)
        known = read_known(connection, f"{store.world}:{store.database.url}")
        return known.with_titles({k: titles_within(connection, k, provinces) for k in known.titles}), versions_then


def titles_within(connection: Connection, kind_id: str, provinces: Container[str] | None) -> tuple[Candidate, ...]:
    """Standing records of a kind that lie in some provinces or in none (None: everywhere), by title."""
    found, where = _titles(connection, kind_id), place_of(kind_id)
    if provinces is None or where is None:
        return found
    places = {
        i: (province_id_of(p) if p else "") or "" for i, p in connection.execute(select(table(kind_id).c.id, where))
    }
    return tuple(c for c in found if not places.get(c.value) or places[c.value] in provinces)


def knowing(connection: Connection, whose: str, changed: Container[str] = ()) -> IntakeContext:
    """The same, good for as long as the transaction: records to point at are read when somebody asks for them.

    They are kept until their kind changes; `changed`: kinds that this transaction itself has written.
    """
    titles = _Titles(connection, whose, versions.current(connection), changed)
    return IntakeContext(_gazetteer(connection, whose), _lists(connection), titles, province_shapes())


@forgettable
@cache
def pointed_at() -> frozenset[str]:
    """Kinds whose records are pointed at by their titles."""
    return frozenset(
        spec.refers_to
        for model in KINDS.values()
        for spec in every_spec(model).values()
        if spec.refers_to and spec.refers_to != "area" and not KINDS[spec.refers_to].about.many
    )


class _Titles(Mapping[str, tuple[Candidate, ...]]):
    """Record kind → its standing records by title, read once per version of the kind."""

    def __init__(
        self, connection: Connection, whose: str, standing: Mapping[str, int], changed: Container[str]
    ) -> None:
        self._connection, self._whose, self._changed = connection, whose, changed
        self._standing, self._total = standing, sum(standing.values())
        self._read: dict[str, tuple[Candidate, ...]] = {}

    def __getitem__(self, kind_id: str) -> tuple[Candidate, ...]:
        if kind_id not in pointed_at():
            raise KeyError(kind_id)
        if kind_id not in self._read:
            self._read[kind_id] = self._known(kind_id)
        return self._read[kind_id]

    def _known(self, kind_id: str) -> tuple[Candidate, ...]:
        # A part is called after its whole, whose title may have changed.
        part = bool(KINDS[kind_id].about.within or KINDS[kind_id].about.lies_with)
        version = self._total if part else self._standing.get(kind_id, 0)
        held = _held_titles.get((self._whose, kind_id))
        if held is not None and held[0] == version and not part and kind_id not in self._changed:
            return held[1]
        found = _titles(self._connection, kind_id)
        if kind_id not in self._changed:
            _held_titles[self._whose, kind_id] = (version, found)
        return found

    def __iter__(self) -> Iterator[str]:
        return iter(pointed_at())

    def __len__(self) -> int:
        return len(pointed_at())


#: (store, kind) → the titles that were read last, and the version of the kind they were read at.
_held_titles: dict[tuple[str, str], tuple[int, tuple[Candidate, ...]]] = {}
forget_with(_held_titles.clear)


def place_meant(store: Store, _actor: Actor, text: str, types: Sequence[str] = ()) -> Reading:
    """Which place somebody means who typed it as they say it; several in doubt are candidates."""
    with store.database.reading() as connection:
        gazetteer = _gazetteer(connection, f"{store.world}:{store.database.url}")
    return find_place(gazetteer, PlaceWanted(whole=text), types)


def _gazetteer(connection: Connection, whose: str) -> Gazetteer:
    """The store's places, read anew only when areas changed."""
    version = versions.current(connection).get("area", 0)
    held = _gazetteers.get(whose)
    if held is None or held[0] != version:
        held = _gazetteers[whose] = (version, _read_gazetteer(connection))
    return held[1]


#: The last gazetteer of each store with the version of the areas it was made from.
_gazetteers: dict[str, tuple[int, Gazetteer]] = {}
forget_with(_gazetteers.clear)


def _read_gazetteer(connection: Connection) -> Gazetteer:
    areas = table("area")
    query = select(areas.c.id, areas.c.type, areas.c.name_th, areas.c.name_en, areas.c.parent, areas.c.province).where(
        areas.c.withdrawn_at.is_(None)
    )
    found = connection.execute(query)
    return Gazetteer((Place(i, t, th, en or "", up or "", pv or "") for i, t, th, en, up, pv in found), former_places())


def _lists(connection: Connection) -> dict[str, tuple[Candidate, ...]]:
    items = table("list_item")
    query = (
        select(items.c.list, items.c.value, items.c.label_th, items.c.label_en)
        .where(items.c.withdrawn_at.is_(None), items.c.retired.is_not(True))
        .order_by(items.c.order)
    )
    grouped: dict[str, list[Candidate]] = {}
    for name, value, th, en in connection.execute(query):
        grouped.setdefault(name, []).append(Candidate(value, th, en))
    return {name: tuple(entries) for name, entries in grouped.items()}


def _titles(connection: Connection, kind_id: str) -> tuple[Candidate, ...]:
    found = connection.execute(titles_of(kind_id))
    return tuple(Candidate(i, str(t), str(t)) for i, t in found)
