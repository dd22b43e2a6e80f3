"""What a reported rung asks for, and how much of it the tambon's newest workspace shows."""

from __future__ import annotations

from lib.domain.seven_steps import RungCheck
from lib.insight.source import Source
from lib.schema.ladders import TambonProgress
from lib.schema.record import Record
from lib.store.rung_proof import checks_of, work_for


def rung_needs(source: Source, record: Record) -> RungCheck | None:
    """Met and missing, as a verdict on the record will ask it; None where nothing is asked besides evidence."""
    return needs_of(source, record.area, record.rung) if isinstance(record, TambonProgress) else None


def needs_of(source: Source, area: str, rung: str) -> RungCheck | None:
    """The same by the tambon's id and the rung's."""
    with source.store.database.reading() as connection:
        work = work_for(connection, area, rung)
        found = checks_of(connection, work) if work else []
    return next((one for one in found if one.id == rung), None)
