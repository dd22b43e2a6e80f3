"""Rules of a forum's records, whoever writes them by whichever way."""

from __future__ import annotations

from typing import Final

from sqlalchemy import Connection

from lib.actions.records.rules import Rules
from lib.domain.errors import Problem
from lib.schema.forum import ForumBallot

#: What a ballot asks: as it was opened, so it stays.
_ASKED: Final = ("forum", "text", "form", "offered", "most", "right", "secret", "canvas")


def _asks_the_same(_connection: Connection, before: ForumBallot, after: ForumBallot) -> list[Problem]:
    """Nobody changes a question that people have answered, or are answering."""
    changed = next((name for name in _ASKED if getattr(before, name) != getattr(after, name)), "")
    if before.state == "draft" or not changed:
        return []
    return [
        Problem(
            "เปิดลงคะแนนแล้ว แก้คำถามหรือตัวเลือกไม่ได้ ทำการลงคะแนนใหม่แทน",
            "The ballot was opened; its question does not change any more. Make a new one instead.",
            changed,
        )
    ]


RULES: Final[tuple[Rules[ForumBallot], ...]] = (Rules(ForumBallot, may_not_change=_asks_the_same),)
