"""When a set of answers may be told: of each kind of figure, what must not be readable from it.

Households' answers in a set are told without names; so somebody learns of one household only what is true
of all that are left when she takes away those she knows. She may know two: her own and her neighbour's.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from lib.domain.release import LEAST, Contribution, Figure, ResultCell

#: Households whose answers an attacker knows beforehand: her own and her neighbour's.
KNOWN = 2
#: Of both sides of a yes or no, in anything that can be computed: one more than she may know.
THIRD = KNOWN + 1
#: p % rule: what stays unknown of a sum is at least so much of the largest contribution to it.
DOMINANCE_PERCENT = 20
#: Answers of a set, less any two, lie at least so much of the largest apart.
APART_PERCENT = 5
#: Different answers (to a hundred baht) from which a quartile says more than each of them.
DIFFERENT, STEP = 3, 100


@dataclass(frozen=True)
class AnswerSet:
    """What a set of households contributes: of each that is known, and how many were forgotten."""

    known: tuple[int, ...]
    forgotten: int = 0

    def __len__(self) -> int:
        return len(self.known) + self.forgotten

    @classmethod
    def of(cls, members: Iterable[Mapping[str, Contribution]]) -> AnswerSet:
        """The parts of each household added up."""
        known, count = [], 0
        for count, parts in enumerate(members, start=1):  # noqa: B007
            total = 0
            for n in parts.values():
                if isinstance(n, str):
                    break
                total += n
            else:
                known.append(total)
        return cls(tuple(sorted(known)), count - len(known))


def may_be_told(cell: ResultCell) -> bool:
    """Whether a cell of ten households or more, looked at alone, tells of none of them."""
    answers = AnswerSet.of(cell.members.values())
    if not may_be_computed(answers, cell.table.figure):
        return False
    if cell.table.figure is Figure.SHARE:
        return _sides(answers) >= LEAST
    if cell.table.figure is Figure.SPREAD:
        return _differ(answers.known)
    return True


def may_be_computed(answers: AnswerSet, figure: Figure) -> bool:
    """Whether a set of answers that follows from published cells tells of no household in it."""
    if len(answers) < LEAST:
        return False
    if figure is Figure.SUM:
        return not answers.forgotten and _no_giant(answers.known)
    if answers.forgotten >= LEAST:
        return True  # ten that nobody can tell apart any more, we neither
    if figure is Figure.SHARE:
        return _sides(answers) >= THIRD
    return figure is Figure.COUNT or _apart(answers.known)


def _sides(answers: AnswerSet) -> int:
    """The smaller side of a yes or no."""
    yes = sum(n > 0 for n in answers.known)
    return min(yes, len(answers.known) - yes)


def _no_giant(known: tuple[int, ...]) -> bool:
    """p % rule against an attacker who is among the next two herself, and knows the other."""
    largest = [abs(n) for n in known]
    largest.sort(reverse=True)
    rest = sum(largest[1 + KNOWN :])
    return bool(rest) and 100 * rest >= DOMINANCE_PERCENT * largest[0]


def _apart(known: tuple[int, ...]) -> bool:
    """Whichever two are taken away, the others are not all about the same."""
    if len(known) <= KNOWN:
        return False
    width = min(known[len(known) - 1 - (KNOWN - low)] - known[low] for low in range(KNOWN + 1))
    return width > 0 and 100 * width >= APART_PERCENT * max(abs(known[0]), abs(known[-1]))


def _differ(known: tuple[int, ...]) -> bool:
    """Few different answers make a quartile a share in disguise: then it is protected like one."""
    counts = Counter(n // STEP for n in known)
    return len(counts) >= DIFFERENT and all(n < LEAST or len(known) - n >= LEAST for n in counts.values())
