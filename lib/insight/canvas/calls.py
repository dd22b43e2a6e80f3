"""Groups that called the facilitator and wait, by plan."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from lib.insight.source import Source
from lib.store import canvas_calls


@dataclass(frozen=True)
class GroupCall:
    """A call that nobody has answered yet: one of `CANVAS_CALLS`, and when. `at`: aware."""

    sort: str
    at: datetime


def calls(source: Source) -> Mapping[str, GroupCall]:
    """Plan → its call, the longest waiting first. Asked anew each time: a hand that is up is seen at once."""
    with source.store.database.reading() as connection:
        return {one.canvas: GroupCall(one.sort, one.at) for one in canvas_calls.standing(connection)}


def call_of(source: Source, canvas: str) -> GroupCall | None:
    """The call of one plan."""
    with source.store.database.reading() as connection:
        found = canvas_calls.of_canvas(connection, canvas)
    return GroupCall(found.sort, found.at) if found else None
