"""Answers that a phone sends: written once, however often they arrive, and only what was answered anew."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace

from lib.access.actors import Actor
from lib.actions.records.saving import Saved
from lib.domain.errors import BadInput, NotFound, Problem
from lib.intake.as_typed import begun, typed_of
from lib.intake.typed import DECLINED, Typed
from lib.schema.problems import validate
from lib.schema.record import only_typable, plain
from lib.schema.registry import kind
from lib.store import history, records, sent_answers
from lib.store.opening import Store
from lib.store.sent_answers import AlreadySent

_LONGEST_KEY, _SHORTEST_KEY = 64, 16


@dataclass(frozen=True)
class Kept:
    """What became of an answer; `again`: it had arrived before."""

    record_id: str
    revision: int
    again: bool = False


def once(
    store: Store, actor: Actor, key: str, kind_id: str, record_id: str, act: Callable[[Actor], Saved | None]
) -> Kept:
    """Do what was sent under a key, unless it was done; what it writes and its key are one transaction.

    `act` is given the actor to write as, and writes one transaction. `record_id`: '' for a new record.
    Raises whatever `act` raises; the key is then free for another try.
    """
    if not _SHORTEST_KEY <= len(key) <= _LONGEST_KEY:
        raise BadInput(Problem("คำตอบที่ส่งมาไม่ครบ เปิดหน้านี้ใหม่", "What was sent is not whole. Open the page anew."))
    if found := _before(store, actor, key, kind_id, record_id):
        return found
    try:
        saved = act(replace(actor, sending=key))
    except AlreadySent:
        found = _before(store, actor, key, kind_id, record_id)
        assert found is not None
        return found
    if saved is not None:
        return Kept(saved.record.id, saved.revision)
    return replace(_before(store, actor, key, kind_id, record_id) or Kept(record_id, 0), again=False)


def revision_now(store: Store, kind_id: str, record_id: str) -> int:
    """The revision that a record stands at; 0 when there is none."""
    with store.database.reading() as connection:
        stands = records.get(connection, kind_id, record_id)
    return stands.revision if stands else 0


def _before(store: Store, actor: Actor, key: str, kind_id: str, record_id: str) -> Kept | None:
    with store.database.reading() as connection:
        sent = sent_answers.find(connection, actor.id, key)
        if sent is None:
            return None
        for change in history.of_set(connection, sent.change_set) if sent.change_set else ():
            if change.kind == kind_id and record_id in ("", change.record_id):
                return Kept(change.record_id, change.revision, again=True)
    return Kept(record_id, revision_now(store, kind_id, record_id), again=True)


def as_opened(store: Store, kind_id: str, record_id: str, base_revision: int, answers: Typed) -> Typed:
    """A whole form: the record as it stood when it was opened (a new one: its defaults), with the answers given since.

    Only these then count as edited, and everything that others wrote meanwhile stays. Raises `NotFound`
    for a record that is gone.
    """
    model = kind(kind_id)
    typed = begun(model, {})
    if record_id:
        with store.database.reading() as connection:
            stored = records.get(connection, kind_id, record_id)
            if stored is None or stored.withdrawn:
                raise NotFound(Problem("รายการนี้ถูกเอาออกแล้ว", "This was taken away meanwhile"))
            then = plain(stored.record)
            if 0 < base_revision < stored.revision:
                changes = history.of_record(connection, kind_id, record_id)
                then = history.values_at(then, changes, base_revision)
        typed = typed_of(validate(model, then), "th")
    declined = {**typed[DECLINED], **dict.fromkeys(answers, ""), **answers.get(DECLINED, {})}
    given = {**only_typable(model, typed), **answers}
    return {**given, DECLINED: {name: why for name, why in declined.items() if why}}
