"""Which records somebody sees beyond what is public, as a condition in SQL and place by place."""

from __future__ import annotations

from collections.abc import Callable, Collection

from sqlalchemy import ColumnElement, Connection, Select, and_, false, or_, select, true

from lib.access.actors import Actor
from lib.access.policy import COUNTRY, Act, Extent, Grant, extent_of
from lib.store import containment
from lib.store.tables import table
from lib.store.whereabouts import place_of, whole_of
from lib.store.wholly_inside import all_lie_in


def visible(actor: Actor, kind_id: str, act: Act = Act.READ) -> ColumnElement[bool]:
    """SQL: the records of a kind that the actor sees whole (or may do another act to).

    Put into every list and export of what is not public. Nothing for who has no right.
    """
    rows, places = table(kind_id), _whole_places(actor, kind_id, act)
    found = [_lies_in(kind_id, places)] if places else []
    for grant in actor.rights.places(act, kind_id):
        if _of_whole_place(grant, act, kind_id):
            continue
        reach = _lies_in(kind_id, {grant.place})
        if grant.record:
            whole = whole_of(kind_id)
            reach = whole == grant.record if whole is not None else false()
        if extent_of(grant.role, act, kind_id) is Extent.OWN:
            reach = and_(reach, rows.c.id.in_(recorded_by(actor, kind_id)))
        found.append(reach)
    return or_(*found) if found else false()


def visible_in_a_list(actor: Actor, kind_id: str, act: Act = Act.READ) -> Callable[[Connection], ColumnElement[bool]]:
    """The same for a list that is read now: asked of each record only where some lie outside."""
    places = _whole_places(actor, kind_id, act)

    def narrowed(connection: Connection) -> ColumnElement[bool]:
        all_of_them = COUNTRY not in places and all_lie_in(connection, kind_id, places)
        return true() if all_of_them else visible(actor, kind_id, act)

    return narrowed


def _whole_places(actor: Actor, kind_id: str, act: Act) -> frozenset[str]:
    """Places of which everybody's records are the actor's, without those that are for one plan."""
    return frozenset(g.place for g in actor.rights.places(act, kind_id) if _of_whole_place(g, act, kind_id))


def _of_whole_place(grant: Grant, act: Act, kind_id: str) -> bool:
    return not grant.record and extent_of(grant.role, act, kind_id) is Extent.PLACE


def recorded_by(actor: Actor, kind_id: str) -> Select[tuple[str]]:
    """Query of the ids of records of a kind that the actor recorded first."""
    change, sets = table("change"), table("change_set")
    return (
        select(change.c.record_id)
        .join(sets, sets.c.number == change.c.change_set)
        .where(change.c.kind == kind_id, change.c.revision == 1, sets.c.actor == actor.id)
    )


def _lies_in(kind_id: str, places: Collection[str]) -> ColumnElement[bool]:
    if COUNTRY in places:
        return true()
    where = place_of(kind_id)
    return false() if where is None else containment.lies_in(where, places)
