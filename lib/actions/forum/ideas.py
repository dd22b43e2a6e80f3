"""Ideas from the hall: sent by anybody with a seat, sorted at the desk, moved into a plan or the list of problems."""

from __future__ import annotations

from sqlalchemy import func, select

from lib.access.actors import Actor, require_write
from lib.access.seated import seated
from lib.actions.forum.joining import require_seat
from lib.actions.records.checks import problems_with
from lib.actions.records.saving import Saved
from lib.actions.records.sending import Kept, once
from lib.actions.records.writing import Pen, writing
from lib.domain.errors import BadInput, Problem, bad_input
from lib.domain.forum_wishes import APPLAUSE
from lib.schema.canvas_choices import ITEM_STEPS
from lib.schema.canvas_lines import CanvasItem
from lib.schema.field import label
from lib.schema.forum import ForumIdea
from lib.schema.history_words import Verb
from lib.schema.problems import validate
from lib.schema.record import Record, plain
from lib.schema.tambon_plan import TambonProblem
from lib.store import forum_live
from lib.store.opening import Store
from lib.store.records import Stored
from lib.store.tables import table

#: What one seat may say in one forum: a talk, and no flood. Applause is counted apart, once for each group.
MOST_OF_A_SEAT = 20


def send(store: Store, forum: str, seat: str, text: str, key: str, about: str = "") -> Kept:
    """An idea from a phone, in the step that runs; sent twice under one key it is one. Raises `BadInput`, `NotAllowed`.

    `about`: the group that it is a comment on, or applause for.
    """
    if about and text.strip() == APPLAUSE:
        key = f"clap-{about}-{seat}"[:64].ljust(16, "-")
    with store.database.reading() as connection:
        sits = require_seat(connection, forum, seat)
    actor = seated(forum, seat, sits.name)
    return once(store, actor, key, "forum_idea", "", lambda writer: _add(store, writer, forum, sits.group, text, about))


def add(store: Store, actor: Actor, forum: str, text: str) -> str:
    """An idea that was called out, written down at the desk; returns its id."""
    require_write(actor, "forum")
    return _add(store, actor, forum, None, text).record.id


def applaud(store: Store, forum: str, seat: str, about: str) -> Kept:
    """Applause for the group that presents: once a seat, however often it is pressed."""
    return send(store, forum, seat, APPLAUSE, "", about)


def _add(store: Store, actor: Actor, forum: str, group: str | None, text: str, about: str = "") -> Saved:
    with writing(store, actor, Verb.IDEA) as pen:
        live = forum_live.of_forum(pen.connection, forum)
        told = {"forum": forum, "text": text, "group": group, "step": live.step or None, "on_group": about or None}
        new = validate(ForumIdea, told)
        bad_input(problems_with(pen.connection, new))
        if actor.seat and not (about and new.text == APPLAUSE):
            _require_few(pen, actor, forum)
        return Saved(new, pen.add(new), created=True)


def _require_few(pen: Pen, actor: Actor, forum: str) -> None:
    rows, change, sets = table("forum_idea"), table("change"), table("change_set")
    query = (
        select(func.count())
        .select_from(rows)
        .join(change, (change.c.record_id == rows.c.id) & (change.c.revision == 1))
        .join(sets, sets.c.number == change.c.change_set)
        .where(rows.c.forum == forum, change.c.kind == "forum_idea", sets.c.actor == actor.id)
        .where(rows.c.on_group.is_(None) | (rows.c.text != APPLAUSE))
    )
    if (pen.connection.scalar(query) or 0) >= MOST_OF_A_SEAT:
        raise BadInput(
            Problem(f"ส่งได้คนละไม่เกิน {MOST_OF_A_SEAT} เรื่องในหนึ่งเวที", f"At most {MOST_OF_A_SEAT} ideas each in a forum")
        )


def move_into_plan(store: Store, actor: Actor, idea: str, canvas: str, step: str) -> None:
    """Make an idea a line of a plan, in one of its boxes 1–5; the idea says where it went."""
    require_write(actor, "canvas_item")
    with writing(store, actor, Verb.USE_IDEA) as pen:
        before, said = _idea(pen, idea)
        rows, plan = table("canvas_item"), pen.stored("canvas", canvas).record
        last = pen.connection.scalar(select(func.max(rows.c.order)).where(rows.c.canvas == canvas)) or 0
        _add_new(pen, validate(CanvasItem, {"canvas": canvas, "step": step, "text": said.text, "order": last + 1}))
        _used(pen, before, f"{plan.title()} › {label(ITEM_STEPS, step)}")


def move_into_problems(store: Store, actor: Actor, idea: str, work: str) -> None:
    """Make an idea a problem on the list of a tambon's workspace."""
    require_write(actor, "tambon_problem")
    with writing(store, actor, Verb.USE_IDEA) as pen:
        before, said = _idea(pen, idea)
        whole = pen.stored("tambon_work", work).record
        _add_new(pen, validate(TambonProblem, {"work": work, "text": said.text}))
        _used(pen, before, whole.title())


def sort_into(store: Store, actor: Actor, idea: str, heap: str) -> None:
    """Put an idea on a heap with others of its kind; '' takes it off."""
    require_write(actor, "forum_idea")
    with writing(store, actor, Verb.SAVE) as pen:
        before, said = _idea(pen, idea)
        pen.change(before, validate(ForumIdea, plain(said.model_copy(update={"heap": heap.strip() or None}))))


def set_aside(store: Store, actor: Actor, idea: str, aside: bool) -> None:
    """Take an idea off the wall, or put it on again."""
    require_write(actor, "forum_idea")
    with writing(store, actor, Verb.SAVE) as pen:
        before, said = _idea(pen, idea)
        state = "aside" if aside else "used" if said.used_in else "new"
        pen.change(before, said.model_copy(update={"state": state}))


def _idea(pen: Pen, idea: str) -> tuple[Stored, ForumIdea]:
    before = pen.stored("forum_idea", idea)
    if before.withdrawn or not isinstance(before.record, ForumIdea):
        raise BadInput(Problem("ความคิดนี้ถูกเอาออกแล้ว", "This idea was taken away"))
    return before, before.record


def _add_new(pen: Pen, new: Record) -> None:
    bad_input(problems_with(pen.connection, new))
    pen.add(new)


def _used(pen: Pen, before: Stored, where: str) -> None:
    after = before.record.model_copy(update={"state": "used", "used_in": where[:300]})
    pen.change(before, validate(ForumIdea, plain(after)))
