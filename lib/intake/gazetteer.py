"""Every place one can mean, ready to be found by name; built once from the store's areas."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from functools import lru_cache

from lib.domain.places import BANGKOK_ID
from lib.domain.thai_text import name_key as key
from lib.intake.provinces import spoken

#: What people write in front of a name, by what the name then is.
PREFIXES: tuple[tuple[str, tuple[str, ...]], ...] = (
    ("municipality", ("เทศบาลตำบล", "เทศบาลเมือง", "เทศบาลนคร", "เทศบาล", "ทต.", "ทม.", "ทน.")),
    ("tambon", ("องค์การบริหารส่วนตำบล", "อบต.", "ตำบล", "ต.", "แขวง", "tambon ")),
    ("district", ("กิ่งอำเภอ", "กิ่งอ.", "อำเภอ", "อ.", "เขต", "amphoe ")),
    ("province", ("จังหวัด", "จ.", "changwat ")),
)
_LOOSE = re.compile(r"^(ต|อ|จ)\s+(?=[ก-ฮเแโใไ])")
#: Which area types a prefix's level covers.
LEVELS = {
    "province": ("province",),
    "district": ("district", "bangkok_district"),
    "tambon": ("tambon", "khwaeng"),
    "municipality": ("municipality",),
}
_TONES = str.maketrans("", "", "็่้๊๋์ํ๎")
_SOUNDS = str.maketrans("ศษณฬญฑฒธฎฏฆใีืู", "สสนลยทททดตคไิึุ")


@dataclass(frozen=True)
class Place:
    """A place as it is known: id, type, names, and what it lies in."""

    id: str
    type: str
    name_th: str
    name_en: str
    parent: str
    province: str

    @property
    def names(self) -> tuple[str, ...]:
        """Every name it officially bears in Thai: ``ปอภาร (ปอพาน)`` bears two."""
        first, _, second = self.name_th.partition("(")
        return tuple(n for n in (first.strip(), second.strip(" )")) if n)


@dataclass(frozen=True)
class Former:
    """A place that was abolished, and what took its place (ids; often one)."""

    id: str
    name_th: str
    province: str
    successors: tuple[str, ...]


def _bare(place: Place) -> Place:
    """Bangkok's districts are listed as ``เขตบางบอน``; the name is บางบอน."""
    if place.type != "bangkok_district" or not place.name_th.startswith("เขต"):
        return place
    return replace(place, name_th=place.name_th.removeprefix("เขต"))


def level_of(text: str) -> tuple[str, str]:
    """Level that a prefix names ('' when none) and the bare name."""
    bare = _LOOSE.sub(lambda m: f"{m.group(1)}.", text.strip())
    for level, words in PREFIXES:
        for word in words:
            if bare.casefold().startswith(word) and len(bare) > len(word):
                return level, bare[len(word) :].strip()
    return "", bare


@lru_cache(maxsize=20_000)
def sound(name: str) -> str:
    """A name without tone marks and with letters of one sound alike: typical slips vanish."""
    folded = key(name).translate(_TONES).translate(_SOUNDS)
    return re.sub(r"รร", "ั", folded)


class Gazetteer:
    """Places by spelling, province by province."""

    def __init__(self, places: Iterable[Place], former: Iterable[Former] = ()) -> None:
        self.by_id = {p.id: _bare(p) for p in places}
        self.former = tuple(former)
        self._in: dict[str, list[Place]] = defaultdict(list)
        self._exact: dict[str, list[Place]] = defaultdict(list)
        self._provinces: dict[str, Place] = {}
        self._fitting: dict[tuple[str, frozenset[str], str], list[Place]] = {}
        for place in self.by_id.values():
            for name in {place.name_th, *place.names}:
                self._exact[key(name)].append(place)
            if place.name_en:
                self._exact[key(place.name_en)].append(place)
            if place.province:
                self._in[place.province].append(place)
        for place in self.by_id.values():
            if place.type == "province":
                self._provinces[key(place.name_th)] = place
                self._provinces[key(place.name_en)] = place
        for spelling, code in spoken().items():
            if (known := self.by_id.get(f"TH-{code}")) is not None:
                self._provinces.setdefault(key(spelling), known)

    @property
    def provinces(self) -> Mapping[str, Place]:
        """Provinces by every spelling that names exactly one."""
        return self._provinces

    def named(self, name: str) -> list[Place]:
        """Places of exactly this name, anywhere."""
        return self._exact.get(key(name), [])

    def within(self, province: str) -> list[Place]:
        """All places of a province, the province itself too."""
        return self._in.get(province, [])

    def fitting(self, province: str, types: frozenset[str], district: str = "") -> list[Place]:
        """Places of some types in a province, or in one of its districts; remembered.

        A municipality whose district is not known counts as lying in each of them.
        """
        asked = (province, types, district)
        if (found := self._fitting.get(asked)) is None:
            found = [p for p in self.within(province) if p.type in types]
            if district:
                found = [
                    p
                    for p in found
                    if district in (p.parent, p.id) or (p.type == "municipality" and self.district_of(p) is None)
                ]
            self._fitting[asked] = found
        return found

    def district_of(self, place: Place) -> Place | None:
        """The district that a tambon lies in."""
        parent = self.by_id.get(place.parent)
        return parent if parent and parent.type in LEVELS["district"] else None

    def full_name(self, place: Place, language: str = "th") -> str:
        """``ต.เขาไม้แก้ว อ.กบินทร์บุรี จ.ปราจีนบุรี``; Bangkok has แขวง and เขต."""
        province, district = self.by_id.get(place.province), self.district_of(place)
        if language == "en":
            parts = [p.name_en or p.name_th for p in (place, district, province) if p]
            return ", ".join(dict.fromkeys(parts))
        bangkok = place.province == BANGKOK_ID
        marks = {
            "tambon": "ต.",
            "khwaeng": "แขวง",
            "district": "อ.",
            "bangkok_district": "เขต",
            "province": "" if bangkok else "จ.",
            "municipality": "",
        }
        chain = [place, *(p for p in (district, province) if p and p.id != place.id)]
        return " ".join(f"{marks.get(p.type, '')}{p.name_th}" for p in chain)
