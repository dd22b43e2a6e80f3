"""Texts that still name somebody who was erased: corrected like any other, or said to be right."""

from __future__ import annotations

from lib.access.actors import Actor, require
from lib.access.policy import Act
from lib.store import names_left
from lib.store.names_left import NameLeft
from lib.store.opening import Store


def leave_as_it_is(store: Store, actor: Actor, one: NameLeft) -> None:
    """Somebody else is meant, or the name is meant to stand: it is asked about no more. Raises `NotAllowed`."""
    require(actor, Act.SETTINGS)
    with store.database.writing() as connection:
        names_left.settle(connection, one)
