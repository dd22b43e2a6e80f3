"""Which records somebody sees beyond what is public, as a condition in SQL and place by place."""

from __future__ import annotations

from sqlalchemy import ColumnElement, Select, and_, false, or_, select, true

from lib.access.actors import Actor
from lib.access.policy import COUNTRY, Act, Extent, extent_of
from lib.store import containment
from lib.store.tables import table
from lib.store.whereabouts import place_of, whole_of


def visible(actor: Actor, kind_id: str, act: Act = Act.READ) -> ColumnElement[bool]:
    """SQL: the records of a kind that the actor sees whole (or may do another act to).

    Put into every list and export of what is not public. Nothing for who has no right.
    """
    rows, found = table(kind_id), list[ColumnElement[bool]]()
    for grant in actor.rights.places(act, kind_id):
        reach = true() if grant.place == COUNTRY else _lies_in(kind_id, grant.place)
        if grant.record:
            whole = whole_of(kind_id)
            reach = whole == grant.record if whole is not None else false()
        if extent_of(grant.role, act, kind_id) is Extent.OWN:
            reach = and_(reach, rows.c.id.in_(recorded_by(actor, kind_id)))
        found.append(reach)
    return or_(*found) if found else false()


def recorded_by(actor: Actor, kind_id: str) -> Select[tuple[str]]:
    """Query of the ids of records of a kind that the actor recorded first."""
    change, sets = table("change"), table("change_set")
    return (
        select(change.c.record_id)
        .join(sets, sets.c.number == change.c.change_set)
        .where(change.c.kind == kind_id, change.c.revision == 1, sets.c.actor == actor.id)
    )


def _lies_in(kind_id: str, place: str) -> ColumnElement[bool]:
    where = place_of(kind_id)
    if where is None:
        return false()
    return containment.lies_in(where, [place])
