"""The whole practice country from one seed."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from random import Random

from lib.practice import (
    canvases,
    centres,
    households,
    ladder_steps,
    learning,
    networks,
    tambon_of_four,
    work,
    workspaces,
)
from lib.practice.places import Dice, InventedPlace
from lib.schema.record import Record

SEED = 2564


def country(
    places: Sequence[InventedPlace], points: Mapping[str, tuple[float, float]], today: date, seed: int = SEED
) -> list[Record]:
    """Every invented record, the same for the same places, day (C.E.) and seed.

    `points`: middle of each province by id (latitude, longitude, degrees WGS84).
    """

    def dice(part: str) -> Dice:
        """Each part throws dice of its own, so that changing one leaves the others alone."""
        return Dice(Random(f"{seed} {part}"), today)

    known = work.organisations(places, dice("organisations"))
    people = work.people(places, known, dice("people"))
    events = work.events(places, dice("events"))
    return [
        *known,
        *people,
        *centres.centres(places, points, people, dice("centres")),
        *ladder_steps.tambon_steps(places, dice("tambons")),
        *networks.province_steps(places, dice("provinces")),
        *events,
        *learning.leaders(places, events, dice("learning")),
        *work.projects(places, known, dice("projects")),
        *work.goal_notes(dice("goals")),
        *households.households(places, dice("households")),
        *canvases.canvases(known, dice("canvases")),
        *tambon_of_four.tambon_of_four(places, dice("four")),
        *workspaces.workspaces(places, households.surveyed(places, dice("households")), dice("works")),
    ]


def confirmed_none(places: Sequence[InventedPlace], made: Sequence[Record], seed: int = SEED) -> list[str]:
    """Ids of provinces that the practice country says have no centre."""
    return centres.confirmed_none(places, made, seed)


__all__ = ["SEED", "InventedPlace", "confirmed_none", "country"]
