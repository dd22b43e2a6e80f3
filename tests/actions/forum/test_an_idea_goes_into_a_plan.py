"""Ideas at the desk: sorted, set aside, moved into a box of a plan or the list of problems, and saying where they went."""

from __future__ import annotations

import pytest

from lib.access.actors import OWN_MACHINE, READER
from lib.actions.forum import ideas, running
from lib.actions.records.saving import save_typed, withdraw
from lib.domain.errors import BadInput, NotAllowed
from lib.domain.forum_wishes import Scene
from lib.insight.canvas.board import read_board
from lib.store import records
from lib.store.opening import Store
from lib.store.tables import table
from tests.actions.forum.halls import TAMBON, made


def test_an_idea_becomes_a_line_of_a_plan_and_says_so(store: Store) -> None:
    hall = made(store, plans=True)
    idea = ideas.add(store, OWN_MACHINE, hall.forum, "ถุงสุญญากาศมีชื่อกลุ่ม")
    group = hall.seen().plenum.groups[0]
    ideas.move_into_plan(store, OWN_MACHINE, idea, group.canvas or "", "1")
    with store.database.reading() as connection:
        board = read_board(connection, group.canvas or "")
    assert board is not None
    assert [item.text for item in board.of_step(1)] == ["ถุงสุญญากาศมีชื่อกลุ่ม"]
    (seen,) = hall.seen().plenum.ideas
    assert (seen.said.state, seen.said.used_in) == ("used", "กลุ่มแปรรูปปลา › การค้นหาจุดขาย สร้างแบรนด์")


def test_an_idea_becomes_a_problem_of_the_tambon(store: Store) -> None:
    hall = made(store)
    work = save_typed(store, OWN_MACHINE, "tambon_work", {"area": TAMBON, "year": "2570", "name": "นนทรี 2570"}).record
    idea = ideas.add(store, OWN_MACHINE, hall.forum, "น้ำไม่พอหน้าแล้ง")
    ideas.move_into_problems(store, OWN_MACHINE, idea, work.id)
    with store.database.reading() as connection:
        rows = table("tambon_problem")
        (problem,) = records.find(connection, "tambon_problem", rows.c.work == work.id)
    assert problem.record.title() == "น้ำไม่พอหน้าแล้ง"
    assert hall.seen().plenum.ideas[0].said.used_in == "นนทรี 2570"


def test_ideas_are_sorted_and_set_aside_and_come_back(store: Store) -> None:
    hall = made(store)
    idea = ideas.add(store, OWN_MACHINE, hall.forum, "ขายออนไลน์")
    ideas.sort_into(store, OWN_MACHINE, idea, " ตลาด ")
    ideas.set_aside(store, OWN_MACHINE, idea, True)
    assert (hall.seen().plenum.ideas[0].said.heap, hall.seen().ideas_now()) == ("ตลาด", [])
    ideas.set_aside(store, OWN_MACHINE, idea, False)
    assert len(hall.seen().ideas_now()) == 1
    withdraw(store, OWN_MACHINE, "forum_idea", idea, "ซ้ำ")
    with pytest.raises(BadInput):
        ideas.sort_into(store, OWN_MACHINE, idea, "อื่น")
    for act in (
        lambda: ideas.add(store, READER, hall.forum, "ก"),
        lambda: ideas.sort_into(store, READER, idea, "ก"),
        lambda: ideas.set_aside(store, READER, idea, True),
    ):
        with pytest.raises(NotAllowed):
            act()


def test_a_group_that_presents_gets_comments_and_each_seats_applause_once(store: Store) -> None:
    hall = made(store, plans=True)
    group = hall.seen().plenum.groups[0].id
    seats = [hall.seat(f"คน {n}", n) for n in range(1, 4)]
    tour = next(s for s in hall.seen().plenum.steps if s.tool == "tour")
    assert hall.seen().presents is None
    running.go_to_step(store, OWN_MACHINE, hall.forum, tour.id)
    running.show_on_wall(store, OWN_MACHINE, hall.forum, Scene.BOX, group)
    assert hall.seen().presents == hall.seen().plenum.groups[0]
    for seat in (seats[0], seats[0], seats[1]):
        ideas.applaud(store, hall.forum, seat, group)
    ideas.send(store, hall.forum, seats[2], "น่าจะขายหน้าวัดด้วย", "k" * 20, group)
    assert hall.seen().applause_for(group) == 2
    assert [i.said.text for i in hall.seen().comments_on(group)] == ["น่าจะขายหน้าวัดด้วย"]
    assert hall.seen().ideas_now() == [], "what is said of a plan is no idea of the step"
    with pytest.raises(BadInput):
        ideas.applaud(store, hall.forum, seats[0], "fgr-nothing")


def test_applause_is_not_talk_and_typed_applause_is_applause(store: Store) -> None:
    hall = made(store)
    seat, group = hall.seat("ป้าสมศรี"), hall.seen().plenum.groups[0].id
    for n in range(ideas.MOST_OF_A_SEAT):
        ideas.send(store, hall.forum, seat, f"ความคิด {n}", f"key-{n}".ljust(20, "x"))
    ideas.applaud(store, hall.forum, seat, group)
    for n in range(3):
        ideas.send(store, hall.forum, seat, " 👏 ", f"clap-{n}".ljust(20, "x"), group)
    assert hall.seen().applause_for(group) == 1
    with pytest.raises(BadInput):
        ideas.send(store, hall.forum, seat, "อีกหนึ่งเรื่อง", "k" * 20)
