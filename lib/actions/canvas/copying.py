"""A canvas that exists as the start of another one, crediting it."""

from __future__ import annotations

from typing import Any

from lib.access.actors import Actor, require_write
from lib.actions.canvas.filling import Started, owned
from lib.actions.records.checks import problems_with
from lib.actions.records.writing import writing
from lib.domain.errors import bad_input
from lib.intake.typed import read_typed
from lib.schema.canvas import Canvas
from lib.schema.field import Privacy
from lib.schema.history_words import Verb
from lib.schema.problems import validate
from lib.schema.record import Record, new_id, plain, specs
from lib.schema.registry import KINDS
from lib.store import canvas_codes, canvas_rows
from lib.store.canvas_rows import BOXES
from lib.store.opening import Store


def copy(store: Store, actor: Actor, source: str, typed: dict[str, Any], group: str = "") -> Started:
    """Begin a canvas with the lines of another. `typed`: the new head, as `start` takes it.

    Names of people (owners of activities) and what the app decided are not copied.
    """
    require_write(actor, "canvas")
    with writing(store, actor, Verb.COPY, source) as pen:
        pen.stored("canvas", source)
        values = {**read_typed(Canvas, owned(pen, typed, group)), "copied_from": source}
        head = validate(Canvas, values)
        bad_input(problems_with(pen.connection, head))
        pen.add(head)
        standing = canvas_rows.lines(pen.connection, source, BOXES)
        ids = {s.record.id: new_id(s.record.about.prefix) for found in standing.values() for s in found}
        pen.add_many([_copied(s.record, head.id, ids) for kind_id in BOXES for s in standing[kind_id]])
        return Started(head.id, canvas_codes.make(pen.connection, head.id))


def _copied(line: Record, canvas: str, ids: dict[str, str]) -> Record:
    values = plain(line)
    for name, spec in specs(type(line)).items():
        if spec.privacy is not Privacy.PUBLIC:
            values[name] = None
        elif spec.refers_to and KINDS.get(spec.refers_to) and values.get(name):
            old = values[name]
            if spec.refers_to in BOXES:
                values[name] = [ids[i] for i in old if i in ids] if isinstance(old, list) else ids.get(old)
    values |= {"id": ids[line.id], "canvas": canvas, "made_from": []}
    return validate(type(line), {k: v for k, v in values.items() if v is not None})
