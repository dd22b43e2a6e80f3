"""Questions that screens ask: each opens the store for a moment and answers for a place or a record."""

from __future__ import annotations

from dataclasses import replace

from lib.access.actors import Actor, answer
from lib.access.policy import COUNTRY, NO_KIND, Act, Grant, Permission, Role
from lib.access.reach import Reach
from lib.domain.errors import NotAllowed, Problem
from lib.schema.history_words import Way
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


def may_fill(store: Store, actor: Actor, canvas: str) -> bool:
    """Whether the actor may fill in a canvas: writers of its place, and who holds its recovery code."""
    return (bool(canvas) and actor.canvas == canvas) or may_to(store, actor, Act.WRITE, "canvas", canvas).allowed


def require_fill(store: Store, actor: Actor, canvas: str) -> Actor:
    """The actor as one who writes on this canvas; raises `NotAllowed`.

    Who comes by the code gets the right to that one canvas and no other right.
    """
    if may_to(store, actor, Act.WRITE, "canvas", canvas).allowed:
        return actor
    if not canvas or actor.canvas != canvas:
        raise NotAllowed(
            Problem(
                "กรอกแผนนี้ได้ด้วยรหัสของแผน ขอรหัสหรือ QR จากผู้ดูแลเวที",
                "This plan is filled in with its code; ask the facilitator for the code or QR.",
            )
        )
    by_code = Grant(Role.FILLER, COUNTRY, canvas)
    if actor.account or actor.seat:
        return replace(actor, grants=(*actor.grants, by_code))
    name = "ผู้ร่วมกรอกแผน"
    return Actor(f"code:{canvas}", name, Way.FORM, (by_code,), canvas=canvas, sending=actor.sending)
