"""How a place that was found, found several times or not found is told: taken, respelt, asked about, rejected."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from lib.domain.places import DOPA_ID
from lib.intake.gazetteer import Former, Gazetteer, Place
from lib.intake.near import MOST_CANDIDATES
from lib.intake.reading import Candidate, Reading, normalised, question, rejected, used


def taken(gazetteer: Gazetteer, place: Place, said: str, *, same: bool) -> Reading:
    """This place, in another spelling unless it is named as it is called."""
    full = gazetteer.full_name(place)
    if same or said == full:
        return used(place.id)
    return normalised(place.id, f"อ่าน “{said}” เป็น {full}", f"“{said}” is read as {gazetteer.full_name(place, 'en')}")


def asked_which(gazetteer: Gazetteer, said: str, near: Sequence[Place], th: str, en: str) -> Reading:
    """Which of the near ones is meant; rejected when none is near. `th`, `en`: what was looked for."""
    distinct = list(dict.fromkeys(near))
    if not distinct:
        return rejected(
            f"ไม่พบ{th} “{said}”",
            f"There is no {en} “{said}”",
            "ตรวจตัวสะกด หรือระบุตำบล อำเภอ และจังหวัด",
            "check the spelling, or give tambon, district and province",
        )
    return question(f"“{said}” คือ{th}ใด", f"Which {en} is “{said}”?", candidates(gazetteer, distinct))


def several(gazetteer: Gazetteer, said: str, meant: Sequence[Reading]) -> Reading:
    """Two places in one cell: one of them is chosen by a person, never by their order."""
    places = [gazetteer.by_id[str(m.value)] for m in meant if m.settled and str(m.value) in gazetteer.by_id]
    return question(
        f"“{said}” บอกหลายพื้นที่ในช่องเดียว เลือกหนึ่งแห่ง หรือแยกเป็นคนละแถว",
        f"“{said}” names several places in one cell; choose one, or give each a row of its own",
        candidates(gazetteer, dict.fromkeys(places)),
    )


def renamed(gazetteer: Gazetteer, said: str, heirs: Sequence[Place]) -> Reading:
    """A name that is no longer in use: is it one of what took its place?"""
    return question(
        f"“{said}” ถูกยุบ เปลี่ยนชื่อ หรือย้ายจังหวัดแล้ว ใช้พื้นที่นี้หรือไม่",
        f"“{said}” was abolished, renamed or moved; is this the place?",
        candidates(gazetteer, heirs),
    )


def by_code(gazetteer: Gazetteer, place_id: str, types: Sequence[str]) -> Reading:
    """The place with this id, or what took its place; rejected when there never was one."""
    place = gazetteer.by_id.get(place_id)
    if place is not None:
        return fitted(gazetteer, place, types, place_id)
    gone: list[Former] = [f for f in gazetteer.former if f.id == place_id]
    heirs = [gazetteer.by_id[s] for f in gone for s in f.successors if s in gazetteer.by_id]
    if heirs:
        return renamed(gazetteer, place_id, heirs)
    return rejected(
        f"ไม่มีพื้นที่รหัส {place_id}",
        f"There is no area with code {place_id}",
        "ใช้ชื่อตำบล อำเภอ จังหวัด แทนรหัส",
        "write tambon, district and province instead",
    )


def fitted(gazetteer: Gazetteer, place: Place, types: Sequence[str], said: str = "") -> Reading:
    """This place if its type fits the field; else how far it has to be named."""
    if types and place.type not in types:
        inside = [p for p in gazetteer.within(place.province) if p.type in types]
        return rejected(
            f"“{said or place.name_th}” เป็นพื้นที่ระดับที่ใช้ในช่องนี้ไม่ได้",
            f"“{said or place.name_en}” is an area of a level that does not fit here",
            f"ระบุให้ถึงระดับที่ถาม เช่น {gazetteer.full_name(inside[0])}" if inside else "ระบุพื้นที่ให้ตรงระดับที่ถาม",
            f"name it as far as asked, e.g. {gazetteer.full_name(inside[0], 'en')}"
            if inside
            else "name the level that is asked for",
        )
    return (
        used(place.id) if DOPA_ID.match(said) or not said else taken(gazetteer, place, said, same=said == place.name_th)
    )


def candidates(gazetteer: Gazetteer, places: Iterable[Place]) -> list[Candidate]:
    """Places to choose from, as many as a person looks through."""
    return [
        Candidate(p.id, gazetteer.full_name(p), gazetteer.full_name(p, "en")) for p in list(places)[:MOST_CANDIDATES]
    ]
