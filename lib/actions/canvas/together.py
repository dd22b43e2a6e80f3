"""Lines that were put together, or proposed to be: told apart and joined by hand; what a person said is remembered."""

from __future__ import annotations

from collections.abc import Sequence
from collections.abc import Set as AbstractSet

from lib.access.actors import Actor
from lib.access.asking import require_fill
from lib.actions.records.writing import Pen, writing
from lib.domain.canvas_rollup import Pair, pair_of, read_pairs, said_of
from lib.domain.errors import BadInput, Problem
from lib.schema.canvas import Canvas, CanvasPart
from lib.schema.history_words import Verb
from lib.schema.record import Record, specs, typable
from lib.store import canvas_rows
from lib.store.canvas_rows import BOXES
from lib.store.opening import Store
from lib.store.records import Stored


def tell_apart(store: Store, actor: Actor, canvas: str, kept: Sequence[str], out: Sequence[str]) -> int:
    """Say that some lines of groups' plans (`out`) are not the same as others (`kept`); returns how many lines changed.

    They are not proposed together again, and leave the lines of this plan that stood for both.
    """
    writer = require_fill(store, actor, canvas)
    if not kept or not out or set(kept) & set(out):
        raise BadInput(Problem("เลือกข้อที่ไม่ใช่เรื่องเดียวกันก่อน", "Choose the lines that are not the same first"))
    with writing(store, writer, Verb.ROLL_UP) as pen:
        head = _head(pen, canvas)
        pairs = {pair_of(a, b) for a in kept for b in out}
        _remember(pen, head, pairs | read_pairs(_plan(head).apart))
        changed = 0
        for stored in _standing(pen, canvas):
            behind = set(_part(stored).made_from)
            if behind & set(kept) and behind & set(out):
                left = sorted(behind - set(out))
                pen.change(stored, stored.record.model_copy(update={"made_from": left}))
                changed += 1
        return changed


def join(store: Store, actor: Actor, canvas: str, first: str, other: str) -> None:
    """Make two lines of a tambon's plan one: the first stands for what both stood for, and what pointed at the
    other points at it. Raises `BadInput` for lines of different boxes."""
    writer = require_fill(store, actor, canvas)
    with writing(store, writer, Verb.ROLL_UP) as pen:
        standing = {s.record.id: s for s in _standing(pen, canvas)}
        one, two = standing.get(first), standing.get(other)
        if one is None or two is None or first == other or _box(one) != _box(two):
            raise BadInput(Problem("รวมได้เฉพาะสองข้อในช่องเดียวกัน", "Only two lines of one box are made one"))
        both = sorted({*_part(one).made_from, *_part(two).made_from})
        told = {pair_of(a, b) for a in _part(one).made_from for b in _part(two).made_from}
        head = _head(pen, canvas)
        _remember(pen, head, read_pairs(_plan(head).apart) - told)
        pen.change(one, one.record.model_copy(update={**_of_both(one.record, two.record), "made_from": both}))
        for found in canvas_rows.lines(pen.connection, canvas).values():
            for stored in found:
                _point_at(pen, stored, two.record.about.id, other, first)
        pen.withdraw(pen.stored(two.record.about.id, other))


def _of_both(one: Record, two: Record) -> dict[str, object]:
    """What two lines say together: everything that either serves, every way, the whole span; else what one leaves open."""
    said: dict[str, object] = {}
    for name in typable(type(one)):
        mine, theirs = getattr(one, name), getattr(two, name)
        if isinstance(mine, list):
            said[name] = list(dict.fromkeys([*mine, *theirs]))
        elif name in ("from_month", "to_month") and mine and theirs:
            said[name] = min(mine, theirs) if name == "from_month" else max(mine, theirs)
        elif mine in (None, "") and theirs not in (None, ""):
            said[name] = theirs
    return said


def _point_at(pen: Pen, stored: Stored, kind_id: str, old: str, new: str) -> None:
    """A line that points at one record points at another instead."""
    names = [n for n, s in specs(type(stored.record)).items() if s.refers_to == kind_id]
    values: dict[str, object] = {}
    for name in names:
        value = getattr(stored.record, name)
        if isinstance(value, list) and old in value:
            values[name] = list(dict.fromkeys(new if v == old else v for v in value))
        elif value == old:
            values[name] = new
    if values:
        now = pen.stored(stored.record.about.id, stored.record.id)
        pen.change(now, now.record.model_copy(update=values))


def _remember(pen: Pen, head: Stored, pairs: AbstractSet[Pair]) -> None:
    pen.change(head, head.record.model_copy(update={"apart": said_of(pairs)}))


def _head(pen: Pen, canvas: str) -> Stored:
    found = pen.stored("canvas", canvas)
    if _plan(found).level != "tambon":
        raise BadInput(Problem("รวมได้เฉพาะในแผนตำบล", "Only a tambon's plan is put together from others"))
    return found


def _plan(stored: Stored) -> Canvas:
    assert isinstance(stored.record, Canvas)
    return stored.record


def _standing(pen: Pen, canvas: str) -> list[Stored]:
    return [s for found in canvas_rows.lines(pen.connection, canvas, BOXES).values() for s in found]


def _part(stored: Stored) -> CanvasPart:
    assert isinstance(stored.record, CanvasPart)
    return stored.record


def _box(stored: Stored) -> tuple[str, object]:
    return stored.record.about.id, getattr(stored.record, "step", "")
