"""A province by whatever people call it: its name, its abbreviation, its everyday name, with a slip."""

from __future__ import annotations

import re

from lib.domain.thai_text import clean_text, to_ascii_digits
from lib.domain.thai_text import name_key as key
from lib.intake.gazetteer import Gazetteer, level_of
from lib.intake.near import nearest
from lib.intake.place_readings import asked_which, by_code, taken
from lib.intake.reading import EMPTY, Reading


def find_province(gazetteer: Gazetteer, text: str) -> Reading:
    """A province by name, abbreviation or everyday name; one slip is forgiven."""
    bare = level_of(clean_text(text))[1]
    if not bare:
        return EMPTY
    if code := re.fullmatch(r"(?:TH-)?(\d{2})", to_ascii_digits(bare)):
        return by_code(gazetteer, f"TH-{code.group(1)}", ("province",))
    asked = key(bare).rstrip("ฯ")
    exact = gazetteer.provinces.get(key(bare)) or gazetteer.provinces.get(asked)
    if exact is None and asked.startswith("เมือง"):
        exact = gazetteer.provinces.get(asked.removeprefix("เมือง"))
    if exact is not None:
        return taken(gazetteer, exact, text, same=text == exact.name_th)
    names = {k: p for k, p in gazetteer.provinces.items() if len(k) > 3}
    begins = {p.id: p for k, p in names.items() if len(asked) >= 3 and k.startswith(asked)}
    if len(begins) == 1 and len(asked) >= 4:
        return taken(gazetteer, next(iter(begins.values())), text, same=False)
    near = nearest(asked, names)
    if near.sure and len(asked) >= 4:
        return taken(gazetteer, near.sure, text, same=False)
    return asked_which(gazetteer, text, near.all or tuple(begins.values()), "จังหวัด", "province")
