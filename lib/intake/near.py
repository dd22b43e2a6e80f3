"""Names that are spelled almost like the one that was typed."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from rapidfuzz import process
from rapidfuzz.distance import OSA

from lib.domain.thai_text import name_key as key
from lib.intake.gazetteer import LEVELS, Place, sound

#: Doubtful places offered to choose from.
MOST_CANDIDATES = 8


@dataclass(frozen=True)
class Near:
    """Places whose spelling is near: the one that is clearly meant, and all of them in doubt."""

    sure: Place | None
    all: tuple[Place, ...]


def nearest(asked: str, known: dict[str, Place]) -> Near:
    """Clearly meant: a single slip away while nothing else is as near; among equals, and of very short
    names, the one that sounds the same; two slips only in long names with nothing else near.
    """
    far = 3 if len(asked) >= 8 else 2 if len(asked) >= 4 else 1
    hits = process.extract(asked, list(known), scorer=OSA.distance, score_cutoff=far, limit=MOST_CANDIDATES)
    if not hits:
        return Near(None, ())
    everyone = tuple(dict.fromkeys(known[h[0]] for h in hits))
    best = hits[0][1]
    first = list(dict.fromkeys(known[h[0]] for h in hits if h[1] == best))
    if best == 0 and len(first) == 1:
        return Near(first[0], everyone)
    if best == 1 and len(asked) >= 3:
        alike = [p for p in first if sound(p.name_th) == sound(asked)]
        # A slip is a third of a name of three letters: such a name has to sound the same as well.
        for choice in (first, alike) if len(asked) > 3 else (alike,):
            if len(choice) == 1:
                return Near(choice[0], everyone)
    if best == 2 and len(first) == 1 and len(asked) >= 7 and all(h[1] > 3 for h in hits[1:]):
        return Near(first[0], everyone)
    return Near(None, everyone)


def by_key(places: Iterable[Place]) -> dict[str, Place]:
    """By spelling; a plain name means the tambon before the municipality that bears it too."""
    ranked = sorted(places, key=lambda p: p.type not in LEVELS["municipality"])
    double = {key(name): p for p in ranked if "(" in p.name_th for name in p.names}
    return double | {key(p.name_th): p for p in ranked}
