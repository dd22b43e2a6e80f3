"""A named place among those of its province and district: by name, by a slip, by a former name."""

from __future__ import annotations

from collections.abc import Sequence

from lib.domain.thai_text import name_key as key
from lib.intake.gazetteer import LEVELS, Gazetteer, Place
from lib.intake.near import by_key, nearest
from lib.intake.place_readings import asked_which, candidates, fitted, renamed, taken
from lib.intake.province_search import find_province
from lib.intake.provinces import HEIRS
from lib.intake.reading import EMPTY, Reading, question, rejected

_DISTRICTS = frozenset(LEVELS["district"])


def search_place(gazetteer: Gazetteer, parts: dict[str, str], types: Sequence[str], said: str, default: str) -> Reading:
    """The place that a name at each level means (the province's is its id), among area types that fit the field (none: all).

    `said`: the row's own words, for messages; `default`: id of the province when `parts` names none.
    """
    fitting = set(types) or {t for level in LEVELS.values() for t in level} | {"region", "province_group"}
    name, level = _name_of(parts)
    if not name:
        if "province" not in parts:
            return EMPTY
        return fitted(gazetteer, gazetteer.by_id[parts["province"]], types, said)
    if level == "any" and "province" in fitting and "province" not in parts:
        whole = find_province(gazetteer, name)
        if whole.settled and not {"tambon"} & (fitting - {"province"}):
            return whole
        if whole.settled and not gazetteer.named(name):
            return whole
    province = parts.get("province") or default
    if level == "municipality" and province:
        return _municipality(gazetteer, name, province, fitting, said)
    wanted_types = set(LEVELS.get(level, ())) & fitting if level not in ("any", "tambon") else fitting
    if level == "tambon":
        wanted_types = fitting & {"tambon", "khwaeng", "municipality"} or fitting
    if not wanted_types:
        wanted_types = fitting
    if not province:
        district = parts.get("district", "") if level != "district" else ""
        return _without_province(gazetteer, name, district, wanted_types, said)
    only = frozenset(wanted_types)
    in_district = parts.get("district", "") if level != "district" else ""
    if in_district:
        return _within_district(gazetteer, name, in_district, province, only, said)
    found = _match(gazetteer, name, gazetteer.fitting(province, only), said)
    return found if found.settled else _or_former(gazetteer, name, province, found, said)


def _municipality(gazetteer: Gazetteer, name: str, province: str, fitting: set[str], said: str) -> Reading:
    """A municipality that the store knows; else its namesakes are offered, for it may not be one of them."""
    known = [p for p in gazetteer.fitting(province, frozenset(LEVELS["municipality"])) if p.type in fitting]
    exact = [p for p in known if _bears(p, name)]
    if len(exact) == 1:
        return taken(gazetteer, exact[0], said, same=False)
    alike = exact or [
        *nearest(key(name), by_key(known)).all,
        *(p for p in gazetteer.fitting(province, frozenset(fitting)) if _bears(p, name)),
    ]
    if not alike:
        return rejected(
            f"ระบบยังไม่รู้จักเทศบาล “{said}”",
            f"The app does not know the municipality “{said}” yet",
            "เพิ่มเทศบาลนี้ในหน้าบันทึก หรือเขียนตำบลที่ตั้งแทน",
            "add it on the records screen, or write the tambon it lies in",
        )
    return question(
        f"“{said}” เป็นเทศบาล หมายถึงพื้นที่ใด",
        f"“{said}” is a municipality: which area is meant?",
        candidates(gazetteer, dict.fromkeys(alike)),
    )


def _within_district(
    gazetteer: Gazetteer, name: str, district: str, province: str, types: frozenset[str], said: str
) -> Reading:
    """A tambon in its district; the same name in another district is asked about, not taken."""
    districts = gazetteer.fitting(province, _DISTRICTS)
    sure = _one_district(gazetteer, district, province, districts)
    if sure is None:
        if heirs := _moved(gazetteer, name, district, province, types):
            return renamed(gazetteer, said, heirs)
        near = nearest(key(district), by_key(districts)).all
        return asked_which(gazetteer, said, near, "อำเภอ", "district")
    inside = gazetteer.fitting(province, types, sure.id)
    if not any(_bears(p, name) for p in inside):
        pool = gazetteer.fitting(province, types)
        elsewhere = [p for p in pool if _bears(p, name)]
        if elsewhere:
            here = f"ตำบล (อยู่คนละอำเภอกับ{sure.name_th})"
            return asked_which(gazetteer, said, elsewhere, here, "tambon (it lies in another district)")
    found = _match(gazetteer, name, inside, said)
    return found if found.settled else _or_former(gazetteer, name, province, found, said)


def _bears(place: Place, name: str) -> bool:
    """Whether this is one of a place's Thai names."""
    return key(name) in {key(n) for n in (place.name_th, *place.names)}


def _moved(gazetteer: Gazetteer, name: str, district: str, province: str, types: frozenset[str]) -> list[Place]:
    """Places of this name in a district that once lay in this province, or is named beside it."""
    named = [d for d in gazetteer.named(district) if d.type in LEVELS["district"]] if district else []
    inside = [p for d in named for p in gazetteer.fitting(d.province, types, d.id) if _bears(p, name)]
    if inside or district:
        return inside
    return [p for heir in HEIRS.get(province, ()) for p in gazetteer.fitting(heir, types) if _bears(p, name)]


def _name_of(parts: dict[str, str]) -> tuple[str, str]:
    for level in ("municipality", "tambon", "any", "district"):
        if level in parts:
            return parts[level], level
    return "", ""


def _one_district(gazetteer: Gazetteer, text: str, province: str, districts: Sequence[Place]) -> Place | None:
    asked = key(text)
    if asked in {"เมือง", "เมืองฯ", "เมืองเมือง"}:
        asked = key("เมือง" + gazetteer.by_id[province].name_th)
    known = by_key(districts)
    if asked in known:
        return known[asked]
    return nearest(asked, known).sure


def _match(gazetteer: Gazetteer, name: str, pool: Sequence[Place], said: str) -> Reading:
    asked = key(name)
    exact = [p for p in pool if asked in (key(p.name_th), key(p.name_en))]
    if not exact and (second := [p for p in pool if _bears(p, name)]):
        return renamed(gazetteer, said, second)
    if len(exact) > 1:
        # A municipality may bear its tambon's name; the plain name then means the tambon.
        tambons = [p for p in exact if p.type in LEVELS["tambon"]]
        if len(tambons) != 1 or len(exact) - 1 != sum(p.type == "municipality" for p in exact):
            return asked_which(gazetteer, said, exact, "พื้นที่", "area")
        exact = tambons
    if exact:
        same = name == exact[0].name_th
        return taken(gazetteer, exact[0], said, same=same and said == name)
    near = nearest(asked, by_key(pool))
    if near.sure:
        return taken(gazetteer, near.sure, said, same=False)
    return asked_which(gazetteer, said, near.all, "พื้นที่", "area")


def _without_province(gazetteer: Gazetteer, name: str, district: str, types: set[str], said: str) -> Reading:
    """Only a district that exists once in the country can stand in for the province."""
    if district and key(district) not in {"เมือง", "เมืองฯ"}:
        districts = [p for p in gazetteer.named(district) if p.type in LEVELS["district"]]
        if len(districts) == 1:
            inside = [p for p in gazetteer.within(districts[0].province) if p.type in types]
            return _match(gazetteer, name, [p for p in inside if p.parent == districts[0].id], said)
    named = [p for p in gazetteer.named(name) if p.type in types]
    if len(named) == 1 and named[0].type not in (*LEVELS["tambon"], *LEVELS["municipality"]):
        return taken(gazetteer, named[0], said, same=said == named[0].name_th)
    return question(
        f"“{said}” ไม่บอกจังหวัด ชื่อซ้ำกันได้ทั่วประเทศ",
        f"“{said}” names no province; names repeat across the country",
        candidates(gazetteer, named),
    )


def _or_former(gazetteer: Gazetteer, name: str, province: str, found: Reading, said: str) -> Reading:
    """A name that exists no longer: one successor is offered for confirmation."""
    asked = key(name)
    gone = [f for f in gazetteer.former if f.province == province and key(f.name_th) == asked]
    heirs = [gazetteer.by_id[s] for f in gone for s in f.successors if s in gazetteer.by_id]
    heirs = heirs or _moved(gazetteer, name, "", province, frozenset(LEVELS["tambon"]))
    if not heirs or any(c.value in {p.id for p in heirs} for c in found.candidates):
        return found
    return renamed(gazetteer, said, heirs)
