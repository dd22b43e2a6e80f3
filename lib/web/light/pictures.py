"""A plan, or a quarter of it, as a picture to be sent on in a chat."""

from __future__ import annotations

from typing import Final

import anyio.to_thread
from starlette.responses import Response

from lib.export.canvas_paper import Picture
from lib.export.quarter_card import quarter_card
from lib.insight.canvas.board import board
from lib.insight.canvas.followed import followed
from lib.schema.seeing import Audience
from lib.ui.canvas.paper import card, drawn, drawn_before, paper_words
from lib.ui.frame.speech import words
from lib.web.light.visit import Visit

#: Who waits for a picture waits on no thread that answers are kept on.
_ONE_AT_A_TIME: Final = anyio.CapacityLimiter(1)


async def picture(visit: Visit) -> Response:
    """1080 × 1350 pixels for who fills the plan in; it shows what everybody may read of it, and no code."""
    canvas = visit.request.path_params["canvas"]
    found = await anyio.to_thread.run_sync(_asked_for, visit, canvas)
    if isinstance(found, Response):
        return found
    image = drawn_before(found) or await anyio.to_thread.run_sync(drawn, found, limiter=_ONE_AT_A_TIME)
    name = f"cbmc-{canvas}{'-' + visit.request.path_params['quarter'] if 'quarter' in visit.request.path_params else ''}.png"
    return Response(image, media_type="image/png", headers={"Content-Disposition": f'inline; filename="{name}"'})


def _asked_for(visit: Visit, canvas: str) -> Picture | Response:
    if not visit.may_fill(canvas):
        return visit.page("code", 403, canvas=canvas, wrong="")
    shown = board(visit.source, canvas, audience=Audience.READER, fresh=True).value
    if shown is None:
        return visit.page("refused", 404, said=[visit.t("no_plan")])
    say, quarter = words(visit.language), visit.request.path_params.get("quarter", "")
    if not quarter:
        return card(say, visit.source, shown)
    one = next((q for q in followed(shown) if q.id == quarter), None)
    if one is None:
        return visit.page("refused", 404, said=[visit.t("no_plan")])
    return quarter_card(shown, one, paper_words(say, visit.source, shown, ""))
