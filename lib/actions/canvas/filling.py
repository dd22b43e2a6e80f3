"""Filling in a canvas: start one, put a line, take a line away; codes and drafts of its lines.

Everything on a canvas is open to who holds its recovery code, and nothing else is.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime

from sqlalchemy import func, select

from lib.access.actors import Actor, require_write
from lib.access.asking import require_fill
from lib.access.event_words import AccessEventSort
from lib.access.policy import Act
from lib.access.reach import Reach
from lib.actions.canvas import code_tries
from lib.actions.records import saving as records_saving
from lib.actions.records.checks import problems_with
from lib.actions.records.drafting import require_fitting
from lib.actions.records.saving import Saved, save_typed, withdraw
from lib.actions.records.writing import Pen, writing
from lib.domain.errors import NotAllowed, NotFound, Problem, bad_input
from lib.domain.limits import DRAFTS_OF_A_CANVAS
from lib.domain.thai_text import spelling
from lib.intake.typed import Typed, read_typed
from lib.schema.canvas import Canvas
from lib.schema.history_words import Verb
from lib.schema.people import Organisation
from lib.schema.problems import validate
from lib.schema.record import Record, only_typable
from lib.schema.registry import kind
from lib.store import access_events, canvas_codes, canvas_rows, drafts, records
from lib.store.canvas_rows import PARTS
from lib.store.drafts import Draft
from lib.store.opening import Store
from lib.store.tables import table
from lib.store.whereabouts import Whereabouts


@dataclass(frozen=True)
class Started:
    """A new canvas and the code that goes on filling it."""

    canvas: str
    code: str


def start(store: Store, actor: Actor, typed: Typed, group: str = "") -> Started:
    """Begin a canvas. `group`: name of a group that is not in the register yet; it is added there.

    Raises `BadInput` (nothing is written), `NotAllowed`.
    """
    require_write(actor, "canvas")
    with writing(store, actor, Verb.CREATE) as pen:
        new = validate(Canvas, read_typed(Canvas, owned(pen, typed, group)))
        bad_input(problems_with(pen.connection, new))
        pen.add(new)
        return Started(new.id, canvas_codes.make(pen.connection, new.id))


def owned(pen: Pen, typed: Typed, group: str) -> Typed:
    """A head as typed, with its group: the one chosen, or the one named, registered when new."""
    if not group.strip():
        return dict(typed)
    return {**typed, "organisation": _group(pen, group, str(typed.get("area") or ""))}


def _group(pen: Pen, name: str, area: str) -> str:
    """Id of the group of that name in the area; a new one when there is none."""
    rows = table("organisation")
    standing = select(rows.c.id, rows.c.name).where(rows.c.area == area, rows.c.withdrawn_at.is_(None))
    for row in pen.connection.execute(standing):
        if spelling(row.name) == spelling(name):
            return str(row.id)
    new = validate(Organisation, {"name": name, "type": "group", "area": area or None})
    bad_input(problems_with(pen.connection, new))
    pen.add(new)
    return new.id


def put(
    store: Store, actor: Actor, canvas: str, kind_id: str, typed: Typed, *, record_id: str = "", base_revision: int = 0
) -> Saved:
    """Write one line of a canvas, or its head (kind ``canvas``), as it was typed.

    Edits by others to other fields are merged; raises `Conflict` with their values for the same
    field, `BadInput` for what cannot be read, `NotAllowed` without the code.
    """
    writer = require_fill(store, actor, canvas)
    values = _without_the_apps(kind_id, typed)
    if kind_id == "canvas":
        _require_same(record_id, canvas)
    elif kind_id in PARTS:
        values["canvas"] = canvas
        with store.database.reading() as connection:
            rows = table(kind_id)
            if record_id:
                stands = connection.execute(select(rows.c.canvas, rows.c.order).where(rows.c.id == record_id)).first()
                _require_same(stands.canvas if stands else None, canvas)
                # A form that has just become a line does not know its place: it stays where it is.
                if stands and not str(values.get("order") or "").strip():
                    values["order"] = str(stands.order)
            else:
                last = select(func.max(rows.c.order)).where(rows.c.canvas == canvas)
                values["order"] = str((connection.scalar(last) or 0) + 1)
    else:
        raise NotAllowed(Problem("ข้อมูลนี้ไม่อยู่ในแผน", "This does not stand on a plan"))
    return save_typed(store, writer, kind_id, values, record_id=record_id, base_revision=base_revision)


def take_away(store: Store, actor: Actor, canvas: str, kind_id: str, record_id: str) -> None:
    """Take a line off a canvas; what pointed at it no longer does. It can be brought back."""
    writer = require_fill(store, actor, canvas)
    rows = table(kind_id)
    with store.database.reading() as connection:
        whole = connection.scalar(select(rows.c.canvas).where(rows.c.id == record_id))
    _require_same(whole, canvas)
    withdraw(store, writer, kind_id, record_id, "เอาออกจากแผน")


def bring_back(store: Store, actor: Actor, canvas: str, kind_id: str, record_id: str) -> None:
    """Bring back a line that was taken off a canvas, with what pointed at it."""
    writer = require_fill(store, actor, canvas)
    rows = table(kind_id)
    with store.database.reading() as connection:
        whole = connection.scalar(select(rows.c.canvas).where(rows.c.id == record_id)) if kind_id in PARTS else None
    _require_same(whole, canvas)
    records_saving.bring_back(store, writer, kind_id, record_id)


def move_up(store: Store, actor: Actor, canvas: str, kind_id: str, record_id: str) -> None:
    """Put a line before the one above it, among the lines of its step or activity. Nothing happens to the first."""
    writer = require_fill(store, actor, canvas)
    with writing(store, writer, Verb.SAVE) as pen:
        standing = canvas_rows.lines(pen.connection, canvas, [kind_id])[kind_id]
        mine = next((s for s in standing if s.record.id == record_id), None)
        _require_same(canvas if mine else None, canvas)
        assert mine is not None
        beside = [s for s in standing if _belongs(s.record) == _belongs(mine.record)]
        at = beside.index(mine)
        if at == 0:
            return
        beside[at - 1 : at + 1] = [mine, beside[at - 1]]
        for number, stored in enumerate(beside, start=1):
            pen.change(stored, stored.record.model_copy(update={"order": number}))


def _belongs(line: Record) -> tuple[object, object]:
    """What lines are ordered among: a step of 1–5, or one activity."""
    return getattr(line, "step", None), getattr(line, "activity", None)


def code_of(store: Store, actor: Actor, canvas: str) -> str:
    """The canvas's recovery code, made when none can be shown; only for who may fill it in.

    A code that works and cannot be shown (it was printed by an earlier version) goes on working.
    """
    require_fill(store, actor, canvas)
    with store.database.reading() as connection:
        found = canvas_codes.of_canvas(connection, canvas)
    if found:
        return found
    with store.database.writing() as connection:
        return canvas_codes.of_canvas(connection, canvas) or canvas_codes.make(connection, canvas, others_stop=False)


def new_code(store: Store, actor: Actor, canvas: str) -> str:
    """A new code; the one before stops working. From the desk only: whoever holds a code would lock the others out.

    Who was invited to this one plan is no desk either.
    """
    require_write(actor, "canvas")
    with store.database.writing() as connection:
        stands = records.get(connection, "canvas", canvas)
        if stands is None:
            raise NotFound(Problem("ไม่พบแผนนี้", "There is no such plan"))
        place = Whereabouts(connection).place(stands.record)
        Reach(connection, actor).require_at(Act.WRITE, place, "canvas")
        made = canvas_codes.make(connection, canvas)
        who = (actor.id, actor.label)
        access_events.note(connection, AccessEventSort.CODE_CHANGED, who, place=place, record=canvas)
        return made


def opened_by(store: Store, code: str, by: str = "") -> str:
    """Id of the canvas that a recovery code opens, '' when it opens none. `by`: the window that tries.

    Raises `NotAllowed` after too many wrong ones.
    """
    return code_tries.opened(store, code, by)


def canvas_behind(store: Store, code: str) -> str:
    """The same for a code that was let in before, such as one that a browser holds sealed: no try is counted."""
    with store.database.reading() as connection:
        return canvas_codes.canvas_of(connection, code)


def keep_draft(
    store: Store, actor: Actor, canvas: str, slot: str, kind_id: str, record_id: str, base_revision: int, typed: Typed
) -> None:
    """Keep what could not be saved yet, so that it is there again on the next device; `BadInput` beyond the limits.

    `slot`: the line's id, or the place of a line that is not there yet.
    """
    require_fill(store, actor, canvas)
    code, now = _draft_code(canvas, slot), datetime.now(UTC)
    values = {**typed, "canvas": canvas}
    require_fitting(values)
    held = {d.code for d in drafts.starting(store.database, _draft_code(canvas, ""))}
    DRAFTS_OF_A_CANVAS.require(len(held | {code}))
    drafts.keep(store.database, Draft(code, kind_id, record_id, base_revision, values, now))


def drafts_of(store: Store, actor: Actor, canvas: str) -> dict[str, Draft]:
    """What was typed on a canvas and could not be saved yet, by slot."""
    require_fill(store, actor, canvas)
    found = drafts.starting(store.database, _draft_code(canvas, ""))
    return {d.code.removeprefix(_draft_code(canvas, "")): d for d in found}


def drop_draft(store: Store, actor: Actor, canvas: str, slot: str) -> None:
    """Forget what could not be saved: it was put right."""
    require_fill(store, actor, canvas)
    drafts.drop(store.database, _draft_code(canvas, slot))


def _draft_code(canvas: str, slot: str) -> str:
    return f"{canvas}.{slot}"[:64]


def _require_same(whole: str | None, canvas: str) -> None:
    if whole != canvas:
        raise NotAllowed(Problem("ข้อนี้เป็นของแผนอื่น", "This line belongs to another plan"))


def _without_the_apps(kind_id: str, typed: Typed) -> Typed:
    return only_typable(kind(kind_id), typed)
