"""Random phones over rows with verdicts, on both databases: what was verified stays, what was typed is found again."""

from __future__ import annotations

import contextlib
import json
import random
from dataclasses import dataclass, field
from datetime import date
from typing import Any

import pytest
from sqlalchemy import text

from lib.access.actors import OWN_MACHINE
from lib.actions.records.saving import save
from lib.actions.records.verifying import send_back, unlock, verify
from lib.domain.errors import ThunError
from lib.sheets.refusals import GoogleTrouble
from lib.store import sheet_books
from lib.store.opening import Store
from tests.sheets.conftest import Connect, Field, field_of
from tests.sheets_double.server import Fault

KIND = "tambon_progress"
TAMBONS = {"TH-250213": "ต.เขาไม้แก้ว อ.กบินทร์บุรี", "TH-250210": "ต.นนทรี อ.กบินทร์บุรี", "TH-250201": "ต.กบินทร์ อ.กบินทร์บุรี"}
RUNGS = {"trained": "ผู้นำผ่านการอบรม", "plan": "มีแผนแล้ว", "in_use": "ใช้แผนจริง", "concrete": "พื้นที่รูปธรรม"}


@dataclass
class World:
    """One history. `verified`: record → what was verified of it; `typed`: what a phone wrote, by then looked at."""

    field: Field
    rng: random.Random
    verified: dict[str, tuple[str, str, date]] = field(default_factory=dict)
    typed: list[str] = field(default_factory=list)
    seen: set[str] = field(default_factory=set)
    count: int = 0

    def token(self, what: str) -> str:
        self.count += 1
        return f"{what}{self.count}x"

    @property
    def tab(self) -> Any:
        return self.field.tab(KIND)

    def rows(self) -> list[int]:
        at = self.field.column(KIND, "rung")
        return [r for r in range(1, self.tab.last()) if self.tab.at(r, at).holds]

    def free(self) -> tuple[str, str]:
        taken = {(s.record.area, s.record.rung) for s in self.field.stored(KIND)}
        return self.rng.choice([(a, r) for a in TAMBONS for r in RUNGS if (a, r) not in taken] or [("", "")])

    # What may happen

    def reports(self) -> None:
        area, rung = self.free()
        if area:
            self.field.saves(KIND, area=area, rung=rung, reached_on="2023-09-19", note=self.token("แอป"))

    def types_row(self) -> None:
        area, rung = self.free()
        if area:
            said = {"area": TAMBONS[area], "rung": RUNGS[rung], "reached_on": "19 ก.ย. 2566", "note": self.token("แถว")}
            self.field.types(KIND, max(self.tab.last(), 1), **said)
            self.typed.append(said["note"])

    def proves(self) -> None:
        standing = [s.record for s in self.field.stored(KIND) if s.record.status == "reported"]
        if standing:
            one = self.rng.choice(standing)
            proof = {"name": "รายงาน", "type": "note", "text": "มติ", "proves_kind": KIND, "proves": one.id}
            save(self.field.store, OWN_MACHINE, "evidence", proof)
            verify(self.field.store, OWN_MACHINE, KIND, one.id, "ผู้ตรวจ")
            self.verified[one.id] = (one.area, one.rung, one.reached_on)

    def takes_back(self) -> None:
        if self.verified:
            record_id = self.rng.choice(list(self.verified))
            give = self.rng.choice([send_back, unlock])
            give(self.field.store, OWN_MACHINE, KIND, record_id, "ดูใหม่")
            del self.verified[record_id]

    def types_note(self) -> None:
        if rows := self.rows():
            said = self.token("แก้")
            self.field.types(KIND, self.rng.choice(rows), note=said)
            self.typed.append(said)

    def types_day(self) -> None:
        """Another day than the evidence shows: of a verified row it is a proposal."""
        if rows := self.rows():
            self.field.types(KIND, self.rng.choice(rows), reached_on=f"{self.rng.randrange(1, 28)} ก.ย. 2565")

    def types_verdict(self) -> None:
        """Somebody plays the officer in the Sheet."""
        if rows := self.rows():
            self.field.types(KIND, self.rng.choice(rows), status="ตรวจรับรองแล้ว")

    def deletes(self) -> None:
        if rows := self.rows():
            self.field.phone.deletes_row(self.tab.title, self.rng.choice(rows))

    def sorts(self) -> None:
        by = self.field.column(KIND, self.rng.choice(["rung", "note", "area"]))
        self.field.phone.sorts(self.tab.title, by, 1, down=self.rng.random() < 0.5)

    def filters(self) -> None:
        """A filter hides rows, and one that swallows added rows; or it goes again."""
        self.tab.extras["swallows"] = self.rng.random() < 0.5
        self.tab.filtered_rows = {r for r in self.rows() if self.rng.random() < 0.3}

    def protects(self) -> None:
        """The owner lets nobody else write into a column; or everybody again."""
        at = self.field.column(KIND, self.rng.choice(["note", "_state"]))
        block = {"sheetId": self.tab.id, "startColumnIndex": at, "endColumnIndex": at + 1}
        hard = [p for p in self.tab.protections if not p.get("warningOnly")]
        if hard:
            self.tab.protections.remove(hard[0])
        else:
            editors = {"users": ["leader@example.org"]}
            self.tab.protections.append(
                {"protectedRangeId": 9_000_000 + self.count, "range": block, "editors": editors}
            )

    def faults(self) -> None:
        how = self.rng.choice(["503", "drop", "429"])
        self.field.google.faults.append(Fault(how, self.rng.choice(["before", "after"]), 1, ""))

    def restarts(self) -> None:
        self.field = field_of(self.field.google, self.field.store, self.field.book)

    def looks(self) -> None:
        waiting = list(self.typed)
        with contextlib.suppress(GoogleTrouble):
            self.field.poller.rounds.round(self.field.book.key)
            # What a row without an id says was refused, and the row says why.
            rows = [r for r in range(1, self.tab.last()) if self.field.cell(KIND, r, "id")]
            standing = {str(self.field.cell(KIND, r, "note")) for r in rows}
            self.seen |= {t for t in waiting if t in standing}


ACTS = [
    World.reports,
    World.types_row,
    World.types_row,
    World.proves,
    World.proves,
    World.takes_back,
    World.types_note,
    World.types_note,
    World.types_day,
    World.types_day,
    World.types_verdict,
    World.deletes,
    World.sorts,
    World.filters,
    World.protects,
    World.faults,
    World.restarts,
    World.looks,
    World.looks,
    World.looks,
]


@pytest.mark.long
@pytest.mark.parametrize("seed", range(5))
def test_random_phones_over_verified_rows(connect: Connect, store: Store, seed: int) -> None:
    world = World(connect(store), random.Random(seed))
    for _ in range(3):
        world.reports()
        world.types_row()
    world.looks()
    for _ in range(40):
        with contextlib.suppress(ThunError):
            world.rng.choice(ACTS)(world)
    world.field.google.faults = []
    world.tab.extras["swallows"], world.tab.filtered_rows = False, set()
    world.tab.protections = [p for p in world.tab.protections if p.get("warningOnly")]
    _until_quiet(world)
    _verdicts_stand(world)
    _nothing_typed_is_lost(world)
    _both_sides_agree(world)


def _until_quiet(world: World) -> None:
    world.restarts()
    for _ in range(14):
        with world.field.store.database.writing() as connection:
            held = sheet_books.books(connection)[0].held
            believed = {k: {**v, "believed": True} for k, v in held.items()}
            sheet_books.note_book(connection, world.field.book.key, held=believed)
        done = world.field.poller.round(world.field.book.key)
        assert done is not None
        if done.idle and not done.changed and not done.written and not held:
            return
    raise AssertionError("the two sides never come to rest")


def _verdicts_stand(world: World) -> None:
    stored = {s.record.id: s for s in world.field.stored(KIND, withdrawn=True)}
    for record_id, said in world.verified.items():
        one = stored[record_id]
        assert (one.record.status, one.withdrawn) == ("verified", False)
        assert (one.record.area, one.record.rung, one.record.reached_on) == said
    proved = {i for i, s in stored.items() if s.record.status == "verified"}
    assert proved == set(world.verified), "nothing is verified by a cell"


def _nothing_typed_is_lost(world: World) -> None:
    queries = (
        "select fields from change",
        "select raw from sheet_version where raw is not null",
        "select theirs from sheet_matter",
        "select said from sheet_matter",
    )
    with world.field.store.database.reading() as connection:
        found = [row[0] for query in queries for row in connection.execute(text(query)) if row[0] is not None]
    told = [json.loads(f) if isinstance(f, str) and f.startswith(("[", "{", '"')) else f for f in found]
    everything = json.dumps(told, ensure_ascii=False)
    for one in world.seen:
        assert one in everything, f"{one} is lost"


def _both_sides_agree(world: World) -> None:
    with world.field.store.database.reading() as connection:
        query = text("select record_id, field from sheet_matter where state = 'open'")
        waiting = {(r[0], r[1]) for r in connection.execute(query)}
    stored = {s.record.id: s.record for s in world.field.stored(KIND)}
    ids = [str(world.field.cell(KIND, r, "id")) for r in world.rows() if world.field.cell(KIND, r, "id")]
    assert len(ids) == len(set(ids))
    for row in world.rows():
        record = stored.get(str(world.field.cell(KIND, row, "id")))
        told_why_not = str(world.field.cell(KIND, row, "_state")).startswith("✗")
        if record is not None and (record.id, "note") not in waiting and not told_why_not:
            assert (world.field.cell(KIND, row, "note") or None) == record.note
