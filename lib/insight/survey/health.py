"""The sensitive answers of one household, apart from the rest."""

from __future__ import annotations

from lib.insight.source import Source
from lib.store import records
from lib.store.records import Stored
from lib.store.tables import table


def health_of(source: Source, household: str) -> Stored | None:
    """The stored record, or None when nothing was asked. For those who may write."""
    rows = table("household_health")
    with source.store.database.reading() as connection:
        found = records.find(connection, "household_health", rows.c.household == household, limit=1)
    return found[0] if found else None
