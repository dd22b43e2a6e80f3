"""Role × act × kind × place, tried on the practice country: every forbidden cell is refused, every list is the same.

The oracle works out where a record lies by itself, from the rows as they stand and the codes of places.
"""

from __future__ import annotations

import itertools
import shutil
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

import pytest
from sqlalchemy import select

from lib.access.actors import READER, Actor
from lib.access.policy import COUNTRY, TABLE, Act, Extent, Grant, Role
from lib.access.reach import Reach, whole_of_record
from lib.access.visible import visible
from lib.actions.records.checks import verifiers_own
from lib.actions.records.saving import save
from lib.actions.records.writing import writing
from lib.domain.errors import BadInput, NotAllowed
from lib.schema.history_words import Verb, Way
from lib.schema.record import Record
from lib.schema.registry import KINDS
from lib.store import records
from lib.store.database import Database
from lib.store.opening import Store
from lib.store.tables import table

#: A tambon with a workspace, its region, and the whole country.
PLACES = ("tambon", "region", "country")
ON_RECORDS = (Act.READ, Act.WRITE, Act.VERIFY, Act.MERGE, Act.EXPORT, Act.ERASE)


@pytest.fixture(scope="module")
def practice(practice_template: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Store]:
    folder = tmp_path_factory.mktemp("policy")
    shutil.copy(practice_template, folder / "practice.sqlite")
    store = Store("practice", Database(f"sqlite:///{folder}/practice.sqlite"), folder / "backups")
    yield store
    store.database.close()


@pytest.fixture(scope="module")
def standing(practice: Store) -> dict[str, list[Record]]:
    """Some records of every kind, those of the tambon among them."""
    with practice.database.reading() as connection:
        tambon = place_of_test(practice)["tambon"]
        found = {}
        oracle = Oracle(practice)
        for kind_id in KINDS:
            every = [s.record for s in records.find(connection, kind_id) if not s.withdrawn]
            about = KINDS[kind_id].about
            near = (
                every if about.within or about.lies_with else [r for r in every if oracle.place(r).startswith(tambon)]
            )
            inside = itertools.islice((r for r in near if oracle.inside(tambon, oracle.place(r))), 3)
            found[kind_id] = [*inside, *every[:: max(1, len(every) // 4)][:5]]
    return found


@pytest.fixture(scope="module")
def lies(practice: Store, standing: dict[str, list[Record]]) -> dict[str, str]:
    """Record id → where the oracle says it lies."""
    oracle = Oracle(practice)
    return {record.id: oracle.place(record) for found in standing.values() for record in found}


def place_of_test(store: Store) -> dict[str, str]:
    rows, areas = table("tambon_work"), table("area")
    with store.database.reading() as connection:
        tambon = str(connection.scalar(select(rows.c.area).order_by(rows.c.id).limit(1)))
        region = connection.scalar(select(areas.c.region).where(areas.c.id == tambon[:5]))
    return {"tambon": tambon, "province": tambon[:5], "region": f"CODI-{region}", "country": COUNTRY}


class Oracle:
    """Where records lie and what lies in what, said another way than the store says it."""

    def __init__(self, store: Store) -> None:
        self._store = store
        areas = table("area")
        with store.database.reading() as connection:
            self._regions = {
                r.id: f"CODI-{r.region}" for r in connection.execute(select(areas)) if r.type == "province"
            }

    def inside(self, outer: str, inner: str) -> bool:
        if outer == COUNTRY:
            return True
        if not inner:
            return False
        if outer.startswith("CODI-"):
            return inner == outer or self._regions.get(inner[:5]) == outer
        return inner.startswith(outer)

    def place(self, record: Record) -> str:
        # A follow-up lies in its workspace, whatever forum it was told at.
        for name in ("household", "work", "canvas", "event"):
            whole = {"household": "household_survey", "event": "event", "work": "tambon_work", "canvas": "canvas"}[name]
            if record.about.id not in ("organisation", "household_survey", "canvas", whole) and hasattr(record, name):
                if record.about.id == "learning" and name != "event":
                    continue
                return self._of(whole, getattr(record, name))
        if record.about.id == "evidence":
            other = self._get(str(record.proves_kind), str(record.proves))  # type: ignore[attr-defined]
            return self.place(other) if other is not None else ""
        if record.about.id == "area":
            return str(record.parent or record.province or (f"CODI-{record.region}" if record.region else ""))  # type: ignore[attr-defined]
        return str(getattr(record, "area", None) or "")

    def _of(self, kind_id: str, record_id: str) -> str:
        other = self._get(kind_id, record_id)
        return self.place(other) if other is not None else ""

    def _get(self, kind_id: str, record_id: str) -> Record | None:
        with self._store.database.reading() as connection:
            stored = records.get(connection, kind_id, record_id)
        return stored.record if stored else None


def actor(role: Role, place: str, record: str = "") -> Actor:
    return Actor("acc-test", "ผู้ทดสอบ", Way.FORM, (Grant(role, place, record),), account="acc-test")


@pytest.mark.parametrize(("role", "where"), list(itertools.product(Role, PLACES)))
def test_a_right_reaches_what_lies_in_its_place_and_nothing_else(
    practice: Store, standing: dict[str, list[Record]], lies: dict[str, str], role: Role, where: str
) -> None:
    place, oracle = place_of_test(practice)[where], Oracle(practice)
    somebody = actor(role, place)
    tried = 0
    with practice.database.reading() as connection:
        reach = Reach(connection, somebody)
        for kind_id, found in standing.items():
            for act, record in itertools.product(ON_RECORDS, found):
                kinds = TABLE[role].get(act, {})
                extent = kinds.get(kind_id) or kinds.get("*")
                # Nothing here was recorded by the one who asks.
                expected = extent is Extent.PLACE and oracle.inside(place, lies[record.id])
                assert reach.answer(act, record).allowed is expected, (act, kind_id, record.id, lies[record.id])
                tried += 1
            seen = set(connection.scalars(select(table(kind_id).c.id).where(visible(somebody, kind_id))))
            for record in found:
                assert (record.id in seen) is reach.answer(Act.READ, record).allowed, (kind_id, record.id)
    assert tried > 700


@pytest.mark.parametrize(("role", "where"), list(itertools.product(Role, ("tambon", "region"))))
def test_the_pen_refuses_what_the_table_forbids(
    practice: Store, standing: dict[str, list[Record]], lies: dict[str, str], role: Role, where: str
) -> None:
    place, oracle = place_of_test(practice)[where], Oracle(practice)
    somebody = actor(role, place)
    for kind_id, found in standing.items():
        may = TABLE[role].get(Act.WRITE, {})
        extent = may.get(kind_id) or may.get("*")
        for record in found[:2] + found[-2:]:
            with writing(practice, somebody, Verb.SAVE) as pen:
                before = pen.stored(kind_id, record.id)
                if verifiers_own(record) and Act.VERIFY not in TABLE[role]:
                    continue  # what a verifier said of a tambon is a verdict
                if extent is Extent.PLACE and oracle.inside(place, lies[record.id]):
                    with suppress(BadInput):  # a certified plan stays as it is, whoever asks
                        assert pen.change(before, before.record) == before.revision
                else:
                    with pytest.raises(NotAllowed):
                        pen.change(before, before.record)
                    with pytest.raises(NotAllowed):
                        pen.withdraw(before)


def test_a_record_does_not_leave_or_enter_a_place_without_the_right_to_both(practice: Store) -> None:
    places = place_of_test(practice)
    elsewhere = "TH-90" if not places["tambon"].startswith("TH-90") else "TH-50"
    officer, other = actor(Role.OFFICER, places["region"]), actor(Role.COUNTRY, COUNTRY)
    mine = save(practice, officer, "organisation", {"name": "กลุ่มในภาค", "type": "group", "area": places["tambon"]})
    theirs = save(practice, other, "organisation", {"name": "กลุ่มนอกภาค", "type": "group", "area": elsewhere})
    for saved, area in ((mine, elsewhere), (theirs, places["tambon"])):
        values = {"name": saved.record.name, "type": "group", "area": area}  # type: ignore[attr-defined]
        with pytest.raises(NotAllowed):
            save(practice, officer, "organisation", values, record_id=saved.record.id)
    with pytest.raises(NotAllowed):
        save(practice, officer, "organisation", {"name": "กลุ่มไม่รู้ที่", "type": "group"})
    moved = {"name": "กลุ่มในภาค", "type": "group", "area": elsewhere}
    assert save(practice, other, "organisation", moved, record_id=mine.record.id).revision == 2
    with pytest.raises(NotAllowed):  # it has left the place of the right
        save(practice, officer, "organisation", {**moved, "name": "อื่น"}, record_id=mine.record.id)


def test_who_records_only_for_oneself_reaches_ones_own_and_nobody_elses(practice: Store) -> None:
    tambon = place_of_test(practice)["tambon"]
    leader = actor(Role.LEADER, tambon)
    neighbour = Actor("acc-other", "เพื่อนบ้าน", Way.FORM, (Grant(Role.LEADER, tambon),), account="acc-other")
    values = {"name": "กลุ่มที่ผู้นำกรอก", "type": "group", "area": tambon}
    mine = save(practice, leader, "organisation", values)
    assert save(practice, leader, "organisation", {**values, "name": "แก้ชื่อ"}, record_id=mine.record.id).revision == 2
    with pytest.raises(NotAllowed, match="recorded yourself"):
        save(practice, neighbour, "organisation", {**values, "name": "แก้ของเขา"}, record_id=mine.record.id)
    rows = table("organisation")
    with practice.database.reading() as connection:
        for who, own in ((leader, True), (neighbour, False)):
            seen = set(connection.scalars(select(rows.c.id).where(visible(who, "organisation"))))
            assert seen == ({mine.record.id} if own else set())


def test_a_right_to_one_plan_reaches_that_plan_and_its_lines(
    practice: Store, standing: dict[str, list[Record]]
) -> None:
    canvas = standing["canvas"][0]
    filler = actor(Role.FILLER, COUNTRY, canvas.id)
    with practice.database.reading() as connection:
        reach = Reach(connection, filler)
        for kind_id, found in standing.items():
            for record in found:
                expected = whole_of_record(record) == canvas.id
                assert reach.answer(Act.WRITE, record).allowed is expected, (kind_id, record.id)
            seen = set(connection.scalars(select(table(kind_id).c.id).where(visible(filler, kind_id))))
            assert all((r.id in seen) is (whole_of_record(r) == canvas.id) for r in found)


def test_a_reader_may_nothing(practice: Store, standing: dict[str, list[Record]]) -> None:
    with practice.database.reading() as connection:
        reach = Reach(connection, READER)
        for kind_id, found in standing.items():
            assert not any(reach.answer(act, record).allowed for act in Act for record in found[:3])
            rows = table(kind_id)
            assert connection.scalar(select(rows.c.id).where(visible(READER, kind_id)).limit(1)) is None


def test_what_is_set_aside_is_not_done_by_any_right() -> None:
    from lib.access.actors import OWN_MACHINE, TEAM, acting_as, answer

    team = acting_as(OWN_MACHINE, TEAM)
    assert not answer(team, Act.VERIFY, "tambon_progress").allowed
    assert answer(team, Act.WRITE, "tambon_progress").allowed
    signed_in = actor(Role.OFFICER, COUNTRY)
    assert acting_as(signed_in, TEAM) is signed_in
