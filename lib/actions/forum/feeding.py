"""What a forum proves elsewhere: ranked problems on a tambon's list, and that the forum was held."""

from __future__ import annotations

from lib.access.actors import Actor, require_write
from lib.actions.forum.running import require_in_charge
from lib.actions.records.checks import problems_with
from lib.actions.records.writing import writing
from lib.domain.ballots import RANKING, choices_of, read_counts
from lib.domain.errors import BadInput, NotFound, Problem, bad_input
from lib.domain.thai_text import spelling
from lib.schema.forum import Forum, ForumBallot
from lib.schema.history_words import Verb
from lib.schema.problems import validate
from lib.schema.record import plain, stable_id
from lib.schema.tambon_plan import TambonProblem
from lib.schema.work import Event
from lib.store import records
from lib.store.opening import Store
from lib.store.tables import table


def rank_problems(store: Store, actor: Actor, ballot: str, work: str) -> int:
    """Write what a ballot counted into the list of problems of a workspace; how many stand there with votes now.

    A problem of the same words gets the votes; one that is not on the list is added. Pressed again, the same.
    """
    require_write(actor, "tambon_problem")
    with writing(store, actor, Verb.SAVE) as pen:
        asked = _closed(records.get(pen.connection, "forum_ballot", ballot))
        require_in_charge(pen.connection, actor, asked.forum)
        pen.stored("tambon_work", work)
        choices = choices_of(asked.form, asked.offered or "")
        counts = zip(read_counts(asked.by_phones, len(choices)), read_counts(asked.by_hands, len(choices)), strict=True)
        rows = table("tambon_problem")
        standing = {
            spelling(s.record.title()): s for s in records.find(pen.connection, "tambon_problem", rows.c.work == work)
        }
        for text, (phones, hands) in zip(choices, counts, strict=True):
            votes = (phones or 0) + (hands or 0)
            before = standing.get(spelling(text))
            if before is None:
                new = validate(TambonProblem, {"work": work, "text": text, "votes": votes})
                bad_input(problems_with(pen.connection, new))
                pen.add(new)
            else:
                pen.change(before, validate(TambonProblem, plain(before.record.model_copy(update={"votes": votes}))))
        return len(choices)


def note_event(store: Store, actor: Actor, forum: str) -> str:
    """Note in the register of events that the forum was held, with how many people came; pressed again, brought
    up to date. What leaders learned is written beside it. Returns the event's id."""
    require_write(actor, "event")
    with writing(store, actor, Verb.SAVE) as pen:
        head = require_in_charge(pen.connection, actor, forum).record
        assert isinstance(head, Forum)
        seats = table("forum_seat")
        people = len(records.find(pen.connection, "forum_seat", seats.c.forum == forum))
        told = {
            "id": stable_id(Event.about.prefix, forum),
            "name": head.name,
            "type": "forum",
            "mode": "onsite",
            "area": head.area,
            "starts_on": head.starts_on,
            "ends_on": head.ends_on,
            "people": people or None,
        }
        new = validate(Event, told)
        before = records.get(pen.connection, "event", new.id, for_update=True)
        if before is None:
            bad_input(problems_with(pen.connection, new))
            pen.add(new)
        else:
            pen.change(
                before, validate(Event, {**plain(before.record), **plain(new), "note": plain(before.record)["note"]})
            )
        return new.id


def _closed(stored: records.Stored | None) -> ForumBallot:
    asked = stored.record if stored is not None and not stored.withdrawn else None
    if not isinstance(asked, ForumBallot):
        raise NotFound(Problem("ไม่พบการลงคะแนนนี้", "There is no such ballot"))
    if asked.state != "closed" or asked.form not in RANKING:
        raise BadInput(Problem("ใช้ได้กับการเลือกหรือเรียงลำดับที่ปิดแล้ว", "For a closed ballot that chooses or ranks"))
    return asked
