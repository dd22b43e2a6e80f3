"""A step of a plan as a page, and the part of it that may change while it is open."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from markupsafe import Markup, escape

from lib.domain.thai_date import format_date
from lib.insight.canvas.board import Board
from lib.insight.canvas.examples import examples
from lib.insight.canvas.writers import writers
from lib.insight.lists import lists
from lib.insight.records.taken_away import taken_away
from lib.schema.canvas_layout import COST, OF_STEP, PARTNER
from lib.schema.canvas_lines import CanvasActivity
from lib.ui.canvas.steps import STEPS, step_question
from lib.web.light import calling
from lib.web.light.lines import Troubled, groups
from lib.web.light.shared_parts import drawn_once, new_key
from lib.web.light.visit import Visit


@dataclass(frozen=True)
class DrawnStep:
    """One step for somebody who may fill it in. `tag`: tells whether the part has changed."""

    visit: Visit
    shown: Board
    number: int
    standing: str
    tag: str
    troubled: Troubled

    def page(self) -> str:
        """The whole page."""
        own, request = self._own, self.visit.request
        if self.troubled or request.method != "GET":
            return self._draw_page(own, new_key)
        made_of = (*self._made_of, examples(self.visit.source, self.shown.canvas.id, self.number))
        return drawn_once(("page", request.url.query, *self._name), made_of, own, self._draw_page)

    def part(self) -> str:
        """The lines, what is worth a look, what was taken away."""
        return self._part(self._own, new_key)

    @property
    def _own(self) -> dict[str, str]:
        return {"token": self.visit.token, "who": self.visit.who, "tag": escape(self.tag)}

    @property
    def _name(self) -> tuple[object, ...]:
        hall = self.visit.forum, self.visit.said_in_hall
        return self.visit.at, self.shown.canvas.id, self.number, self.visit.language, self.standing, *hall

    @property
    def _made_of(self) -> tuple[object, ...]:
        source = self.visit.source
        return self.shown, lists(source).value, writers(source, self.shown.canvas.id)

    def _part(self, own: Mapping[str, str], key: Callable[[], str]) -> str:
        if self.troubled:
            return self._draw_part(own, key)
        return drawn_once(("part", *self._name), self._made_of, own, self._draw_part, key)

    def _draw_part(self, own: Mapping[str, str], key: Callable[[], str]) -> str:
        visit, shown, number = self.visit, self.shown, self.number
        return visit.drawn(
            "step_part",
            groups=groups(visit, shown, number, self.troubled),
            findings=[f.words(visit.language) for f in shown.findings if f.step == number],
            taken=_taken(visit, shown.canvas.id, number),
            standing=self.standing,
            offered=calling.offered(visit),
            canvas=shown.canvas.id,
            hall=visit.forum,
            said_in_hall=visit.said_in_hall,
            key=key,
            **own,
        )

    def _draw_page(self, own: Mapping[str, str], key: Callable[[], str]) -> str:
        visit, head, number, language = self.visit, self.shown.canvas, self.number, self.visit.language
        before = [(s.short(language), texts_of(self.shown, s.number)) for s in STEPS[: min(number - 1, 5)]]
        return visit.drawn(
            "step",
            number=number,
            heading=STEPS[number - 1].words(language),
            question=step_question(visit.source, number, language),
            canvas=head.id,
            part=Markup(self._part(own, key)),
            plan=head.name,
            examples=examples(visit.source, head.id, number),
            before=[(short, told) for short, told in before if told],
            steps=[(s.number, s.short(language), self.shown.answered[s.number]) for s in STEPS],
            certified=format_date(head.certified_on, language) if head.certified_on else "",
            **own,
        )


def texts_of(shown: Board, number: int) -> list[str]:
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
