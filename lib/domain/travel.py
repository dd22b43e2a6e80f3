"""A forum's records on their way between two stores: which value of a field stands after both were worked on."""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum
from typing import Final

from lib.domain.sentence import Spoken

#: Stands for a record's withdrawal among its fields.
WITHDRAWN: Final = "_withdrawn"


class TravelFate(StrEnum):
    """What becomes of one field."""

    STAY = "stay"  # the other side did not change it, or both say the same
    TAKE = "take"  # the other side changed it, this one did not
    CLASH = "clash"  # both did, differently: this side's value stands until somebody decides


class RecordFate(Spoken):
    """What becomes of a record."""

    ADDED = "added", "เพิ่มใหม่", "new"
    MERGED = "merged", "แก้ไข", "changed"
    WITHDRAWN = "withdrawn", "ถอนออก", "taken out"
    SAME = "same", "เหมือนเดิม", "the same"
    #: It does not come back.
    GONE = "gone", "ถูกลบที่นี่แล้ว ไม่นำกลับ", "erased here, not brought back"
    REFUSED = "refused", "รับไม่ได้", "refused"


def field_fates(
    base: Mapping[str, object] | None, theirs: Mapping[str, object], ours: Mapping[str, object]
) -> dict[str, TravelFate]:
    """Field by field, JSON-ready values. `base`: what both had last in common; None: nothing.

    A value that is missing and an empty one are the same.
    """
    found = {}
    for name in sorted({*theirs, *ours, *(base or {})}):
        their, our = _told(theirs.get(name)), _told(ours.get(name))
        if their == our or (base is not None and their == _told(base.get(name))):
            found[name] = TravelFate.STAY
        elif base is not None and our == _told(base.get(name)):
            found[name] = TravelFate.TAKE
        else:
            found[name] = TravelFate.CLASH
    return found


def _told(value: object) -> object:
    return None if value in (None, "", [], {}, False) else value
