"""Questions that screens ask: each opens the store for a moment and answers for a place or a record."""

from __future__ import annotations

from lib.access.actors import Actor, answer
from lib.access.policy import NO_KIND, Act, Permission
from lib.access.reach import Reach
from lib.schema.seeing import Audience
from lib.store import records
from lib.store.opening import Store


def may_in(store: Store, actor: Actor, act: Act, place: str, kind_id: str = NO_KIND) -> Permission:
    """Whether an act on a kind is allowed in a place (an area's id; '' anywhere at all), on what is one's own."""
    if not place or actor.rights.everywhere(act, kind_id):
        return answer(actor, act, kind_id)
    with store.database.reading() as connection:
        return Reach(connection, actor).at_place(act, place, kind_id)


def may_to(store: Store, actor: Actor, act: Act, kind_id: str, record_id: str) -> Permission:
    """Whether an act is allowed on a record that stands; of one that does not stand, anywhere at all."""
    if actor.rights.everywhere(act, kind_id):
        return answer(actor, act, kind_id)
    with store.database.reading() as connection:
        stored = records.get(connection, kind_id, record_id)
        if stored is None:
            return answer(actor, act, kind_id)
        return Reach(connection, actor).answer(act, stored.record)


def audience_in(store: Store, actor: Actor, place: str, kind_id: str) -> Audience:
    """What the actor reads records of a kind as in a place, everybody's among them."""
    if actor.rights.everywhere(Act.READ, kind_id):
        return Audience.WRITER
    with store.database.reading() as connection:
        return Reach(connection, actor).audience_in(place, kind_id)


def audience_to(store: Store, actor: Actor, kind_id: str, record_id: str) -> Audience:
    """What the actor reads one record as, by where it lies and whose it is."""
    if actor.rights.everywhere(Act.READ, kind_id):
        return Audience.WRITER
    with store.database.reading() as connection:
        stored = records.get(connection, kind_id, record_id)
        return Reach(connection, actor).audience(stored.record) if stored is not None else Audience.READER
