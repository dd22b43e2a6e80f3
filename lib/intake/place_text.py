"""What a row says of a place, taken apart into names and the level at which each is given."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

from lib.domain.thai_text import clean_text, to_ascii_digits
from lib.domain.thai_text import name_key as key
from lib.intake.gazetteer import LEVELS, PREFIXES, Gazetteer, level_of
from lib.intake.province_search import find_province

#: Where a marked part begins: a prefix after a space, or ต. อ. จ. and whole words anywhere.
_MARKERS = re.compile(
    r"(?:^|(?<=[\s,>/]))(?="
    + "|".join(re.escape(w) for _, words in PREFIXES for w in words)
    + r")|(?<=[ก-๙])(?<!อบ)(?<!ท)(?=[ตอจ]\.[ก-ฮเแโใไ])|(?=อำเภอ|จังหวัด)|(?<!เทศบาล)(?<!ส่วน)(?=ตำบล)"
)
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


def names_by_level(gazetteer: Gazetteer, wanted: PlaceWanted) -> dict[str, list[str]]:
    """Level (“any” without a mark) → the different names given at it, in the order of the text.

    A province in a column of its own stands alone at its level.
    """
    pieces, province = _pieces(gazetteer, wanted)
    return _by_level(pieces, province)


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
            elif name and level in ("tambon", "municipality") and _lies_in(gazetteer, name, last):
                pieces.append(("district", last))
                bare = name
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
    if len(words) == 2 and _lies_in(gazetteer, *words):
        return [("any", words[0]), ("district", words[1])]
    return [("any", bare)]


def _lies_in(gazetteer: Gazetteer, inner: str, outer: str) -> bool:
    """``แก่งดินสอ นาดี``: whether there is such a place within a district of that name."""
    districts = {p.id for p in gazetteer.named(outer) if p.type in LEVELS["district"]}
    return any(p.parent in districts for p in gazetteer.named(inner))
