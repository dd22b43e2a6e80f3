"""A short form that is typed and not sent yet: kept on the server too, so that another phone goes on with it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from starlette.responses import JSONResponse, Response

from lib.access.sealing import form_token
from lib.actions.records.drafting import drop_draft, keep_draft, resume
from lib.intake.typed import Typed
from lib.web.light.sent import Sent, sent_in
from lib.web.light.visit import Visit


@dataclass(frozen=True)
class LeftForm:
    """What somebody typed into a form and did not send: onto which revision, and when. `at`: aware."""

    base: int
    typed: Typed
    at: datetime


def keep(visit: Visit) -> Response:
    """Keep what stands in the form now, in place of what was kept of it before."""
    if visit.form.get("who") != visit.who or not visit.actor.may_write:
        return JSONResponse({"say": visit.t("sign_in_again")}, 401)
    sent = sent_in(visit)
    code = _code(visit, sent.kind, sent.record or sent.slot)
    kept = keep_draft(visit.source.store, visit.actor, code, sent.kind, sent.record, sent.base, sent.typed(visit))
    return JSONResponse({"kept": bool(kept.code)})


def waiting(visit: Visit, kind_id: str, record_id: str, slot: str) -> LeftForm | None:
    """What this person left unfinished in a form, on whatever device."""
    left = (
        resume(visit.source.store, visit.actor, _code(visit, kind_id, record_id or slot))
        if visit.actor.may_write
        else None
    )
    if left is None or left.record_id != record_id:
        return None
    return LeftForm(left.base_revision, left.typed, left.updated_at)


def forget(visit: Visit, sent: Sent) -> None:
    """It was sent: nothing waits any more."""
    if not visit.actor.may_write:
        return
    left = resume(visit.source.store, visit.actor, _code(visit, sent.kind, sent.record or sent.slot))
    if left is not None:
        drop_draft(visit.source.store, visit.actor, left)


def _code(visit: Visit, kind_id: str, slot: str) -> str:
    """The same for this person and form on every device, and nobody else's to guess."""
    return f"draft-{form_token(f'draft {visit.actor.id} {kind_id} {slot}')[:24]}"
