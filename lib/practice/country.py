"""The whole practice country from one seed."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from random import Random

from lib.domain.places import BANGKOK_ID
from lib.practice import people_and_work as work
from lib.practice.ladder_steps import province_steps, tambon_steps
from lib.practice.places import Dice, Place, of_type
from lib.schema.centre import IncubationCentre
from lib.schema.record import Record

SEED = 2564
#: Provinces said for certain to have no centre.
CONFIRMED_NONE = 12


def country(
    places: Sequence[Place], points: dict[str, tuple[float, float]], today: date, seed: int = SEED
) -> list[Record]:
    """Every invented record. `points`: middle of each province (latitude, longitude)."""
    dice = Dice(Random(seed), today)
    return [
        *work.organisations(places, dice), *work.people(places, dice),
        *work.centres(places, points, dice), *tambon_steps(places, dice), *province_steps(places, dice),
        *work.events_and_projects(places, dice), *work.households(places, dice),
    ]  # fmt: skip


def confirmed_none(places: Sequence[Place], made: Sequence[Record], seed: int = SEED) -> list[str]:
    """Ids of provinces that the practice country says have no centre."""
    taken = {c.area for c in made if isinstance(c, IncubationCentre) and c.area}
    free = [
        p.id
        for p in of_type(places, "province")
        if p.id != BANGKOK_ID and not any(a.startswith(p.id) for a in taken)
    ]
    return sorted(Random(seed).sample(free, min(CONFIRMED_NONE, len(free))))


__all__ = ["SEED", "Place", "confirmed_none", "country"]
