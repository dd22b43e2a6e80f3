"""Invented incubation centres: measured, guessed, wide and not located at all."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from random import Random

from lib.domain.places import BANGKOK_ID, LAT_RANGE, LON_RANGE
from lib.practice import invented_sentences
from lib.practice.places import MARK, Dice, InventedPlace, of_type
from lib.practice.trades import TRADES
from lib.schema.centre import IncubationCentre
from lib.schema.record import Record

#: With the twelve published ones that stand beside them, the 58 that were published for 2566 B.E.
CENTRES = 58 - 12
#: Basis of the position → how many centres have it, and its error in km (least, most).
BASES = {
    "point": (18, (0.05, 0.5)),
    "office": (14, (2.0, 5.0)),
    "centroid": (5, (4.0, 8.0)),
    "area": (5, (15.0, 40.0)),
    "unresolved": (4, (0.0, 0.0)),
}
PROVINCES = 42
#: Provinces in which a centre has been published: never said to have none.
#: Source: data/reference/incubation_centre.csv.
PUBLISHED_IN = ("TH-10", "TH-21", "TH-23", "TH-25", "TH-31", "TH-54", "TH-60", "TH-71", "TH-81", "TH-86", "TH-94")
CONFIRMED_NONE = 12
#: Invented points lie within about 12 km of the middle of their province (degrees).
NEAR = 0.11
GROUPS = ("low_income", "elderly", "disabled", "ex_offender", "youth", "women", "farmer", "unemployed")


@dataclass(frozen=True)
class Position:
    """Where a centre is said to be."""

    area: str | None
    basis: str
    latitude: float | None
    longitude: float | None
    accuracy_km: float | None


def centres(
    places: Sequence[InventedPlace], points: Mapping[str, tuple[float, float]], people: Sequence[Record], dice: Dice
) -> list[Record]:
    """Centres in about 40 provinces. `points`: middle of a province by id (latitude, longitude)."""
    provinces = dice.random.sample(of_type(places, "province"), PROVINCES)
    provinces += dice.random.sample(provinces, CENTRES - PROVINCES)
    homes: dict[str, list[InventedPlace]] = {}
    for place in of_type(places, "tambon", "khwaeng", "district", "bangkok_district"):
        homes.setdefault(place.province, []).append(place)
    bases = dice.shuffled(basis for basis, (many, _) in BASES.items() for _ in range(many))
    made: list[Record] = []
    for number, (province, basis) in enumerate(zip(provinces, bases, strict=True), start=1):
        inside = [p for p in homes[province.id] if p.type in ("tambon", "khwaeng")]
        home = dice.pick(inside)
        wide = [p for p in homes[province.id] if p.id == home.id[: len("TH-0000")]] or [province]
        area = dice.pick((province, wide[0])) if basis == "area" else home
        where = _position(area, basis, points.get(province.id), dice)
        made.append(_centre(number, _named(area, basis, number), where, dice.pick(people).id, dice))
    return made


def confirmed_none(places: Sequence[InventedPlace], made: Sequence[Record], seed: int) -> list[str]:
    """Ids of provinces that the practice country says have no centre."""
    taken = {c.area[:5] for c in made if isinstance(c, IncubationCentre) and c.area}
    taken |= {BANGKOK_ID, *PUBLISHED_IN}
    free = [p.id for p in of_type(places, "province") if p.id not in taken]
    chosen = Random(f"{seed} none").sample(free, min(CONFIRMED_NONE, len(free)))
    return sorted(chosen)


def _position(area: InventedPlace, basis: str, middle: tuple[float, float] | None, dice: Dice) -> Position:
    if basis == "unresolved":
        return Position(None, basis, None, None, None)
    error = round(dice.random.uniform(*BASES[basis][1]), 1)
    if basis == "area" or middle is None:
        return Position(area.id, "area", None, None, error)
    lat = middle[0] + dice.random.uniform(-NEAR, NEAR)
    lon = middle[1] + dice.random.uniform(-NEAR, NEAR)
    return Position(
        area.id,
        basis,
        round(min(max(lat, LAT_RANGE[0]), LAT_RANGE[1]), 4),
        round(min(max(lon, LON_RANGE[0]), LON_RANGE[1]), 4),
        error,
    )


def _named(area: InventedPlace, basis: str, number: int) -> str:
    """The place as the centre's name says it; an unresolved one bears a name that is nowhere."""
    if basis == "unresolved":
        return f"ตำบลสมมุติ {number}"
    before = {"province": "จังหวัด", "district": "อำเภอ", "tambon": "ตำบล", "khwaeng": "แขวง"}
    return before.get(area.type, "") + area.name_th


def _centre(number: int, place: str, where: Position, contact: str, dice: Dice) -> Record:
    trade = dice.pick(TRADES)
    state = dice.pick(("active", "planned", "closed"), (88, 8, 4))
    told = state == "active" and dice.chance(0.85)
    return IncubationCentre(
        id=f"ctr-practice{number:03d}",
        name=f"ศูนย์บ่มเพาะ{trade.words}{place} {MARK}",
        area=where.area,
        basis=where.basis,
        latitude=where.latitude,
        longitude=where.longitude,
        accuracy_km=where.accuracy_km,
        place_note=invented_sentences.PLACE_NOTES[where.basis],
        state=state,
        since_year=dice.pick((2563, 2564, 2565, 2566, 2567, 2568), (4, 3, 2, 5, 4, 2)),
        cluster=trade.cluster,
        products=list(trade.products),
        abilities=trade.ability,
        target_groups=dice.some(GROUPS, 1, 4),
        members=dice.random.randint(12, 260) if state != "planned" else None,
        partners=dice.pick(invented_sentences.CENTRE_PARTNERS),
        markets=dice.pick(invented_sentences.CENTRE_MARKETS) if state != "planned" else None,
        changes=dice.pick(invented_sentences.CENTRE_CHANGES) if told else None,
        missing=dice.pick(invented_sentences.CENTRE_MISSING) if told or state == "planned" else None,
        direction=dice.pick(invented_sentences.CENTRE_DIRECTIONS) if told else None,
        contact=contact if dice.chance(0.5) else None,
        unconfirmed=where.basis in ("area", "unresolved") or dice.chance(0.2),
    )
