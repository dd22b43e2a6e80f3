"""Ballots: one paper a seat, changeable until closed, counted once, frozen; secret ones tie nobody to anything."""

from __future__ import annotations

import json
import threading
import zipfile
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from sqlalchemy import text

from lib.access.actors import OWN_MACHINE, READER
from lib.actions.canvas import filling
from lib.actions.forum import ballots
from lib.actions.records.saving import save_typed, withdraw
from lib.domain.errors import BadInput, NotAllowed, NotFound, ThunError
from lib.insight.forum.hall import BallotSeen
from lib.intake.as_typed import typed_of
from lib.schema.record import only_typable
from lib.store import backup, canvas_rows, records
from lib.store import ballots as urn
from lib.store.opening import Store
from tests.actions.forum.halls import Made, made


def seen(hall: Made, ballot: str) -> BallotSeen:
    return next(b for b in hall.seen().plenum.ballots if b.id == ballot)


def phones(hall: Made, ballot: str) -> list[int | None]:
    return [one.phones for one in seen(hall, ballot).counted]


def test_a_vote_is_kept_once_changed_until_it_closes_and_then_frozen(store: Store) -> None:
    hall = made(store)
    ballot, first, second = hall.ballot(), hall.seat("ก", 1), hall.seat("ข", 2)
    with pytest.raises(NotAllowed):
        ballots.vote(store, hall.forum, ballot, first, "word-1", [0])
    ballots.open_ballot(store, OWN_MACHINE, ballot)
    for chosen in (0, 0, 2):
        ballots.vote(store, hall.forum, ballot, first, "word-1", [chosen])
    ballots.vote(store, hall.forum, ballot, second, "word-2", [1])
    assert seen(hall, ballot).counted == (), "nobody looks in while it is open"
    ballots.close_ballot(store, OWN_MACHINE, ballot)
    assert phones(hall, ballot) == [0, 1, 1]
    asked = seen(hall, ballot).asked
    assert (asked.seats, asked.voted, asked.state) == (2, 2, "closed")
    with pytest.raises(NotAllowed):
        ballots.vote(store, hall.forum, ballot, first, "word-1", [0])
    with pytest.raises(BadInput):
        ballots.close_ballot(store, OWN_MACHINE, ballot)
    with pytest.raises(BadInput):
        ballots.open_ballot(store, OWN_MACHINE, ballot)


def test_twenty_posts_of_one_seat_at_once_are_one_vote(store: Store) -> None:
    hall = made(store)
    ballot, seat = hall.ballot(), hall.seat()
    ballots.open_ballot(store, OWN_MACHINE, ballot)
    begin = threading.Barrier(20)

    def post(number: int) -> str:
        begin.wait()
        try:
            ballots.vote(
                store, hall.forum, ballot, seat, "one phone" if number % 2 else f"phone {number}", [number % 3]
            )
        except NotAllowed:
            return "refused"
        return "kept"

    with ThreadPoolExecutor(20) as crowd:
        told = list(crowd.map(post, range(20)))
    assert "kept" in told
    with store.database.reading() as connection:
        assert (urn.voted(connection, ballot), len(urn.papers_of(connection, ballot))) == (1, 1)


def test_a_ballot_closed_in_the_middle_counts_exactly_what_was_acknowledged(store: Store) -> None:
    hall = made(store)
    ballot = hall.ballot("yes_no")
    seats = [hall.seat(f"คน {n}", n + 1) for n in range(60)]
    ballots.open_ballot(store, OWN_MACHINE, ballot)

    def post(number: int) -> bool:
        if number == 30:
            ballots.close_ballot(store, OWN_MACHINE, ballot)
            return False
        try:
            ballots.vote(store, hall.forum, ballot, seats[number], f"word {number}", [0])
        except NotAllowed:
            return False
        return True

    with ThreadPoolExecutor(12) as crowd:
        kept = sum(crowd.map(post, range(60)))
    assert phones(hall, ballot) == [kept, 0, 0]
    assert seen(hall, ballot).asked.voted == kept
    assert 0 < kept < 60


def test_another_phone_cannot_change_a_seats_paper(store: Store) -> None:
    hall = made(store)
    for secret in (True, False):
        ballot = hall.ballot(secret=secret)
        seat, other = hall.seat(f"ก {secret}"), hall.seat(f"ข {secret}")
        ballots.open_ballot(store, OWN_MACHINE, ballot)
        ballots.vote(store, hall.forum, ballot, seat, "mine", [0])
        ballots.vote(store, hall.forum, ballot, other, "theirs", [1])
        with pytest.raises(NotAllowed):
            ballots.vote(store, hall.forum, ballot, seat, "stolen", [1])
        if not secret:
            with pytest.raises(NotAllowed):
                ballots.vote(store, hall.forum, ballot, seat, "theirs", [2])
        ballots.close_ballot(store, OWN_MACHINE, ballot)
        assert phones(hall, ballot) == [1, 1, 0]


def test_nothing_in_store_or_backup_joins_a_seat_with_a_choice(store: Store, tmp_path: Path) -> None:
    hall = made(store)
    ballot = hall.ballot()
    seats = [hall.seat(f"คน {n}", n + 1) for n in range(12)]
    ballots.open_ballot(store, OWN_MACHINE, ballot)
    for number, seat in enumerate(seats):
        ballots.vote(store, hall.forum, ballot, seat, f"word {number}", [number % 3])
    for state in ("open", "closed"):
        if state == "closed":
            ballots.close_ballot(store, OWN_MACHINE, ballot)
        hidden = "rowid, " if store.database.is_sqlite else "ctid::text, xmin::text, cmin::text, "
        with store.database.reading() as connection:
            if store.database.is_sqlite:
                for name in ("ballot_seat", "ballot_paper"):
                    with pytest.raises(Exception, match="rowid"):
                        connection.execute(text(f"SELECT rowid FROM {name}"))
                hidden = ""
            sat = connection.execute(text(f"SELECT {hidden}seat FROM ballot_seat")).all()
            papers = connection.execute(text(f"SELECT {hidden}paper, chosen, seat FROM ballot_paper")).all()
        assert len(sat) == len(papers) == 12
        # No column of a paper says whose it is, and both lists lie in the order of their random keys.
        assert all(row.seat is None for row in papers)
        assert [row.seat for row in sat] == sorted(seats)
        assert [row.paper for row in papers] == sorted(row.paper for row in papers)
        if hidden:
            # All rows of a list come from one moment: the last vote's, which wrote all of them anew.
            assert len({row.xmin for row in sat}) == len({row.xmin for row in papers}) == 1
    with zipfile.ZipFile(backup.write_backup(store.database, tmp_path)) as bundle:
        rows = [json.loads(line) for line in bundle.read("ballot_paper.jsonl").splitlines()]
        told = [json.loads(line) for line in bundle.read("ballot_seat.jsonl").splitlines()]
        history = bundle.read("change.jsonl").decode()
    assert {key for row in rows for key in row} == {"ballot", "paper", "chosen", "seat"}
    assert {row["seat"] for row in rows} == {None}
    assert [row["seat"] for row in told] == sorted(seats)
    assert "ballot_paper" not in history
    assert not any(row["paper"] in history for row in rows)


def test_an_open_ballot_keeps_who_chose_what(store: Store) -> None:
    hall = made(store)
    ballot, seat = hall.ballot(secret=False), hall.seat()
    ballots.open_ballot(store, OWN_MACHINE, ballot)
    ballots.vote(store, hall.forum, ballot, seat, "word", [2])
    with store.database.reading() as connection:
        assert urn.papers_of(connection, ballot) == [urn.BallotPaper((2,), seat)]


def test_hands_are_counted_in_beside_and_a_new_count_replaces_the_old(store: Store) -> None:
    hall = made(store)
    ballot, seat = hall.ballot(), hall.seat()
    ballots.open_ballot(store, OWN_MACHINE, ballot)
    ballots.count_hands(store, OWN_MACHINE, ballot, {"ตลาด": 5})
    ballots.vote(store, hall.forum, ballot, seat, "word", [0])
    ballots.close_ballot(store, OWN_MACHINE, ballot)
    for _ in range(2):
        ballots.count_hands(store, OWN_MACHINE, ballot, {"ตลาด": 6, "ถนน": 2})
    told = [(c.choice, c.phones, c.hands, c.together) for c in seen(hall, ballot).counted]
    assert told == [("ตลาด", 1, 6, 7), ("น้ำดื่ม", 0, None, 0), ("ถนน", 0, 2, 2)]
    with pytest.raises(BadInput):
        ballots.count_hands(store, OWN_MACHINE, ballot, {"ตลาด": -1})


def test_a_question_that_is_being_answered_does_not_change(store: Store) -> None:
    hall = made(store)
    ballot = hall.ballot()
    ballots.open_ballot(store, OWN_MACHINE, ballot)
    with store.database.reading() as connection:
        stored = records.get(connection, "forum_ballot", ballot)
    assert stored is not None
    typed = {**only_typable(type(stored.record), typed_of(stored.record, "th")), "offered": "ตลาด\nน้ำดื่ม"}
    with pytest.raises(BadInput, match="opened"):
        save_typed(store, OWN_MACHINE, "forum_ballot", typed, record_id=ballot, base_revision=stored.revision)


def test_who_may_open_close_show_and_what_is_shown_when(store: Store) -> None:
    hall = made(store)
    ballot, another, seat = hall.ballot(), hall.ballot(), hall.seat()
    for act in (ballots.open_ballot, ballots.close_ballot, ballots.show_result):
        with pytest.raises(ThunError):
            act(store, READER, ballot)
    with pytest.raises(BadInput):
        ballots.count_hands(store, OWN_MACHINE, ballot, {})
    ballots.open_ballot(store, OWN_MACHINE, ballot)
    assert hall.seen().live.scene_of == ballot
    with pytest.raises(BadInput, match="first"):
        ballots.open_ballot(store, OWN_MACHINE, another)
    with pytest.raises(BadInput):
        ballots.show_result(store, OWN_MACHINE, ballot)
    with pytest.raises(BadInput):
        ballots.vote(store, hall.forum, ballot, seat, "word", [7])
    with pytest.raises(NotFound):
        ballots.vote(store, "fm-other", ballot, seat, "word", [0])
    ballots.close_ballot(store, OWN_MACHINE, ballot)
    assert not hall.seen().may_show(seen(hall, ballot))
    ballots.show_result(store, OWN_MACHINE, ballot)
    assert hall.seen().may_show(seen(hall, ballot))
    withdraw(store, OWN_MACHINE, "forum_ballot", another, "ไม่ใช้")
    with pytest.raises(NotFound):
        ballots.open_ballot(store, OWN_MACHINE, another)


def test_a_plan_is_certified_in_the_version_that_was_voted_on(store: Store) -> None:
    hall = made(store, plans=True)
    canvas = hall.seen().plenum.groups[0].canvas or ""
    filling.put(store, OWN_MACHINE, canvas, "canvas_item", {"step": "1", "text": "ปลาสดไม่ใส่สี"})
    ballot = hall.ballot("certify", canvas=canvas)
    seats = [hall.seat(f"คน {n}") for n in range(3)]
    ballots.open_ballot(store, OWN_MACHINE, ballot)
    with store.database.reading() as connection:
        voted_on = canvas_rows.latest(connection, canvas)[0]
    filling.put(store, OWN_MACHINE, canvas, "canvas_item", {"step": "1", "text": "เขียนหลังเปิดลงคะแนน"})
    with pytest.raises(BadInput):
        ballots.certify(store, OWN_MACHINE, ballot, None)
    for number, seat in enumerate(seats):
        ballots.vote(store, hall.forum, ballot, seat, f"word {number}", [min(number, 1)])
    ballots.close_ballot(store, OWN_MACHINE, ballot)
    with pytest.raises(BadInput, match="more votes"):
        ballots.certify(store, OWN_MACHINE, ballot, None)
    ballots.count_hands(store, OWN_MACHINE, ballot, {"รับรอง": 9})
    ballots.certify(store, OWN_MACHINE, ballot, 14)
    with store.database.reading() as connection:
        stored = records.get(connection, "canvas", canvas)
    assert stored is not None
    plan = stored.record
    told = (getattr(plan, "state", ""), getattr(plan, "certified_version", 0), getattr(plan, "attendance", 0))
    assert told == ("certified", voted_on, 14)
    assert "ศาลาประชาคม" in str(getattr(plan, "certified_by", ""))


def test_a_ballot_without_a_plan_certifies_none(store: Store) -> None:
    hall = made(store)
    with pytest.raises(BadInput):
        ballots.open_ballot(store, OWN_MACHINE, hall.ballot("certify"))
    short = hall.ballot("one", offered="ข้อเดียว")
    with pytest.raises(BadInput):
        ballots.open_ballot(store, OWN_MACHINE, short)
