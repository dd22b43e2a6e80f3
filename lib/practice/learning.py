"""Invented leaders and what each took home from a round: knowledge, skill, network, and how they think now (KSNB)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import count

from lib.practice.invented_sentences import LEARNED
from lib.practice.places import Dice, InventedPlace
from lib.schema.people import Learning, Person
from lib.schema.record import Record
from lib.schema.work import Event

#: Tambons of a round that a leader came from, and how many of those leaders went on to a later round.
TAMBONS_A_ROUND, GO_ON = 3, 0.4
#: Mindset (before, after) → how often it is met; nobody is moved by every round.
MINDSETS = {
    ("money", "between"): 3,
    ("money", "capital"): 4,
    ("between", "capital"): 3,
    ("money", "money"): 1,
    ("capital", "capital"): 1,
}


def leaders(places: Sequence[InventedPlace], held: Sequence[Record], dice: Dice) -> list[Record]:
    """Leaders of the tambons that sat in the trainings among `held`, and what they learned there, oldest first."""
    names = {p.id: p.name_th for p in places}
    rounds = sorted(
        (e for e in held if isinstance(e, Event) and e.type == "training"), key=lambda e: (e.starts_on, e.id)
    )
    made: list[Record] = []
    known: dict[str, Person] = {}
    numbers = count(1)
    for event in rounds:
        for tambon in dice.some(event.tambons, 1, TAMBONS_A_ROUND):
            if tambon not in known:
                known[tambon] = _leader(next(numbers), tambon, names)
                made.append(known[tambon])
            made.append(_learned(known[tambon], event, dice))
        for person in dice.some([p for p in known.values() if p.area not in event.tambons], 0, 1):
            if dice.chance(GO_ON):
                made.append(_learned(person, event, dice))
    return made


def _leader(number: int, tambon: str, names: Mapping[str, str]) -> Person:
    return Person(
        id=f"person-practice-leader{number:02d}",
        name=f"ผู้นำฝึกหัด {number} ตำบล{names[tambon]}",
        role="แกนนำสภาองค์กรชุมชน",
        area=tambon,
    )


def _learned(person: Person, event: Event, dice: Dice) -> Learning:
    knowledge, skill, network = dice.pick(LEARNED)
    before, after = dice.pick(tuple(MINDSETS), tuple(MINDSETS.values())) if dice.chance(0.7) else (None, None)
    return Learning(
        id=f"kn-{person.id.removeprefix('person-')}-{event.id.removeprefix('event-practice')}",
        person=person.id,
        event=event.id,
        learned_on=event.starts_on,
        knowledge=knowledge,
        skill=skill if dice.chance(0.8) else None,
        network=network if dice.chance(0.6) else None,
        mindset_before=before,
        mindset_after=after,
    )
