"""Three-way merge of one field: last agreed, what the Sheet says now, what the store says now."""

from __future__ import annotations

from enum import StrEnum


class Merge(StrEnum):
    """What is to happen with one field."""

    STAY = "stay"  # nobody changed it
    PUSH = "push"  # changed in the app only
    TAKE = "take"  # changed on the Sheet only
    AGREE = "agree"  # both say the same now
    CLASH = "clash"  # both changed it, differently
    UNREAD = "unread"  # changed on the Sheet into something that cannot be used


def merge(*, sheet_changed: bool, app_changed: bool, readable: bool, same: bool) -> Merge:
    """The fate of a field. `same`: the Sheet's (readable) value is the store's."""
    if not sheet_changed:
        return Merge.PUSH if app_changed else Merge.STAY
    if not readable:
        return Merge.UNREAD
    if same:
        return Merge.AGREE
    return Merge.CLASH if app_changed else Merge.TAKE
