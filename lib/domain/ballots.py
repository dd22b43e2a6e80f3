"""Ballots of a forum: what may be chosen, whether a choice is a valid one, and what it counts."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from lib.domain.errors import BadInput, Problem

#: Choices of the forms that have the same ones always, Thai and English.
YES_NO: Final = (("เห็นชอบ", "Yes"), ("ไม่เห็นชอบ", "No"), ("งดออกเสียง", "Abstain"))
CERTIFY: Final = (("รับรอง", "Certify"), ("ยังไม่รับรอง", "Not yet"), ("งดออกเสียง", "Abstain"))
SCALE: Final = (("1", "1"), ("2", "2"), ("3", "3"), ("4", "4"), ("5", "5"))
_GIVEN: Final = {"yes_no": YES_NO, "certify": CERTIFY, "scale": SCALE}
#: Forms that rank or choose things, so that their counts can rank problems.
RANKING: Final = ("one", "several", "rank", "dots")
#: Hands or papers of one choice.
MOST_HANDS: Final = 100_000
#: More fill no wall and no phone.
MOST_CHOICES: Final = 20


def choices_of(form: str, offered: str, language: str = "th") -> tuple[str, ...]:
    """What may be chosen: `offered` has one choice a line, where the form does not say them itself."""
    if form in _GIVEN:
        return tuple(en if language == "en" else th for th, en in _GIVEN[form])
    lines = (" ".join(line.split()) for line in offered.splitlines())
    return tuple(dict.fromkeys(line for line in lines if line))


def problems_with_choices(form: str, offered: str) -> list[Problem]:
    """Why a ballot cannot be opened with these choices."""
    found = choices_of(form, offered)
    if 2 <= len(found) <= MOST_CHOICES and all(len(one) <= 200 for one in found):
        return []
    return [
        Problem(
            f"ใส่ตัวเลือก 2–{MOST_CHOICES} ข้อ บรรทัดละข้อ ข้อละไม่เกิน 200 ตัวอักษร",
            f"Give 2–{MOST_CHOICES} choices, one a line, at most 200 letters each",
            "offered",
        )
    ]


def require_valid(form: str, number: int, most: int | None, chosen: Sequence[int]) -> None:
    """Raise `BadInput` unless a paper may say this. `number`: of choices; `chosen`: numbers from 0."""
    if not chosen or any(not 0 <= one < number for one in chosen):
        raise BadInput(Problem("เลือกก่อนแล้วส่ง", "Choose first, then send"))
    once = len(set(chosen)) == len(chosen)
    if form == "rank" and not (once and len(chosen) == number):
        raise BadInput(Problem("เรียงให้ครบทุกข้อ ข้อละหนึ่งลำดับ", "Rank every choice, each once"))
    if form == "several" and not (once and len(chosen) <= (most or number)):
        raise BadInput(Problem(f"เลือกได้ไม่เกิน {most or number} ข้อ", f"Choose at most {most or number}"))
    if form == "dots" and len(chosen) > (most or 1):
        raise BadInput(Problem(f"ให้ได้คนละไม่เกิน {most or 1} จุด", f"At most {most or 1} dots each"))
    if form in ("yes_no", "certify", "one", "scale", "quiz") and len(chosen) != 1:
        raise BadInput(Problem("เลือกข้อเดียว", "Choose one"))


def tally(form: str, number: int, papers: Sequence[Sequence[int]]) -> list[int]:
    """Votes, dots or points of each choice. Ranking: of n choices the first gets n points, the last 1 (Borda)."""
    counts = [0] * number
    for chosen in papers:
        for place, one in enumerate(chosen):
            counts[one] += number - place if form == "rank" else 1
    return counts


#: What stands for a choice whose hands nobody counted.
NOT_COUNTED: Final = "–"


def written(counts: Sequence[int | None]) -> list[str]:
    """Counts as a record keeps them."""
    return [NOT_COUNTED if one is None else str(one) for one in counts]


def read_counts(kept: Sequence[str], number: int) -> list[int | None]:
    """Counts as a record keeps them, one for each of so many choices; None: not counted."""
    found = [int(one) if one.isdecimal() else None for one in kept][:number]
    return found + [None] * (number - len(found))


def mean(counts: Sequence[int]) -> float | None:
    """Mean of a scale of 1–5; None when nobody answered."""
    votes = sum(counts)
    return sum((n + 1) * count for n, count in enumerate(counts)) / votes if votes else None
