"""Ladders: rungs that a tambon or a province climbs, each proved on its own evidence."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum


class Status(StrEnum):
    """State of a reported rung. Only `VERIFIED` with evidence is proved."""

    REPORTED = "reported"
    VERIFIED = "verified"
    RETURNED = "returned"
    REJECTED = "rejected"


@dataclass(frozen=True)
class Rung:
    """One rung; `counts` marks the rung by which the goal is counted."""

    id: str
    order: int
    counts: bool


@dataclass(frozen=True)
class Step:
    """What one record says of one place: a rung, its status, whether evidence is tied to it."""

    rung: str
    status: Status
    has_evidence: bool

    @property
    def proved(self) -> bool:
        """Verified by a person, on evidence that still stands."""
        return self.status is Status.VERIFIED and self.has_evidence


def highest(rungs: Sequence[Rung], steps: Iterable[Step], *, proved: bool) -> Rung | None:
    """Highest rung that the steps reach; with `proved`, only steps that are proved."""
    reached = {
        step.rung
        for step in steps
        if (step.proved if proved else step.status not in (Status.RETURNED, Status.REJECTED))
    }
    return max((rung for rung in rungs if rung.id in reached), key=lambda r: r.order, default=None)


def unproved_below(rungs: Sequence[Rung], steps: Iterable[Step], rung_id: str) -> list[Rung]:
    """Rungs under `rung_id` that have no proof of their own: shown as gaps, not blocking."""
    proved = {step.rung for step in steps if step.proved}
    order = next(rung.order for rung in rungs if rung.id == rung_id)
    return [rung for rung in rungs if rung.order < order and rung.id not in proved]


def lacking(rungs: Sequence[Rung], steps: Iterable[Step]) -> list[Rung]:
    """Every rung that has no proof yet, lowest first."""
    proved = {step.rung for step in steps if step.proved}
    return sorted((r for r in rungs if r.id not in proved), key=lambda r: r.order)
