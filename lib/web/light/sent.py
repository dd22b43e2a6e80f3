"""One answer as a phone sent it."""

from __future__ import annotations

from dataclasses import dataclass

from lib.actions.records.sending import as_opened
from lib.domain.errors import NotFound, Problem
from lib.intake.typed import Typed
from lib.schema.record import Record
from lib.schema.registry import KINDS
from lib.web.light.boxes import answers_in
from lib.web.light.visit import Visit


@dataclass(frozen=True)
class Sent:
    """One answer as it arrived."""

    kind: str
    record: str
    base: int
    #: Id of the plan that it is a line of; '' for a form of its own.
    canvas: str
    key: str
    act: str
    model: type[Record]
    answers: Typed

    #: Its place on the page that it was sent from.
    slot: str

    def typed(self, visit: Visit) -> Typed:
        """The whole form: what stood when it was opened, with these answers. Raises `NotFound` for what is gone."""
        return as_opened(visit.source.store, self.kind, self.record, self.base, self.answers)


def sent_in(visit: Visit) -> Sent:
    """What a form sent; raises `NotFound` for a form that there is not."""
    form = visit.form
    model = KINDS.get(form.get("kind", ""))
    if model is None:
        raise NotFound(Problem("ไม่รู้จักแบบนี้", "There is no such form"))
    base = form.get("base", "0")
    return Sent(
        model.about.id,
        form.get("record", ""),
        int(base) if base.isdecimal() and len(base) < 10 else 0,
        form.get("canvas", ""),
        form.get("key", ""),
        form.get("act", ""),
        model,
        answers_in(model, visit.fields),
        form.get("slot", ""),
    )
