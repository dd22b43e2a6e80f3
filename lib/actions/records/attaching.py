"""Photos and documents of a record: attached, taken away and brought back, shown to readers, erased.

Whoever may write a record may attach to it. Each act is a step in the record's own history: it raises
its revision and says which file it was, never what stood in it.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager, suppress
from datetime import UTC, datetime

from sqlalchemy import Connection, insert

from lib.access.actors import Actor, require_verdict, require_write
from lib.access.policy import Act
from lib.actions.records.checks import closed, verifiers_own
from lib.actions.records.writing import Pen, writing
from lib.domain.errors import BadInput, NotFound, Problem, StorageProblem, bad_input
from lib.domain.limits import ATTACHED_TO_RECORD, TAKEN_AWAY_OF_RECORD
from lib.domain.thai_text import clean_text
from lib.intake.attached import AttachedFile, BroughtFile, read_attached, shown_name
from lib.schema.attachments import ATTACHABLE
from lib.schema.history_words import Verb
from lib.schema.record import new_id
from lib.store import attachments, history, records
from lib.store.attachments import Attachment
from lib.store.database import in_the_words_of_the_field
from lib.store.held_files import digest_of
from lib.store.opening import Store
from lib.store.tables import table


def attach(store: Store, actor: Actor, kind_id: str, record_id: str, brought: BroughtFile) -> Attachment:
    """Attach a file to a record; the same file twice is attached once. Raises `BadInput` with a sentence."""
    require_write(actor, kind_id)
    if kind_id not in ATTACHABLE:
        raise BadInput(Problem("รายการประเภทนี้แนบแฟ้มไม่ได้", "Nothing can be attached to records of this kind."))
    with store.database.reading() as connection:
        # Asked for again below; nothing is decoded for somebody who may not.
        require_writable(Pen(connection, actor), _standing(records.get(connection, kind_id, record_id)))
    made = read_attached(brought.content, documents=ATTACHABLE[kind_id].documents, keep_place=brought.keep_place)
    with store.database.reading() as connection:
        _attached_already(connection, kind_id, record_id, made)
    # Before the transaction: who waits for a slow disk or a bucket far away holds up nobody who writes.
    keep_bytes(store, made)
    with writing(store, actor, Verb.ATTACH) as pen:
        before = _standing(pen.stored(kind_id, record_id))
        require_writable(pen, before)
        if (same := _attached_already(pen.connection, kind_id, record_id, made)) is not None:
            return same
        new = new_row(actor, before, brought, made)
        attachments.add(pen.connection, new)
        _note(pen, before, None, new.id)
    with suppress(StorageProblem):  # it is there already
        # Once more: a sweep that ran in between could not know of the row.
        keep_bytes(store, made)
    return new


def _attached_already(connection: Connection, kind_id: str, record_id: str, made: AttachedFile) -> Attachment | None:
    """The same file where the record has it; None where it has room for it. Raises `BadInput` where it has none."""
    digest = digest_of(made.content)
    for one in attachments.of_records(connection, kind_id, [record_id]):
        if one.digest == digest:
            return one
    standing, away = attachments.counts(connection, kind_id, record_id)
    ATTACHED_TO_RECORD.require(standing + 1)
    TAKEN_AWAY_OF_RECORD.require(away + 1)
    return None


def take_away(store: Store, actor: Actor, attachment_id: str) -> Attachment:
    """Take a file off its record; it can be brought back for 90 days. A verdict that rested on it falls."""
    with _changing(store, actor, Verb.DETACH, attachment_id) as (pen, before, one):
        if one.withdrawn_at is not None:
            return one
        pen.reopen_what_it_proved(before.record, None)
        attachments.change(pen.connection, one.id, withdrawn_at=datetime.now(UTC), public=one.public)
        _note(pen, before, one.id, None)
        return one


def put_back(store: Store, actor: Actor, attachment_id: str) -> Attachment:
    """Bring back a file that was taken away."""
    with _changing(store, actor, Verb.ATTACH, attachment_id) as (pen, before, one):
        if one.withdrawn_at is None:
            return one
        ATTACHED_TO_RECORD.require(attachments.counts(pen.connection, one.kind, one.record_id)[0] + 1)
        attachments.change(pen.connection, one.id, withdrawn_at=None, public=one.public)
        _note(pen, before, None, one.id)
        return one


def publish(store: Store, actor: Actor, attachment_id: str, *, public: bool) -> None:
    """Show a file to readers of its record, or no longer."""
    verb = Verb.PUBLISH_FILE if public else Verb.HIDE_FILE
    with _changing(store, actor, verb, attachment_id) as (pen, before, one):
        if one.public != public:
            attachments.change(pen.connection, one.id, withdrawn_at=one.withdrawn_at, public=public)
            _note(pen, before, one.id, one.id)


def erase_file(store: Store, actor: Actor, attachment_id: str, reason: str) -> None:
    """A file goes for good, with its bytes; a backup that is brought back does not bring it back."""
    why = clean_text(reason)
    if not why:
        raise BadInput(Problem("บอกเหตุผลที่ลบ (ไม่ใส่ชื่อบุคคล)", "Say why, without naming the person"))
    with _changing(store, actor, Verb.ERASE_FILE, attachment_id, why, standing=False) as (pen, before, one):
        pen.require(Act.ERASE, before.record)
        if one.withdrawn_at is None:
            pen.reopen_what_it_proved(before.record, None)
        told = {"kind": attachments.ERASED_FILE, "record_id": one.id, "key_digest": "", "reason": why}
        row = {**told, "actor_label": actor.label, "at": datetime.now(UTC)}
        pen.connection.execute(insert(table("erasure")), [row])
        attachments.forget(pen.connection, one.id)
        _note(pen, before, one.id, None)

    def in_use() -> set[str]:
        with store.database.reading() as connection:
            return attachments.digests_in_use(connection)

    with suppress(StorageProblem):  # a bucket that does not answer: the keeper takes them out, and tells
        store.files.remove_unused(in_use, 0.0, one.digests)


@contextmanager
def _changing(
    store: Store, actor: Actor, verb: Verb, attachment_id: str, note: str = "", *, standing: bool = True
) -> Iterator[tuple[Pen, records.Stored, Attachment]]:
    """A transaction on one attached file and the record it belongs to, which the actor may write."""
    with writing(store, actor, verb, note) as pen:
        one = attachments.get(pen.connection, attachment_id)
        if one is None:
            raise NotFound(Problem("ไม่พบแฟ้มนี้ อาจถูกลบไปแล้ว", "This file is not there; it may have been erased."))
        before = pen.stored(one.kind, one.record_id)
        require_writable(pen, _standing(before) if standing else before)
        # As it stands now that the record is locked.
        yield pen, before, attachments.get(pen.connection, attachment_id) or one


def _standing(found: records.Stored | None) -> records.Stored:
    if found is None:
        raise NotFound(Problem("ไม่พบรายการนี้", "This record is not there."))
    if found.withdrawn:
        raise BadInput(
            Problem(
                "รายการนี้ถอนไปแล้ว คืนค่ารายการก่อนจึงแก้แฟ้มได้",
                "This record is withdrawn; restore it before changing its files.",
            )
        )
    return found


def require_writable(pen: Pen, before: records.Stored) -> None:
    """Raise `NotAllowed` or `BadInput` where the actor may not attach to a record."""
    record = before.record
    pen.require(Act.WRITE, record)
    bad_input(closed(pen.connection, record))
    if verifiers_own(record):
        require_verdict(pen.actor, record.about.id, pen.reach.spot(record), pen.where.contains)


def new_row(actor: Actor, before: records.Stored, brought: BroughtFile, made: AttachedFile) -> Attachment:
    """The row of a file that is attached now."""
    record, (lat, lon) = before.record, made.position or (None, None)
    return Attachment(
        new_id("file"),
        record.about.id,
        record.id,
        digest_of(made.content),
        digest_of(made.small) if made.small else "",
        made.media_type,
        shown_name(brought.name, made.media_type),
        len(made.content),
        made.width,
        made.height,
        made.pages,
        lat,
        lon,
        brought.public,
        datetime.now(UTC),
        actor.id,
        actor.label,
    )


def keep_bytes(store: Store, made: AttachedFile) -> None:
    """Have what a file and its little picture hold; raises `StorageProblem` where the place cannot."""
    with in_the_words_of_the_field():
        for content in (made.content, made.small):
            if content:
                store.files.put(content)


def _note(pen: Pen, before: records.Stored, was: str | None, now: str | None) -> None:
    """A step of the record, which says the same as before: somebody who has it open keeps what is typed."""
    pen.step(before, {history.FILE: (was, now)})
