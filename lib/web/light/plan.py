"""A group's plan on a phone: one step a page, the question and the next line first."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from typing import Final

from markupsafe import Markup
from starlette.responses import HTMLResponse, Response

from lib.domain.errors import NotFound, Problem
from lib.domain.thai_date import format_date
from lib.insight.canvas.board import Board, board
from lib.insight.canvas.examples import examples
from lib.insight.canvas.writers import writers
from lib.insight.lists import lists
from lib.insight.records.taken_away import taken_away
from lib.schema.canvas import CanvasActivity
from lib.schema.canvas_layout import COST, OF_STEP, PARTNER
from lib.schema.seeing import Audience
from lib.ui.canvas.steps import STEPS, step_question
from lib.web.light import calling
from lib.web.light.lines import Troubled, groups
from lib.web.light.shared_parts import new_key, shared_part
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
    standing = calling.standing(visit, canvas)
    tag = f'"{_tag(visit, shown, number, standing)}"'
    if part and tag == visit.request.headers.get("if-none-match"):
        return Response(status_code=304, headers={"ETag": tag})
    lines = _part(visit, shown, number, troubled, standing)
    if part:
        return HTMLResponse(lines, headers={"ETag": tag})
    head = shown.canvas
    return visit.page(
        "step",
        status,
        number=number,
        heading=STEPS[number - 1].words(visit.language),
        question=step_question(visit.source, number, visit.language),
        canvas=canvas,
        part=lines,
        plan=head.name,
        examples=examples(visit.source, canvas, number),
        before=[
            (s.short(visit.language), told) for s in STEPS[: min(number - 1, 5)] if (told := _texts(shown, s.number))
        ],
        steps=[(s.number, s.short(visit.language), shown.answered[s.number]) for s in STEPS],
        certified=format_date(head.certified_on, visit.language) if head.certified_on else "",
        tag=tag,
    )


def _part(visit: Visit, shown: Board, number: int, troubled: Troubled, standing: str) -> Markup:
    """What may change on a step while it is open: its lines, what is worth a look, what was taken away."""
    canvas, language, own = shown.canvas.id, visit.language, visit.source

    def draw(token: str, key: Callable[[], str]) -> str:
        return visit.drawn(
            "step_part",
            groups=groups(visit, shown, number, troubled),
            findings=[f.words(language) for f in shown.findings if f.step == number],
            taken=_taken(visit, canvas, number),
            standing=standing,
            offered=calling.offered(visit),
            canvas=canvas,
            token=token,
            key=key,
        )

    if troubled:
        return Markup(draw(visit.token, new_key))
    made_of = (shown, lists(own).value, writers(own, canvas))
    return shared_part((visit.at, canvas, number, language, standing), made_of, visit.token, draw)


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
        steps=[(s.number, s.short(language), _texts(shown, s.number)) for s in STEPS],
        sums=[(key, getattr(numbers, key).figures()) for key in ("income", "saving", "cost")],
        findings=[(f.step, f.words(language)) for f in shown.findings[:3]],
        standing=calling.standing(visit, canvas),
        offered=calling.offered(visit),
    )


def _board(visit: Visit, canvas: str, *, fresh: bool = False) -> Board:
    """The plan as who fills it in sees it; raises `NotFound`."""
    audience = Audience.WRITER if visit.may_fill(canvas) else Audience.READER
    found = board(visit.source, canvas, audience=audience, fresh=fresh).value
    if found is None:
        th, en = visit.site.texts["no_plan"]
        raise NotFound(Problem(th, en))
    return found


def _address(visit: Visit, canvas: str, number: int) -> str:
    return f"{visit.below}/plan/{canvas}/{number}" + ("?lang=en" if visit.language == "en" else "")


def _tag(visit: Visit, shown: Board, number: int, call: str) -> str:
    told = (shown.canvas.id, shown.version, shown.changed_at, number, visit.language, visit.who, call)
    return hashlib.sha256(repr(told).encode()).hexdigest()[:24]


def _texts(shown: Board, number: int) -> list[str]:
    """What a step says, a line each, for the small board."""
    if number <= 5:
        return [r.title() for r in shown.of_step(number)]
    activities = shown.of("canvas_activity")
    if number in (6, 7):
        own = [a for a in activities if number == 6 or (isinstance(a, CanvasActivity) and "self" in a.ways)]
        return [a.title() for a in own]
    return [r.title() for r in shown.of((PARTNER if number == 8 else COST).kind)]


def _taken(visit: Visit, canvas: str, number: int) -> list[tuple[str, str, str]]:
    """Kind, id and words of what was taken away from a step."""
    layout = OF_STEP[number]
    given = {"canvas": canvas, **({"step": str(number)} if number <= 5 else {})}
    found = taken_away(visit.source, layout.kind, given) if number != 7 else ()
    return [(one.kind, one.id, str(one.title)) for one in found]
