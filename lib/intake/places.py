"""Which place somebody means: tolerant of spelling, never of doubt.

A name alone never identifies a place (tambon names repeat across the country): without a
province, or a district that exists once, the answer is a question with candidates.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from lib.domain.thai_text import clean_text, to_ascii_digits
from lib.intake.gazetteer import Gazetteer
from lib.intake.place_readings import by_code, fitted, several
from lib.intake.place_search import search_place
from lib.intake.place_text import PlaceWanted, names_by_level
from lib.intake.province_search import find_province
from lib.intake.reading import EMPTY, Reading, rejected

_CODE = re.compile(r"^(?:TH-)?(\d{2}|\d{4}|\d{6})$", re.IGNORECASE)
#: Longer than any address.
_LONGEST = 500


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
        return by_code(gazetteer, f"TH-{code.group(1)}", types)
    if clean_text(wanted.whole) in gazetteer.by_id:
        return fitted(gazetteer, gazetteer.by_id[clean_text(wanted.whole)], types)
    named = names_by_level(gazetteer, wanted)
    if len(named.get("province", ())) > 1:
        return several(gazetteer, said, [find_province(gazetteer, name) for name in named["province"]])
    parts = {level: names[0] for level, names in named.items()}
    if "province" in parts:
        reading = find_province(gazetteer, parts["province"])
        if not reading.settled:
            return reading
        parts["province"] = str(reading.value)
    for level in ("tambon", "municipality", "district", "any"):
        if len(names := named.get(level, ())) > 1:
            meant = [
                search_place(gazetteer, {**parts, level: name}, types, name, wanted.default_province) for name in names
            ]
            # Without a mark, a word beside the place may be a village or a house.
            if level != "any" or sum(m.settled for m in meant) > 1:
                return several(gazetteer, said, meant)
    return search_place(gazetteer, parts, types, said, wanted.default_province)
