"""A tambon's canvas (TBMC) put together from its groups' canvases, line by line, by a person.

A line that is taken up keeps the ids of the groups' lines it stands for (`made_from`); figures
stay with the groups and are summed from there, so that nothing is counted twice.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

from lib.access.actors import Actor
from lib.access.asking import require_fill
from lib.actions.records.checks import problems_with
from lib.actions.records.writing import Pen, writing
from lib.domain.canvas_rollup import Bundle, pair_of, read_pairs
from lib.domain.errors import BadInput, Problem, bad_input
from lib.schema.canvas import Canvas, CanvasPart
from lib.schema.canvas_lines import CanvasActivity, CanvasCost, CanvasItem, CanvasPartner
from lib.schema.history_words import Verb
from lib.schema.problems import validate
from lib.schema.record import Record
from lib.store import canvas_rows
from lib.store.canvas_rows import BOXES
from lib.store.opening import Store
from lib.store.records import OWN, Stored

_KINDS: dict[str, type[Record]] = {
    "item": CanvasItem,
    "activity": CanvasActivity,
    "partner": CanvasPartner,
    "cost": CanvasCost,
}


def take_up(store: Store, actor: Actor, canvas: str, chosen: Sequence[Bundle]) -> int:
    """Put confirmed bundles onto a tambon's canvas; returns how many lines are new there.

    A bundle whose lines already stand there makes nothing new; new lines of it are added to the
    ones behind. Raises `BadInput` for lines of plans that are no parts of this one.
    """
    writer = require_fill(store, actor, canvas)
    with writing(store, writer, Verb.ROLL_UP) as pen:
        head = pen.stored("canvas", canvas).record
        assert isinstance(head, Canvas)
        if head.level != "tambon":
            raise BadInput(Problem("รวมได้เฉพาะในแผนตำบล", "Only a tambon's plan is put together from others"))
        theirs = _lines(pen, head.parts)
        mine = canvas_rows.lines(pen.connection, canvas, BOXES)
        made = 0
        # Items and activities first: what serves and what costs has to find them.
        for sort in _KINDS:
            for one in (c for c in chosen if c.sort == sort):
                _belongs(one, theirs)
                made += _take_one(pen, head, one, theirs, mine)
        return made


def _take_one(pen: Pen, head: Canvas, one: Bundle, theirs: dict[str, Stored], mine: dict[str, list[Stored]]) -> int:
    model, canvas, apart = _KINDS[one.sort], head.id, read_pairs(head.apart)
    standing = mine[model.about.id]
    behind_all = {i for s in standing for i in _part(s).made_from}
    for at, stored in enumerate(standing):
        behind = _part(stored).made_from
        if set(behind) & set(_ids(one)):
            # What somebody told apart from a line that stands there does not come back to it.
            fits = [i for i in _ids(one) if not any(pair_of(i, b) in apart for b in behind)]
            if left := set(_ids(one)) - set(fits) - behind_all:
                rest = tuple(line for line in one.lines if line.id in left)
                return _take_one(pen, head, replace(one, lines=rest), theirs, mine)
            if set(fits) - set(behind):
                both = sorted({*behind, *fits})
                after = stored.record.model_copy(update={"made_from": both})
                standing[at] = replace(stored, record=after, revision=pen.change(stored, after))
            return 0
    values: dict[str, Any] = {
        "canvas": canvas,
        "text": one.text,
        "made_from": sorted(_ids(one)),
        "order": 1 + max((_part(s).order for s in standing), default=0),
    }
    records = [theirs[i].record for i in sorted(_ids(one))]
    if isinstance(records[0], CanvasItem):
        values["step"] = records[0].step
        gains = {r.gain for r in records if isinstance(r, CanvasItem)}
        values["gain"] = gains.pop() if len(gains) == 1 else None
    elif isinstance(records[0], CanvasActivity):
        values |= _of_activities([r for r in records if isinstance(r, CanvasActivity)], mine)
    else:
        values["activity"] = _carrier(records, mine)
        values |= _said_alike(records)
    new = validate(model, {k: v for k, v in values.items() if v is not None})
    bad_input(problems_with(pen.connection, new))
    pen.add(new)
    now = datetime.now(UTC)
    standing.append(Stored(new, 1, OWN, now, now, withdrawn=False))
    return 1


def _of_activities(records: Sequence[CanvasActivity], mine: dict[str, list[Stored]]) -> dict[str, Any]:
    """Served items as they stand here, the whole span of months, every way of doing it."""
    served = {i for r in records for i in r.serves}
    first = [r.from_month for r in records if r.from_month]
    last = [r.to_month for r in records if r.to_month]
    ways = [w for w in ("self", "partner") if any(w in r.ways for r in records)]
    here = [s.record.id for s in mine["canvas_item"] if set(_part(s).made_from) & served]
    return {
        "serves": here,
        "ways": ways,
        "from_month": min(first) if first else None,
        "to_month": max(last) if last else None,
    }


def _said_alike(records: Sequence[Record]) -> dict[str, Any]:
    """What partners give and get, and why money is needed, from all groups; one source or none."""
    told: dict[str, Any] = {}
    for name, longest in (("gives", 1000), ("gets", 1000), ("why", 500)):
        said = sorted({v for r in records if (v := getattr(r, name, None))})
        if said:
            told[name] = " / ".join(said)[:longest]
    sources = {getattr(r, "source", None) for r in records}
    return {**told, "source": sources.pop()} if len(sources) == 1 and None not in sources else told


def _carrier(records: Sequence[Record], mine: dict[str, list[Stored]]) -> str | None:
    """The activity here that stands for the ones that the groups' lines belong to."""
    wanted = {getattr(r, "activity", None) for r in records}
    return next((s.record.id for s in mine["canvas_activity"] if set(_part(s).made_from) & wanted), None)


def _belongs(one: Bundle, theirs: dict[str, Stored]) -> None:
    strange = not _ids(one) or any(i not in theirs for i in _ids(one))
    if strange or len({theirs[i].record.about.id for i in _ids(one)}) != 1:
        raise BadInput(
            Problem(
                f"“{one.text}” ไม่ได้มาจากแผนที่รวมอยู่ในแผนตำบลนี้ เปิดหน้านี้ใหม่แล้วเลือกอีกครั้ง",
                f"“{one.text}” is not from the plans that this one is put together from; open the page again",
            )
        )


def _lines(pen: Pen, parts: Sequence[str]) -> dict[str, Stored]:
    found = {}
    for part in parts:
        for standing in canvas_rows.lines(pen.connection, part, BOXES).values():
            found.update({s.record.id: s for s in standing})
    return found


def _ids(one: Bundle) -> tuple[str, ...]:
    return tuple(line.id for line in one.lines)


def _part(stored: Stored) -> CanvasPart:
    assert isinstance(stored.record, CanvasPart)
    return stored.record
