"""Changes of records as an audience sees them: field by field, and by nobody's name for readers."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from lib.schema.seeing import Audience, sees, sees_kind
from lib.store.history import ERASED, WITHDRAWN, Change

#: What a change says of the record as a whole: these are no fields and tell nothing of one.
_MARKS = frozenset((ERASED, WITHDRAWN))


def seen_changes(changes: Iterable[Change], audience: Audience) -> list[Change]:
    """Changes as an audience sees them. Readers are told neither who, nor why, nor from which row of a file;
    a change of which they see nothing is no change to them."""
    if audience is Audience.WRITER:
        return list(changes)
    found = []
    for change in changes:
        if not sees_kind(audience, change.kind):
            continue
        fields = {n: both for n, both in change.fields.items() if n in _MARKS or sees(audience, change.kind, n)}
        if fields or not change.fields:
            found.append(replace(change, fields=fields, actor_label="", note=""))
    return found
