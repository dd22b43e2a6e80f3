"""Goals: where one stands against its date, and where the present rate leads."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum


class GoalState(StrEnum):
    """How a goal stands on a day."""

    NO_FIGURE = "no_figure"  # nobody has published or recorded anything yet
    ON_THE_WAY = "on_the_way"
    OVERDUE = "overdue"
    REACHED = "reached"


@dataclass(frozen=True)
class Standing:
    """A goal on a day: proved and reported-beside are counts of places, never added up."""

    target: int
    proved: int
    reported: int
    due: date
    state: GoalState

    @property
    def missing(self) -> int:
        """Places still to be proved."""
        return max(0, self.target - self.proved)


def standing(target: int, proved: int, reported: int, due: date, today: date, *, any_record: bool) -> Standing:
    """Where a goal stands. `any_record` False means "no published figure", not zero."""
    if proved >= target > 0:
        state = GoalState.REACHED
    elif not any_record:
        state = GoalState.NO_FIGURE
    elif today > due:
        state = GoalState.OVERDUE
    else:
        state = GoalState.ON_THE_WAY
    return Standing(target, proved, reported, due, state)


@dataclass(frozen=True)
class Forecast:
    """What the last twelve months' rate leads to; `reached_on` None means never."""

    per_year: int
    reached_on: date | None


def in_last_year(proved_on: Sequence[date], today: date) -> int:
    """How many fell into the 365 days up to `today` (C.E.)."""
    since = today - timedelta(days=365)
    return sum(1 for day in proved_on if since < day <= today)


def forecast(proved_on: Sequence[date], target: int, today: date) -> Forecast:
    """Date on which the target is reached at the rate of the 365 days up to `today` (C.E.)."""
    recent = in_last_year(proved_on, today)
    missing = target - len(proved_on)
    if missing <= 0:
        return Forecast(recent, today)
    if recent == 0:
        return Forecast(0, None)
    days = round(missing / recent * 365)
    # A date beyond a lifetime is not a plan; call it never.
    return Forecast(recent, today + timedelta(days=days) if days < 100 * 365 else None)


def pace(start: date, due: date, target: int, day: date) -> float:
    """Units that an even pace from `start` to `due` would have proved by `day`."""
    whole = (due - start).days
    if whole <= 0:
        return float(target)
    gone = min(max((day - start).days, 0), whole)
    return target * gone / whole
