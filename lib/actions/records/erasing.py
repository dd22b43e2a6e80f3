"""Erasure at the wish of the person concerned (PDPA, section 33): content goes from the record,
its history, drafts, imports and their files. That something stood here, and when it changed, stays."""

from __future__ import annotations

from contextlib import suppress
from datetime import UTC, datetime

from sqlalchemy import Connection, insert

from lib.access.actors import Actor, require
from lib.access.policy import Act
from lib.actions.records.keys import key_digest, key_of
from lib.actions.records.writing import Pen, writing
from lib.domain.errors import BadInput, NotFound, Problem
from lib.domain.thai_text import clean_text
from lib.schema.history_words import Verb
from lib.schema.problems import validate
from lib.schema.record import plain
from lib.schema.registry import kind
from lib.store import erasures, facts, history, records
from lib.store.opening import Store
from lib.store.tables import table


def _digests(connection: Connection, stored: records.Stored) -> list[str]:
    """Of every name the record ever went by: an old file may hold any of them."""
    kind_id, model = stored.record.about.id, type(stored.record)
    changes = history.of_record(connection, kind_id, stored.record.id)
    secret = facts.secrets_of(connection)[0]
    found = {key_digest(kind_id, key_of(stored.record), secret)}
    for revision in range(1, stored.revision):
        values = history.values_at(plain(stored.record), changes, revision)
        with suppress(BadInput):
            found.add(key_digest(kind_id, key_of(validate(model, values)), secret))
    return sorted(found)


def erase(store: Store, actor: Actor, kind_id: str, record_id: str, reason: str) -> None:
    """Erase a record of a private kind for good; `reason` must not name the person.

    Raises `BadInput` for kinds that hold no personal data, `NotFound`.
    """
    require(actor, Act.ERASE, kind_id)
    why = clean_text(reason)
    if not why:
        raise BadInput(Problem("บอกเหตุผลที่ลบ (ไม่ใส่ชื่อบุคคล)", "Say why, without naming the person"))
    if not kind(kind_id).about.private:
        raise BadInput(Problem("ข้อมูลประเภทนี้ถอนได้ ไม่ต้องลบถาวร", "Records of this kind are withdrawn, not erased"))
    with writing(store, actor, Verb.ERASE, why) as pen:
        stored = records.get(pen.connection, kind_id, record_id, for_update=True)
        if stored is None:
            raise NotFound(Problem(f"ไม่พบรายการ {record_id}", f"There is no record {record_id}"))
        pen.require(Act.ERASE, stored.record)
        # Opened now, so that a name in the reason is struck out with the rest.
        pen.open(actor, Verb.ERASE, why)
        erase_in(pen, actor, stored, why)


def erase_in(pen: Pen, actor: Actor, stored: records.Stored | None, why: str) -> None:
    """The same as a part of a larger action; nothing happens to what is not there."""
    if stored is None:
        return
    kind_id, record_id = stored.record.about.id, stored.record.id
    told = {"kind": kind_id, "record_id": record_id, "actor_label": actor.label, "reason": why}
    now = datetime.now(UTC)
    pen.connection.execute(
        insert(table("erasure")), [{**told, "at": now, "key_digest": d} for d in _digests(pen.connection, stored)]
    )
    pen.note_erased(stored)
    erasures.forget(pen.connection, kind_id, record_id)
