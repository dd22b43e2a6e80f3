"""Where light pages send what was answered: one line or one short form at a time, by a plain form or by the script."""

from __future__ import annotations

from typing import Final

from starlette.responses import JSONResponse, Response

from lib.access.actors import Actor
from lib.access.asking import require_fill
from lib.actions.canvas import filling
from lib.actions.records.saving import Saved, save_typed
from lib.actions.records.sending import Kept, as_opened, once, revision_now
from lib.domain.errors import Conflict, NotAllowed, NotFound, Problem, ThunError
from lib.insight.canvas.board import change_number
from lib.schema.canvas_layout import OF_STEP
from lib.web.light import drafts
from lib.web.light.forms import draw_form
from lib.web.light.plan import draw_step
from lib.web.light.sent import Sent, sent_in
from lib.web.light.visit import Visit
from lib.web.plain.asked import status_of

_CONFLICT: Final = 409
_COME_IN_AGAIN: Final = 401
#: Lines of a plan, and what is done with one besides typing into it.
_LINES: Final = frozenset(layout.kind for layout in OF_STEP.values())


def receive(visit: Visit) -> Response:
    """Keep an answer, once; a refusal changes nothing and says why at the field."""
    if visit.wants_data and visit.form.get("who") != visit.who:
        # Somebody else has come in on this phone since: what waits is not theirs to send.
        return JSONResponse({"say": visit.t("sign_in_again")}, _COME_IN_AGAIN)
    sent = sent_in(visit)
    try:
        kept = _write(visit, sent)
    except ThunError as error:
        return _refused(visit, sent, error)
    if not sent.canvas:
        drafts.forget(visit, sent)
    if visit.wants_data:
        told = {"id": kept.record_id, "base": kept.revision, "again": kept.again}
        if sent.canvas:
            told["number"] = change_number(visit.source, sent.canvas)
        return JSONResponse(told)
    if not sent.canvas:
        return visit.go(f"{visit.below}/form/{sent.kind}/{kept.record_id}?kept=1&lang={visit.language}")
    return visit.go(f"{visit.here}#l-{kept.record_id}")


def _write(visit: Visit, sent: Sent) -> Kept:
    store = visit.source.store
    if sent.canvas and sent.kind in _LINES:
        writer = require_fill(store, visit.filler(sent.canvas), sent.canvas)
        return once(store, writer, sent.key, sent.kind, sent.record, lambda actor: _line(visit, actor, sent))
    typed = sent.typed(visit)

    def save(actor: Actor) -> Saved:
        return save_typed(store, actor, sent.kind, typed, record_id=sent.record, base_revision=sent.base)

    return once(store, visit.actor, sent.key, sent.kind, sent.record, save)


def _line(visit: Visit, actor: Actor, sent: Sent) -> Saved | None:
    store = visit.source.store
    if sent.act == "away":
        filling.take_away(store, actor, sent.canvas, sent.kind, sent.record)
        return None
    if sent.act == "up":
        filling.move_up(store, actor, sent.canvas, sent.kind, sent.record)
        return None
    if sent.act == "back":
        filling.bring_back(store, actor, sent.canvas, sent.kind, sent.record)
        return None
    typed = sent.typed(visit)
    return filling.put(store, actor, sent.canvas, sent.kind, typed, record_id=sent.record, base_revision=sent.base)


def _refused(visit: Visit, sent: Sent, error: ThunError) -> Response:
    language = visit.language
    said = [{"field": p.field or "", "say": p.text(language)} for p in error.problems]
    if visit.wants_data:
        status, told = _status(visit, error), dict[str, object](said=said)
        if isinstance(error, Conflict):
            told |= {"theirs": {name: _shown(value) for name, value in error.theirs.items()}}
            # Who chooses one's own value goes on from what stands now.
            told |= {"base": revision_now(visit.source.store, sent.kind, sent.record)}
        return JSONResponse(told, status)
    typed = (
        as_opened(visit.source.store, sent.kind, sent.record, sent.base, sent.answers) if not _is_gone(error) else {}
    )
    number = visit.here.rstrip("/").rpartition("/")[2]
    if typed and sent.canvas and number.isdecimal():
        problems = _with_theirs(visit, error)
        return draw_step(visit, sent.canvas, int(number), {sent.slot: (typed, problems)}, status_of(error))
    if typed and not sent.canvas:
        return draw_form(visit, sent.kind, sent.record, typed, _with_theirs(visit, error), status_of(error))
    return visit.page("not_kept", status_of(error), said=[one["say"] for one in said], back=visit.here)


def _status(visit: Visit, error: ThunError) -> int:
    if isinstance(error, Conflict):
        return _CONFLICT
    if isinstance(error, NotAllowed) and not visit.signed_in:
        return _COME_IN_AGAIN
    return status_of(error)


def _shown(value: object) -> object:
    return value if isinstance(value, (str, list, bool)) else "" if value is None else str(value)


def _is_gone(error: ThunError) -> bool:
    return isinstance(error, (NotFound, NotAllowed))


def _with_theirs(visit: Visit, error: ThunError) -> list[Problem]:
    """Why not, at each field; where somebody else was quicker, with what they wrote."""
    if not isinstance(error, Conflict):
        return list(error.problems)
    told = {name: f"{visit.t('theirs')}: {_shown(value)}" for name, value in error.theirs.items()}
    return [
        Problem(f"{p.th} ({told.get(p.field or '', '')})", f"{p.en} ({told.get(p.field or '', '')})", p.field)
        for p in error.problems
    ]
