"""A meeting certifies a plan, a group's or a tambon's, and a certification is taken back: one way for both."""

from __future__ import annotations

from typing import Any

from lib.actions.records.writing import Pen
from lib.domain.errors import bad_input
from lib.domain.meeting import Meeting
from lib.domain.thai_date import bangkok_today
from lib.domain.thai_text import clean_text
from lib.schema.problems import validate
from lib.schema.record import plain
from lib.store.records import Stored

#: What a certified plan says of its meeting; a kind that takes no votes has no `in_favour`.
_OF_THE_MEETING = ("certified_on", "certified_by", "attendance", "in_favour", "minutes")


def require_held(meeting: Meeting, *, votes: bool = False) -> None:
    """Raise `BadInput` for a meeting that says too little of itself, or is still to come."""
    bad_input(meeting.problems(bangkok_today(), votes=votes))


def certify(pen: Pen, before: Stored, meeting: Meeting, state: str, **also: Any) -> int:
    """Note that the meeting certified the plan as it stands now. Returns the new revision.

    `state`: the field that says how far the plan is; `also`: other fields that are set with it.
    """
    said = {
        "certified_on": meeting.on,
        "certified_by": clean_text(meeting.by),
        "attendance": meeting.attendance,
        "in_favour": meeting.in_favour,
        "minutes": clean_text(meeting.minutes) or None,
    }
    values = {n: v for n, v in said.items() if n in type(before.record).model_fields}
    return _put(pen, before, {state: "certified", **values, **also})


def back_to_draft(pen: Pen, before: Stored, state: str, **also: Any) -> int:
    """Take a certification back; what the meeting said stays in the history. Returns the new revision."""
    gone = {n: None for n in _OF_THE_MEETING if n in type(before.record).model_fields}
    return _put(pen, before, {state: "draft", **gone, **also})


def _put(pen: Pen, before: Stored, values: dict[str, Any]) -> int:
    after = before.record.model_copy(update=values)
    return pen.change(before, validate(type(before.record), plain(after)))
