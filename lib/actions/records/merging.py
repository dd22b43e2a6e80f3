"""Two records that are one: a person keeps one, takes what is missing from the other."""

from __future__ import annotations

from collections.abc import Iterable

from sqlalchemy import select

from lib.access.actors import Actor, require
from lib.access.policy import Act
from lib.access.reach import Reach
from lib.actions.records.checks import problems_with
from lib.actions.records.proofs import proving_kinds
from lib.actions.records.verdicts import verdict_after
from lib.actions.records.writing import Pen, writing
from lib.domain.errors import BadInput, Problem, bad_input
from lib.schema.history_words import Verb
from lib.schema.problems import validate
from lib.schema.record import plain, shape, specs, typable
from lib.schema.registry import KINDS
from lib.store import attachments, distinct, records
from lib.store.opening import Store
from lib.store.tables import table


def merge(store: Store, actor: Actor, kind_id: str, keep: str, give: str, take: Iterable[str] = ()) -> int:
    """Keep one record, withdraw the other, and point everything at the one that stays.

    `take`: fields whose value comes from the withdrawn record; empty fields are filled from it
    anyway. Both stay in history. Returns the kept record's revision.
    """
    require(actor, Act.MERGE, kind_id)
    if keep == give:
        raise BadInput(Problem("เลือกสองรายการที่ต่างกัน", "Choose two different records"))
    with writing(store, actor, Verb.MERGE, f"{give} → {keep}") as pen:
        one, two = pen.stored(kind_id, keep), pen.stored(kind_id, give)
        if one.withdrawn or two.withdrawn:
            raise BadInput(Problem("รายการหนึ่งถูกถอนไปแล้ว", "One of them was withdrawn already"))
        mine, theirs = plain(one.record), plain(two.record)
        chosen = set(take)
        # What the app itself says of a record stays with that record.
        for name in typable(type(one.record)):
            empty = mine.get(name) in (None, "", [])
            if theirs.get(name) not in (None, "", []) and (empty or name in chosen):
                mine[name] = theirs[name]
                mine.get("no_answer", {}).pop(name, None)
        for stored in (one, two):
            pen.require(Act.MERGE, stored.record)
        after = validate(type(one.record), {k: v for k, v in mine.items() if v is not None})
        bad_input(problems_with(pen.connection, after))
        revision = pen.change(one, after)
        _point_at(pen, kind_id, give, keep)
        attachments.move(pen.connection, kind_id, give, keep)
        pen.withdraw(two)
    return revision


def call_distinct(store: Store, actor: Actor, kind_id: str, first: str, second: str) -> None:
    """Remember that two look-alikes are two, so that nobody is asked again."""
    require(actor, Act.MERGE, kind_id)
    with store.database.writing() as connection:
        reach = Reach(connection, actor)
        for found in (records.get(connection, kind_id, one) for one in (first, second)):
            if found is not None:
                reach.require(Act.MERGE, found.record)
        distinct.remember(connection, first, second, actor.label)


def _point_at(pen: Pen, kind_id: str, old: str, new: str) -> None:
    """Change every reference to a record, those of what proves it included."""
    for other_id, model in KINDS.items():
        for name, spec in specs(model).items():
            if spec.refers_to == kind_id:
                repoint = _repoint_lists if shape(model, name).many else _repoint
                repoint(pen, other_id, name, old, new)
    for other_id, proof in proving_kinds():
        rows = table(other_id)
        mine = (rows.c[proof.kind] == kind_id) & (rows.c[proof.record] == old)
        for stored in records.find(pen.connection, other_id, mine):
            pen.follow(stored, stored.record.model_copy(update={proof.record: new}))


def _repoint_lists(pen: Pen, kind_id: str, name: str, old: str, new: str) -> None:
    rows = table(kind_id)
    held = pen.connection.execute(select(rows.c.id, rows.c[name].label("held")).where(rows.c[name].is_not(None))).all()
    for record_id in [row.id for row in held if row.held and old in row.held]:
        stored = pen.stored(kind_id, record_id)
        left = list(dict.fromkeys(new if one == old else one for one in getattr(stored.record, name)))
        after, _ = verdict_after(pen, stored, stored.record.model_copy(update={name: left}))
        pen.follow(stored, after)


def _repoint(pen: Pen, kind_id: str, name: str, old: str, new: str) -> None:
    for stored in records.find(pen.connection, kind_id, table(kind_id).c[name] == old):
        after, _ = verdict_after(pen, stored, stored.record.model_copy(update={name: new}))
        pen.follow(stored, after)
