"""A group calls the facilitator, and the facilitator says that somebody went there."""

from __future__ import annotations

from lib.access.actors import Actor
from lib.access.asking import require_fill
from lib.domain.errors import BadInput, NotFound, Problem
from lib.schema.canvas_choices import CANVAS_CALLS
from lib.schema.field import label
from lib.store import canvas_calls, records
from lib.store.opening import Store


def call(store: Store, actor: Actor, canvas: str, sort: str) -> None:
    """Let a call stand for a plan (`CANVAS_CALLS`); '' takes it back, which the facilitator does as well.

    Raises `NotAllowed` without the code, `BadInput` for anything that is no call.
    """
    require_fill(store, actor, canvas)
    if sort and not label(CANVAS_CALLS, sort, "th"):
        raise BadInput(Problem("ไม่รู้จักการเรียกแบบนี้", "There is no such call"))
    with store.database.writing() as connection:
        stands = records.get(connection, "canvas", canvas)
        if stands is None or stands.withdrawn:
            raise NotFound(Problem("ไม่พบแผนนี้", "There is no such plan"))
        canvas_calls.put(connection, canvas, sort)
