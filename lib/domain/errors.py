"""What can go wrong, in the words of the field.

ThunError
├── BadInput        what a person typed cannot be used; nothing was changed
├── NotAllowed      the person may not do this here
├── NotFound        no such record
├── Conflict        somebody else changed the same fields meanwhile
└── StorageProblem  the disk or database does not take writes right now
    ├── DamagedStore  the data file cannot be read; a backup brings it back
    └── NewerStore    the data was written by a newer version; nothing was touched
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass


@dataclass(frozen=True)
class Problem:
    """One reason, in Thai and English, tied to a field id (None: the whole record)."""

    th: str
    en: str
    field: str | None = None

    def text(self, language: str = "th") -> str:
        """The sentence in the given language (``th`` or ``en``)."""
        return self.en if language == "en" else self.th


class ThunError(Exception):
    """Base of every error that a person can be told about."""

    def __init__(self, *problems: Problem) -> None:
        super().__init__("; ".join(problem.en for problem in problems))
        self.problems: tuple[Problem, ...] = problems


class BadInput(ThunError):
    """What was typed cannot be used; nothing was changed."""


class NotAllowed(ThunError):
    """The actor may not do this here."""


class NotFound(ThunError):
    """There is no such record (or it was erased)."""


class Conflict(ThunError):
    """Somebody else changed the same fields since the form was opened."""

    def __init__(self, theirs: dict[str, object], *problems: Problem) -> None:
        super().__init__(*problems)
        self.theirs = theirs


class StorageProblem(ThunError):
    """The disk or the database does not take writes right now."""


class DamagedStore(StorageProblem):
    """The data file cannot be read as one."""


class NewerStore(StorageProblem):
    """The data stands at a revision that this version does not know."""


def bad_input(problems: Sequence[Problem]) -> None:
    """Raise `BadInput` when there is any problem."""
    if problems:
        raise BadInput(*problems)
