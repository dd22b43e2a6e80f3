"""The headings that are known to ask a question: its label in either language, its other names, and the usual words for places."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache

from lib.domain.thai_text import name_key as key
from lib.intake.qualifiers import BRACKETS
from lib.intake.tab_plan import How
from lib.intake.targets import ID, PARENT, POINT, readable_kinds, targets_of
from lib.schema.record import specs
from lib.schema.registry import kind

_PART_WORDS = {
    "tambon": ("ตำบล", "แขวง", "ตำบล/แขวง", "ต.", "ตำบล/เทศบาล", "ชื่อตำบล", "tambon", "subdistrict"),
    "district": ("อำเภอ", "เขต", "อำเภอ/เขต", "อ.", "ชื่ออำเภอ", "amphoe", "district"),
    "province": ("จังหวัด", "จ.", "ชื่อจังหวัด", "province", "changwat"),
}
_WHOLE_PLACE = ("ที่ตั้ง", "ที่อยู่", "พื้นที่", "สถานที่", "พื้นที่ตั้ง", "รหัสพื้นที่", "รหัสตำบล")
_POINT_WORDS = ("พิกัด", "พิกัด gps", "gps", "lat,long", "lat/long", "ละติจูด,ลองจิจูด", "coordinates")
_ID_WORDS = ("รหัสระบบ", "id", "รหัสรายการ")


@cache
def heading_words(kind_id: str) -> Mapping[str, tuple[str, How]]:
    """Heading (as `key`) → target, by label or by another known heading."""
    words: dict[str, tuple[str, How]] = {}
    head, _, nested = kind_id.partition("/")
    place = kind(head).about.place if not nested else ""
    targets = targets_of(kind_id)
    for name, spec in targets.items():
        if spec is None or "/" in name:
            continue
        for label in (spec.th, spec.en, BRACKETS.sub("", spec.th)):
            words.setdefault(key(label), (name, How.LABEL))
        for alias in (*spec.aliases, name):
            words.setdefault(key(alias), (name, How.ALIAS))
    if place and place in specs(kind(head)):
        spec = specs(kind(head))[place]
        only_province = spec.area_types == ("province",)
        for part, spelled in _PART_WORDS.items():
            if only_province and part != "province":
                continue
            for word in spelled:
                if key(word) not in words or words[key(word)][0] == place:
                    words[key(word)] = (f"{place}/{part}", How.ALIAS)
        for word in _WHOLE_PLACE:
            words.setdefault(key(word), (place, How.ALIAS))
        words[key(spec.th)] = (place, How.LABEL) if not only_province else (f"{place}/province", How.LABEL)
    for target, spelled in ((ID, _ID_WORDS), (POINT, _POINT_WORDS)):
        if target in targets:
            for word in spelled:
                words.setdefault(key(word), (target, How.ALIAS))
    if nested:
        title = specs(kind(head))[kind(head).about.title]
        for word in (title.th, title.en, title.id, "รหัส"):
            words.setdefault(key(word), (PARENT, How.LABEL))
    return words


@cache
def headings_known() -> frozenset[str]:
    """Every heading (as `key`) that answers some question of some kind."""
    return frozenset(word for kind_id in readable_kinds() for word in heading_words(kind_id))
