"""Who takes part in a forum without an account: somebody at its door, and somebody with a seat."""

from __future__ import annotations

from lib.access.actors import Actor
from lib.access.policy import COUNTRY, Grant, Role
from lib.schema.history_words import Way
from lib.store.erasures import SEATED, SOMEBODY

__all__ = ["SEATED", "SOMEBODY", "at_the_door", "seated"]


def at_the_door(forum: str) -> Actor:
    """Somebody whom the door's code let in, and who has not said a name yet."""
    return Actor(f"door:{forum}"[:64], "ประตูเวที", Way.FORM, (_right(forum),))


def seated(forum: str, seat: str, name: str) -> Actor:
    """Somebody with a seat: adds ideas to this one forum, and votes."""
    return Actor(f"{SEATED}{seat}"[:64], name, Way.FORM, (_right(forum),), seat=seat)


def _right(forum: str) -> Grant:
    return Grant(Role.PARTICIPANT, COUNTRY, forum)
