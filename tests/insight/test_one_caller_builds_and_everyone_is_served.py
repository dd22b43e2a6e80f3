"""The read-model cache: once per version, never waiting on a rebuild, fresh for the writer."""

from __future__ import annotations

import threading

from sqlalchemy import Connection

from lib.access.actors import OWN_MACHINE
from lib.actions.records.saving import save
from lib.insight.source import MOST_PARTS, REBUILD_SECONDS, WRITER_SECONDS, Source
from lib.store.opening import Store
from lib.store.tables import table

KINDS = ("organisation",)


class Clock:
    now = 100.0

    def __call__(self) -> float:
        return self.now


def group(store: Store, name: str) -> None:
    save(store, OWN_MACHINE, "organisation", {"name": name, "type": "group"})


def test_a_model_is_built_once_per_version(sqlite_store: Store) -> None:
    clock, built = Clock(), []
    source = Source(sqlite_store, clock)

    def build(_connection: Connection) -> int:
        built.append(1)
        return len(built)

    assert [source.read("m", KINDS, build).value for _ in range(5)] == [1] * 5
    clock.now += 10
    assert source.read("m", KINDS, build).value == 1, "time alone changes nothing"
    group(sqlite_store, "ก")
    clock.now += 10
    assert source.read("m", KINDS, build).value == 2
    assert source.version(KINDS).startswith("own:")


def test_readers_are_served_the_last_one_for_a_while_and_the_writer_sees_his_own(sqlite_store: Store) -> None:
    clock, built = Clock(), []
    source = Source(sqlite_store, clock)

    def build(_connection: Connection) -> int:
        built.append(1)
        return len(built)

    source.read("m", KINDS, build)
    group(sqlite_store, "ก")
    clock.now += REBUILD_SECONDS / 2
    assert source.read("m", KINDS, build).value == 1, "at most every couple of seconds"
    assert source.read("m", KINDS, build, fresh=True).value == 2, "the writer reads his own write"
    assert source.read("m", KINDS, build, fresh=True).value == 2, "and nothing is built twice"


def test_whoever_has_just_written_sees_it_in_every_window_and_nobody_else_waits(sqlite_store: Store) -> None:
    clock, built, asked = Clock(), [], []
    source = Source(sqlite_store, clock)

    def build(_connection: Connection) -> int:
        built.append(1)
        return len(built)

    def seen_by(person: str) -> int:
        def who() -> str:
            asked.append(person)
            return person

        return (source.fresh if source.written_by(who) else source).read("m", KINDS, build).value

    assert (seen_by("ก"), asked) == (1, []), "while nobody writes nobody is asked who it is"
    group(sqlite_store, "ก")
    source.wrote("ก")
    assert seen_by("ข") == 1
    assert (seen_by("ก"), seen_by("ข")) == (2, 2), "what one has built anew is there for all"
    group(sqlite_store, "ข")
    assert source.version(KINDS) != source.fresh.version(KINDS)
    clock.now += WRITER_SECONDS + 1
    assert not source.written_by(lambda: "ก")
    source.wrote("ข")
    assert list(source._wrote) == ["ข"], "nothing is kept of those who wrote long ago"


def test_nobody_waits_while_another_rebuilds(sqlite_store: Store) -> None:
    clock = Clock()
    source = Source(sqlite_store, clock)
    started, go_on = threading.Event(), threading.Event()
    source.read("m", KINDS, lambda _c: "old")
    group(sqlite_store, "ก")
    clock.now += 10

    def slow(_connection: Connection) -> str:
        started.set()
        assert go_on.wait(10)
        return "new"

    builder = threading.Thread(target=lambda: source.read("m", KINDS, slow))
    builder.start()
    assert started.wait(10)
    assert source.read("m", KINDS, slow).value == "old"
    go_on.set()
    builder.join()
    assert source.read("m", KINDS, slow).value == "new"


def test_a_piece_of_several_models_is_made_once_and_never_older_than_what_is_seen(sqlite_store: Store) -> None:
    source, made = Source(sqlite_store), []

    def build(connection: Connection) -> int:
        made.append(1)
        rows = table("organisation")
        return len(connection.execute(rows.select()).all())

    def ask(name: str = "piece") -> int:
        with sqlite_store.database.reading() as connection:
            return source.part(connection, name, ("organisation",), build)

    before = ask()
    assert (ask(), len(made)) == (before, 1)
    save(sqlite_store, OWN_MACHINE, "organisation", {"name": "กลุ่มใหม่", "type": "group"})
    assert (ask(), len(made)) == (before + 1, 2), "at once: no pause stands between"
    save(sqlite_store, OWN_MACHINE, "event", {"name": "อื่น", "type": "forum"})
    assert (ask(), len(made)) == (before + 1, 2)
    for number in range(MOST_PARTS):
        ask(f"other{number}")
    assert len(source._parts) == MOST_PARTS
    ask()
    assert len(made) == 2 + MOST_PARTS + 1, "what nobody asked for the longest goes"
