"""Certifications that were taken back: the meeting, its votes and minutes stay, as closed chapters of a plan."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from lib.insight.source import Source
from lib.schema.seeing import Audience
from lib.store import history

_SAID = ("certified_by", "attendance", "in_favour", "minutes")


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
    writes = audience is Audience.WRITER
    found = []
    for change in changes:
        before, after = change.fields.get("certified_on", (None, None))
        if not before or after:
            continue
        said = {name: change.fields.get(name, (None, None))[0] for name in _SAID}
        found.append(
            ClosedChapter(
                date.fromisoformat(str(before)[:10]),
                str(said["certified_by"] or ""),
                said["attendance"],
                said["in_favour"],
                str(said["minutes"] or ""),
                change.when,
                change.note if writes else "",
                change.actor_label if writes else "",
            )
        )
    return found
