"""Erasure at the wish of the person concerned (PDPA, section 33): content goes from the record,
its history, drafts, imports and their files. That something stood here, and when it changed, stays."""

from __future__ import annotations

from datetime import UTC, datetime

from sqlalchemy import insert

from lib.access.actors import Actor, require_write
from lib.actions.comparing import key_digest, key_of
from lib.actions.writing import writing
from lib.domain.errors import BadInput, NotFound, Problem
from lib.domain.thai_text import clean_text
from lib.schema.registry import kind
from lib.store import erasures, records
from lib.store.opening import Store
from lib.store.tables import table


def erase(store: Store, actor: Actor, kind_id: str, record_id: str, reason: str) -> None:
    """Erase a record of a private kind for good; `reason` must not name the person.

    Raises `BadInput` for kinds that hold no personal data, `NotFound`.
    """
    require_write(actor, kind_id)
    why = clean_text(reason)
    if not why:
        raise BadInput(Problem("บอกเหตุผลที่ลบ (ไม่ใส่ชื่อบุคคล)", "Say why, without naming the person"))
    if not kind(kind_id).about.private:
        raise BadInput(
            Problem(
                "ข้อมูลประเภทนี้ถอนได้ ไม่ต้องลบถาวร", "Records of this kind are withdrawn, not erased"
            )
        )
    with writing(store, actor, "erase", why) as pen:
        stored = records.get(pen.connection, kind_id, record_id, for_update=True)
        if stored is None:
            raise NotFound(Problem(f"ไม่พบรายการ {record_id}", f"There is no record {record_id}"))
        pen.connection.execute(
            insert(table("erasure")).values(
                kind=kind_id, record_id=record_id, at=datetime.now(UTC), actor_label=actor.label,
                reason=why, key_digest=key_digest(kind_id, key_of(stored.record)),
            )
        )  # fmt: skip
        pen.note_erased(stored)
        erasures.forget(pen.connection, kind_id, record_id)
