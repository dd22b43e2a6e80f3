"""A button on every step: the facilitator is called, or told that the group is done; answered in the hall."""

from __future__ import annotations

from starlette.responses import JSONResponse, Response

from lib.actions.canvas.calling import call as let_call_stand
from lib.domain.thai_date import format_time
from lib.insight.canvas.calls import call_of
from lib.schema.canvas_choices import CANVAS_CALLS
from lib.schema.field import label
from lib.web.light.visit import Visit


def call(visit: Visit) -> Response:
    """Let a call stand, or take it back."""
    canvas = visit.request.path_params["canvas"]
    let_call_stand(visit.source.store, visit.filler(canvas), canvas, visit.form.get("sort", ""))
    if visit.wants_data:
        return JSONResponse({"call": standing(visit, canvas)})
    return visit.go(visit.here)


def standing(visit: Visit, canvas: str) -> str:
    """What the group has called out, and when; '' for nothing."""
    found = call_of(visit.source, canvas)
    if found is None:
        return ""
    return visit.t(
        "called", what=label(CANVAS_CALLS, found.sort, visit.language), at=format_time(found.at, visit.language)
    )


def offered(visit: Visit) -> list[tuple[str, str]]:
    """What may be called out."""
    return [(o.value, o.label(visit.language)) for o in CANVAS_CALLS]
