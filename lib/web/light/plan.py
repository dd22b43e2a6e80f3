"""A group's plan on a phone: one step a page, the question and the next line first."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import Final

from starlette.responses import Response

from lib.domain.canvas import yearly
from lib.domain.canvas_months import LONGEST, first_month, month_name
from lib.domain.errors import NotFound, Problem
from lib.domain.thai_date import format_date
from lib.insight.canvas.board import Board, board
from lib.insight.canvas.examples import examples
from lib.insight.canvas.writers import writers
from lib.insight.options import options_of
from lib.insight.records.taken_away import taken_away
from lib.intake.as_typed import begun, typed_of
from lib.intake.typed import Typed
from lib.schema.canvas import CanvasActivity
from lib.schema.canvas_layout import COST, OF_STEP, OURSELVES, PARTNER, LineLayout
from lib.schema.field import Spec
from lib.schema.record import Record
from lib.schema.registry import kind
from lib.schema.seeing import Audience
from lib.ui.canvas.steps import STEPS, step_question
from lib.ui.frame.addresses import base_path
from lib.web.light.boxes import Asking, Box
from lib.web.light.visit import Visit

#: What stands in a form that was refused: its slot → what was typed, and why not.
Troubled = Mapping[str, tuple[Typed, Sequence[Problem]]]
_LAST: Final = len(STEPS)


@dataclass(frozen=True)
class LineForm:
    """One line as a small form of its own."""

    slot: str
    kind: str
    record: str
    base: int
    rows: list[list[Box]]
    more: list[list[Box]] = field(default_factory=list)
    #: Answers of a new line that are given and not asked.
    given: Mapping[str, str] = field(default_factory=dict)
    title: str = ""
    by: str = ""
    note: str = ""
    #: Its first question needs no title: the page asks it.
    quiet: bool = False
    #: It can be taken off the plan here.
    goes: bool = True

    @property
    def shown(self) -> list[str]:
        """The questions that stand on it."""
        return [box.name for row in [*self.rows, *self.more] for box in row]

    @property
    def asked(self) -> str:
        """What the form answers, as it says so when it is sent."""
        return ",".join(dict.fromkeys([*self.given, *self.shown]))

    @property
    def answered_more(self) -> bool:
        """Whether something behind the fold is answered, or has to be seen."""
        return any(box.value or box.said for row in self.more for box in row)


@dataclass(frozen=True)
class Group:
    """Lines under a heading: those of a step, or what belongs to one activity."""

    heading: str
    lines: list[LineForm]
    note: str = ""


def open_plan(visit: Visit) -> Response:
    """The plan where its group stopped: the first step without an answer, or the whole of it."""
    return visit.go(where_it_stopped(visit, visit.request.path_params["canvas"]))


def where_it_stopped(visit: Visit, canvas: str) -> str:
    """The address of the first step without an answer, or of the whole plan."""
    shown = _board(visit, canvas)
    number = next((n for n, answered in shown.answered.items() if not answered), _LAST + 1)
    return _address(visit, canvas, number)


def step_page(visit: Visit) -> Response:
    """One step, or with ``?part`` only what may have changed on it since."""
    canvas, number = visit.request.path_params["canvas"], visit.request.path_params["step"]
    if number == _LAST + 1:
        return whole_page(visit)
    if not 1 <= number <= _LAST:
        return visit.go(_address(visit, canvas, 1))
    return draw_step(visit, canvas, number, {}, 200)


def draw_step(visit: Visit, canvas: str, number: int, troubled: Troubled, status: int) -> Response:
    """A step as it stands, with what was refused still in its boxes."""
    if not visit.may_fill(canvas):
        return visit.page("code", 403, canvas=canvas, wrong="")
    part = "part" in visit.query
    shown = _board(visit, canvas, fresh=not part)
    tag = f'"{_tag(visit, shown, number)}"'
    if part and tag == visit.request.headers.get("if-none-match"):
        return Response(status_code=304, headers={"ETag": tag})
    one, asked = STEPS[number - 1], step_question(visit.own, number, visit.language)
    words: Typed = {
        "number": number,
        "heading": one.words(visit.language),
        "question": asked,
        "groups": _groups(visit, shown, number, troubled),
        "findings": [f.words(visit.language) for f in shown.findings if f.step == number],
        "taken": _taken(visit, canvas, number),
        "canvas": canvas,
    }
    if part:
        response = visit.page("step_part", **words)
        response.headers["ETag"] = tag
        return response
    head = shown.canvas
    return visit.page(
        "step",
        status,
        **words,
        plan=head.name,
        examples=examples(visit.own, canvas, number),
        steps=[(s.number, s.short(visit.language), shown.answered[s.number]) for s in STEPS],
        certified=format_date(head.certified_on, visit.language) if head.certified_on else "",
        tag=tag,
    )


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
    )


def _board(visit: Visit, canvas: str, *, fresh: bool = False) -> Board:
    """The plan as who fills it in sees it; raises `NotFound`."""
    audience = Audience.WRITER if visit.may_fill(canvas) else Audience.READER
    found = board(visit.own, canvas, audience=audience, fresh=fresh).value
    if found is None:
        th, en = visit.site.texts["no_plan"]
        raise NotFound(Problem(th, en))
    return found


def _address(visit: Visit, canvas: str, number: int) -> str:
    return f"{base_path()}/m/plan/{canvas}/{number}" + ("?lang=en" if visit.language == "en" else "")


def _tag(visit: Visit, shown: Board, number: int) -> str:
    told = (shown.canvas.id, shown.version, shown.changed_at, number, visit.language, visit.who)
    return hashlib.sha256(repr(told).encode()).hexdigest()[:24]


def _groups(visit: Visit, shown: Board, number: int, troubled: Troubled) -> list[Group]:
    forms = _Forms(visit, shown, troubled)
    layout = OF_STEP[number]
    if number <= 5:
        given = {"step": str(number)} | ({"gain": "income"} if number == 5 else {})
        begins = {"months": "12", "gain": "income"} if number == 5 else {}
        new = forms.new(layout, {"step": str(number)}, {**given, **begins})
        return [Group("", [*(forms.standing(layout, r) for r in shown.of_step(number)), new])]
    activities: list[Record] = shown.of("canvas_activity")
    if number == 6:
        note = "" if shown.plan.items else visit.t("no_line")
        new = forms.new(layout, {}, {})
        return [Group("", [*(forms.standing(layout, r) for r in activities), new], note)]
    if not activities:
        return [Group("", [], visit.t("no_activity"))]
    return [_about(forms, shown, number, layout, r) for r in activities]


def _about(forms: _Forms, shown: Board, number: int, layout: LineLayout, activity: Record) -> Group:
    """What steps 7–9 ask about one activity."""
    title = activity.title()
    if number == 7:
        return Group(title, [forms.standing(OURSELVES, activity)])
    mine: list[Record] = [r for r in shown.of(layout.kind) if getattr(r, layout.under) == activity.id]
    given = {layout.under: activity.id}
    return Group(title, [*(forms.standing(layout, r) for r in mine), forms.new(layout, given, given)])


@dataclass(frozen=True)
class _Forms:
    """Makes the forms of one page."""

    visit: Visit
    board: Board
    troubled: Troubled

    @cached_property
    def writers(self) -> Mapping[str, str]:
        """Who wrote each line last."""
        return writers(self.visit.own, self.board.canvas.id)

    def standing(self, layout: LineLayout, record: Record) -> LineForm:
        stored, language = self.board.stored(record.id), self.visit.language
        typed, problems = self.troubled.get(record.id, (typed_of(record, language), ()))
        asking = self._asking(type(record), typed, problems)
        by = self.writers.get(record.id, "")
        return LineForm(
            record.id,
            layout.kind,
            record.id,
            stored.revision if stored else 0,
            asking.rows(layout.rows),
            asking.rows(layout.more),
            title=record.title(),
            by=by,
            note=self._worth(record.id),
            quiet=layout.quiet,
            goes=layout is not OURSELVES,
        )

    def new(self, layout: LineLayout, given: Mapping[str, str], begins: Mapping[str, str]) -> LineForm:
        slot = "-".join(["new", layout.kind, *given.values()])
        model = kind(layout.kind)
        typed, problems = self.troubled.get(slot, (begun(model, {**given, **begins}), ()))
        asking = self._asking(model, typed, problems)
        return LineForm(
            slot, layout.kind, "", 0, asking.rows(layout.rows), asking.rows(layout.more), given, quiet=layout.quiet
        )

    def _asking(self, model: type[Record], typed: Typed, problems: Sequence[Problem]) -> Asking:
        return Asking(model, typed, self.visit.language, self._options, problems)

    def _options(self, spec: Spec) -> Mapping[str, str]:
        if spec.id in ("from_month", "to_month"):
            return _months(self.board, self.visit.language)
        if spec.id == "serves":
            served = sorted(self.board.plan.items, key=lambda i: i.step)
            return {i.id: f"{i.step} · {i.text}" for i in served}
        return options_of(self.visit.own, spec, self.visit.language) if not spec.refers_to else {}

    def _worth(self, record_id: str) -> str:
        item = next((i for i in self.board.plan.items if i.id == record_id), None)
        worth = yearly(item) if item else None
        return self.visit.t("a_year", amount=worth.figures()) if worth is not None else ""


def _months(shown: Board, language: str) -> dict[str, str]:
    first = first_month(shown.canvas.year, shown.canvas.first_month)
    return {str(n): month_name(first, n, language) for n in range(1, LONGEST + 1)}


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
    found = taken_away(visit.own, layout.kind, given) if number != 7 else ()
    return [(one.kind, one.id, str(one.title)) for one in found]
