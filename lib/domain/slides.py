"""The slides of an area's month on the wall, and the order in which an office wants them."""

from __future__ import annotations

from collections.abc import Iterable

from lib.domain.sentence import Worded


class Slide(Worded):
    """A point of the deck; the closing one, with the QR, comes last whatever is chosen."""

    STANDING = "standing", "อยู่ตรงไหน สองเป้าหมาย", "Where it stands: the two goals"
    MAP = "map", "แผนที่ที่พิสูจน์แล้ว", "Map of what is proved"
    RANKING = "ranking", "อันดับพื้นที่", "Places in order"
    CHANGES = "changes", "อะไรเปลี่ยนในเดือน", "What changed in the month"
    TO_DO = "to_do", "สิ่งที่ต้องทำ", "What is to be done"


#: As it comes where no office has chosen.
EVERY_SLIDE = tuple(Slide)


def read_slides(said: Iterable[str]) -> tuple[Slide, ...]:
    """Slides by what is stored of them, each once, in their order; what is no longer known is left out."""
    found = (Slide.stored(one) for one in dict.fromkeys(said))
    return tuple(one for one in found if one is not None)
