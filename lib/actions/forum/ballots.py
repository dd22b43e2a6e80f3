"""Ballots: opened from the desk, answered by one paper a seat until they are closed, counted once and then frozen."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from sqlalchemy import Connection

from lib.access.actors import Actor
from lib.actions.canvas.states import certify_voted
from lib.actions.forum.joining import require_seat
from lib.actions.forum.running import require_in_charge
from lib.actions.records.writing import Pen, writing
from lib.domain.ballots import (
    CERTIFY,
    MOST_HANDS,
    choices_of,
    problems_with_choices,
    read_counts,
    require_valid,
    tally,
    written,
)
from lib.domain.errors import BadInput, NotAllowed, NotFound, Problem, bad_input
from lib.domain.forum_wishes import Scene
from lib.domain.meeting import Meeting
from lib.domain.thai_date import bangkok_today
from lib.schema.forum import Forum, ForumBallot
from lib.schema.history_words import Verb
from lib.schema.problems import validate
from lib.schema.record import plain
from lib.store import ballots, canvas_rows, forum_live, records
from lib.store.opening import Store
from lib.store.records import Stored
from lib.store.tables import table


def open_ballot(store: Store, actor: Actor, ballot: str) -> None:
    """Let phones vote. One ballot is open in a forum at a time; a plan is voted on as it stands now."""
    with writing(store, actor, Verb.OPEN_BALLOT) as pen:
        before, asked = _ballot(pen, ballot)
        if asked.state != "draft":
            raise BadInput(Problem("การลงคะแนนนี้เปิดไปแล้ว", "This ballot was opened before"))
        bad_input(problems_with_choices(asked.form, asked.offered or ""))
        if asked.form == "quiz" and not 1 <= (asked.right or 0) <= len(choices_of("quiz", asked.offered or "")):
            raise BadInput(
                Problem("บอกว่าข้อใดถูก เป็นลำดับที่ของตัวเลือก", "Say which choice is right, by its number", "right")
            )
        rows = table("forum_ballot")
        if records.find(pen.connection, "forum_ballot", rows.c.forum == asked.forum, rows.c.state == "open"):
            raise BadInput(Problem("ปิดการลงคะแนนที่เปิดอยู่ก่อน", "Close the ballot that is open first"))
        told: dict[str, object] = {"state": "open"}
        if asked.form == "certify":
            told["canvas_version"] = _version(pen.connection, asked)
        _keep(pen, before, **told)
        forum_live.change(pen.connection, asked.forum, scene=Scene.BALLOT.value, scene_of=ballot)


def vote(store: Store, forum: str, ballot: str, seat: str, word: str, chosen: Sequence[int]) -> None:
    """Put a seat's paper in, or change it: whoever sends it twice has sent it once.

    `word`: a random word that only the phone holds. Raises `BadInput`, `NotFound`, and `NotAllowed` when the
    ballot is not open or the seat's paper came from another phone.
    """
    with store.database.writing() as connection:
        stored = records.get(connection, "forum_ballot", ballot, for_update=True)
        asked = stored.record if stored and not stored.withdrawn else None
        if not isinstance(asked, ForumBallot) or asked.forum != forum:
            raise NotFound(Problem("ไม่พบการลงคะแนนนี้", "There is no such ballot"))
        require_seat(connection, forum, seat)
        if asked.state != "open":
            raise NotAllowed(Problem("ปิดลงคะแนนแล้ว คำตอบนี้ไม่ถูกนับ", "The ballot is closed; this was not counted"))
        number = len(choices_of(asked.form, asked.offered or ""))
        require_valid(asked.form, number, asked.most, chosen)
        if not ballots.put(connection, ballot, seat, word, chosen, secret=asked.secret):
            raise NotAllowed(
                Problem(
                    "ที่นั่งนี้ลงคะแนนแล้วจากเครื่องอื่น แก้ได้จากเครื่องเดิมเท่านั้น",
                    "This seat has voted on another phone; only that phone can change it",
                )
            )


def close_ballot(store: Store, actor: Actor, ballot: str) -> None:
    """Close a ballot and count it; what was counted changes no more."""
    with writing(store, actor, Verb.CLOSE_BALLOT) as pen:
        before, asked = _ballot(pen, ballot)
        if asked.state != "open":
            raise BadInput(Problem("การลงคะแนนนี้ไม่ได้เปิดอยู่", "This ballot is not open"))
        offered = choices_of(asked.form, asked.offered or "")
        counts = tally(asked.form, len(offered), [p.chosen for p in ballots.papers_of(pen.connection, ballot)])
        _keep(
            pen,
            before,
            state="closed",
            by_phones=written(counts),
            seats=_seats(pen.connection, asked.forum),
            voted=ballots.voted(pen.connection, ballot),
        )
        if asked.secret:
            ballots.seal(pen.connection, ballot)
        forum_live.change(pen.connection, asked.forum)


def show_result(store: Store, actor: Actor, ballot: str) -> None:
    """Let wall and phones show what was counted."""
    with store.database.writing() as connection:
        asked = _asked(records.get(connection, "forum_ballot", ballot))
        require_in_charge(connection, actor, asked.forum)
        if asked.state != "closed":
            raise BadInput(Problem("ปิดลงคะแนนก่อนจึงแสดงผลได้", "Close the ballot before showing its result"))
        live = forum_live.of_forum(connection, asked.forum)
        shown = [*(b for b in live.shown if b != ballot), ballot]
        forum_live.change(connection, asked.forum, shown=shown, scene=Scene.BALLOT.value, scene_of=ballot)


def count_hands(store: Store, actor: Actor, ballot: str, hands: Mapping[str, int | None]) -> None:
    """Note how many hands or papers each choice got, in place of what was noted before; beside the phones'."""
    if any(n is not None and not 0 <= n <= MOST_HANDS for n in hands.values()):
        raise BadInput(Problem("จำนวนมือต้องเป็น 0 ขึ้นไป", "Hands are counted from 0"))
    with writing(store, actor, Verb.COUNT_HANDS) as pen:
        before, asked = _ballot(pen, ballot)
        if asked.state == "draft":
            raise BadInput(Problem("เปิดลงคะแนนก่อน", "Open the ballot first"))
        if asked.form == "rank":
            raise BadInput(Problem("การเรียงลำดับนับมือไม่ได้ ใช้แจกจุดแทน", "A ranking cannot be counted by hands; use dots"))
        offered = choices_of(asked.form, asked.offered or "")
        _keep(pen, before, by_hands=written([hands.get(choice) for choice in offered]))
        forum_live.change(pen.connection, asked.forum)


def certify(store: Store, actor: Actor, ballot: str, attendance: int | None) -> None:
    """The forum certifies the plan that it voted on, in the version of then; raises `BadInput` without a majority."""
    with store.database.reading() as connection:
        asked = _asked(records.get(connection, "forum_ballot", ballot))
        head = require_in_charge(connection, actor, asked.forum).record
    if asked.form != "certify" or asked.state != "closed" or not asked.canvas:
        raise BadInput(Problem("ปิดการลงคะแนนรับรองแผนก่อน", "Close the ballot on the plan first"))
    both = zip(*(read_counts(kept, len(CERTIFY)) for kept in (asked.by_phones, asked.by_hands)), strict=True)
    counts = [(phones or 0) + (hands or 0) for phones, hands in both]
    if counts[0] <= counts[1]:
        raise BadInput(Problem("เสียงรับรองไม่มากกว่าเสียงไม่รับรอง", "There are not more votes for it than against"))
    assert isinstance(head, Forum)
    by = " · ".join(part for part in (head.name, head.venue) if part)
    meeting = Meeting(bangkok_today(), by, attendance or asked.seats)
    certify_voted(store, actor, asked.canvas, meeting, asked.canvas_version)


def _version(connection: Connection, asked: ForumBallot) -> int:
    stored = records.get(connection, "canvas", asked.canvas or "")
    if stored is None or stored.withdrawn:
        raise BadInput(Problem("เลือกแผนที่จะรับรอง", "Choose the plan to certify", "canvas"))
    return canvas_rows.latest(connection, asked.canvas or "")[0]


def _ballot(pen: Pen, ballot: str) -> tuple[Stored, ForumBallot]:
    before = pen.stored("forum_ballot", ballot)
    asked = _asked(before)
    require_in_charge(pen.connection, pen.actor, asked.forum)
    return before, asked


def _asked(stored: Stored | None) -> ForumBallot:
    if stored is None or stored.withdrawn or not isinstance(stored.record, ForumBallot):
        raise NotFound(Problem("ไม่พบการลงคะแนนนี้", "There is no such ballot"))
    return stored.record


def _keep(pen: Pen, before: Stored, **told: object) -> None:
    after = before.record.model_copy(update=told)
    pen.change(before, validate(ForumBallot, plain(after)))


def _seats(connection: Connection, forum: str) -> int:
    rows = table("forum_seat")
    return len(records.find(connection, "forum_seat", rows.c.forum == forum))
