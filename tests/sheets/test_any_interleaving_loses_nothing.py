"""Random phones, forms, looks, faults and restarts in any order: nothing is lost, both sides agree.

Every typed text is unlike any other, so that each can be looked for afterwards.
"""

from __future__ import annotations

import contextlib
import itertools
import json
import shutil
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from sqlalchemy import text

from lib.access.actors import OWN_MACHINE, Actor
from lib.actions.records.saving import save_typed
from lib.actions.records.sending import as_opened, once
from lib.domain.errors import Conflict, NotFound
from lib.sheets.refusals import GoogleTrouble
from tests.sheets.conftest import Field, Filled, field_of
from tests.sheets_double.server import Double, Fault

KIND = "organisation"
TYPE = "กลุ่ม/วิสาหกิจชุมชน"


class Killed(BaseException):
    """The process is gone: nothing after this runs."""


@dataclass(repr=False)
class Prepared:
    """A filled workbook with its store, and a Google that serves a copy to each example."""

    filled: Filled
    google: Double
    folder: Path
    numbers: Iterator[int] = field(default_factory=itertools.count)


@pytest.fixture(scope="module")
def prepared(filled: Filled, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Prepared]:
    with Double(reads=10**6, writes=10**6).running() as google:
        yield Prepared(filled, google, tmp_path_factory.mktemp("interleaving"))


@dataclass
class World:
    """One example: what was acknowledged, what stood on the Sheet at a completed look."""

    field: Field
    tokens: Iterator[int] = field(default_factory=itertools.count)
    acknowledged: set[str] = field(default_factory=set)
    stood: set[str] = field(default_factory=set)
    witnesses: dict[str, str] = field(default_factory=dict)
    #: What was written → names of the records that it was said of.
    said_of: dict[str, set[str]] = field(default_factory=dict)
    #: The form on the phone: record and the revision it was opened at; its answer that nobody heard of yet.
    opened: tuple[str, int] | None = None
    unheard: tuple[str, str, int, str] | None = None
    sent_once: dict[str, int] = field(default_factory=dict)

    def token(self, what: str) -> str:
        return f"{what}{next(self.tokens)}x"

    @property
    def tab(self) -> Any:
        return self.field.tab(KIND)

    def rows(self) -> list[int]:
        at = self.field.column(KIND, "name")
        return [r for r in range(1, self.tab.last()) if self.tab.at(r, at).holds]

    # What may happen

    def note_of(self, row: int, what: str) -> str:
        """A new text, said of the record in a row."""
        said = self.token(what)
        rows = {r for top, _, bottom, _ in self.tab.merges if top <= row < bottom for r in range(top, bottom)} | {row}
        self.said_of[said] = {str(self.field.cell(KIND, r, "name")) for r in rows}
        return said

    def has(self, target: str) -> bool:
        """Whether a question has a column."""
        return any(m["metadataValue"] == target and m["dimension"] == "COLUMNS" for m in self.tab.metadata)

    def types_new(self, _n: int) -> None:
        row = max(self.tab.last(), 1)
        name, mark, told = self.token("กลุ่ม"), self.token("พยาน"), self.token("เล่า")
        self.field.types(KIND, row, name=name, type=TYPE, note=told)
        self.said_of[told] = {name}
        # A column of people's own, which the app knows nothing of.
        self.field.phone.types_at(self.tab, row, self._own_column(), mark)
        self.witnesses[mark] = name

    def _own_column(self) -> int:
        found = next((c for c in range(self.tab.width) if self.tab.at(0, c).value == "ของเรา"), None)
        if found is None:
            found = self.tab.width
            self.field.phone.types_at(self.tab, 0, found, "ของเรา")
        return found

    def types_note(self, n: int) -> None:
        if rows := self.rows():
            row = rows[n % len(rows)]
            self.field.types(KIND, row, note=self.note_of(row, "แก้"))

    def clears_note(self, n: int) -> None:
        if rows := self.rows():
            self.field.types(KIND, rows[n % len(rows)], note="")

    def types_nonsense(self, n: int) -> None:
        if (rows := self.rows()) and self.has("members"):
            self.field.types(KIND, rows[n % len(rows)], members=self.token("ไม่ใช่ตัวเลข"))

    def sorts(self, n: int) -> None:
        names = ("name", "note", "type")
        self.field.phone.sorts(self.tab.title, self.field.column(KIND, names[n % 3]), 1, down=n % 2 == 0)

    def sorts_what_is_seen(self, n: int) -> None:
        """All columns but the hidden one with the ids."""
        at, by = self.field.column(KIND, "id"), self.field.column(KIND, ("name", "note")[n % 2])
        left, right = (at + 1, self.tab.width) if by > at else (0, at)
        if self._own_column() in range(left, right) and all(
            self.field.column(KIND, t) in range(left, right) for t in ("name", "note", "type")
        ):
            self.field.phone.sorts_columns(self.tab.title, left, right, by, 1, down=n % 3 == 0)

    def fills_ids_down(self, n: int) -> None:
        if rows := self.rows():
            row = rows[n % len(rows)]
            self.field.phone.fills_down(self.tab.title, self.field.column(KIND, "id"), row, row + 1 + n % 3)

    def merges_equal(self, n: int) -> None:
        """Two neighbours say the same, and somebody merges the two cells."""
        pairs = [r for r in self.rows() if r + 1 in self.rows()]
        if pairs and not self.tab.merges:
            row, at, told = pairs[n % len(pairs)], self.field.column(KIND, "note"), self.token("รวม")
            self.said_of[told] = {str(self.field.cell(KIND, r, "name")) for r in (row, row + 1)}
            self.field.types(KIND, row, note=told)
            self.field.types(KIND, row + 1, note=told)
            self.looks(n)
            if self.rows()[:2] and self.field.cell(KIND, row, "note") == self.field.cell(KIND, row + 1, "note") == told:
                self.field.phone.merges(self.tab.title, row, at, row + 2, at + 1)
                self.looks(n)
                self.field.phone.unmerges(self.tab.title)
                self.field.types(KIND, row + 1, note=told)

    def inserts_column(self, n: int) -> None:
        self.field.phone.inserts_column(self.tab.title, n % self.tab.width)

    def deletes_column(self, _n: int) -> None:
        if self.has("members"):
            self.field.phone.deletes_column(self.tab.title, self.field.column(KIND, "members"))

    def renames_column(self, n: int) -> None:
        at = self.field.column(KIND, ("name", "note")[n % 2])
        self.field.phone.types_at(self.tab, 0, at, f"เรียกใหม่ {n}")

    def hides_column(self, n: int) -> None:
        self.tab.hidden_columns ^= {n % self.tab.width}

    def fills(self, _n: int) -> None:
        """Somebody presses "fill in the template"."""
        with contextlib.suppress(GoogleTrouble):
            self.field.poller.fill(self.field.book.key)

    def filters(self, n: int) -> None:
        """A filter that swallows added rows, as has been reported; or it is taken away."""
        self.tab.extras["swallows"] = n % 2 == 0

    def duplicates_tab(self, n: int) -> None:
        if len(self.field.book.sheets) < 40:
            self.field.phone.duplicates_tab(self.tab.title, marked=n % 2 == 0)

    def dies(self, n: int) -> None:
        """The process is killed between two steps of a round, and another takes over."""
        step = ("_write", "_note_outcome", "_finish", "_note_quiet", "_settle_sent")[n % 5]

        def killed(*_args: object, **_more: object) -> None:
            raise Killed

        setattr(self.field.poller.rounds, step, killed)
        with contextlib.suppress(Killed, GoogleTrouble):
            self.field.poller.rounds.round(self.field.book.key)
        self.restarts(n)

    def inserts(self, n: int) -> None:
        self.field.phone.inserts_row(self.tab.title, 1 + n % max(self.tab.last(), 1))

    def deletes(self, n: int) -> None:
        if rows := self.rows():
            row = rows[n % len(rows)]
            self.witnesses.pop(str(self.tab.at(row, self._own_column()).value), None)
            self.field.phone.deletes_row(self.tab.title, row)

    def pastes(self, n: int) -> None:
        if rows := self.rows():
            row, to = rows[n % len(rows)], self.tab.last()
            self.field.phone.pastes_row(self.tab.title, row, to)
            name, mark = self.token("กลุ่ม"), self.token("พยาน")
            self.field.types(KIND, to, name=name)
            if (told := str(self.field.cell(KIND, to, "note"))) in self.said_of:
                self.said_of[told].add(name)
            self.field.phone.types_at(self.tab, to, self._own_column(), mark)
            self.witnesses[mark] = name

    def clears_id(self, n: int) -> None:
        if rows := self.rows():
            self.field.types(KIND, rows[n % len(rows)], id="")

    def moves_column(self, n: int) -> None:
        at = self.field.column(KIND, ("note", "type", "name")[n % 3])
        self.field.phone.moves_column(self.tab.title, at, 0 if at > 0 else 5)

    def saves(self, n: int) -> None:
        standing = self.field.stored(KIND)
        if not standing:
            return
        one, said = standing[n % len(standing)].record.title(), self.token("จากแอป")
        self.said_of[said] = {one}
        self.field.edits(KIND, one, note=said)
        self.acknowledged.add(said)

    def saves_new(self, _n: int) -> None:
        name, said = self.token("แอปกลุ่ม"), self.token("จากแอป")
        self.field.saves(KIND, name=name, type="group", area="TH-250213", note=said)
        self.acknowledged |= {name, said}
        self.said_of[said] = {name}

    # A light page on somebody's phone: a form opened a while ago, an answer whose acknowledgement may get lost

    def opens_on_a_phone(self, n: int) -> None:
        if standing := self.field.stored(KIND):
            one = standing[n % len(standing)]
            self.opened = one.record.id, one.revision

    def sends_from_a_phone(self, n: int) -> None:
        if self.unheard is None and self.opened is not None:
            self.unheard = uuid4().hex, *self.opened, self.token("มือถือ")
        if self.unheard is None:
            return
        key, record_id, base, said = self.unheard
        store = self.field.store
        try:
            typed = as_opened(store, KIND, record_id, base, {"note": said})
            kept = once(
                store, OWN_MACHINE, key, KIND, record_id, lambda actor: self._saved(actor, typed, record_id, base)
            )
        except (Conflict, NotFound):
            self.opened = self.unheard = None  # told at the field, and chosen anew
            return
        self.sent_once[key] = self.sent_once.get(key, kept.revision)
        assert kept.revision == self.sent_once[key] or kept.again
        self.acknowledged.add(said)
        if n % 3:  # every third acknowledgement gets lost: the same answer is sent again
            self.opened, self.unheard = (record_id, kept.revision), None

    def _saved(self, actor: Actor, typed: Any, record_id: str, base: int) -> Any:
        return save_typed(self.field.store, actor, KIND, typed, record_id=record_id, base_revision=base)

    def looks(self, _n: int) -> None:
        """A look; what stood in its (last complete) read has to be found afterwards."""
        read: list[str] = []
        rounds = self.field.poller.rounds
        real = type(rounds).snapshot

        def spying(book: Any) -> Any:
            seen = real(rounds, book)
            tabs = [t for t in seen.tabs if t.kind == KIND]
            read[:] = [str(c) for t in tabs for f in t.rows() if f.id_text for c in f.raw.values()]
            return seen

        rounds.snapshot = spying  # type: ignore[method-assign]
        done = self.field.poller.round(self.field.book.key)
        if done is not None:
            self.stood |= {c for c in read if c.endswith("x") and any(d.isdigit() for d in c)}
        rounds.snapshot = real.__get__(rounds)  # type: ignore[method-assign]

    def faults(self, n: int) -> None:
        how = ("503", "drop", "html502", "429", "500")[n % 5]
        when = "after" if n % 2 else "before"
        self.field.google.faults.append(Fault(how, when, 1, "batchUpdate" if n % 3 else ""))

    def restarts(self, _n: int) -> None:
        """The process dies (its memory with it) and another takes over."""
        self.field = field_of(self.field.google, self.field.store, self.field.book)


ACTS: dict[str, Callable[[World, int], None]] = {
    name: getattr(World, name)
    for name in (
        "types_new",
        "types_note",
        "clears_note",
        "types_nonsense",
        "sorts",
        "inserts",
        "deletes",
        "pastes",
        "clears_id",
        "moves_column",
        "sorts_what_is_seen",
        "fills_ids_down",
        "merges_equal",
        "inserts_column",
        "deletes_column",
        "renames_column",
        "hides_column",
        "fills",
        "filters",
        "duplicates_tab",
        "dies",
        "saves",
        "saves_new",
        "opens_on_a_phone",
        "sends_from_a_phone",
        "looks",
        "faults",
        "restarts",
    )
}
PHONE = (
    "types_new",
    "types_note",
    "sorts",
    "inserts",
    "deletes",
    "pastes",
    "clears_id",
    "moves_column",
    "clears_note",
    "sorts_what_is_seen",
    "fills_ids_down",
    "inserts_column",
    "deletes_column",
    "renames_column",
    "hides_column",
    "filters",
    "duplicates_tab",
)
STEP = st.tuples(
    st.sampled_from([*ACTS, "looks", "looks", "saves", "types_note", "sends_from_a_phone"]), st.integers(0, 30)
)
MEANWHILE = st.lists(st.tuples(st.integers(0, 25), st.sampled_from(PHONE), st.integers(0, 30)), max_size=6)


@pytest.mark.long
@settings(
    max_examples=15, suppress_health_check=list(HealthCheck), derandomize=True, phases=(Phase.explicit, Phase.generate)
)
@given(st.lists(STEP, min_size=4, max_size=22), MEANWHILE)
def test_any_interleaving(
    prepared: Prepared, steps: list[tuple[str, int]], meanwhile: list[tuple[int, str, int]]
) -> None:
    interleave(prepared, steps, meanwhile)


def interleave(prepared: Prepared, steps: list[tuple[str, int]], meanwhile: list[tuple[int, str, int]]) -> None:
    """Run one example and look at what is left."""
    google, folder = prepared.google, prepared.folder / str(next(prepared.numbers))
    google.faults, google.between = [], None
    folder.mkdir()
    world = World(prepared.filled.handed_out(google, folder))
    for n in range(3):
        world.types_new(n)
    world.looks(0)
    queue = sorted(meanwhile)
    asked = itertools.count()

    def between() -> None:
        at = next(asked)
        while queue and queue[0][0] <= at:
            _, name, n = queue.pop(0)
            ACTS[name](world, n)

    google.between = between
    try:
        for name, n in steps:
            ACTS[name](world, n)
        google.between, google.faults = None, []
        world.filters(1)
        world.fills(0)
        _until_quiet(world)
        _nothing_lost(world)
        _under_the_right_record(world)
        _both_agree(world)
        _no_foreign_cell(world)
    finally:
        google.between, google.faults = None, []
        world.field.store.database.close()
        shutil.rmtree(folder)


def _until_quiet(world: World) -> None:
    world.restarts(0)
    for _ in range(12):
        with world.field.store.database.writing() as connection:
            # Somebody believes a tab that lost many rows at once.
            from lib.store import sheet_books

            held = sheet_books.books(connection)[0].held
            believed = {k: {**v, "believed": True} for k, v in held.items()}
            sheet_books.note_book(connection, world.field.book.key, held=believed)
        done = world.field.poller.round(world.field.book.key)
        assert done is not None
        if done.idle and not done.changed and not done.written and not held:
            return
    raise AssertionError("the two sides never come to rest")


def _nothing_lost(world: World) -> None:
    with world.field.store.database.reading() as connection:
        told = [
            json.dumps(row[0], ensure_ascii=False) if not isinstance(row[0], str) else row[0]
            for query in (
                "select fields from change",
                "select raw from sheet_version where raw is not null",
                "select theirs from sheet_matter",
                "select said from sheet_matter",
            )
            for row in connection.execute(text(query))
            if row[0] is not None
        ]
    haystack = "\n".join(json.dumps(json.loads(t), ensure_ascii=False) if t.startswith(("[", "{")) else t for t in told)
    for one in world.acknowledged | world.stood:
        assert one in haystack, f"{one} is lost"
    with world.field.store.database.reading() as connection:
        changes = [_read(fields) for (fields,) in connection.execute(text("select fields from change"))]
    written = [change["note"][1] for change in changes if "note" in change]
    for one in world.acknowledged:
        if one.startswith("มือถือ"):
            assert written.count(one) == 1, f"{one} was written {written.count(one)} times"


def _under_the_right_record(world: World) -> None:
    """What was said of a group stands in the history of that group and of no other."""
    with world.field.store.database.reading() as connection:
        changes = [(i, _read(f)) for i, f in connection.execute(text("select record_id, fields from change"))]
    names: dict[str, set[str]] = {}
    for record_id, fields in changes:
        if "name" in fields:
            names.setdefault(record_id, set()).add(str(fields["name"][1]))
    for record_id, fields in changes:
        said = fields.get("note", [None, None])[1]
        if isinstance(said, str) and said in world.said_of:
            assert names.get(record_id, set()) & world.said_of[said], f"{said} was said of {world.said_of[said]}"


def _read(fields: Any) -> Any:
    return json.loads(fields) if isinstance(fields, str) else fields


def _both_agree(world: World) -> None:
    field, tab = world.field, world.tab
    with field.store.database.reading() as connection:
        open_ = {
            (r[0], r[1])
            for r in connection.execute(text("select record_id, field from sheet_matter where state = 'open'"))
        }
    stored = {s.record.id: s for s in field.stored(KIND, withdrawn=True)}
    at = field.column(KIND, "id")
    found: list[str] = [str(tab.at(r, at).value) for r in range(1, tab.last()) if tab.at(r, at).holds]
    assert len(found) == len(set(found)), "an id stands twice"
    for row in range(1, tab.last()):
        record_id = tab.at(row, at).value
        if not record_id or stored[record_id].withdrawn:
            continue
        record = stored[record_id].record
        for name in ("name", "note"):
            if (record_id, name) not in open_:
                said = field.cell(KIND, row, name) or None
                if said is None and name == "name":  # a name cannot be empty: told, not taken
                    assert str(field.cell(KIND, row, "_state")).startswith("✗")
                    continue
                assert said == getattr(record, name), (name, field.cell(KIND, row, "_state"))
        if record.members is None and field.cell(KIND, row, "members"):
            assert str(field.cell(KIND, row, "_state")).startswith("✗")
    asked = any("รหัสของแถวถูกลบ" in str(field.cell(KIND, r, "_state")) for r in range(1, tab.last()))
    alive = {i for i, s in stored.items() if not s.withdrawn and not asked}
    assert alive <= set(found), "a record has no row"
    names = [stored[i].record.name for i in alive]
    assert len(names) == len(set(names)), "a record was doubled"


def _no_foreign_cell(world: World) -> None:
    tab = world.tab
    own = next((c for c in range(tab.width) if tab.at(0, c).value == "ของเรา"), None)
    if own is None:
        return
    seen = {
        str(tab.at(r, own).value): world.field.cell(KIND, r, "name")
        for r in range(1, tab.last())
        if tab.at(r, own).holds
    }
    for mark, name in world.witnesses.items():
        assert seen.get(mark) == name, f"{mark} stood beside {name}, now beside {seen.get(mark)}"


def test_a_known_failure_is_not_swallowed(prepared: Prepared, monkeypatch: pytest.MonkeyPatch) -> None:
    """The checks themselves can fail: what a clear-then-write program does is noticed."""
    real = World.looks

    def careless(self: World, n: int) -> None:
        real(self, n)
        if self.rows():
            at = self._own_column()
            self.tab.put(self.rows()[0], at, self.tab.at(self.rows()[-1], at))

    monkeypatch.setattr(World, "looks", careless)
    with pytest.raises(AssertionError, match="stood beside"):
        interleave(prepared, [("types_new", 0), ("types_new", 1)], [])
