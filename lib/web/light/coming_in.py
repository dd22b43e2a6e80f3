"""Coming to a plan by its code: typed, or behind ``#`` in the link of a QR, where no server and no preview sees it."""

from __future__ import annotations

from dataclasses import replace

from starlette.responses import Response

from lib.actions.canvas import filling
from lib.domain.errors import NotAllowed
from lib.web.light.plan import LAST_STEP, draw_step, where_it_stopped
from lib.web.light.visit import Visit


def ask_for_code(visit: Visit) -> Response:
    """The page that a QR leads to."""
    return visit.page("code", canvas="", wrong="")


def use_code(visit: Visit) -> Response:
    """Let this phone hold a plan's code, and open the plan where its group stopped."""
    code = visit.form.get("code", "").strip().rsplit("#", 1)[-1]
    try:
        canvas = filling.opened_by(visit.source.store, code, visit.browser_id)
    except NotAllowed as error:
        return visit.page("code", 403, canvas="", wrong=error.problems[0].text(visit.language))
    if not canvas:
        return visit.page("code", 422, canvas="", wrong=visit.t("code_wrong"))
    # Straight to the step, and at once where a script puts its address right: each hop is half a second
    # on a weak signal.
    path, _, number = where_it_stopped(visit, canvas).partition("?")[0].rpartition("/")
    if visit.form.get("direct") and int(number) <= LAST_STEP:
        there = replace(visit, brought=((canvas, code),), shown_at=f"{path}/{number}")
        response = draw_step(there, canvas, int(number), {}, 200)
    else:
        response = visit.go(where_it_stopped(visit, canvas))
    visit.keep_code(response, canvas, code)
    return response
