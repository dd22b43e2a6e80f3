"""What a person decided about rows of an import: whose value stays, and which verdicts may be taken back.

Decisions are kept with the import's answers, under keys that no doubtful cell can have.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from lib.actions.records.checks import same_value
from lib.domain.row_fate import Answer, Prefer
from lib.schema.field import Spec
from lib.schema.record import Record, shape, specs

_REOPEN, _PREFER = "reopen", "prefer"
_BY_VALUE = {prefer.value: prefer for prefer in Prefer}


def reopen_key(kind: str, record_id: str) -> str:
    """Under which it is kept that a file may change this verified record."""
    return f"{_REOPEN}|{kind}|{record_id}"


def prefer_key(answer: Answer) -> str:
    """Under which it is kept whose value stays."""
    return f"{_PREFER}|{answer.kind}|{answer.field}|{answer.record_id}"


@dataclass(frozen=True)
class Decisions:
    """The decisions among an import's answers."""

    answers: Mapping[str, Mapping[str, Any]]

    def may_reopen(self, kind: str, record_id: str) -> bool:
        """Whether a person ticked that the file may change this verified record."""
        return bool(self.answers.get(reopen_key(kind, record_id), {}).get("accept"))

    def preferred(self, model: type[Record], field: str, record_id: str) -> Prefer:
        """Whose value stays where both sides say something; long texts keep both unless somebody says otherwise."""
        kind = model.about.id
        for key in (prefer_key(Answer(kind, field, record_id)), prefer_key(Answer(kind, field))):
            if key in self.answers:
                return _BY_VALUE[self.answers[key]["prefer"]]
        return Prefer.BOTH if specs(model)[field].long_text else Prefer.THEIRS

    def settled(
        self, model: type[Record], record_id: str, now: Mapping[str, object], said: Mapping[str, object]
    ) -> dict[str, object]:
        """A row's values, those set aside or put together that the record already answers otherwise."""
        made = {}
        for name, value in said.items():
            spec = specs(model).get(name)
            ours = now.get(name)
            if spec is None or ours in (None, "", []) or same_value(ours, value):
                made[name] = value
                continue
            prefer = self.preferred(model, name, record_id)
            if prefer is Prefer.THEIRS:
                made[name] = value
            elif prefer is Prefer.BOTH and may_keep_both(model, spec):
                made[name] = _both(ours, value)
        return made


def may_keep_both(model: type[Record], spec: Spec) -> bool:
    """Whether two answers can stand beside each other: free texts and lists can."""
    python, many, _ = shape(model, spec.id)
    return many or (python is str and not (spec.options or spec.choice_list or spec.refers_to or spec.format))


def _both(ours: object, theirs: object) -> object:
    if isinstance(ours, list) and isinstance(theirs, list):
        return [*ours, *(t for t in theirs if t not in ours)]
    mine, yours = str(ours), str(theirs)
    if mine in yours:
        return yours
    return mine if yours in mine else f"{mine}\n{yours}"
