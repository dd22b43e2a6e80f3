"""Months that are over, kept as they were: a report made of one says the same whenever it is made again."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import Connection, func, insert, select

from lib.domain.ladder_changes import LadderThen, StepThen
from lib.domain.ladders import Rung
from lib.domain.months import Month
from lib.store.tables import table


@dataclass(frozen=True)
class ClosedMonth:
    """A month as it was when it was closed. `ladders`: kind of record → its ladder at the month's end."""

    month: Month
    #: Told on reports; made of what was kept, so that nothing in it can change unnoticed.
    number: str
    closed_at: datetime
    ladders: Mapping[str, LadderThen]


def close(connection: Connection, month: Month, ladders: Mapping[str, LadderThen], at: datetime) -> ClosedMonth:
    """Keep a month; it must not be kept yet."""
    content = {kind_id: _told(ladder) for kind_id, ladder in ladders.items()}
    number = _number(month, content)
    row = {"month": month.id, "number": number, "closed_at": at, "content": content}
    connection.execute(insert(table("closed_month")).values(**row))
    return ClosedMonth(month, number, at, {k: _read(v) for k, v in content.items()})


def closed(connection: Connection, month: Month) -> ClosedMonth | None:
    """A month as it was kept; None for one that was not closed."""
    rows = table("closed_month")
    row = connection.execute(select(rows).where(rows.c.month == month.id)).mappings().first()
    if row is None:
        return None
    return ClosedMonth(month, row["number"], row["closed_at"], {k: _read(v) for k, v in row["content"].items()})


def latest(connection: Connection) -> Month | None:
    """The last month that was closed; None before the first."""
    said = connection.scalar(select(func.max(table("closed_month").c.month)))
    return Month.read(said) if said else None


def closed_list(connection: Connection) -> list[Month]:
    """Every month that was closed, the earliest first."""
    rows = table("closed_month")
    found = (Month.read(said) for said in connection.scalars(select(rows.c.month).order_by(rows.c.month)))
    return [one for one in found if one is not None]


def is_untouched(connection: Connection, number: str) -> bool:
    """Whether a month of this number was kept, and still says what its number was made of."""
    rows = table("closed_month")
    row = connection.execute(select(rows).where(rows.c.number == number)).mappings().first()
    month = Month.read(row["month"]) if row else None
    return row is not None and month is not None and _number(month, row["content"]) == number


def _number(month: Month, content: Mapping[str, object]) -> str:
    said = json.dumps(content, sort_keys=True, ensure_ascii=False).encode()
    return f"{month.id}-{hashlib.blake2b(said, digest_size=4).hexdigest()}"


def _told(ladder: LadderThen) -> dict[str, object]:
    """A ladder as JSON. Whose verdicts they were stays in history: a name may have to be erased there."""
    return {
        "day": ladder.day.isoformat(),
        "rungs": [[r.id, r.order, r.counts] for r in ladder.rungs],
        "steps": {
            area: [
                [
                    s.id,
                    s.rung,
                    s.status,
                    s.reached_on.isoformat() if s.reached_on else None,
                    s.has_evidence,
                    s.verified_at.isoformat() if s.verified_at else None,
                ]
                for s in sorted(steps, key=lambda s: s.id)
            ]
            for area, steps in sorted(ladder.steps.items())
        },
    }


def _step(
    record_id: str, rung: str, status: str, day: str | None, proof: bool, verified: str | None = None
) -> StepThen:
    # Months that were closed first do not tell when a verdict was given.
    at = datetime.fromisoformat(verified) if verified else None
    return StepThen(record_id, rung, status, date.fromisoformat(day) if day else None, proof, verified_at=at)


def _read(said: Mapping[str, Any]) -> LadderThen:
    return LadderThen(
        date.fromisoformat(said["day"]),
        tuple(Rung(*one) for one in said["rungs"]),
        {area: [_step(*one) for one in steps] for area, steps in said["steps"].items()},
    )
