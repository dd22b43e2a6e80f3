"""Drafts: keep what is being typed, so that nothing is lost. They become records by `save`."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import Connection

from lib.access.actors import Actor, require_write
from lib.domain.limits import DRAFT, DRAFTS_OF_A_KIND
from lib.schema.registry import kind
from lib.store import drafts, erasures, records
from lib.store.drafts import Draft
from lib.store.opening import Store


def keep_draft(
    store: Store, actor: Actor, code: str, kind_id: str, record_id: str, base_revision: int, typed: dict[str, Any]
) -> Draft:
    """Keep typed values under a code (a new one when empty); returns the draft.

    Raises `BadInput` beyond the limits of one draft's length and of how many of a kind may wait.
    """
    require_write(actor, kind_id)
    require_fitting(typed)
    draft = Draft(code or drafts.new_code(), kind_id, record_id, base_revision, typed, datetime.now(UTC))
    with store.database.reading() as connection:
        if record_id and kind(kind_id).about.private and _is_over(connection, draft):
            return replace(draft, code="")  # a form that was left open brings nothing back
    if not code or drafts.get(store.database, code) is None:
        DRAFTS_OF_A_KIND.require(drafts.waiting(store.database, kind_id) + 1)
    drafts.keep(store.database, draft)
    return draft


def require_fitting(typed: dict[str, Any]) -> None:
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
    return draft


def open_drafts(store: Store, actor: Actor, kind_id: str = "") -> list[Draft]:
    """Drafts of forms (of one kind, when it is given) that wait to be finished, newest first; none for readers."""
    return drafts.latest(store.database, kind_id) if actor.may_write else []


def drop_draft(store: Store, actor: Actor, draft: Draft) -> None:
    """Forget a draft: its record was saved, or the person discards it."""
    require_write(actor, draft.kind)
    drafts.drop(store.database, draft.code)
