"""A forum in a file: to a hall and home, looked at first, once however often, undone, and nothing erased comes back."""

from __future__ import annotations

import io
import itertools
import random
import shutil
import sqlite3
import zipfile
from collections.abc import Callable, Iterator
from contextlib import ExitStack, closing
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sqlalchemy import select

from lib.access.actors import OWN_MACHINE, READER, Actor
from lib.access.policy import Grant, Role
from lib.actions.canvas import filling
from lib.actions.forum import ballots, bring_preview, bringing, ideas, packing, running
from lib.actions.imports import undoing
from lib.actions.records import attaching
from lib.actions.records.erasing import erase
from lib.actions.records.saving import save_typed, withdraw
from lib.domain.errors import BadInput, NotAllowed
from lib.domain.forum_wishes import PackWish
from lib.domain.travel import RecordFate
from lib.insight.canvas.board import read_board
from lib.insight.forum.seats import participants
from lib.insight.source import Source
from lib.intake.attached import BroughtFile
from lib.schema.history_words import Way
from lib.schema.registry import KINDS
from lib.store import attachments, canvas_rows, facts, history, records
from lib.store.opening import Store, open_store
from lib.store.tables import table
from lib.store.travel_file import TravelFile, TravelPhoto, TravelRecord, from_bytes, to_bytes
from tests.actions.forum.halls import Made, made
from tests.intake.attached_files import photo

SECRET = "สามคำที่จำได้ดี"
Stores = Callable[[], Store]
#: What differs between two stores that agree: numbers of change-sets.
_NUMBERS = {"certified_version", "canvas_version"}


@pytest.fixture
def stores(small_template: Path, tmp_path: Path) -> Iterator[Stores]:
    """Machines that know nothing of each other."""
    count = itertools.count()
    with ExitStack() as all_of_them:

        def another() -> Store:
            folder = tmp_path / f"machine-{next(count)}"
            folder.mkdir()
            shutil.copy(small_template, folder / "own.sqlite")
            store = open_store(f"sqlite:///{folder}/own.sqlite", "own", folder / "backups")
            with store.database.writing() as connection:
                facts.write(connection, facts.IDENTITY, folder.name)
            all_of_them.callback(store.database.close)
            return store

        yield another


def carry(one: Store, other: Store, forum: str, *, people: bool = True) -> str:
    """The forum's file from one machine into another."""
    secret = SECRET if people else ""
    packed = packing.pack(one, OWN_MACHINE, forum, PackWish(people), secret)
    return bringing.bring(other, OWN_MACHINE, packed, secret)


def look(one: Store, other: Store, forum: str) -> bring_preview.BringPreview:
    return bring_preview.preview(
        other, OWN_MACHINE, packing.pack(one, OWN_MACHINE, forum, PackWish(True), SECRET), SECRET
    )


def told(store: Store, kinds: tuple[str, ...] = ()) -> dict[str, Any]:
    """Every standing record of the kinds that travel, field by field."""
    found = {}
    with store.database.reading() as connection:
        for kind_id in kinds or [
            k for k, m in KINDS.items() if m.about.within in ("forum", "canvas") or k in ("forum", "canvas")
        ]:
            for stored in records.find(connection, kind_id):
                values = stored.record.model_dump(mode="json")
                found[stored.record.id] = {
                    n: v for n, v in values.items() if n not in _NUMBERS and v not in (None, [], "")
                }
    return found


def test_a_forum_goes_to_a_hall_with_plans_and_without_names_unless_they_are_sealed(stores: Stores) -> None:
    office, laptop = stores(), stores()
    forum = made(office, plans=True)
    forum.seat("ป้าสมศรี")
    canvas = forum.seen().plenum.groups[0].canvas or ""
    filling.put(office, OWN_MACHINE, canvas, "canvas_item", {"step": "1", "text": "ปลาสดไม่ใส่สี"})
    with pytest.raises(BadInput, match="passphrase"):
        packing.pack(office, OWN_MACHINE, forum.forum, PackWish(people=True))
    with pytest.raises(NotAllowed):
        packing.pack(office, READER, forum.forum, PackWish())
    assert carry(office, laptop, forum.forum, people=False)
    there = Made(laptop, forum.forum, "")
    assert [g.name for g in there.seen().plenum.groups] == [g.name for g in forum.seen().plenum.groups]
    assert there.seen().plenum.heads == 0
    with laptop.database.reading() as connection:
        board = read_board(connection, canvas)
    assert board is not None
    assert [i.text for i in board.of_step(1)] == ["ปลาสดไม่ใส่สี"]
    assert carry(office, laptop, forum.forum, people=False) == "", "a second time writes nothing"
    assert carry(office, laptop, forum.forum)
    assert [p.sits.name for p in participants(Source(laptop), forum.forum)] == ["ป้าสมศรี"]


def afternoon(hall: Made, canvas: str) -> str:
    """What happens in the hall; the ballot that certified the plan."""
    store = hall.store
    hall = Made(store, hall.forum, running.open_door(store, OWN_MACHINE, hall.forum))
    running.go_to_step(store, OWN_MACHINE, hall.forum, hall.seen().plenum.steps[1].id)
    seats = [hall.seat(f"คน {n}", n) for n in range(1, 4)]
    ideas.send(store, hall.forum, seats[0], "ตลาดนัดวันเสาร์", "k" * 20)
    ideas.move_into_plan(store, OWN_MACHINE, hall.seen().plenum.ideas[0].id, canvas, "2")
    filling.put(store, OWN_MACHINE, canvas, "canvas_item", {"step": "1", "text": "ผ้าย้อมคราม"})
    ballot = hall.ballot("certify", canvas=canvas)
    ballots.open_ballot(store, OWN_MACHINE, ballot)
    for n, seat in enumerate(seats):
        ballots.vote(store, hall.forum, ballot, seat, f"word {n}", [0])
    ballots.close_ballot(store, OWN_MACHINE, ballot)
    ballots.certify(store, OWN_MACHINE, ballot, None)
    save_typed(
        store, OWN_MACHINE, "forum_decision", {"forum": hall.forum, "text": "ขายวันเสาร์แรกของเดือน", "sort": "decision"}
    )
    return ballot


def test_what_a_hall_did_comes_home_with_its_people_moments_acts_and_versions(stores: Stores) -> None:
    office, laptop = stores(), stores()
    forum = made(office, plans=True)
    canvas = forum.seen().plenum.groups[0].canvas or ""
    # The two machines count differently.
    for n in range(5):
        save_typed(office, OWN_MACHINE, "organisation", {"name": f"กลุ่มอื่น {n}", "type": "group"})
    carry(office, laptop, forum.forum)
    afternoon(Made(laptop, forum.forum, ""), canvas)
    # Meanwhile the office wrote on another line of the same plan.
    filling.put(office, OWN_MACHINE, canvas, "canvas_item", {"step": "3", "text": "เขียนที่สำนักงาน"})
    seen = look(laptop, office, forum.forum)
    assert seen.counts[RecordFate.ADDED] == 3 + 1 + 2 + 1 + 1
    assert not seen.questions
    job = carry(laptop, office, forum.forum)
    here, there = told(office), told(laptop)
    assert {k: v for k, v in here.items() if k in there} == there
    with office.database.reading() as connection:
        board = read_board(connection, canvas)
        assert board is not None
        version = board.canvas.certified_version or 0
        then = canvas_rows.as_of(connection, canvas, version)
        sets = history.of_record(connection, "canvas", canvas)
        seats = connection.execute(
            select(table("change_set").c.actor_label, table("change_set").c.happened_at).where(
                table("change_set").c.action == "join"
            )
        ).all()
    certified = {w.values["text"] for w in then["canvas_item"] if w.values}
    assert certified == {"ตลาดนัดวันเสาร์", "ผ้าย้อมคราม"} | ({"เขียนที่สำนักงาน"} & certified)
    assert {"ตลาดนัดวันเสาร์", "ผ้าย้อมคราม"} <= certified
    assert sets[0].action == "certify"
    assert sets[0].source == "hall"
    assert sets[0].happened_at is not None
    assert sets[0].happened_at < sets[0].at
    assert len(seats) == 3
    assert all(one.happened_at is not None for one in seats)
    assert carry(laptop, office, forum.forum) == "", "a second time writes nothing"
    # More happens in the hall, and comes home as well.
    filling.put(laptop, OWN_MACHINE, canvas, "canvas_item", {"step": "1", "text": "หลังกลับบ้าน"})
    assert carry(laptop, office, forum.forum)
    assert {k: v for k, v in told(office).items() if k in told(laptop)} == told(laptop)
    assert job


def test_what_both_changed_is_a_question_and_stays_ours_until_it_is_answered(stores: Stores) -> None:
    office, laptop = stores(), stores()
    forum = made(office, plans=True)
    canvas = forum.seen().plenum.groups[0].canvas or ""
    line = filling.put(office, OWN_MACHINE, canvas, "canvas_item", {"step": "1", "text": "ปลาสด"}).record.id
    carry(office, laptop, forum.forum)
    for store, words in ((office, "ปลาสดจากสำนักงาน"), (laptop, "ปลาสดจากห้อง")):
        filling.put(store, OWN_MACHINE, canvas, "canvas_item", {"step": "1", "text": words}, record_id=line)
    filling.put(
        laptop,
        OWN_MACHINE,
        canvas,
        "canvas_item",
        {"step": "1", "text": "ปลาสดจากห้อง", "detail": "ไม่ใส่สี"},
        record_id=line,
    )
    seen = look(laptop, office, forum.forum)
    ((one, name),) = seen.questions
    assert (one.told.id, name, one.clashes[name]) == (line, "text", ("ปลาสดจากห้อง", "ปลาสดจากสำนักงาน"))
    carry(laptop, office, forum.forum)
    assert (told(office)[line]["text"], told(office)[line]["detail"]) == ("ปลาสดจากสำนักงาน", "ไม่ใส่สี")
    assert look(laptop, office, forum.forum).questions, "nobody has answered it"
    packed = packing.pack(laptop, OWN_MACHINE, forum.forum, PackWish())
    assert bringing.bring(office, OWN_MACHINE, packed, theirs=frozenset({(line, "text")}))
    assert told(office)[line]["text"] == "ปลาสดจากห้อง"
    assert not look(laptop, office, forum.forum).questions


def test_undo_restores_and_a_third_time_brings_it_again(stores: Stores) -> None:
    office, laptop = stores(), stores()
    forum = made(office, plans=True)
    canvas = forum.seen().plenum.groups[0].canvas or ""
    carry(office, laptop, forum.forum)
    before = told(office)
    afternoon(Made(laptop, forum.forum, ""), canvas)
    job = carry(laptop, office, forum.forum)
    after = told(office)
    assert after != before
    undoing.undo(office, OWN_MACHINE, job)
    assert told(office) == before
    assert carry(laptop, office, forum.forum)
    assert told(office) == after


def test_what_was_erased_meanwhile_does_not_come_back(stores: Stores) -> None:
    office, laptop = stores(), stores()
    forum = made(office)
    gone = forum.seat("ป้าสมศรี", 1)
    forum.seat("ลุงบุญมา", 2)
    carry(office, laptop, forum.forum)
    erase(office, OWN_MACHINE, "forum_seat", gone, "ขอให้ลบ")
    seen = look(laptop, office, forum.forum)
    assert seen.counts[RecordFate.GONE] == 1
    carry(laptop, office, forum.forum)
    assert [p.sits.name for p in participants(Source(office), forum.forum)] == ["ลุงบุญมา"]


def test_a_file_without_names_names_nobody_of_the_hall_and_an_erased_one_is_in_no_history(stores: Stores) -> None:
    office, laptop = stores(), stores()
    forum = made(office, plans=True)
    carry(office, laptop, forum.forum)
    hall = Made(laptop, forum.forum, running.open_door(laptop, OWN_MACHINE, forum.forum))
    seat = hall.seat("ป้าสมศรี", 1)
    ideas.send(laptop, forum.forum, seat, "ตลาดนัด", "k" * 20)
    packed = packing.pack(laptop, OWN_MACHINE, forum.forum, PackWish())
    with zipfile.ZipFile(io.BytesIO(packed)) as bundle:
        assert not any("ป้าสมศรี" in bundle.read(name).decode() for name in bundle.namelist())
    carry(laptop, office, forum.forum)
    labels = select(table("change_set").c.actor_label)
    with office.database.reading() as connection:
        assert "ป้าสมศรี" in set(connection.scalars(labels))
    erase(office, OWN_MACHINE, "forum_seat", seat, "ขอให้ลบ")
    with office.database.reading() as connection:
        assert "ป้าสมศรี" not in set(connection.scalars(labels))
    assert hall.seen().plenum.ideas


def test_a_made_up_file_learns_nothing_of_what_its_bringer_may_not_see(stores: Stores) -> None:
    office, other = stores(), stores()
    forum = made(office, plans=True)
    person = save_typed(office, OWN_MACHINE, "person", {"name": "ป้าลับ", "phone": "0812345678"}).record.id
    group = forum.seen().plenum.groups[0]
    note = from_bytes(packing.pack(office, OWN_MACHINE, forum.forum, PackWish())).note
    strange = replace(note, store="somebody else")
    far = Actor("acc-x", "ผู้ดูแลเวทีที่อื่น", Way.FORM, (Grant(Role.FACILITATOR, "TH-82"),), account="acc-x")
    asked = TravelRecord("forum_group", group.id, {"forum": forum.forum, "name": "ชื่ออื่น", "order": 1}, withdrawn=False)
    seen = bring_preview.preview(office, far, to_bytes(TravelFile(strange, [asked], [])))
    assert [(one.fate, dict(one.clashes)) for one in seen.found] == [(RecordFate.REFUSED, {})]
    private = TravelRecord("person", person, {"name": "ใคร"}, withdrawn=False)
    with pytest.raises(BadInput):
        bring_preview.preview(office, OWN_MACHINE, to_bytes(TravelFile(strange, [private], []), SECRET), SECRET)
    assert told(other) == {}


def _photos(store: Store, forum: str) -> list[tuple[str, str]]:
    with store.database.reading() as connection:
        found = attachments.of_records(connection, "forum", [forum])
    assert all(store.files.read(one.digest) and store.files.read(one.small_digest) for one in found)
    assert all(one.latitude is None for one in found)
    return [(one.id, one.name) for one in found]


def test_photos_come_home_once_go_with_an_undo_and_faces_only_in_a_sealed_file(stores: Stores) -> None:
    office, laptop = stores(), stores()
    forum = made(office).forum
    carry(office, laptop, forum)
    shown = attaching.attach(laptop, OWN_MACHINE, "forum", forum, BroughtFile("ผัง.jpg", photo(), public=True))
    faces = attaching.attach(laptop, OWN_MACHINE, "forum", forum, BroughtFile("คน.jpg", photo(colour="red")))
    assert [p.id for p in look(laptop, office, forum).photos] == [shown.id, faces.id]
    assert carry(laptop, office, forum, people=False)
    assert _photos(office, forum) == [(shown.id, "ผัง.jpg")]
    job = carry(laptop, office, forum)
    both = [(shown.id, "ผัง.jpg"), (faces.id, "คน.jpg")]
    assert sorted(_photos(office, forum)) == sorted(both)
    assert carry(laptop, office, forum) == "", "a second time writes nothing"
    assert carry(office, laptop, forum) == "", "and they do not come back as others"
    undoing.undo(office, OWN_MACHINE, job)
    assert _photos(office, forum) == both[:1]
    assert carry(laptop, office, forum)
    assert sorted(_photos(office, forum)) == sorted(both)
    attaching.take_away(office, OWN_MACHINE, shown.id)
    attaching.erase_file(office, OWN_MACHINE, faces.id, "ขอให้ลบ")
    assert carry(laptop, office, forum) == "", "what was taken away or erased here stays so"
    assert _photos(office, forum) == []


def test_what_is_no_picture_in_a_made_up_file_changes_nothing(stores: Stores) -> None:
    office, laptop = stores(), stores()
    forum = made(office).forum
    note = from_bytes(packing.pack(office, OWN_MACHINE, forum, PackWish())).note
    records_of = from_bytes(packing.pack(office, OWN_MACHINE, forum, PackWish())).records
    before = told(laptop)
    for one in (
        TravelPhoto("file-1", "x.jpg", True, "", b"<script>alert(1)</script>"),
        TravelPhoto("../../x", "x.jpg", True, "", photo()),
    ):
        with pytest.raises(BadInput):
            bringing.bring(laptop, OWN_MACHINE, to_bytes(TravelFile(note, records_of, [], [one])))
    assert told(laptop) == before


def test_what_was_taken_out_in_the_hall_is_taken_out_at_home(stores: Stores) -> None:
    office, laptop = stores(), stores()
    forum = made(office)
    group = forum.seen().plenum.groups[2].id
    carry(office, laptop, forum.forum)
    withdraw(laptop, OWN_MACHINE, "forum_group", group, "กลุ่มไม่มา")
    assert look(laptop, office, forum.forum).counts[RecordFate.WITHDRAWN] == 1
    carry(laptop, office, forum.forum)
    assert len(forum.seen().plenum.groups) == 2


def test_a_file_that_is_none_changes_nothing(stores: Stores) -> None:
    office, laptop = stores(), stores()
    forum = made(office)
    packed = packing.pack(office, OWN_MACHINE, forum.forum, PackWish())
    sealed = packing.pack(office, OWN_MACHINE, forum.forum, PackWish(people=True), SECRET)
    for content, secret in ((b"", ""), (packed[:-40], ""), (sealed, "ผิดผิดผิดผิดผิด"), (b"PK\x03\x04", "")):
        with pytest.raises(BadInput):
            bringing.bring(laptop, OWN_MACHINE, content, secret)
    with pytest.raises(BadInput, match="made here"):
        bringing.bring(office, OWN_MACHINE, packed)
    with pytest.raises(NotAllowed):
        bringing.bring(laptop, READER, packed)
    with pytest.raises(BadInput):
        packing.pack(office, OWN_MACHINE, forum.forum, PackWish(people=True), "สั้น")
    assert told(laptop) == {}


def test_three_halls_in_any_order_make_the_same_office(stores: Stores, tmp_path: Path) -> None:
    office, halls = stores(), [stores() for _ in range(3)]
    forum = made(office, plans=True)
    groups = [g.canvas or "" for g in forum.seen().plenum.groups]
    for n, hall in enumerate(halls):
        carry(office, hall, forum.forum, people=False)
        filling.put(hall, OWN_MACHINE, groups[n], "canvas_item", {"step": "1", "text": f"จากห้อง {n}"})
        save_typed(hall, OWN_MACHINE, "forum_decision", {"forum": forum.forum, "text": f"มติ {n}", "sort": "decision"})
    ends = []
    for order in itertools.permutations(halls):
        copy = tmp_path / f"office-{len(ends)}.sqlite"
        with closing(sqlite3.connect(office.database.path or "")) as one, closing(sqlite3.connect(copy)) as other:
            one.backup(other)
        there = open_store(f"sqlite:///{copy}", "own", tmp_path / "backups")
        for hall in order:
            assert carry(hall, there, forum.forum, people=False)
        ends.append(told(there))
        there.database.close()
    assert all(end == ends[0] for end in ends)
    texts = {v.get("text") for v in ends[0].values()}
    assert {f"จากห้อง {n}" for n in range(3)} | {f"มติ {n}" for n in range(3)} <= texts


@settings(max_examples=12)
@given(seed=st.integers(0, 2**32))
def test_random_work_on_both_sides_ends_as_an_oracle_says_field_by_field(
    seed: int, small_template: Path, tmp_path_factory: pytest.TempPathFactory
) -> None:
    """Two machines edit, add and take out the same lines; each field ends as the three-way rule says."""
    dice = random.Random(seed)
    folder = tmp_path_factory.mktemp("travel")
    pair = []
    for name in ("office", "hall"):
        shutil.copy(small_template, folder / f"{name}.sqlite")
        store = open_store(f"sqlite:///{folder}/{name}.sqlite", "own", folder / name)
        with store.database.writing() as connection:
            facts.write(connection, facts.IDENTITY, f"{name}-{seed}")
        pair.append(store)
    office, hall = pair
    try:
        forum = made(office, plans=True)
        canvas = forum.seen().plenum.groups[0].canvas or ""
        lines = [
            filling.put(office, OWN_MACHINE, canvas, "canvas_item", {"step": "1", "text": f"ข้อ {n}"}).record.id
            for n in range(4)
        ]
        carry(office, hall, forum.forum, people=False)
        for _ in range(2):
            base = {one: dict(told(office)[one]) for one in lines if one in told(office)}
            for store in pair:
                for _ in range(dice.randint(0, 5)):
                    _work(store, canvas, dice.choice(lines), dice)
            ours, theirs = told(office), told(hall)
            carry(hall, office, forum.forum, people=False)
            ends = told(office)
            for one in lines:
                _as_the_rule_says(base.get(one), ours.get(one), theirs.get(one), ends.get(one))
            assert set(ends) - set(lines) >= set(theirs) - set(lines), "what was added there is here"
            again = told(office)
            carry(hall, office, forum.forum, people=False)
            assert told(office) == again, "twice is once"
            # Every question answered with the hall's value, and home once more: both say the same.
            packed = packing.pack(hall, OWN_MACHINE, forum.forum, PackWish())
            asked = bring_preview.preview(office, OWN_MACHINE, packed).questions
            answers = frozenset((one.told.id, name) for one, name in asked)
            bringing.bring(office, OWN_MACHINE, packed, theirs=answers)
            carry(office, hall, forum.forum, people=False)
            assert told(office) == told(hall)
    finally:
        for store in pair:
            store.database.close()


def _work(store: Store, canvas: str, line: str, dice: random.Random) -> None:
    with store.database.reading() as connection:
        stored = records.get(connection, "canvas_item", line)
    assert stored is not None
    if dice.random() < 0.2 and not stored.withdrawn:
        filling.take_away(store, OWN_MACHINE, canvas, "canvas_item", line)
    elif dice.random() < 0.3:
        filling.put(store, OWN_MACHINE, canvas, "canvas_item", {"step": "1", "text": f"ใหม่ {dice.random()}"})
    elif not stored.withdrawn:
        typed = {
            "step": "1",
            "text": getattr(stored.record, "text", ""),
            "detail": getattr(stored.record, "detail", "") or "",
        }
        name = dice.choice(["text", "detail"])
        typed[name] = f"{name} {dice.random()}"
        filling.put(store, OWN_MACHINE, canvas, "canvas_item", typed, record_id=line)


def _as_the_rule_says(
    base: dict[str, Any] | None, ours: dict[str, Any] | None, theirs: dict[str, Any] | None, end: dict[str, Any] | None
) -> None:
    """Withdrawn is a field like others: only one side's change counts, both the same is no question, else ours."""
    gone = [one is None for one in (base, ours, theirs)]
    stays = gone[1] if gone[2] == gone[0] or gone[1] != gone[0] else gone[2]
    assert (end is None) is stays, (base, ours, theirs, end)
    if end is None or ours is None or theirs is None or base is None:
        return
    for name in {*base, *ours, *theirs}:
        b, o, t = base.get(name), ours.get(name), theirs.get(name)
        wanted = t if o == b else o
        assert end.get(name) == wanted, (name, b, o, t, end.get(name))
