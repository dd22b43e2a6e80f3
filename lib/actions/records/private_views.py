"""Who saw private records, and when: noted by whatever shows them."""

from __future__ import annotations

from collections.abc import Sequence

from lib.access.actors import Actor, require
from lib.access.policy import Act
from lib.store import private_log
from lib.store.opening import Store


def note_view(store: Store, actor: Actor, act: str, kind_id: str, record_ids: Sequence[str], place: str = "") -> None:
    """Note that the actor saw private records of a kind (`act`: ``open``, ``list``, ``export``)."""
    require(actor, Act.READ, kind_id)
    with store.database.writing() as connection:
        private_log.note(connection, (actor.id, actor.label), act, kind_id, record_ids, place)
