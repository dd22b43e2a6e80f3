"""A meeting certifies what it says of itself: a day that was, a name, how many took part and agreed."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest

from lib.domain.meeting import Meeting

TODAY = date(2026, 11, 26)
HELD = Meeting(TODAY, "ประชาคมตำบล", 80, 77)


def missing(meeting: Meeting, *, votes: bool = True) -> list[str | None]:
    return [p.field for p in meeting.problems(TODAY, votes=votes)]


def test_a_meeting_that_was_held_says_enough() -> None:
    assert missing(HELD) == []
    assert missing(replace(HELD, in_favour=80)) == missing(replace(HELD, in_favour=0)) == []


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"on": None}, "certified_on"),
        ({"on": TODAY + timedelta(days=1)}, "certified_on"),
        ({"by": " \u200b"}, "certified_by"),
        ({"attendance": None}, "attendance"),
        ({"attendance": 0}, "attendance"),
        ({"in_favour": None}, "in_favour"),
        ({"in_favour": 81}, "in_favour"),
    ],
)
def test_what_is_missing_is_told_at_its_field(change: dict[str, Any], field: str) -> None:
    assert missing(replace(HELD, **change)) == [field]


def test_a_group_takes_no_votes() -> None:
    assert missing(replace(HELD, in_favour=None), votes=False) == []
