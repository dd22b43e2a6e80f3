"""What became of one cell: used, normalised, asked about, or rejected; never dropped unseen."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import Any

from lib.domain.errors import Problem
from lib.domain.sentence import Spoken


class Verdict(Spoken):
    """The fate of a cell, from best to worst, as lists of cells call it."""

    EMPTY = "empty", "ว่าง", "Empty"
    USED = "used", "ใช้ได้ตามที่เขียน", "Used as written"
    NORMALISED = "normalised", "ปรับตัวเขียนแล้ว", "Respelt"
    QUESTION = "question", "รอคำตอบ", "Waiting for an answer"
    REJECTED = "rejected", "ใช้ไม่ได้", "Not usable"


@dataclass(frozen=True, slots=True)
class Candidate:
    """One possible answer to a question, as values are kept and as people read them."""

    value: Any
    th: str
    en: str

    def label(self, language: str = "th") -> str:
        """The candidate in a language."""
        return self.en if language == "en" else self.th


@dataclass(frozen=True, slots=True)
class Reading:
    """A cell's verdict with its value, the reason in plain words, and how to put it right."""

    verdict: Verdict
    value: Any = None
    why: Problem | None = None
    fix: Problem | None = None
    candidates: tuple[Candidate, ...] = ()

    @property
    def settled(self) -> bool:
        """Whether the value may be used."""
        return self.verdict in (Verdict.USED, Verdict.NORMALISED)


EMPTY = Reading(Verdict.EMPTY)


def used(value: Any) -> Reading:
    """Taken as it stands."""
    return Reading(Verdict.USED, value)


def normalised(value: Any, th: str, en: str) -> Reading:
    """Taken in another spelling; the words say why."""
    return Reading(Verdict.NORMALISED, value, Problem(th, en))


def question(th: str, en: str, candidates: Iterable[Candidate] = ()) -> Reading:
    """A person has to say which; nothing is taken until then."""
    return Reading(Verdict.QUESTION, None, Problem(th, en), None, tuple(candidates))


def rejected(th: str, en: str, fix_th: str, fix_en: str) -> Reading:
    """Cannot be used; the second pair of sentences says what to write instead."""
    return Reading(Verdict.REJECTED, None, Problem(th, en), Problem(fix_th, fix_en))


def combined(readings: Iterable[Reading]) -> Reading:
    """Several readings as one list: the worst verdict decides, every reason is kept."""
    parts = list(readings)
    worst = max((p.verdict for p in parts), key=list(Verdict).index, default=Verdict.EMPTY)
    if worst is Verdict.EMPTY:
        return EMPTY
    reasons = [p.why for p in parts if p.why and p.verdict is worst]
    why = Problem("; ".join(r.th for r in reasons), "; ".join(r.en for r in reasons)) if reasons else None
    value = [p.value for p in parts if p.settled]
    return Reading(
        worst,
        value if worst in (Verdict.USED, Verdict.NORMALISED) else None,
        why,
        next((p.fix for p in parts if p.fix and p.verdict is worst), None),
    )  # candidates stay away: one of them would answer a part only


def respelled(reading: Reading, raw: str, shown: str) -> Reading:
    """A used reading becomes "normalised" when the cell's text was cleaned on the way."""
    if reading.verdict is not Verdict.USED or raw == shown:
        return reading
    return replace(
        reading,
        verdict=Verdict.NORMALISED,
        why=Problem("ปรับตัวสะกดหรือช่องว่างให้เป็นแบบเดียวกัน", "Spelling or spacing made uniform"),
    )
