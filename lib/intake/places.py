"""Which place somebody means: tolerant of spelling, never of doubt.

A name alone never identifies a place (tambon names repeat across the country): without a
province, or a district that exists once, the answer is a question with candidates.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from lib.domain.places import DOPA_ID
from lib.domain.thai_text import clean_text, to_ascii_digits
from lib.domain.thai_text import name_key as key
from lib.intake.gazetteer import LEVELS, PREFIXES, Former, Gazetteer, Place, level_of
from lib.intake.near import MOST_CANDIDATES, by_key, nearest
from lib.intake.provinces import HEIRS
from lib.intake.reading import EMPTY, Candidate, Reading, normalised, question, rejected, used

_CODE = re.compile(r"^(?:TH-)?(\d{2}|\d{4}|\d{6})$", re.IGNORECASE)
#: Where a marked part begins: a prefix after a space, or ต. อ. จ. and whole words anywhere.
_MARKERS = re.compile(
    r"(?:^|(?<=[\s,>/]))(?="
    + "|".join(re.escape(w) for _, words in PREFIXES for w in words)
    + r")|(?<=[ก-๙])(?<!อบ)(?<!ท)(?=[ตอจ]\.[ก-ฮเแโใไ])|(?=อำเภอ|จังหวัด)|(?<!เทศบาล)(?<!ส่วน)(?=ตำบล)"
)

_DISTRICTS = frozenset(LEVELS["district"])
#: Longer than any address.
_LONGEST = 500
_POSTCODE = re.compile(r"[\s,]*(?:รหัสไปรษณีย์|ปณ\.?)?\s*(?<!\d)[1-9]\d{4}$")
#: The one name that begins like a province: the tambon in Ranong that bears a king's initials.
_INITIALS = re.compile(r"จ\.\s?ป\.\s?ร\.?")
#: Between two places in one cell.
_SEVERAL = re.compile(r"\s*[,/&]\s*|\s+(?:และ|กับ)\s+")


@dataclass(frozen=True, slots=True)
class PlaceWanted:
    """What a row says of a place: parts from columns of their own, or one whole text."""

    whole: str = ""
    tambon: str = ""
    district: str = ""
    province: str = ""
    #: Province that the whole file or tab is about; used when the row names none.
    default_province: str = ""

    @property
    def said(self) -> str:
        """The row's own words, for messages and for remembering an answer."""
        return " ".join(p for p in (self.whole, self.tambon, self.district, self.province) if p)


def find_place(gazetteer: Gazetteer, wanted: PlaceWanted, types: Sequence[str] = ()) -> Reading:
    """Id of the place that is meant. `types`: area types that fit the field (empty: all)."""
    said = clean_text(wanted.said)
    if not said:
        return EMPTY
    if len(said) > _LONGEST:
        return rejected(
            f"ข้อความยาวเกินที่อยู่ ({len(said):,} ตัวอักษร)",
            f"Too long for an address ({len(said):,} letters)",
            "เขียนเฉพาะตำบล อำเภอ จังหวัด",
            "write just tambon, district and province",
        )
    code = _CODE.match(to_ascii_digits(clean_text(wanted.whole or wanted.tambon)))
    if code:
        return _by_code(gazetteer, f"TH-{code.group(1)}", types)
    if clean_text(wanted.whole) in gazetteer.by_id:
        return _fits(gazetteer, gazetteer.by_id[clean_text(wanted.whole)], types)
    pieces, province = _pieces(gazetteer, wanted)
    named = _by_level(pieces, province)
    if len(named.get("province", ())) > 1:
        return _several(gazetteer, said, [find_province(gazetteer, name) for name in named["province"]])
    parts = {level: names[0] for level, names in named.items()}
    if "province" in parts:
        reading = find_province(gazetteer, parts["province"])
        if not reading.settled:
            return reading
        parts["province"] = str(reading.value)
    for level in ("tambon", "municipality", "district", "any"):
        if len(names := named.get(level, ())) > 1:
            meant = [_search(gazetteer, {**parts, level: name}, types, name, wanted.default_province) for name in names]
            # Without a mark, a word beside the place may be a village or a house.
            if level != "any" or sum(m.settled for m in meant) > 1:
                return _several(gazetteer, said, meant)
    return _search(gazetteer, parts, types, said, wanted.default_province)


def find_province(gazetteer: Gazetteer, text: str) -> Reading:
    """A province by name, abbreviation or everyday name; one slip is forgiven."""
    bare = level_of(clean_text(text))[1]
    if not bare:
        return EMPTY
    if code := re.fullmatch(r"(?:TH-)?(\d{2})", to_ascii_digits(bare)):
        return _by_code(gazetteer, f"TH-{code.group(1)}", ("province",))
    asked = key(bare).rstrip("ฯ")
    exact = gazetteer.provinces.get(key(bare)) or gazetteer.provinces.get(asked)
    if exact is None and asked.startswith("เมือง"):
        exact = gazetteer.provinces.get(asked.removeprefix("เมือง"))
    if exact is not None:
        return _taken(gazetteer, exact, text, same=text == exact.name_th)
    names = {k: p for k, p in gazetteer.provinces.items() if len(k) > 3}
    begins = {p.id: p for k, p in names.items() if len(asked) >= 3 and k.startswith(asked)}
    if len(begins) == 1 and len(asked) >= 4:
        return _taken(gazetteer, next(iter(begins.values())), text, same=False)
    near = nearest(asked, names)
    if near.sure and len(asked) >= 4:
        return _taken(gazetteer, near.sure, text, same=False)
    return _ask(gazetteer, text, near.all or tuple(begins.values()), "จังหวัด", "province")


def _pieces(gazetteer: Gazetteer, wanted: PlaceWanted) -> tuple[list[tuple[str, str]], str]:
    """What is named at which level, in the order of the text, and the province's own column."""
    pieces: list[tuple[str, str]] = [
        (level, part)
        for level, text in (("tambon", _INITIALS.sub("จปร", wanted.tambon)), ("district", wanted.district))
        for part in _SEVERAL.split(clean_text(text))
    ]
    province = clean_text(wanted.province)
    plain = _split(_tidied(wanted.whole))
    if len(plain) > 1 and not any(level_of(piece)[0] for piece in plain):
        plain = [" ".join(plain)]  # ``ก, ข, ค`` reads like ``ก ข ค``
    for piece in plain:
        level, bare = level_of(piece)
        if level and level != "province":
            name, _, last = bare.rpartition(" ")
            if name and not province and find_province(gazetteer, last).settled:
                bare, province = name, last
            pieces.append((level, bare))
        elif level:
            pieces.append((level, bare))
        elif bare:
            pieces += _unmarked(gazetteer, bare, province)
    return pieces, province


def _by_level(pieces: Iterable[tuple[str, str]], province: str) -> dict[str, list[str]]:
    """Level → the different names given at it; a province of a column of its own stands alone."""
    found: dict[str, dict[str, str]] = {}
    for level, text in pieces:
        inner, bare = level_of(clean_text(text))
        at = level if level == "province" else inner or level
        if bare and not (at == "province" and province):
            found.setdefault(at, {}).setdefault(key(bare), bare)
    if province:
        found["province"] = {key(province): province}
    return {level: list(names.values()) for level, names in found.items()}


def _several(gazetteer: Gazetteer, said: str, meant: Sequence[Reading]) -> Reading:
    """Two places in one cell: one of them is chosen by a person, never by their order."""
    places = [gazetteer.by_id[str(m.value)] for m in meant if m.settled and str(m.value) in gazetteer.by_id]
    return question(
        f"“{said}” บอกหลายพื้นที่ในช่องเดียว เลือกหนึ่งแห่ง หรือแยกเป็นคนละแถว",
        f"“{said}” names several places in one cell; choose one, or give each a row of its own",
        _candidates(gazetteer, dict.fromkeys(places)),
    )


def _tidied(whole: str) -> str:
    """An address on one line without its postcode; brackets and dashes part what they part."""
    line = to_ascii_digits(clean_text(whole)).replace("\n", " ")
    line = re.sub(r"[()\[\]]", " ", _INITIALS.sub("จปร", _POSTCODE.sub("", line)))
    return re.sub(r"\s+[-–]\s+", ", ", re.sub(r" {2,}", " ", line)).strip()


def _split(whole: str) -> list[str]:
    """``ต.ก อ.ข จ.ค`` into its three parts; text without markers by comma, slash or ``>``."""
    marked = [p.strip(" ,/>") for p in _MARKERS.split(whole) if p.strip(" ,/>")]
    out: list[str] = []
    for part in marked:
        out += [p.strip() for p in re.split(r"\s*[,>/&]\s*|\s+(?:และ|กับ)(?:\s+|$)", part) if p.strip()]
    return out


def _unmarked(gazetteer: Gazetteer, bare: str, province: str) -> list[tuple[str, str]]:
    """``เขาไม้แก้ว กบินทร์บุรี ปราจีนบุรี`` without ต. อ. จ.: the last word may be the province."""
    words = bare.split(" ")
    if len(words) > 1 and find_province(gazetteer, words[-1]).settled:
        inside = [("any", words[0])] + [("district", w) for w in words[1:-1]]
        return [*inside, ("province", words[-1])]
    return [("any", bare)]


def _search(gazetteer: Gazetteer, parts: dict[str, str], types: Sequence[str], said: str, default: str) -> Reading:
    fitting = set(types) or {t for level in LEVELS.values() for t in level} | {"region", "province_group"}
    name, level = _name_of(parts)
    if not name:
        if "province" not in parts:
            return EMPTY
        return _fits(gazetteer, gazetteer.by_id[parts["province"]], types, said)
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
        return _taken(gazetteer, exact[0], said, same=False)
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
        _candidates(gazetteer, dict.fromkeys(alike)),
    )


def _within_district(
    gazetteer: Gazetteer, name: str, district: str, province: str, types: frozenset[str], said: str
) -> Reading:
    """A tambon in its district; the same name in another district is asked about, not taken."""
    districts = gazetteer.fitting(province, _DISTRICTS)
    sure = _one_district(gazetteer, district, province, districts)
    if sure is None:
        if heirs := _moved(gazetteer, name, district, province, types):
            return _renamed(gazetteer, said, heirs)
        near = nearest(key(district), by_key(districts)).all
        return _ask(gazetteer, said, near, "อำเภอ", "district")
    inside = gazetteer.fitting(province, types, sure.id)
    if not any(_bears(p, name) for p in inside):
        pool = gazetteer.fitting(province, types)
        elsewhere = [p for p in pool if _bears(p, name)]
        if elsewhere:
            here = f"ตำบล (อยู่คนละอำเภอกับ{sure.name_th})"
            return _ask(gazetteer, said, elsewhere, here, "tambon (it lies in another district)")
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
        return _renamed(gazetteer, said, second)
    if len(exact) > 1:
        # A municipality may bear its tambon's name; the plain name then means the tambon.
        tambons = [p for p in exact if p.type in LEVELS["tambon"]]
        if len(tambons) != 1 or len(exact) - 1 != sum(p.type == "municipality" for p in exact):
            return _ask(gazetteer, said, exact, "พื้นที่", "area")
        exact = tambons
    if exact:
        same = name == exact[0].name_th
        return _taken(gazetteer, exact[0], said, same=same and said == name)
    near = nearest(asked, by_key(pool))
    if near.sure:
        return _taken(gazetteer, near.sure, said, same=False)
    return _ask(gazetteer, said, near.all, "พื้นที่", "area")


def _without_province(gazetteer: Gazetteer, name: str, district: str, types: set[str], said: str) -> Reading:
    """Only a district that exists once in the country can stand in for the province."""
    if district and key(district) not in {"เมือง", "เมืองฯ"}:
        districts = [p for p in gazetteer.named(district) if p.type in LEVELS["district"]]
        if len(districts) == 1:
            inside = [p for p in gazetteer.within(districts[0].province) if p.type in types]
            return _match(gazetteer, name, [p for p in inside if p.parent == districts[0].id], said)
    named = [p for p in gazetteer.named(name) if p.type in types]
    if len(named) == 1 and named[0].type not in (*LEVELS["tambon"], *LEVELS["municipality"]):
        return _taken(gazetteer, named[0], said, same=said == named[0].name_th)
    return question(
        f"“{said}” ไม่บอกจังหวัด ชื่อซ้ำกันได้ทั่วประเทศ",
        f"“{said}” names no province; names repeat across the country",
        _candidates(gazetteer, named),
    )


def _or_former(gazetteer: Gazetteer, name: str, province: str, found: Reading, said: str) -> Reading:
    """A name that exists no longer: one successor is offered for confirmation."""
    asked = key(name)
    gone = [f for f in gazetteer.former if f.province == province and key(f.name_th) == asked]
    heirs = [gazetteer.by_id[s] for f in gone for s in f.successors if s in gazetteer.by_id]
    heirs = heirs or _moved(gazetteer, name, "", province, frozenset(LEVELS["tambon"]))
    if not heirs or any(c.value in {p.id for p in heirs} for c in found.candidates):
        return found
    return _renamed(gazetteer, said, heirs)


def _renamed(gazetteer: Gazetteer, said: str, heirs: Sequence[Place]) -> Reading:
    return question(
        f"“{said}” ถูกยุบ เปลี่ยนชื่อ หรือย้ายจังหวัดแล้ว ใช้พื้นที่นี้หรือไม่",
        f"“{said}” was abolished, renamed or moved; is this the place?",
        _candidates(gazetteer, heirs),
    )


def _by_code(gazetteer: Gazetteer, place_id: str, types: Sequence[str]) -> Reading:
    place = gazetteer.by_id.get(place_id)
    if place is not None:
        return _fits(gazetteer, place, types, place_id)
    gone: list[Former] = [f for f in gazetteer.former if f.id == place_id]
    heirs = [gazetteer.by_id[s] for f in gone for s in f.successors if s in gazetteer.by_id]
    if heirs:
        return _renamed(gazetteer, place_id, heirs)
    return rejected(
        f"ไม่มีพื้นที่รหัส {place_id}",
        f"There is no area with code {place_id}",
        "ใช้ชื่อตำบล อำเภอ จังหวัด แทนรหัส",
        "write tambon, district and province instead",
    )


def _fits(gazetteer: Gazetteer, place: Place, types: Sequence[str], said: str = "") -> Reading:
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
        used(place.id)
        if DOPA_ID.match(said) or not said
        else _taken(gazetteer, place, said, same=said == place.name_th)
    )


def _taken(gazetteer: Gazetteer, place: Place, said: str, *, same: bool) -> Reading:
    full = gazetteer.full_name(place)
    if same or said == full:
        return used(place.id)
    return normalised(place.id, f"อ่าน “{said}” เป็น {full}", f"“{said}” is read as {gazetteer.full_name(place, 'en')}")


def _ask(gazetteer: Gazetteer, said: str, near: Sequence[Place], th: str, en: str) -> Reading:
    distinct = list(dict.fromkeys(near))
    if not distinct:
        return rejected(
            f"ไม่พบ{th} “{said}”",
            f"There is no {en} “{said}”",
            "ตรวจตัวสะกด หรือระบุตำบล อำเภอ และจังหวัด",
            "check the spelling, or give tambon, district and province",
        )
    return question(f"“{said}” คือ{th}ใด", f"Which {en} is “{said}”?", _candidates(gazetteer, distinct))


def _candidates(gazetteer: Gazetteer, places: Iterable[Place]) -> list[Candidate]:
    return [
        Candidate(p.id, gazetteer.full_name(p), gazetteer.full_name(p, "en")) for p in list(places)[:MOST_CANDIDATES]
    ]
