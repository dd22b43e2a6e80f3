"""Photos of a forum in its file: each is taken in once, under the id it has where it was attached."""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from typing import Final

from sqlalchemy import Connection

from lib.access.actors import Actor
from lib.actions.records.attaching import keep_bytes, new_row, require_writable
from lib.actions.records.writing import Pen
from lib.domain.limits import ATTACHED_TO_RECORD
from lib.intake.attached import AttachedFile, BroughtFile, read_attached
from lib.schema.history_words import Verb
from lib.store import attachments, erasures, history, records, versions
from lib.store.attachments import Attachment
from lib.store.opening import Store
from lib.store.travel_file import TravelFile, TravelPhoto

_KIND: Final = "forum"


@dataclass(frozen=True)
class PreparedPhoto:
    """A photo of the file, judged and made anew as any that is attached."""

    told: TravelPhoto
    made: AttachedFile


def packed(store: Store, found: Sequence[Attachment], *, people: bool) -> list[TravelPhoto]:
    """Photos to go along: those that readers see, and in a sealed file the others too, for faces are people.

    Where a photo was taken stays behind. One whose bytes are away is left out.
    """
    taken = []
    for one in found:
        if one.is_picture and (people or one.public):
            with suppress(FileNotFoundError):
                by = one.made_by_label if people else ""
                taken.append(TravelPhoto(one.id, one.name, one.public, by, store.files.read(one.digest)))
    return taken


def new_ones(connection: Connection, file: TravelFile) -> tuple[TravelPhoto, ...]:
    """What the file holds and the forum here has not: neither now nor taken away, erased, or beyond the most."""
    forum = file.note.forum
    room = ATTACHED_TO_RECORD.most - attachments.counts(connection, _KIND, forum)[0]
    undone = _undone(connection, forum)
    wanted = []
    for one in file.photos:
        here = attachments.get(connection, one.id)
        free = not erasures.is_gone(connection, attachments.ERASED_FILE, one.id)
        if free and (here is None or (one.id in undone and here.record_id == forum)):
            wanted.append(one)
    return tuple(wanted[: max(room, 0)])


def prepared(store: Store, photos: Sequence[TravelPhoto]) -> list[PreparedPhoto]:
    """The bytes judged and kept, before anything is written; raises `BadInput` for what is no picture."""
    found = [PreparedPhoto(one, read_attached(one.content, documents=False)) for one in photos]
    keep_all(store, found)
    return found


def keep_all(store: Store, photos: Sequence[PreparedPhoto]) -> None:
    """Have the bytes of some photos; once more after their rows are written, for a sweep may have come between."""
    for one in photos:
        keep_bytes(store, one.made)


def attach_all(
    connection: Connection, actor: Actor, forum: str, photos: Sequence[PreparedPhoto], note: str
) -> list[int]:
    """Write the rows; returns the change-sets, one a photo."""
    return [number for one in photos if (number := _attach(connection, actor, forum, one, note))]


def _attach(connection: Connection, actor: Actor, forum: str, one: PreparedPhoto, note: str) -> int:
    stored = records.get(connection, _KIND, forum, for_update=True)
    here = attachments.get(connection, one.told.id)
    if stored is None or stored.withdrawn or (here is not None and here.withdrawn_at is None):
        return 0
    pen = Pen(connection, actor)
    require_writable(pen, stored)
    if here is not None:
        attachments.change(connection, here.id, withdrawn_at=None, public=here.public)
    else:
        brought = BroughtFile(one.told.name, one.told.content, one.told.public)
        row = new_row(actor, stored, brought, one.made)
        attachments.add(connection, replace(row, id=one.told.id, made_by_label=one.told.by or actor.label))
    pen.step(stored, {history.FILE: (None, one.told.id)})
    number = pen.open(actor, Verb.ATTACH, note)
    history.note_changes(connection, number, pen.changes)
    versions.bump(connection, pen.touched)
    return number


def _undone(connection: Connection, forum: str) -> set[str]:
    """Photos that went last because the import that brought them was undone."""
    last: dict[str, str] = {}
    for change in history.of_record(connection, _KIND, forum):
        was, now = change.fields.get(history.FILE, (None, None))
        for one in (was, now):
            if one:
                last.setdefault(str(one), change.action if now is None else "")
    return {one for one, action in last.items() if action == Verb.UNDO}
