"""Versions of one canvas: who worked on it when, and what stood on it then."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from lib.insight.source import Source
from lib.schema.canvas import Canvas
from lib.schema.history_words import Verb
from lib.schema.record import Record
from lib.schema.seeing import Audience, seen_values
from lib.store import canvas_rows, records
from lib.store.canvas_rows import BOXES
from lib.store.history import Change

#: Work by one person without a longer pause is one version, and never more than an hour of it.
PAUSE, LONGEST = timedelta(minutes=10), timedelta(hours=1)


@dataclass(frozen=True)
class Version:
    """The canvas after change-set `number`; `changes` counts what was written for it."""

    number: int
    at: datetime
    who: str
    source: str
    changes: int
    #: What happened besides filling in: present, certify, use, reopen, restore, copy, create.
    actions: tuple[str, ...]
    certified: bool


@dataclass(frozen=True)
class VersionLine:
    """One line of a version, for standing two versions side by side."""

    kind: str
    id: str
    step: int
    text: str
    values: dict[str, Any]


_MARKS = frozenset(
    (Verb.CREATE, Verb.COPY, Verb.PRESENT, Verb.CERTIFY, Verb.USE, Verb.REOPEN, Verb.RESTORE, Verb.ROLL_UP)
)


def versions(source: Source, canvas: str, *, audience: Audience = Audience.READER) -> list[Version]:
    """Newest first. A state or a restore ends a version: it can always be gone back to. Readers are not told who."""
    named = audience is Audience.WRITER
    with source.store.database.reading() as connection:
        changes = canvas_rows.changes_of(connection, canvas)
        head = records.get(connection, "canvas", canvas)
    certified = _certified_ever(changes, head.record if head else None)
    by_set: dict[int, list[Change]] = {}
    for change in changes:
        by_set.setdefault(change.number, []).append(change)
    groups: list[list[Change]] = []
    for number in sorted(by_set):
        found = by_set[number]
        last = groups[-1][-1] if groups else None
        goes_on = (
            last is not None
            and last.actor_label == found[0].actor_label
            and last.source == found[0].source
            and found[0].when - last.when <= PAUSE
            and found[0].when - groups[-1][0].when <= LONGEST
            and not _mark(last)
            and not _mark(found[0])
            and last.number not in certified
        )
        if goes_on:
            groups[-1] += found
        else:
            groups.append(list(found))
    return [
        Version(
            g[-1].number,
            g[-1].when,
            g[-1].actor_label if named else "",
            g[-1].source,
            len(g),
            tuple(dict.fromkeys(c.action for c in g if _mark(c))),
            g[-1].number in certified,
        )
        for g in reversed(groups)
    ]


def _certified_ever(changes: Iterable[Change], head: Record | None) -> set[object]:
    """Numbers of the versions that a meeting certified, those of certifications that no longer stand included."""
    told = [pair for c in changes if c.kind == "canvas" for n, pair in c.fields.items() if n == "certified_version"]
    standing = head.certified_version if isinstance(head, Canvas) else None
    return {number for pair in (*told, (standing,)) for number in pair if number}


def same_lines(one: Iterable[VersionLine], other: Iterable[VersionLine]) -> bool:
    """Whether two versions say the same in every box, whatever happened between them."""
    return {e.id: e.values for e in one} == {e.id: e.values for e in other}


def _mark(change: Change) -> bool:
    """Whether a change is an event of its own; a new line is just filling in."""
    return change.action in _MARKS and (change.action != Verb.CREATE or change.kind == "canvas")


def entries(source: Source, canvas: str, number: int, *, audience: Audience = Audience.READER) -> list[VersionLine]:
    """What stood in the boxes after change-set `number`, box by box, as the audience sees it."""
    with source.store.database.reading() as connection:
        then = canvas_rows.as_of(connection, canvas, number)
    found = []
    for kind_id in BOXES:
        for was in then[kind_id]:
            if was.values is not None:
                values = seen_values(audience, kind_id, was.values)
                text = str(values.get("text") or "")
                found.append(VersionLine(kind_id, was.stored.record.id, _step(kind_id, values), text, values))
    return sorted(found, key=lambda e: (e.step, e.values.get("order") or 0, e.id))


def _step(kind_id: str, values: dict[str, Any]) -> int:
    fixed = {"canvas_activity": 6, "canvas_partner": 8, "canvas_cost": 9}
    return fixed.get(kind_id) or int(values.get("step") or 1)
