"""Drafts: keep what is being typed, so that nothing is lost. They become records by `save`."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import replace
from datetime import UTC, datetime

from sqlalchemy import Connection

from lib.access.actors import Actor, require_write
from lib.access.policy import Act
from lib.access.reach import Reach
from lib.domain.errors import NotAllowed, Problem
from lib.domain.limits import DRAFT, DRAFTS_OF_A_KIND
from lib.intake.typed import Typed
from lib.schema.registry import kind
from lib.store import drafts, erasures, records
from lib.store.drafts import Draft
from lib.store.opening import Store


def keep_draft(
    store: Store, actor: Actor, code: str, kind_id: str, record_id: str, base_revision: int, typed: Typed
) -> Draft:
    """Keep typed values under a code (a new one when empty); returns the draft.

    Raises `BadInput` beyond the limits of one draft's length and of how many of a kind may wait.
    """
    require_write(actor, kind_id)
    require_fitting(typed)
    draft = Draft(code or drafts.new_code(), kind_id, record_id, base_revision, typed, datetime.now(UTC), actor.id)
    with store.database.reading() as connection:
        _require_typing(connection, actor, draft)
        if record_id and kind(kind_id).about.private and _is_over(connection, draft):
            return replace(draft, code="")  # a form that was left open brings nothing back
    standing = drafts.get(store.database, code) if code else None
    if standing is not None:
        _require_draft(store, actor, standing)
    else:
        DRAFTS_OF_A_KIND.require(drafts.waiting(store.database, kind_id) + 1)
    drafts.keep(store.database, draft)
    return draft


def require_fitting(typed: Mapping[str, object]) -> None:
    """Raise `BadInput` when what was typed is longer than a draft may be."""
    DRAFT.require(len(json.dumps(typed, ensure_ascii=False, default=str).encode()))


def _is_over(connection: Connection, draft: Draft) -> bool:
    """Whether what is typed belongs to a form that was erased, or whose consent was taken back.

    A household that consents again is typed on the form as it stands now.
    """
    if not erasures.is_gone(connection, draft.kind, draft.record_id):
        return False
    now = records.get(connection, draft.kind, draft.record_id)
    return now is None or draft.base_revision < now.revision


def resume(store: Store, actor: Actor, code: str) -> Draft | None:
    """The draft of a recovery code, for somebody who may write; None when it is gone."""
    draft = drafts.get(store.database, code)
    if draft is not None:
        require_write(actor, draft.kind)
        _require_draft(store, actor, draft)
    return draft


def open_drafts(store: Store, actor: Actor, kind_id: str = "") -> list[Draft]:
    """Drafts of forms (of one kind, when it is given) that wait to be finished, newest first; none for readers."""
    if not actor.may_write:
        return []
    found = drafts.latest(store.database, kind_id)
    with store.database.reading() as connection:
        reach = Reach(connection, actor)
        return [draft for draft in found if _listed(reach, actor, draft)]


def drop_draft(store: Store, actor: Actor, draft: Draft) -> None:
    """Forget a draft: its record was saved, or the person discards it."""
    require_write(actor, draft.kind)
    _require_draft(store, actor, draft)
    drafts.drop(store.database, draft.code)


def _require_typing(connection: Connection, actor: Actor, draft: Draft) -> None:
    """Raise `NotAllowed` when what is typed is about a record, or a place, that the actor may not write."""
    reach = Reach(connection, actor)
    stored = records.get(connection, draft.kind, draft.record_id) if draft.record_id else None
    if stored is not None:
        reach.require(Act.WRITE, stored.record)
    said = reach.draft(Act.WRITE, draft.kind, draft.typed)
    if not said.allowed:
        raise NotAllowed(said.why)


def _require_draft(store: Store, actor: Actor, draft: Draft) -> None:
    """Raise `NotAllowed` for a draft of somebody else's that lies where the actor does not see everything.

    One that does not say yet where it lies is its maker's.
    """
    if draft.made_by == actor.id or actor.rights.everywhere(Act.WRITE, draft.kind):
        return
    with store.database.reading() as connection:
        if not Reach(connection, actor).lies_in_sight(draft.kind, draft.typed):
            raise NotAllowed(Problem("ร่างนี้เป็นของผู้อื่นหรือของพื้นที่อื่น", "This draft is somebody else's, or of another place."))


def _listed(reach: Reach, actor: Actor, draft: Draft) -> bool:
    """Whether a draft stands in somebody's list: who records only for oneself resumes by the code."""
    if actor.rights.everywhere(Act.WRITE, draft.kind):
        return True
    return draft.made_by == actor.id or reach.lies_in_sight(draft.kind, draft.typed)
