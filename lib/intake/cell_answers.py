"""What a person said of a doubtful cell, and how that takes the place of its reading."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import partial
from typing import Any

from lib.domain.thai_text import clean_text
from lib.intake.qualifiers import ONE
from lib.intake.reading import EMPTY, Reading, normalised

#: What a person said of a doubtful cell: ``{"value": …}``, ``{"text": …}`` or ``{"skip": True}``.
CellAnswers = Mapping[str, Mapping[str, Any]]


def answer_key(kind: str, target: str, said: str) -> str:
    """Under which an answer is kept: the same words in the same question mean the same."""
    return f"{kind}|{target.partition('/')[0]}|{clean_text(said)}"


def answered(
    answers: CellAnswers, kind: str, target: str, said: str, read: Callable[[Any], Reading], raw: object
) -> Reading:
    """The reading of a cell, a person's answer put in its place when there is one.

    `said`: the cell's text as the row has it; `read`: reads a raw cell, or the text of an answer.
    """
    answer = answers and answers.get(answer_key(kind, target, said))
    if not answer:
        return read(raw)
    if answer.get("skip"):
        return EMPTY
    if "text" in answer:
        # A person writes the figure itself, not so many thousands of it.
        whole = partial(read, scale=ONE) if isinstance(read, partial) and "scale" in read.keywords else read
        again = whole(answer["text"])
        if not again.settled:
            return again
        return normalised(
            again.value, f"แก้จาก “{said}” เป็น “{answer['text']}”", f"“{said}” was corrected to “{answer['text']}”"
        )
    first = read(raw)
    choice = next((c for c in first.candidates if _plain(c.value) == answer["value"]), None)
    if choice is None:
        return first
    return normalised(choice.value, f"ผู้ใช้ตอบว่า “{said}” คือ {choice.th}", f"Answered: “{said}” is {choice.en}")


def _plain(value: object) -> object:
    """A candidate's value as JSON keeps it."""
    return value if isinstance(value, (str, int, float, bool)) or value is None else str(value)
