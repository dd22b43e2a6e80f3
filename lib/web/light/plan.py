"""A group's plan on a phone: one step a page, the question and the next line first."""

from __future__ import annotations

import hashlib
from typing import Final

from starlette.responses import HTMLResponse, Response

from lib.domain.errors import NotFound, Problem
from lib.domain.thai_date import format_year
from lib.insight.canvas.board import Board, board
from lib.insight.canvas.followed import followed
from lib.schema.canvas_choices import QUARTERS
from lib.schema.field import label
from lib.schema.seeing import Audience
from lib.ui.canvas.steps import STEPS
from lib.web.light import calling
from lib.web.light.lines import Troubled
from lib.web.light.step import DrawnStep, texts_of
from lib.web.light.visit import Visit

LAST_STEP: Final = len(STEPS)


def open_plan(visit: Visit) -> Response:
    """The plan where its group stopped: the first step without an answer, or the whole of it."""
    return visit.go(where_it_stopped(visit, visit.request.path_params["canvas"]))


def where_it_stopped(visit: Visit, canvas: str) -> str:
    """The address of the first step without an answer, or of the whole plan."""
    shown = _board(visit, canvas)
    number = next((n for n, answered in shown.answered.items() if not answered), LAST_STEP + 1)
    return _address(visit, canvas, number)


def step_page(visit: Visit) -> Response:
    """One step, or with ``?part`` only what may have changed on it since."""
    canvas, number = visit.request.path_params["canvas"], visit.request.path_params["step"]
    if number == LAST_STEP + 1:
        return whole_page(visit)
    if not 1 <= number <= LAST_STEP:
        return visit.go(_address(visit, canvas, 1))
    return draw_step(visit, canvas, number, {}, 200)


def draw_step(visit: Visit, canvas: str, number: int, troubled: Troubled, status: int) -> Response:
    """A step as it stands, with what was refused still in its boxes."""
    if not visit.may_fill(canvas):
        return visit.page("code", 403, canvas=canvas, wrong="")
    part = "part" in visit.query
    shown = _board(visit, canvas, fresh=not part)
    if part and shown.version < _heard(visit):
        # A phone that has been told of its own words is not shown the plan from before them.
        shown = _board(visit, canvas, fresh=True)
    standing = calling.standing(visit, canvas)
    tag = f'"{_tag(visit, shown, number, standing)}"'
    if part and tag == visit.request.headers.get("if-none-match"):
        return Response(status_code=304, headers={"ETag": tag})
    step = DrawnStep(visit, shown, number, standing, tag, troubled)
    return HTMLResponse(step.part(), headers={"ETag": tag}) if part else HTMLResponse(step.page(), status)


def whole_page(visit: Visit) -> Response:
    """The last page: the small board, the sums, what is worth another look."""
    canvas = visit.request.path_params["canvas"]
    if not visit.may_fill(canvas):
        return visit.page("code", 403, canvas=canvas, wrong="")
    shown, language = _board(visit, canvas, fresh=True), visit.language
    numbers = shown.numbers
    return visit.page(
        "whole",
        canvas=canvas,
        plan=shown.canvas.name,
        steps=[(s.number, s.short(language), texts_of(shown, s.number)) for s in STEPS],
        sums=[(key, getattr(numbers, key).figures()) for key in ("income", "saving", "cost")],
        findings=[(f.step, f.words(language)) for f in shown.findings[:3]],
        standing=calling.standing(visit, canvas),
        offered=calling.offered(visit),
        quarters=[
            (q.id, f"{label(QUARTERS, q.quarter, language)} {format_year(q.year, language)}") for q in followed(shown)
        ],
    )


def _board(visit: Visit, canvas: str, *, fresh: bool = False) -> Board:
    """The plan as who fills it in sees it; raises `NotFound`."""
    audience = Audience.WRITER if visit.may_fill(canvas) else Audience.READER
    found = board(visit.source, canvas, audience=audience, fresh=fresh).value
    if found is None:
        th, en = visit.site.texts["no_plan"]
        raise NotFound(Problem(th, en))
    return found


def _heard(visit: Visit) -> int:
    """Number of the change that this phone has already been told of; 0 when it does not say."""
    said = visit.query.get("heard", "")
    return int(said) if said.isascii() and said.isdecimal() and len(said) < 16 else 0


def _address(visit: Visit, canvas: str, number: int) -> str:
    return f"{visit.below}/plan/{canvas}/{number}" + ("?lang=en" if visit.language == "en" else "")


def _tag(visit: Visit, shown: Board, number: int, call: str) -> str:
    told = (
        shown.canvas.id,
        shown.version,
        shown.changed_at,
        number,
        visit.language,
        visit.who,
        call,
        visit.said_in_hall,
    )
    # The number comes first: of two parts a phone can tell which is the newer.
    return f"{shown.version}-{hashlib.sha256(repr(told).encode()).hexdigest()[:24]}"
