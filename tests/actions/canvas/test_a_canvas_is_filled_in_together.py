"""A canvas is filled in by several hands: codes, merging, taking away, copying, going back."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from lib.access.actors import OWN_MACHINE, READER, Actor, holding
from lib.access.asking import may_fill
from lib.actions.canvas import calling, filling, states
from lib.actions.canvas.copying import copy
from lib.actions.canvas.versions import restore_version
from lib.actions.records.erasing import erase
from lib.actions.records.saving import restore, save, withdraw
from lib.domain.errors import BadInput, Conflict, NotAllowed, NotFound
from lib.domain.thai_date import bangkok_today
from lib.insight.canvas import board as boards
from lib.insight.canvas.board import Board, read_board
from lib.insight.canvas.calls import call_of, calls
from lib.insight.canvas.versions import entries, same_lines, versions
from lib.insight.records.chapters import closed_chapters
from lib.insight.records.taken_away import taken_away
from lib.insight.source import Source
from lib.schema.seeing import Audience
from lib.store import history, records
from lib.store import versions as data_versions
from lib.store.opening import Store
from lib.store.tables import table

TAMBON = "TH-250204"
HEAD = {"name": "ปลาแดดเดียว", "area": TAMBON, "year": "๒๕๗๐", "cluster": "processing"}


def begun(store: Store, **more: str) -> filling.Started:
    return filling.start(store, OWN_MACHINE, {**HEAD, **more}, "กลุ่มแปรรูปปลา")


def board(store: Store, canvas: str) -> Board:
    with store.database.reading() as connection:
        found = read_board(connection, canvas)
    assert found is not None
    return found


def line(store: Store, canvas: str, kind: str, actor: Actor = OWN_MACHINE, **typed: Any) -> Any:
    return filling.put(store, actor, canvas, kind, typed).record


def test_a_canvas_begins_with_its_group_and_a_code(store: Store) -> None:
    made = begun(store)
    told = board(store, made.canvas)
    assert (told.group, told.canvas.year, told.canvas.state) == ("กลุ่มแปรรูปปลา", 2570, "draft")
    assert filling.opened_by(store, made.code.upper().replace("-", " ")) == made.canvas
    again = begun(store, name="อีกแผน")
    with store.database.reading() as connection:
        groups = records.find(connection, "organisation")
    assert len([g for g in groups if g.record.title() == "กลุ่มแปรรูปปลา"]) == 1, "one group, two plans"
    assert again.canvas != made.canvas


def test_a_head_that_cannot_be_used_writes_nothing_not_even_the_group(store: Store) -> None:
    with pytest.raises(BadInput) as told:
        begun(store, year="ปีหน้า")
    assert told.value.problems[0].field == "year"
    with store.database.reading() as connection:
        assert records.find(connection, "organisation") == []


def test_who_holds_the_code_fills_in_this_canvas_and_no_other(store: Store) -> None:
    mine, other = begun(store), begun(store, name="แผนอื่น")
    guest = holding(READER, filling.opened_by(store, mine.code))
    assert may_fill(store, guest, mine.canvas)
    assert not may_fill(store, guest, other.canvas)
    assert not may_fill(store, READER, mine.canvas)
    item = line(store, mine.canvas, "canvas_item", guest, step="1", text="ปลาสด")
    with store.database.reading() as connection:
        change = history.of_record(connection, "canvas_item", item.id)[0]
    assert change.actor_label == "ผู้ร่วมกรอกแผน"
    theirs = line(store, other.canvas, "canvas_item", step="1", text="ของแผนอื่น")
    with pytest.raises(NotAllowed):
        filling.put(store, guest, other.canvas, "canvas_item", {"step": "1", "text": "x"})
    with pytest.raises(NotAllowed):
        filling.put(store, guest, mine.canvas, "canvas_item", {"text": "x"}, record_id=theirs.id)
    with pytest.raises(NotAllowed):
        filling.take_away(store, guest, mine.canvas, "canvas_item", theirs.id)
    with pytest.raises(NotAllowed):
        filling.put(store, guest, mine.canvas, "organisation", {"name": "x", "type": "group"})
    with pytest.raises(NotAllowed):
        filling.put(store, guest, mine.canvas, "canvas", HEAD, record_id=other.canvas)
    with pytest.raises(NotAllowed):
        save(store, guest, "organisation", {"name": "x", "type": "group"})
    with pytest.raises(NotAllowed):
        filling.code_of(store, guest, other.canvas)


def test_a_new_code_ends_the_old_one(store: Store) -> None:
    made = begun(store)
    fresh = filling.new_code(store, OWN_MACHINE, made.canvas)
    assert filling.opened_by(store, made.code) == ""
    assert filling.opened_by(store, fresh) == made.canvas
    assert filling.code_of(store, OWN_MACHINE, made.canvas) == fresh
    assert filling.opened_by(store, "  ") == ""
    with pytest.raises(NotFound):
        filling.new_code(store, OWN_MACHINE, "cv-none")


def test_only_the_desk_changes_the_code_and_locks_others_out(store: Store) -> None:
    made = begun(store)
    guest = holding(READER, made.canvas)
    with pytest.raises(NotAllowed):
        filling.new_code(store, guest, made.canvas)
    assert filling.code_of(store, guest, made.canvas) == made.code
    assert filling.opened_by(store, made.code) == made.canvas


def test_a_line_keeps_its_place_however_often_it_is_saved(store: Store) -> None:
    canvas = begun(store).canvas
    for text in ("หนึ่ง", "สอง", "สาม"):
        line(store, canvas, "canvas_item", step="1", text=text)
    second = board(store, canvas).of_step(1)[1]
    revision = 1
    # The form of a line that has just become one knows no place of it.
    for detail in ("ก", "ข"):
        typed = {"step": "1", "text": "สอง", "detail": detail}
        saved = filling.put(
            store, OWN_MACHINE, canvas, "canvas_item", typed, record_id=second.id, base_revision=revision
        )
        revision = saved.revision
    assert [i.text for i in board(store, canvas).of_step(1)] == ["หนึ่ง", "สอง", "สาม"]


def test_what_was_taken_away_comes_back_with_what_pointed_at_it(store: Store) -> None:
    made = begun(store)
    guest = holding(READER, made.canvas)
    item = line(store, made.canvas, "canvas_item", guest, step="1", text="ปลาสด")
    act = line(store, made.canvas, "canvas_activity", guest, text="จับปลา", serves=[item.id])
    line(store, made.canvas, "canvas_partner", guest, text="ประมง", activity=act.id)
    for kind_id, record_id in (("canvas_item", item.id), ("canvas_activity", act.id)):
        before = board(store, made.canvas)
        filling.take_away(store, guest, made.canvas, kind_id, record_id)
        assert board(store, made.canvas).plan != before.plan
        gone = taken_away(Source(store), kind_id, {"canvas": made.canvas})
        assert [one.id for one in gone] == [record_id]
        filling.bring_back(store, guest, made.canvas, kind_id, record_id)
        assert board(store, made.canvas).plan == before.plan
        assert taken_away(Source(store), kind_id, {"canvas": made.canvas}) == ()
    with pytest.raises(NotAllowed):
        filling.bring_back(store, guest, begun(store, name="อื่น").canvas, "canvas_item", item.id)


def test_an_undo_leaves_what_somebody_changed_meanwhile(store: Store) -> None:
    canvas = begun(store).canvas
    one = line(store, canvas, "canvas_item", step="1", text="ปลาสด")
    other = line(store, canvas, "canvas_item", step="2", text="ตลาด")
    act = line(store, canvas, "canvas_activity", text="จับปลา", serves=[one.id])
    filling.take_away(store, OWN_MACHINE, canvas, "canvas_item", one.id)
    typed = {"text": "จับปลา", "serves": [other.id]}
    filling.put(store, OWN_MACHINE, canvas, "canvas_activity", typed, record_id=act.id, base_revision=2)
    filling.bring_back(store, OWN_MACHINE, canvas, "canvas_item", one.id)
    (now,) = board(store, canvas).plan.activities
    assert now.serves == {other.id}


def test_two_people_on_one_line_merge_field_by_field_and_a_clash_shows_both(store: Store) -> None:
    canvas = begun(store).canvas
    first = filling.put(store, OWN_MACHINE, canvas, "canvas_item", {"step": "5", "text": "ขายปลา"})
    base = {"step": "5", "text": "ขายปลา", "order": "1"}
    edit = {"record_id": first.record.id, "base_revision": first.revision}
    filling.put(store, OWN_MACHINE, canvas, "canvas_item", {**base, "units": "๑๒๐"}, **edit)
    both = filling.put(store, OWN_MACHINE, canvas, "canvas_item", {**base, "price": "80"}, **edit)
    assert (both.record.units, str(both.record.price)) == (120, "80.00")
    with pytest.raises(Conflict) as clash:
        filling.put(store, OWN_MACHINE, canvas, "canvas_item", {**base, "units": "90"}, **edit)
    assert clash.value.theirs == {"units": 120.0}


def test_a_line_that_is_taken_away_is_no_longer_pointed_at(store: Store) -> None:
    canvas = begun(store).canvas
    item = line(store, canvas, "canvas_item", step="1", text="ปลาสด")
    kept = line(store, canvas, "canvas_item", step="2", text="ลูกค้า")
    work = line(store, canvas, "canvas_activity", text="แปรรูป", serves=[item.id, kept.id])
    cost = line(store, canvas, "canvas_cost", text="ถุง", activity=work.id)
    filling.take_away(store, OWN_MACHINE, canvas, "canvas_item", item.id)
    told = board(store, canvas)
    assert told.of("canvas_activity")[0].serves == [kept.id]
    filling.take_away(store, OWN_MACHINE, canvas, "canvas_activity", work.id)
    told = board(store, canvas)
    assert [c.activity for c in told.of("canvas_cost")] == [None]
    # What is left can be edited still: nothing points into the void.
    stored = told.stored(cost.id)
    assert stored is not None
    filling.put(
        store,
        OWN_MACHINE,
        canvas,
        "canvas_cost",
        {"text": "ถุงใหญ่", "order": "1"},
        record_id=cost.id,
        base_revision=stored.revision,
    )


def test_lines_point_at_lines_of_the_same_plan_only(store: Store) -> None:
    canvas, other = begun(store).canvas, begun(store, name="แผนอื่น").canvas
    theirs = line(store, other, "canvas_item", step="1", text="ของแผนอื่น")
    with pytest.raises(BadInput) as told:
        line(store, canvas, "canvas_activity", text="งาน", serves=[theirs.id])
    assert told.value.problems[0].field == "serves"


def test_what_could_not_be_saved_waits_as_a_draft_of_its_line(store: Store) -> None:
    canvas = begun(store).canvas
    guest = holding(READER, canvas)
    filling.keep_draft(store, guest, canvas, "step5", "canvas_item", "", 0, {"step": "5", "units": "มาก"})
    assert filling.drafts_of(store, guest, canvas)["step5"].typed["units"] == "มาก"
    filling.drop_draft(store, guest, canvas, "step5")
    assert filling.drafts_of(store, guest, canvas) == {}
    with pytest.raises(NotAllowed):
        filling.drafts_of(store, READER, canvas)


def test_a_copy_starts_with_the_lines_credits_the_plan_and_leaves_names_behind(store: Store) -> None:
    canvas = begun(store).canvas
    item = line(store, canvas, "canvas_item", step="1", text="ปลาสด")
    work = line(store, canvas, "canvas_activity", text="แปรรูป", serves=[item.id], owner="ป้าสมร")
    line(store, canvas, "canvas_cost", text="ถุง", activity=work.id, amount="๕๐๐")
    made = copy(store, OWN_MACHINE, canvas, {**HEAD, "name": "ปลาบ้านใต้"}, "กลุ่มบ้านใต้")
    told = board(store, made.canvas)
    (new_item,), (new_work,), (new_cost,) = (told.of(k) for k in ("canvas_item", "canvas_activity", "canvas_cost"))
    assert new_item.id != item.id
    assert (new_work.serves, new_work.owner, new_cost.activity) == ([new_item.id], None, new_work.id)
    assert told.credits == "ปลาแดดเดียว"
    assert filling.opened_by(store, made.code) == made.canvas
    assert len(board(store, canvas).of("canvas_item")) == 1


def test_a_whole_plan_goes_back_to_a_version_and_forth_again(store: Store) -> None:
    source = Source(store)
    canvas = begun(store).canvas
    first = line(store, canvas, "canvas_item", step="1", text="ปลาสด")
    work = line(store, canvas, "canvas_activity", text="แปรรูป", serves=[first.id])
    then = versions(source, canvas)[0].number
    line(store, canvas, "canvas_item", step="2", text="ลูกค้าใหม่")
    filling.take_away(store, OWN_MACHINE, canvas, "canvas_item", first.id)
    now = versions(source, canvas)[0].number
    assert [e.text for e in entries(source, canvas, then)] == ["ปลาสด", "แปรรูป"]
    assert [e.text for e in entries(source, canvas, now)] == ["ลูกค้าใหม่", "แปรรูป"]
    assert restore_version(store, OWN_MACHINE, canvas, then) == 3
    told = board(store, canvas)
    assert [i.text for i in told.of("canvas_item")] == ["ปลาสด"]
    assert told.of("canvas_activity")[0].serves == [first.id] == list(work.serves)
    restore_version(store, OWN_MACHINE, canvas, now)
    assert [i.text for i in board(store, canvas).of("canvas_item")] == ["ลูกค้าใหม่"]
    with pytest.raises(BadInput):
        restore_version(store, OWN_MACHINE, canvas, 0)


def test_work_without_a_pause_is_one_version_and_events_stand_alone(store: Store) -> None:
    canvas = begun(store).canvas
    for number in range(5):
        line(store, canvas, "canvas_item", step="1", text=f"ข้อ {number}")
    found = versions(Source(store), canvas)
    assert [(v.actions, v.changes) for v in found] == [((), 5), (("create",), 1)]


def test_a_withdrawn_plan_is_gone_and_can_come_back_whole(store: Store) -> None:
    canvas = begun(store).canvas
    line(store, canvas, "canvas_item", step="1", text="ปลาสด")
    withdraw(store, OWN_MACHINE, "canvas", canvas, "ซ้ำ")
    with store.database.reading() as connection:
        assert read_board(connection, canvas) is None
    restore(store, OWN_MACHINE, "canvas", canvas, 1)
    assert [i.text for i in board(store, canvas).of("canvas_item")] == ["ปลาสด"]


def test_a_line_raises_the_version_of_its_plans_province(store: Store) -> None:
    canvas = begun(store).canvas
    line(store, canvas, "canvas_item", step="1", text="ปลาสด")
    from sqlalchemy import select

    rows = table("data_version")
    with store.database.reading() as connection:
        provinces = set(connection.scalars(select(rows.c.province).where(rows.c.kind == "canvas_item")))
        assert provinces == {"TH-25"}
        assert data_versions.current(connection)["canvas_item"] == 1


def test_what_a_person_learned_is_erased_with_the_person(store: Store) -> None:
    person = save(store, OWN_MACHINE, "person", {"name": "ป้าสมร ใจดี"}).record
    event = save(store, OWN_MACHINE, "event", {"name": "อบรมรุ่น 1", "type": "training"}).record
    learned = save(
        store, OWN_MACHINE, "learning", {"person": person.id, "event": event.id, "knowledge": "ทำบัญชีต้นทุน"}
    ).record
    erase(store, OWN_MACHINE, "person", person.id, "เจ้าของข้อมูลขอ")
    with store.database.reading() as connection:
        assert records.get(connection, "learning", learned.id) is None
        told = [c.fields for c in history.of_record(connection, "learning", learned.id)]
    assert "ทำบัญชีต้นทุน" not in str(told)


def test_a_group_calls_and_somebody_goes_there(store: Store) -> None:
    """By the code of that one plan; the newest call stands, and it is no part of the plan's history."""
    mine, other = begun(store), begun(store, name="แผนอื่น")
    guest, seen = holding(READER, mine.canvas), Source(store)
    calling.call(store, guest, mine.canvas, "help")
    calling.call(store, guest, mine.canvas, "ready")
    assert {canvas: one.sort for canvas, one in calls(seen).items()} == {mine.canvas: "ready"}
    for sort, actor, canvas in (("help", guest, other.canvas), ("help", READER, mine.canvas)):
        with pytest.raises(NotAllowed):
            calling.call(store, actor, canvas, sort)
    with pytest.raises(BadInput):
        calling.call(store, guest, mine.canvas, "pizza")
    stood = call_of(seen, mine.canvas)
    assert stood is not None
    assert stood.sort == "ready", "a wrong word changes nothing"
    calling.call(store, OWN_MACHINE, mine.canvas, "")
    assert calls(seen) == {}
    withdraw(store, OWN_MACHINE, "canvas", other.canvas, "ไม่ทำแล้ว")
    for nothing in (other.canvas, "cv-none", "x" * 80):
        with pytest.raises(NotFound):
            calling.call(store, OWN_MACHINE, nothing, "help")
    with store.database.reading() as connection:
        assert records.get(connection, "canvas", mine.canvas).revision == 1  # type: ignore[union-attr]


def test_a_board_is_read_anew_when_it_changed_and_not_when_another_did(
    store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    """In a forum of sixty plans each would else be read anew for every line that anybody writes."""
    mine, other = begun(store), begun(store, name="แผนอื่น")
    source, read = Source(store), []
    monkeypatch.setattr(
        boards, "read_board", lambda connection, canvas: read.append(canvas) or read_board(connection, canvas)
    )

    def seen() -> Board:
        shown = boards.board(source, mine.canvas, audience=Audience.WRITER, fresh=True).value
        assert shown is not None
        return shown

    seen()
    line(store, other.canvas, "canvas_item", step="1", text="ของเขา")
    save(store, OWN_MACHINE, "organisation", {"name": "กลุ่มที่ไม่เกี่ยว", "type": "group"})
    assert (len(seen().of_step(1)), read) == (0, [mine.canvas])
    item = line(store, mine.canvas, "canvas_item", step="1", text="ของเรา")
    assert [r.text for r in seen().of_step(1)] == ["ของเรา"]
    filling.put(
        store,
        OWN_MACHINE,
        mine.canvas,
        "canvas_item",
        {"step": "1", "text": "แก้แล้ว"},
        record_id=item.id,
        base_revision=1,
    )
    assert [r.text for r in seen().of_step(1)] == ["แก้แล้ว"]
    filling.take_away(store, OWN_MACHINE, mine.canvas, "canvas_item", item.id)
    assert seen().of_step(1) == []
    head = {**HEAD, "name": "ชื่อใหม่", "organisation": seen().canvas.organisation}
    filling.put(store, OWN_MACHINE, mine.canvas, "canvas", head, record_id=mine.canvas, base_revision=1)
    assert seen().canvas.name == "ชื่อใหม่"
    with store.database.reading() as connection:
        group = next(g for g in records.find(connection, "organisation") if g.record.title() == "กลุ่มแปรรูปปลา")
    save(
        store,
        OWN_MACHINE,
        "organisation",
        {"name": "กลุ่มปลาบ้านเรา", "type": "group"},
        record_id=group.record.id,
        base_revision=group.revision,
    )
    assert seen().group == "กลุ่มปลาบ้านเรา"
    assert read == [mine.canvas] * 6


def test_an_afternoon_of_steady_work_is_more_than_one_version(sqlite_store: Store) -> None:
    canvas = begun(sqlite_store).canvas
    for number in range(20):
        line(sqlite_store, canvas, "canvas_item", step="1", text=f"ข้อ {number}")
    with sqlite_store.database.writing() as connection:
        rows = table("change_set")
        last = connection.execute(rows.select().order_by(rows.c.number)).mappings().all()
        for back, one in enumerate(reversed(last)):
            at = last[-1]["at"] - timedelta(minutes=8 * back)
            connection.execute(rows.update().where(rows.c.number == one["number"]).values(at=at))
    found = [v.changes for v in versions(Source(sqlite_store), canvas) if not v.actions]
    assert len(found) == 3, "an hour at most, though nobody paused for ten minutes"
    assert sum(found) == 20


def test_what_was_certified_once_stays_marked_and_going_back_says_so(sqlite_store: Store) -> None:
    store, source = sqlite_store, Source(sqlite_store)
    canvas = begun(store).canvas
    first = line(store, canvas, "canvas_item", step="1", text="ปลาสด")
    states.certify(store, OWN_MACHINE, canvas, bangkok_today(), "สภาตำบล", 20)
    (certified,) = [v.number for v in versions(source, canvas) if v.certified]
    typed = {"step": "1", "text": "ปลาสดมาก"}
    filling.put(store, OWN_MACHINE, canvas, "canvas_item", typed, record_id=first.id)
    now = versions(source, canvas)[0].number
    assert not same_lines(entries(source, canvas, certified), entries(source, canvas, now))
    restore_version(store, OWN_MACHINE, canvas, certified)
    now = versions(source, canvas)[0].number
    assert same_lines(entries(source, canvas, certified), entries(source, canvas, now))
    states.certify(store, OWN_MACHINE, canvas, bangkok_today(), "เวทีประชาคม", 44)
    chapters = closed_chapters(source, "canvas", canvas, audience=Audience.WRITER)
    assert [(c.by, c.attendance) for c in chapters] == [("สภาตำบล", 20)], "certified again: the first is a chapter"
    states.reopen(store, OWN_MACHINE, canvas, "ตัวเลขผิด")
    chapters = closed_chapters(source, "canvas", canvas, audience=Audience.WRITER)
    assert [(c.by, c.why) for c in chapters] == [("เวทีประชาคม", "ตัวเลขผิด"), ("สภาตำบล", "")]
    assert certified in [v.number for v in versions(source, canvas) if v.certified], "a closed chapter keeps its mark"
