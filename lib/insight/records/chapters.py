"""Certifications that were taken back: the meeting, its votes and minutes stay, as closed chapters of a plan."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from lib.insight.source import Source
from lib.schema.record import plain
from lib.schema.seeing import Audience
from lib.store import history, records

#: What makes a certification another one.
_ACT = ("certified_on", "certified_by", "certified_version")


@dataclass(frozen=True)
class ClosedChapter:
    """A certification that no longer stands. `closed_at`: aware; `why`, `who`: for those who write, else ''."""

    on: date
    by: str
    attendance: int | None
    in_favour: int | None
    minutes: str
    closed_at: datetime
    why: str
    who: str


def closed_chapters(source: Source, kind_id: str, record_id: str, *, audience: Audience) -> list[ClosedChapter]:
    """Earlier certifications of a group's plan or a tambon's workspace, the newest first."""
    with source.store.database.reading() as connection:
        changes = history.of_record(connection, kind_id, record_id)
        stored = records.get(connection, kind_id, record_id)
    if stored is None:
        return []
    now = plain(stored.record)
    writes = audience is Audience.WRITER
    found = []
    for change in changes:
        # A meeting that certifies what was certified already closes the chapter of the one before it.
        if not any(change.fields.get(name, (None, None))[0] for name in _ACT):
            continue
        said = history.values_at(now, changes, change.revision - 1)
        before = said.get("certified_on")
        if not before:
            continue
        found.append(
            ClosedChapter(
                date.fromisoformat(str(before)[:10]),
                str(said.get("certified_by") or ""),
                said.get("attendance"),
                said.get("in_favour"),
                str(said.get("minutes") or ""),
                change.when,
                change.note if writes else "",
                change.actor_label if writes else "",
            )
        )
    return found
