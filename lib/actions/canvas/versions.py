"""A whole canvas back to what it said after an earlier change-set, in one change-set of its own."""

from __future__ import annotations

from typing import Any

from lib.access.actors import Actor
from lib.access.asking import require_fill
from lib.actions.records.writing import Pen, writing
from lib.domain.errors import BadInput, Problem
from lib.schema.history_words import Verb
from lib.schema.problems import validate
from lib.schema.record import keeping_decisions, plain
from lib.store import canvas_rows
from lib.store.canvas_rows import BOXES, Was
from lib.store.opening import Store

#: What a version holds.
_HEAD_AND_BOXES = ("canvas", *BOXES)


def restore_version(store: Store, actor: Actor, canvas: str, number: int) -> int:
    """Bring head and boxes back to what they said after change-set `number`.

    Lines added since are taken away, lines taken away since come back; what the app decides
    (states, certification) stays as it is. Returns how many records changed.
    """
    writer = require_fill(store, actor, canvas)
    with writing(store, writer, Verb.RESTORE, f"version {number}") as pen:
        then = canvas_rows.as_of(pen.connection, canvas, number)
        if not then["canvas"] or then["canvas"][0].values is None:
            raise BadInput(Problem("แผนนี้ยังไม่มีในฉบับนั้น", "The plan was not there yet"))
        # What is pointed at comes back before what points at it; what goes, goes last.
        for kind_id in _HEAD_AND_BOXES:
            for was in then[kind_id]:
                if was.values is not None:
                    _bring_back(pen, was, was.values)
        for kind_id in reversed(_HEAD_AND_BOXES):
            for was in then[kind_id]:
                if was.values is None and not was.stored.withdrawn:
                    pen.withdraw(pen.stored(kind_id, was.stored.record.id))
        return len({c[1] for c in pen.changes})


def _bring_back(pen: Pen, was: Was, values: dict[str, Any]) -> None:
    model = type(was.stored.record)
    now = plain(was.stored.record)
    then = keeping_decisions(model, values, now)
    pen.change(was.stored, validate(model, then))
