"""A record as somebody may open it to write on it."""

from __future__ import annotations

from lib.access.actors import Actor
from lib.access.policy import Act
from lib.access.reach import Reach
from lib.domain.errors import NotFound, Problem
from lib.store import records
from lib.store.opening import Store
from lib.store.records import Stored


def stands_for(store: Store, actor: Actor, kind_id: str, record_id: str) -> Stored:
    """The standing record, for who may write on it; raises `NotFound`, `NotAllowed`."""
    with store.database.reading() as connection:
        stored = records.get(connection, kind_id, record_id)
        if stored is None or stored.withdrawn:
            raise NotFound(Problem("รายการนี้ถูกเอาออกแล้ว", "This was taken away meanwhile"))
        Reach(connection, actor).require(Act.WRITE, stored.record)
    return stored
