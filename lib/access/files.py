"""Who sees an attached file: who sees its record whole, and readers what was published of a record they see."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import Connection

from lib.access.actors import Actor
from lib.access.reach import Reach
from lib.schema.record import Record
from lib.schema.seeing import Audience, sees_kind
from lib.store import attachments, records
from lib.store.attachments import Attachment
from lib.store.opening import Store


@dataclass(frozen=True)
class SeenFile:
    """A file that somebody may see. `whole`: as one who sees the record whole, its file's name included."""

    file: Attachment
    whole: bool


def audience_for(store: Store, actor: Actor, wanted: Sequence[Record]) -> dict[Audience, list[str]]:
    """What the actor sees files of some records as: audience → record ids."""
    found: dict[Audience, list[str]] = {}
    if wanted:
        with store.database.reading() as connection:
            reach = Reach(connection, actor)
            for record in wanted:
                found.setdefault(reach.audience(record), []).append(record.id)
    return found


def seen_file(store: Store, actor: Actor, attachment_id: str) -> SeenFile | None:
    """A standing file that the actor may see now; None otherwise, whatever the reason."""
    with store.database.reading() as connection:
        one = attachments.get(connection, attachment_id)
        if one is None or one.withdrawn_at is not None:
            return None
        return _seen(connection, actor, one)


def _seen(connection: Connection, actor: Actor, one: Attachment) -> SeenFile | None:
    stored = records.get(connection, one.kind, one.record_id)
    if stored is None:
        return None
    if Reach(connection, actor).audience(stored.record) is Audience.WRITER:
        return SeenFile(one, whole=True)
    published = one.public and not stored.withdrawn and sees_kind(Audience.READER, one.kind)
    return SeenFile(one, whole=False) if published else None
