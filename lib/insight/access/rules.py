"""What regions decided for themselves. Read anew each time."""

from __future__ import annotations

from lib.insight.source import Source
from lib.store import region_rules


def regions_where_reporters_verify(source: Source) -> frozenset[str]:
    """Regions in which who reported a rung may verify it."""
    with source.store.database.reading() as connection:
        return frozenset(region_rules.allowing(connection, region_rules.OWN_REPORT))
