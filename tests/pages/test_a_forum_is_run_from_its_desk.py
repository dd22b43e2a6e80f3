"""The desk on its page: a forum is made, run, voted in, decided and put on paper; a reader sees what is everybody's."""

from __future__ import annotations

from typing import Any

import pytest

from lib.access.actors import OWN_MACHINE
from lib.actions.forum import ballots, ideas, joining, running
from lib.actions.records.saving import save_typed
from lib.domain.forum_wishes import SeatWish
from lib.insight.source import Source
from tests.actions.forum.halls import GROUPS, Made, made
from tests.pages.conftest import Open, words_on
from tests.pages.test_a_reader_holds_no_act import as_reader


@pytest.fixture
def hall(own: Source) -> Made:
    return made(own.store, plans=True)


def button(app: Any, label: str) -> Any:
    return next(b for b in app.button if b.label == label)


def desk(open_page: Open, hall: Made, part: str = "run") -> Any:
    app = open_page("forum", forum=hall.forum, part=part)
    assert not app.exception
    return app


def test_every_part_of_a_desk_opens_empty_and_full(open_page: Open, hall: Made) -> None:
    parts = ("run", "ideas", "ballots", "people", "decisions", "setting", "papers")
    for part in parts:
        desk(open_page, hall, part)
    seat = hall.seat("ป้าสมศรี", 3, hall.seen().plenum.groups[0].id)
    running.go_to_step(hall.store, OWN_MACHINE, hall.forum, hall.seen().plenum.steps[1].id)
    running.say_to_all(hall.store, OWN_MACHINE, hall.forum, "พัก 10 นาที")
    ideas.send(hall.store, hall.forum, seat, "ตลาดนัดวันเสาร์", "k" * 20)
    for form in ("scale", "rank", "certify"):
        ballot = hall.ballot(
            form, **({"canvas": hall.seen().plenum.groups[0].canvas or ""} if form == "certify" else {})
        )
        ballots.open_ballot(hall.store, OWN_MACHINE, ballot)
        chosen = [0, 1, 2] if form == "rank" else [0]
        ballots.vote(hall.store, hall.forum, ballot, seat, "word", chosen)
        ballots.close_ballot(hall.store, OWN_MACHINE, ballot)
        ballots.show_result(hall.store, OWN_MACHINE, ballot)
    hall.ballot()
    ballots.open_ballot(hall.store, OWN_MACHINE, hall.ballot("yes_no"))
    decided = {"forum": hall.forum, "text": "นัดขายวันเสาร์แรก", "sort": "task", "owner": "ป้าสมศรี", "due": "1 ธ.ค. 2569"}
    save_typed(hall.store, OWN_MACHINE, "forum_decision", decided)
    told = {part: words_on(desk(open_page, hall, part)) for part in parts}
    assert "พัก 10 นาที" in told["run"]
    assert GROUPS[0] in told["run"]
    assert "ตลาดนัดวันเสาร์" in told["ideas"]
    assert "ป้าสมศรี" in told["people"]
    assert "นัดขายวันเสาร์แรก" in told["decisions"]
    assert "เราอยากเห็นอะไรเปลี่ยน" in told["setting"]


def test_the_door_the_step_the_wall_and_a_lock_by_their_buttons(open_page: Open, hall: Made) -> None:
    app = desk(open_page, hall)
    button(app, "ปิดรับ").click().run()
    assert not hall.seen().code
    button(app, "เปิดรับคนเข้าเวที").click().run()
    assert hall.seen().code
    button(app, "ขั้นต่อไป: ลงทะเบียน เปิดเวที").click().run()
    assert hall.seen().step == hall.seen().plenum.steps[0]
    button(app, "หยุดเวลา").click().run()
    assert hall.seen().step is None
    button(app, "ล็อก").click().run()
    assert hall.seen().live.locked == (hall.seen().plenum.groups[0].id,)
    button(app, "ขึ้นจอ").click().run()
    assert (hall.seen().live.scene, hall.seen().live.scene_of) == ("box", hall.seen().plenum.groups[0].id)
    assert not app.exception


def test_a_ballot_is_opened_closed_shown_and_hands_counted_by_buttons(open_page: Open, hall: Made) -> None:
    ballot = hall.ballot()
    app = desk(open_page, hall, "ballots")
    button(app, "เปิดลงคะแนน").click().run()
    app = desk(open_page, hall, "ballots")
    button(app, "ปิดและนับ").click().run()
    app = desk(open_page, hall, "ballots")
    app.number_input[0].set_value(4).run()
    button(app, "บันทึกยอดมือ").click().run()
    app = desk(open_page, hall, "ballots")
    button(app, "แสดงผลบนจอและโทรศัพท์").click().run()
    seen = next(b for b in hall.seen().plenum.ballots if b.id == ballot)
    assert [(c.phones, c.hands) for c in seen.counted] == [(0, 4), (0, None), (0, None)]
    assert hall.seen().may_show(seen)


def test_a_refused_press_says_why(open_page: Open, hall: Made) -> None:
    hall.ballot("one", offered="ข้อเดียว")
    app = desk(open_page, hall, "ballots")
    button(app, "เปิดลงคะแนน").click().run()
    assert "ใส่ตัวเลือก 2–20 ข้อ" in "".join(e.value for e in app.error)


def test_what_is_refused_stands_where_it_was_typed(open_page: Open, hall: Made) -> None:
    hall.seat("ป้าสมศรี", 3)
    app = desk(open_page, hall, "people")
    name, number = app.text_input[0], app.number_input[0]
    name.set_value("ลุงบุญมา")
    number.set_value(3)
    button(app, "เพิ่ม").click().run()
    assert "เลข 3 มีคนใช้แล้ว" in words_on(app)
    assert (app.text_input[0].value, app.number_input[0].value) == ("ลุงบุญมา", 3)
    app.number_input[0].set_value(4)
    button(app, "เพิ่ม").click().run()
    assert hall.seen().plenum.heads == 2
    assert (app.text_input[0].value, app.number_input[0].value) == ("", None), "the next person"
    assert not app.exception


def test_the_desk_reaches_every_idea_of_a_full_hall_and_no_applause(open_page: Open, hall: Made) -> None:
    group = hall.seen().plenum.groups[0].id
    for n in range(61):
        ideas.add(hall.store, OWN_MACHINE, hall.forum, f"ความคิดที่ {n:02}")
    ideas.applaud(hall.store, hall.forum, hall.seat("ป้าสมศรี"), group)
    app = desk(open_page, hall, "ideas")
    first = words_on(app)
    assert "61 ความคิด" in first
    assert ("ความคิดที่ 60" in first, "ความคิดที่ 00" in first) == (True, False)
    app.session_state["forum.ideas.page"] = 2
    assert "ความคิดที่ 00" in words_on(app.run())


def test_a_reader_sees_agenda_results_and_decisions_and_nobodys_name(
    open_page: Open, hall: Made, monkeypatch: pytest.MonkeyPatch
) -> None:
    joining.add_person(hall.store, OWN_MACHINE, hall.forum, SeatWish("ป้าสมศรี"))
    ballot = hall.ballot("yes_no")
    ballots.open_ballot(hall.store, OWN_MACHINE, ballot)
    ballots.close_ballot(hall.store, OWN_MACHINE, ballot)
    ballots.show_result(hall.store, OWN_MACHINE, ballot)
    save_typed(
        hall.store, OWN_MACHINE, "forum_decision", {"forum": hall.forum, "text": "ขายวันเสาร์", "sort": "decision"}
    )
    as_reader(monkeypatch)
    app = open_page("forum", forum=hall.forum)
    told = words_on(app)
    assert "กลุ่มนำเสนอแผน" in told
    assert "ขายวันเสาร์" in told
    assert "ป้าสมศรี" not in told
    assert "เปิดรับคนเข้าเวที" not in told
    assert "ไม่พบเวทีนี้" in words_on(open_page("forum", forum="fm-nothing"))


def test_a_forum_is_made_on_the_page_with_places_read_back(open_page: Open, own: Source) -> None:
    app = open_page("forum")
    assert "ยังไม่มีเวที" in words_on(app)
    app.text_area(key="forum.groups").set_value("กลุ่มปลา, นนทรี กบินทร์บุรี ปราจีนบุรี\nกลุ่มหลง, ไม่มีที่นี่เลย\nกลุ่มเปล่า").run()
    told = words_on(app)
    assert "3 กลุ่ม จะทำแผนธุรกิจ 1 แผน" in told
    assert "ไม่มีที่นี่เลย" in told
    button(app, "สร้างเวที").click().run()
    assert app.error, "a forum has a name and a place"
