"""The lines of a step as small forms: those that stand, and an empty one for the next."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property, lru_cache
from typing import Final

from lib.config import forgettable
from lib.domain.canvas import yearly, yearly_left, yearly_making
from lib.domain.canvas_months import LONGEST, first_month, month_name
from lib.domain.errors import Problem
from lib.insight.canvas.board import Board
from lib.insight.canvas.writers import writers
from lib.insight.options import options_of
from lib.intake.as_typed import begun, typed_of
from lib.intake.typed import Typed
from lib.schema.canvas_layout import OF_STEP, OURSELVES, LineLayout
from lib.schema.field import Spec
from lib.schema.record import Record
from lib.schema.registry import kind
from lib.ui.canvas.steps import STEPS
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
    def has_range(self) -> bool:
        """Behind the fold stands how much it is at most."""
        return any(box.name.endswith("_high") for row in self.more for box in row)

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


def groups(visit: Visit, shown: Board, number: int, troubled: Troubled) -> list[Group]:
    """What a step asks: its lines, or what belongs to each activity."""
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
        return writers(self.visit.source, self.board.canvas.id)

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
            head = self.board.canvas
            return _months(first_month(head.year, head.first_month), self.visit.language)
        if spec.id == "serves":
            served = sorted(self.board.plan.items, key=lambda i: i.step)
            return {i.id: f"{i.step} · {i.text}" for i in served}
        return options_of(self.visit.source, spec, self.visit.language) if not spec.refers_to else {}

    def _worth(self, record_id: str) -> str:
        item = next((i for i in self.board.plan.items if i.id == record_id), None)
        worth = yearly(item) if item else None
        if item is None or worth is None:
            return ""
        cost, left = yearly_making(item), yearly_left(item)
        if cost is None or left is None:
            return self.visit.t("a_year", amount=worth.figures())
        return self.visit.t("a_year_left", amount=worth.figures(), cost=cost.figures(), left=left.figures())


@forgettable
@lru_cache(256)
def _months(first: date, language: str) -> Mapping[str, str]:
    return {str(n): month_name(first, n, language) for n in range(1, LONGEST + 1)}
